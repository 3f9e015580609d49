"""The picture of an event, or of a case, that stands beside a link to it: 1200 × 630 pixels, PNG.

What it costs is bounded: a headline is cut to MOST_LETTERS and drawn in at most four lines.
"""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont, features

from articles.models import Case
from timeline.models import Status
from timeline.presentation.sharing import PICTURE
from timeline.presentation.wording import count_words, when_words
from timeline.queries.tally import Totals
from timeline.reader import Reader

FONTS = Path(__file__).parent / "fonts"
SERIF, SANS = "DejaVuSerif-Bold.ttf", "DejaVuSans.ttf"  # the second one knows more scripts
PAPER, INK, SOFT, ACCENT, RULE = "#fdfcfa", "#1b1a18", "#5d5a54", "#8c1c2b", "#d8d3c9"  # as in static/tokens.css
MARGIN, MOST_LETTERS, MOST_LINES = 72, 200, 4
SIZES = (64, 54, 46)  # of headlines, the largest that fits
NO_SUCH_GLYPH = "\uffff"
SHAPES = features.check_feature("raqm")  # right-to-left text in order, and letters joined


def of_event(event: Any, sources: int, reader: Reader) -> bytes:
    """`sources` is the number of articles that report it. It knows whether they `differ`."""
    text = reader.public.text
    facts = [event.type.name, str(Status(event.status).label).lower(), count_words(sources, "article")]
    return _picture(when_words(event.edtf, differ=event.differ), text(event.headline), facts, text(event.case.title))


def of_case(case: Case, totals: Totals, reader: Reader) -> bytes:
    counts = (totals.tally.count, totals.articles, len(totals.tally.outlets))
    facts = [count_words(*told) for told in zip(counts, ("event", "article", "outlet"), strict=True)]
    return _picture("Timeline", reader.public.text(case.title), facts, "Casetracker")


def _picture(over: str, headline: str, facts: list[str], under: str) -> bytes:
    image = Image.new("RGB", PICTURE, PAPER)
    draw = ImageDraw.Draw(image)
    width, height = PICTURE
    draw.rectangle((0, 0, width, 14), fill=ACCENT)
    room = width - 2 * MARGIN
    _draw(draw, 64, _first_line(over, SANS, 36, room), SANS, 36, ACCENT)
    size, lines = _fitted(headline, room)
    for number, line in enumerate(lines):
        _draw(draw, 140 + number * round(size * 1.28), line, SERIF, size, INK)
    draw.line((MARGIN, height - 150, width - MARGIN, height - 150), fill=RULE, width=2)
    _draw(draw, height - 128, _first_line(" · ".join(facts), SANS, 30, room), SANS, 30, SOFT)
    _draw(draw, height - 80, _first_line(under, SANS, 30, room), SANS, 30, INK)
    written = io.BytesIO()
    image.quantize(32).save(written, "PNG")
    return written.getvalue()


def _fitted(text: str, room: int) -> tuple[int, list[str]]:
    """The largest size at which the text fits, and its lines; at the smallest one it is cut."""
    for size in SIZES:
        lines = _lines(text[:MOST_LETTERS], SERIF, size, room)
        if len(lines) <= MOST_LINES - (size == SIZES[0]):
            return size, lines
    last = lines[MOST_LINES - 1]
    return size, [*lines[: MOST_LINES - 1], last[: max(1, len(last) - 2)].rstrip() + "…"]


def _lines(text: str, name: str, size: int, room: int) -> list[str]:
    """Cut between words; a word that is longer than a line, between letters."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, name, size) <= room:
            lines[-1] = longer
            continue
        lines += [] if not lines[-1] else [""]
        for letter in word:
            if _width(lines[-1] + letter, name, size) > room:
                lines.append("")
            lines[-1] += letter
    return lines


def _first_line(text: str, name: str, size: int, room: int) -> str:
    first, *rest = _lines(text[:MOST_LETTERS], name, size, room)
    return first[:-1].rstrip() + "…" if rest else first


def _draw(draw: ImageDraw.ImageDraw, top: int, line: str, name: str, size: int, colour: str) -> None:
    font, shown = _font_for(line, name, size)
    is_rightward = not any("\u0590" <= letter <= "\u08ff" for letter in shown[:1])
    at, anchor = (MARGIN, "la") if is_rightward else (PICTURE[0] - MARGIN, "ra")
    draw.text((at, top), shown, font=font, fill=colour, anchor=anchor)


def _width(text: str, name: str, size: int) -> float:
    font, shown = _font_for(text, name, size)
    return font.getlength(shown)


def _font_for(text: str, name: str, size: int) -> tuple[ImageFont.FreeTypeFont, str]:
    """A font that has all letters of the text; else the one with more scripts, and the text without those that even it
    lacks: better no sign than an empty box."""
    if all(_has(name, letter) for letter in text):
        return _font(name, size), text
    return _font(SANS, size), "".join(letter for letter in text if _has(SANS, letter))


@lru_cache(maxsize=16)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if SHAPES else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(FONTS / name), size, layout_engine=engine)


@lru_cache(maxsize=4096)
def _has(name: str, letter: str) -> bool:
    """A space has no picture, and a sign of no width none of its own; what a font lacks, it draws as a box."""
    small = _small(name)
    return letter.isspace() or bytes(small.getmask(letter)) != bytes(small.getmask(NO_SUCH_GLYPH))


@lru_cache(maxsize=2)
def _small(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), 20, layout_engine=ImageFont.Layout.BASIC)

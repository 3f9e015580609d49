"""Text → numbered paragraphs with their kinds. Pure, and linear in the text.

Real pages bring more than the story: teasers, comment rules, the same caption three times. All of it is kept and
numbered, so that "paragraph 12" means the same to everybody; its kind says what may be mined.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from articles.kinds import (
    TOP,
    Kind,
    has_words,
    is_biography,
    is_bullet,
    is_stamp,
    is_terminated,
    shape,
    word_count,
)
from articles.repeats import find_repeats

LINE = re.compile(r"\S(?:[^\r\n]*\S)?")
LINE_BREAK = re.compile(r"\r\n|\r|\n")

HEADLINE_WORDS = 30  # a first line without a full stop is a headline up to here
HEADING_WORDS = 12  # a lone line without a full stop is a heading up to here,
CAPTION_WORDS = 60  # and a caption up to here
UNPUNCTUATED = 0.4  # where more of the lines than this lack a full stop, its lack tells nothing (lists, transcripts)

WRAP_WIDTH = (40, 100)  # characters in a line of hard-wrapped text
WRAP_SPREAD = 0.25  # lines differ from their median by so much
WRAP_EVEN = 0.8  # so many of the lines have the median's length, more or less
WRAP_MID_SENTENCE = 0.4  # so many end in mid-sentence; finds 968 of 979 texts wrapped at 60–100, and none of 607 others
WRAP_LINES = 3  # fewer continued lines prove nothing


@dataclass(frozen=True, slots=True)
class Segment:
    """A paragraph: `text[start:end]` is stripped and not blank. `repeats` is the number of an earlier paragraph."""

    number: int
    kind: Kind
    start: int
    end: int
    repeats: int | None = None


def segment(text: str, *, unwrap: bool = False) -> list[Segment]:
    """The paragraphs of a text, numbered from 1: its non-blank lines, or with `unwrap` what blank lines part.

    They do not overlap and miss nothing but white space. A repeat is a paragraph whose words stand in an earlier one;
    a summary or caption that comes before the body text that it repeats keeps its kind, and so does that body text.
    """
    spans = _blocks(text) if unwrap else [m.span() for m in LINE.finditer(text)]
    texts = [text[start:end] for start, end in spans]
    kinds = _kinds(texts)
    repeats = find_repeats(texts, kinds)
    return [
        Segment(i + 1, "repeat", start, end, repeats[i] + 1) if i in repeats else Segment(i + 1, kinds[i], start, end)
        for i, (start, end) in enumerate(spans)
    ]


def looks_hard_wrapped(text: str) -> bool:
    """Whether lines were broken for width, as in wire copy: of much the same length, mostly ending in mid-sentence."""
    lines = [m.span() for m in LINE.finditer(text)]
    lengths, in_mid_sentence = [], 0
    for (start, end), (next_start, _) in pairwise(lines):
        if _is_next_line(text, end, next_start):
            lengths.append(end - start)
            in_mid_sentence += text[next_start].islower() or text[end - 1] == ","
    if len(lengths) < WRAP_LINES or not WRAP_WIDTH[0] <= (width := median(lengths)) <= WRAP_WIDTH[1]:
        return False
    even = sum(abs(length - width) <= WRAP_SPREAD * width for length in lengths)
    return even >= WRAP_EVEN * len(lengths) and in_mid_sentence >= WRAP_MID_SENTENCE * len(lengths)


def _is_next_line(text: str, end: int, next_start: int) -> bool:
    """Whether no blank line lies between the end of one line and the start of another."""
    first_break = LINE_BREAK.search(text, end, next_start)
    return first_break is not None and LINE_BREAK.search(text, first_break.end(), next_start) is None


def _blocks(text: str) -> list[tuple[int, int]]:
    blocks: list[tuple[int, int]] = []
    for m in LINE.finditer(text):
        if blocks and _is_next_line(text, blocks[-1][1], m.start()):
            blocks[-1] = (blocks[-1][0], m.end())
        else:
            blocks.append(m.span())
    return blocks


def _kinds(texts: Sequence[str]) -> list[Kind]:
    """What each paragraph is: by its own words first, then by its place among the others."""
    kinds = [shape(text) for text in texts]
    if sum(kind is None for kind in kinds) > 1:
        _mark_dates(texts, kinds)
        _mark_top(texts, kinds)
        _mark_lone_lines(texts, kinds)
        _mark_biographies(texts, kinds)
    return [kind or "body" for kind in kinds]


def _mark_dates(texts: Sequence[str], kinds: list[Kind | None]) -> None:
    """A bare date is the page's stamp at the top, and a heading further down."""
    for i, text in enumerate(texts):
        if kinds[i] is None and is_stamp(text):
            kinds[i] = "boilerplate" if i < TOP else "heading"


def _mark_top(texts: Sequence[str], kinds: list[Kind | None]) -> None:
    """Headline, and below it a summary: bullets, or whatever stands above the page's stamp."""
    first = next((i for i, kind in enumerate(kinds) if kind is None), None)
    if first is None:
        return
    if is_bullet(texts[first]):
        after = first
    elif not is_terminated(texts[first]) and word_count(texts[first]) <= HEADLINE_WORDS:
        kinds[first] = "heading"
        after = first + 1
    else:
        return
    stamp = next((i for i in range(after, min(TOP, len(texts) - 1)) if is_stamp(texts[i])), after)
    plain = next((i for i in range(after, len(texts)) if kinds[i] is None and not is_bullet(texts[i])), after)
    for i in range(after, max(stamp, plain)):  # a list that nothing follows sums up nothing
        if kinds[i] is None:
            kinds[i] = "summary"


def _mark_lone_lines(texts: Sequence[str], kinds: list[Kind | None]) -> None:
    """A line without a full stop among lines that have one: a heading, or if it is long or doubled a caption.

    Several such lines on end are a list, which is part of the story.
    """
    open_ended = {i for i, kind in enumerate(kinds) if kind is None and not is_terminated(texts[i])}
    doubled = {i for i in open_ended if texts[i] in (texts[i - 1] if i else None, _at(texts, i + 1))}
    listed = open_ended - doubled
    if len(listed) > UNPUNCTUATED * sum(kind is None for kind in kinds):
        return
    for i in sorted(open_ended):
        words = word_count(texts[i])
        if words > CAPTION_WORDS or is_bullet(texts[i]):
            continue
        if i in doubled:
            kinds[i] = "caption"
        elif listed.isdisjoint((i - 1, i + 1)) and _begins_anew(_at(texts, i + 1)):
            kinds[i] = "heading" if words <= HEADING_WORDS else "caption"


def _begins_anew(text: str | None) -> bool:
    return text is not None and not text[0].islower()


def _at(texts: Sequence[str], i: int) -> str | None:
    return texts[i] if i < len(texts) else None


def _mark_biographies(texts: Sequence[str], kinds: list[Kind | None]) -> None:
    """Who wrote this: only in the tail of the page, since a story may be about a reporter."""
    for i in reversed(range(1, len(texts))):
        if kinds[i] is None and is_biography(texts[i]) and has_words(texts[i - 1]):
            kinds[i] = "boilerplate"
        elif kinds[i] not in ("boilerplate", "teaser"):
            break

"""A text's paragraphs, numbered from 1, each with its kind. Pure, and linear in the length of the text.

Real pages print more than the report: links to other stories, house rules, the caption of one photo three times. All
of it is kept and numbered; the kind says what may be mined for events.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.furniture import BOILERPLATE, CAPTION, TEASER

BODY, HEADING, SUMMARY = "body", "heading", "summary"
BRIEF = frozenset({"heading", "summary", "caption"})  # kinds that tell in short what the body tells in full

LONGEST_HEADING = 12  # words; a longer line without a final full stop is rather a caption
LONGEST_TITLE = 40  # words; the first line of a page, with the name of the site behind it
LONGEST_CAPTION = 60  # words
LONGEST_TEASER = 40  # words; "Read more:" before a longer text is part of the story

SHINGLE = 4  # words; two texts that share most runs of four words are the same sentences
NEARLY = 0.8  # of the shingles of the later one
LEAST_WORDS = 3  # a shorter line ("No.") may be printed twice without being a repeat


@dataclass(frozen=True, slots=True)
class Segment:
    """A paragraph: text[start:end] has no white space at its ends. `repeats` is the number of the one it repeats."""

    number: int
    kind: str
    start: int
    end: int
    repeats: int | None = None


def segment(text: str, *, unwrap: bool = False) -> list[Segment]:
    """The paragraphs of a text: its non-blank lines or, with `unwrap` (hard-wrapped copy), what blank lines part."""
    spans = list(_blocks(text) if unwrap else _lines(text))
    paragraphs = [" ".join(text[start:end].split()) for start, end in spans]
    stops_are_rare = _stops_are_rare(paragraphs)
    kinds = [_kind(paragraph, stops_are_rare, number) for number, paragraph in enumerate(paragraphs, 1)]
    found = [Segment(n, kind, *span) for n, (kind, span) in enumerate(zip(kinds, spans, strict=True), 1)]
    return _mark_repeats(found, paragraphs)


def looks_hard_wrapped(text: str) -> bool:
    """Wire copy: lines of much the same length that mostly end in mid-sentence, so that a line break means nothing."""
    lines = [line.rstrip() for line in text.splitlines()]
    continued = [line for line, following in itertools.pairwise(lines) if line and following.strip()]
    if len(continued) < 3:
        return False
    lengths = sorted(len(line) for line in continued)
    usual = lengths[len(lengths) // 2]
    alike = sum(usual - 20 <= length <= usual + 15 for length in lengths)
    unfinished = sum(not _is_finished(line) for line in continued)
    return 40 <= usual <= 100 and alike >= 0.7 * len(lengths) and unfinished >= 0.6 * len(lengths)


LINE = re.compile(r"[^\r\n]+")
BLANK_LINE = re.compile(r"(?:\r?\n|\r)[^\S\r\n]*(?:\r?\n|\r)")


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in LINE.finditer(text):
        yield from _stripped(text, *match.span())


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in BLANK_LINE.finditer(text):
        yield from _stripped(text, start, gap.start())
        start = gap.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = first + len(words.strip())
    if first < last:
        yield first, last


BULLET = re.compile(r"[•●▪‣◦*·–—-]\s+\S")
CLOSERS = "\"'”’)]»"


def _is_finished(line: str) -> bool:
    return line.rstrip().rstrip(CLOSERS).endswith((".", "!", "?", "…", ":", ";"))


def _stops_are_rare(paragraphs: list[str]) -> bool:
    """Whether this text hardly ever ends a paragraph with a full stop: then the lack of one tells nothing."""
    long = [p for p in set(paragraphs) if len(p.split(maxsplit=LONGEST_HEADING)) > LONGEST_HEADING]
    return 2 * sum(_is_finished(p) for p in long) < len(long)


def _kind(paragraph: str, stops_are_rare: bool, number: int) -> str:
    words = paragraph.count(" ") + 1
    if words <= LONGEST_TEASER and TEASER.match(paragraph):
        return "teaser"
    if BOILERPLATE.search(paragraph[:1000]):
        return "boilerplate"
    if BULLET.match(paragraph):
        return SUMMARY
    if words <= LONGEST_CAPTION and CAPTION.search(paragraph):
        return "caption"
    if _is_finished(paragraph) or not any(c.isalpha() for c in paragraph):
        return BODY
    if words <= (LONGEST_TITLE if number == 1 else LONGEST_HEADING):
        return HEADING
    return "caption" if words <= LONGEST_CAPTION and not stops_are_rare else BODY


WORD = re.compile(r"\w+")


def _mark_repeats(segments: list[Segment], paragraphs: list[str]) -> list[Segment]:
    """Mark what was printed before. The body wins: it is no repeat of the caption or summary that went before it."""
    seen: dict[tuple[str, ...], list[int]] = {}  # shingle → the first paragraphs that hold it
    marked = []
    for found, paragraph in zip(segments, paragraphs, strict=True):
        words = WORD.findall(paragraph.lower())
        shingles = {tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}
        original = _original(shingles, seen) if len(words) >= LEAST_WORDS else None
        if original and not (found.kind == BODY and marked[original - 1].kind in BRIEF):
            first = marked[original - 1].repeats or original
            marked.append(replace(found, kind="repeat", repeats=first))
            continue
        marked.append(found)
        for shingle in shingles:
            holders = seen.setdefault(shingle, [])
            if len(holders) < 3:
                holders.append(found.number)
    return marked


def _original(shingles: set[tuple[str, ...]], seen: dict[tuple[str, ...], list[int]]) -> int | None:
    """The number of the earlier paragraph that holds nearly all of these shingles."""
    shared = Counter(number for shingle in shingles for number in seen.get(shingle, ()))
    if not shared:
        return None
    number, count = min(shared.items(), key=lambda item: (-item[1], item[0]))
    return number if count >= NEARLY * len(shingles) else None

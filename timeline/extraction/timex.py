"""Every temporal expression of a text, with its exact words, its TIMEX3 type and value, and the days that it allows."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache

from timeline.extraction import anchoring, cues, edtf
from timeline.extraction.context import Context
from timeline.extraction.meaning import Meaning, Reader
from timeline.extraction.normalize import Resolution
from timeline.extraction.patterns import Match, Symbol
from timeline.extraction.timex_rules import Rule, RuleSet, english
from timeline.extraction.tokens import Token, sentences, tokenize
from timeline.extraction.types import Block, Timex, TimexType


def find_timexes(
    text: str, *, published: dt.date | None, blocks: Sequence[Block], language: str = "en"
) -> tuple[Timex, ...]:
    """The temporal expressions of all blocks, by their start. Without a day of publication relative ones stay unresolved.

    Linear in the text; never raises for any text. An expression may cross line breaks inside a block, no block's end.
    """
    rules, context = english(), Context(published)
    found: list[Timex] = []
    for block in blocks:
        found.extend(_in_block(text, block, rules, context))
    return tuple(sorted(found, key=lambda timex: timex.start))


def _in_block(text: str, block: Block, rules: RuleSet, context: Context) -> Iterator[Timex]:
    tokens = tokenize(text, block.start, block.end)
    symbols = rules.symbols(tokens)
    bounds: list[tuple[int, int]] | None = None
    i, sentence = 0, 0
    while i < len(tokens):
        read = _read(rules, tokens, symbols, i) if symbols[i].atoms else None
        if read is None:
            i += 1
            continue
        rule, match, meaning = read
        bounds = bounds if bounds is not None else sentences(text, tokens)
        while bounds[sentence][1] <= i:
            sentence += 1
        weak = meaning.kind in LEANING
        context.cue = cues.look(tokens, bounds[sentence], match.start, match.end, weak=weak)
        context.ended = match.start > 0 and tokens[match.start - 1].lower == "ended"
        resolution = anchoring.resolve(meaning, context)
        if resolution is None:
            i += 1
            continue
        yield _timex(text, _span(tokens, match), rule, meaning, resolution, context)
        i = match.end


def _read(
    rules: RuleSet, tokens: Sequence[Token], symbols: Sequence[Symbol], i: int
) -> tuple[Rule, Match, Meaning] | None:
    for rule, match in rules.matches(symbols, i):
        meaning = _reader().read(rule.kind, rule.fields, match.captures, tokens)
        if meaning is not None:
            return rule, match, meaning
    return None


def _span(tokens: Sequence[Token], match: Match) -> tuple[int, int]:
    """Offsets of the match; a possessive ending stands outside of it."""
    last = tokens[match.end - 1]
    return tokens[match.start].start, last.end - 2 if last.lower.endswith("'s") else last.end


@cache
def _reader() -> Reader:
    return Reader(english().lexicon)


LEANING = frozenset({"month", "month-day", "season"})  # kinds that an infinitive turns ahead: "to open in May"
TYPES: dict[str, TimexType] = {
    "duration": "DURATION",
    "two-durations": "DURATION",
    "beside-event": "DURATION",
    "set": "SET",
}


def _timex(
    text: str, span: tuple[int, int], rule: Rule, meaning: Meaning, resolution: Resolution, context: Context
) -> Timex:
    start, end = span
    words = text[start:end]
    if resolution.period is not None:
        compares = anchoring.compares(meaning, resolution.period)
        context.remember(resolution.period, " ".join(words.split()), compares=compares)
    earliest, latest = edtf.days(resolution.edtf) if resolution.edtf else (None, None)
    return Timex(
        start=start,
        end=end,
        text=words,
        type=resolution.type or TYPES.get(meaning.kind, meaning.type),
        value=resolution.value,
        edtf=resolution.edtf,
        earliest=earliest,
        latest=latest,
        rule=rule.name,
        explanation=resolution.explanation,
        candidates=resolution.candidates,
    )

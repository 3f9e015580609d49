"""Every temporal expression of a text, with its exact words, its TIMEX3 type and value, and the days that it allows."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache

from timeline.extraction import anchoring, cues, edtf
from timeline.extraction.anchoring import Context, Resolution
from timeline.extraction.meaning import Meaning, Reader
from timeline.extraction.patterns import Match, Symbol
from timeline.extraction.timex_rules import Rule, RuleSet, english
from timeline.extraction.tokens import Token, sentences, tokenize
from timeline.extraction.types import Block, Timex


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
        context.cue = cues.look(tokens, bounds[sentence], match.start, match.end)
        resolution = anchoring.resolve(meaning, context)
        if resolution is None:
            i += 1
            continue
        yield _timex(text, tokens, rule, match, meaning, resolution, context)
        i = match.end


def _read(
    rules: RuleSet, tokens: Sequence[Token], symbols: Sequence[Symbol], i: int
) -> tuple[Rule, Match, Meaning] | None:
    for rule, match in rules.matches(symbols, i):
        meaning = _reader().read(rule.kind, rule.fields, match.captures, tokens)
        if meaning is not None:
            return rule, match, meaning
    return None


@cache
def _reader() -> Reader:
    return Reader(english().lexicon)


DURATIONS = frozenset({"duration", "beside-event"})


def _timex(
    text: str,
    tokens: Sequence[Token],
    rule: Rule,
    match: Match,
    meaning: Meaning,
    resolution: Resolution,
    context: Context,
) -> Timex:
    start, end = tokens[match.start].start, tokens[match.end - 1].end
    if tokens[match.end - 1].lower.endswith("'s"):
        end -= 2
    if resolution.period is not None:
        context.focus, context.focus_text = resolution.period, " ".join(text[start:end].split())
        if resolution.period.unit == "quarter":
            context.quarter = resolution.period
    kind = meaning.type
    if meaning.kind in DURATIONS:
        kind = "DURATION"
    elif meaning.kind in {"set", "set-weekday"}:
        kind = "SET"
    earliest, latest = edtf.days(resolution.edtf) if resolution.edtf else (None, None)
    return Timex(
        start=start,
        end=end,
        text=text[start:end],
        type=kind,
        value=resolution.value,
        edtf=resolution.edtf,
        earliest=earliest,
        latest=latest,
        rule=rule.name,
        explanation=resolution.explanation,
        candidates=resolution.candidates,
    )

"""Every mention of an event in a text: a trigger with its date, status, people, counts, headline and the reasons."""

import datetime as dt
from collections.abc import Iterator, Sequence

from timeline.extraction import binding, clauses, edtf, headlines, names, quantities, status, triggers
from timeline.extraction.clauses import Sentence
from timeline.extraction.taxonomy import english
from timeline.extraction.tokens import Token, sentences, tokenize
from timeline.extraction.triggers import Trigger
from timeline.extraction.types import Block, Mention, Span, Timex

MINED = frozenset({"body", "caption", "summary"})
# Types of which a report without a date is still worth an editor's look.
TELLING = frozenset(
    "sentencing verdict conviction acquittal plea indictment charge arrest arraignment release resignation removal "
    "shooting killing death assault robbery injury juror-refusal petition-delivery recall-signatures recall-election "
    "autopsy ruling lawsuit appeal".split()
)
COARSE = frozenset({"decade", "century"})


def find_mentions(
    text: str, *, published: dt.date | None, blocks: Sequence[Block], timexes: Sequence[Timex]
) -> tuple[Mention, ...]:
    """The mentions of all mined blocks, by their place. Linear in the text; never raises for any text."""
    registry = names.Registry()
    tokenized = [(block, tokenize(text, block.start, block.end)) for block in blocks if block.kind in MINED]
    for _, tokens in tokenized:
        names.register(tokens, registry)
    found: list[Mention] = []
    for block, tokens in tokenized:
        found.extend(_in_block(text, block, tokens, timexes, registry))
    return tuple(found)


def _in_block(
    text: str, block: Block, tokens: Sequence[Token], timexes: Sequence[Timex], registry: names.Registry
) -> Iterator[Mention]:
    marks = _timex_marks(tokens, timexes, block)
    quoted = _quoted(tokens)
    for first, last in sentences(text, tokens):
        sentence = clauses.read(tokens[first:last], marks[first:last], quoted[first:last])
        yield from _in_sentence(text, block, sentence, timexes, registry)


def _timex_marks(tokens: Sequence[Token], timexes: Sequence[Timex], block: Block) -> list[int]:
    """For each token the index of the timex that covers it, or -1."""
    marks, i = [-1] * len(tokens), 0
    for index, timex in enumerate(timexes):
        if timex.end <= block.start or timex.start >= block.end:
            continue
        while i < len(tokens) and tokens[i].end <= timex.start:
            i += 1
        while i < len(tokens) and tokens[i].start < timex.end:
            marks[i] = index
            i += 1
    return marks


def _quoted(tokens: Sequence[Token]) -> list[bool]:
    """Which tokens stand in quotation marks; a quote that the paragraph leaves open runs to its end."""
    marks, inside = [], False
    for token in tokens:
        if token.text in {"“", "«"}:
            inside = True
        elif token.text in {"”", "»"}:
            inside = False
        elif token.text == '"':
            inside = not inside
        marks.append(inside)
    return marks


def _in_sentence(
    text: str, block: Block, sentence: Sentence, timexes: Sequence[Timex], registry: names.Registry
) -> Iterator[Mention]:
    found = triggers.find(sentence, english())
    if not found:
        return
    usable = frozenset(i for i in set(sentence.timex) if i >= 0 and _names_days(timexes[i]))
    bound = binding.bind(sentence, found, binding.date_words(sentence, usable))
    seen: set[tuple[str, int]] = set()
    for n, trigger in enumerate(found):
        index = _choose(bound.get(n, []), timexes)
        if not _is_event(sentence, trigger, index, block):
            continue
        key = (trigger.type.family, -1 if index is None else index)
        if key in seen:
            continue
        seen.add(key)
        yield _mention(text, block, sentence, trigger, index, timexes, registry)


def _names_days(timex: Timex) -> bool:
    return timex.edtf is not None and timex.type in {"DATE", "TIME"} and edtf.granularity(timex.edtf) not in COARSE


def _choose(indexes: Sequence[int], timexes: Sequence[Timex]) -> int | None:
    """The date words that say most: the shortest span of days, and the first among equals."""
    if not indexes:
        return None
    return min(indexes, key=lambda i: (_length(timexes[i]), indexes.index(i)))


def _length(timex: Timex) -> int:
    if timex.earliest is None or timex.latest is None:
        return 10**6
    return (timex.latest - timex.earliest).days


def _is_event(sentence: Sentence, trigger: Trigger, index: int | None, block: Block) -> bool:
    state, _ = status.of(sentence, trigger)
    verb = trigger.verb
    if state == "hypothetical":
        return False
    if trigger.type.family == "statement":
        return index is not None and verb is not None and index in verb.timexes and _is_saying(verb)
    if index is not None:
        return True
    if trigger.is_noun or verb is None or verb.form != "finite" or verb.tense != "past" or verb.quoted:
        return False
    return block.kind == "body" and trigger.type.slug in TELLING and state == "occurred"


def _is_saying(verb: clauses.Verb) -> bool:
    return verb.form == "finite" and verb.tense == "past" and not verb.passive and not verb.quoted


def _mention(
    text: str,
    block: Block,
    sentence: Sentence,
    trigger: Trigger,
    index: int | None,
    timexes: Sequence[Timex],
    registry: names.Registry,
) -> Mention:
    timex = None if index is None else timexes[index]
    state, word = status.of(sentence, trigger)
    start, end = sentence.tokens[0].start, sentence.tokens[-1].end
    first, last = sentence.tokens[trigger.start].start, sentence.tokens[trigger.end - 1].end
    return Mention(
        type=trigger.type.slug,
        status=state,
        edtf=timex.edtf if timex else None,
        earliest=timex.earliest if timex else None,
        latest=timex.latest if timex else None,
        sentence=Span(start, end, text[start:end]),
        trigger=Span(first, last, text[first:last]),
        timex=index,
        paragraph=block.number,
        headline=headlines.make(text, sentence, trigger),
        rule=f"{trigger.type.slug}: {trigger.found.phrase.text.strip()}"[:80],
        explanation=_explain(trigger, text[first:last], timex, state, word),
        quantities=quantities.find(sentence, 0, len(sentence.words)),
        names=names.find(sentence, 0, len(sentence.words), registry),
        candidates=timex.candidates if timex else (),
    )


def _explain(trigger: Trigger, words: str, timex: Timex | None, state: str, word: str) -> str:
    parts = [f"“{words}” reports: {trigger.type.name.lower()}."]
    if timex is None:
        parts.append("No date words in its clause.")
    else:
        parts.append(f"“{timex.text}” stands in its clause: {timex.explanation or timex.edtf}.")
    if word:
        parts.append(f"{state.capitalize()}, since the text says “{word}”.")
    return " ".join(parts)

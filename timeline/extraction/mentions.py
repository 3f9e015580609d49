"""Every mention of an event in a text: a trigger with its date, status, people, counts, headline and the reasons."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.extraction import (
    binding,
    clauses,
    direction,
    edtf,
    from_events,
    headlines,
    names,
    quantities,
    sequence,
    spans,
    status,
    triggers,
    worth,
)
from timeline.extraction.pronouns import Pronouns, Told
from timeline.extraction.sentence import Sentence
from timeline.extraction.taxonomy import Taxonomy, english
from timeline.extraction.tokens import Kept, Token, sentences, tokenize
from timeline.extraction.triggers import Trigger
from timeline.extraction.types import Block, Mention, Span, Status, Timex

MINED = frozenset({"body", "caption", "summary"})
SAYING = frozenset("said says say saying that adding added read reads wrote told".split())
CLOCKS = frozenset({"clock", "noon", "midnight", "oclock"})  # a time of day alone: of which day, is a guess
COUNTED = frozenset({"units-later"})  # a length of time to TIMEX3, and a day where it counts from one
LONGEST_SENTENCE = 240  # words; of 1,400 news sentences the longest has 103; reading one takes its square
COARSE = frozenset({"decade", "century"})
UPDATES = frozenset({"update", "updated", "updates"})  # before a day: of what was added to the article


@dataclass(frozen=True, slots=True)
class Source:
    """One text with what all of its sentences share."""

    text: str
    published: dt.date | None
    timexes: list[Timex]
    taxonomy: Taxonomy
    registry: names.Registry
    pronouns: Pronouns
    told: Told
    news: set[int]
    leads: set[int]
    found: list[Mention]


def find_mentions(
    text: str,
    *,
    published: dt.date | None,
    blocks: Sequence[Block],
    timexes: Sequence[Timex],
    taxonomy: Taxonomy | None = None,
    kept: Kept | None = None,
) -> tuple[Mention, ...]:
    """The mentions of all mined blocks, by their place; `kept` are tokens found before. Linear in the text; never
    raises for any text."""
    registry = names.Registry()
    found: list[Mention] = []
    words = taxonomy or english()
    source = Source(text, published, list(timexes), words, registry, Pronouns(), Told(), set(), set(), found)
    known = kept or {}
    mined = [block for block in blocks if block.kind in MINED]
    tokenized = [(b, known.get((b.start, b.end)) or tokenize(text, b.start, b.end)) for b in mined]
    for _, tokens in tokenized:
        names.register(tokens, registry)
    for block, tokens in tokenized:
        _read_block(source, block, tokens)
    dated = [_in_context(number, found, source) for number in range(len(found))]
    return sequence.put_right(dated, timexes, published)


SPOKEN = frozenset({"statement", "meeting", "other"})
CONTEXT, FRESHNESS = 6, dt.timedelta(days=3)  # paragraphs back; days before publication
LEAD = 3  # lines: a title, a dateline or a caption may come first
IN_TURN = frozenset("immediately then later soon subsequently eventually promptly thereafter".split())
FRESH = frozenset({"arrest", "sentencing", "release"})
# "Two held" at the head is what "charged on Tuesday" tells, "a boy is in hospital" what "he was shot on Sunday" does.
KINDRED = (frozenset({"arrest", "charge"}), frozenset({"injury", "shooting", "assault"}))


def _in_context(number: int, found: Sequence[Mention], source: Source) -> Mention:
    """News without date words takes the newest day told just before it, if the article is of that day."""
    mention, published = found[number], source.published
    if published is None or mention.trigger.start not in source.news | source.leads:
        return mention
    if mention.trigger.start in source.leads:
        return _at_the_head(mention, found, published)
    best: Mention | None = None
    for other in reversed(found[max(0, number - 40) : number]):
        if mention.paragraph - other.paragraph > CONTEXT:
            break
        if _is_fresh(other, published) and (
            best is None or (other.earliest or published) > (best.earliest or published)
        ):
            best = other
    if best is None:
        return mention
    told = f"The article tells the news of {edtf.describe(best.edtf or '')} just before."
    return _dated(mention, best.edtf, best.earliest, best.latest, told)


def _at_the_head(mention: Mention, found: Sequence[Mention], published: dt.date) -> Mention:
    """News at the head of an article is of the day that the article gives it further on, else of its publication."""
    kinds = next((kinds for kinds in KINDRED if mention.type in kinds), {mention.type})
    further = [m for m in found if m.type in kinds and _is_fresh(m, published)]
    if len({m.earliest for m in further}) == 1:
        same = further[0]
        reason = f"News at the head of the article, which dates it further on: {edtf.describe(same.edtf or '')}."
        return _dated(mention, same.edtf, same.earliest, same.latest, reason)
    reason = "News at the head of the article, without date words: taken as of the day of publication."
    return _dated(mention, published.isoformat(), published, published, reason)


def _dated(
    mention: Mention, value: str | None, earliest: dt.date | None, latest: dt.date | None, reason: str
) -> Mention:
    """The mention with a date that its own words do not give."""
    explanation = f"{mention.explanation} {reason}"
    return replace(mention, edtf=value, earliest=earliest, latest=latest, certain=False, explanation=explanation)


def _is_fresh(mention: Mention, published: dt.date) -> bool:
    """A day shortly before publication, said in so many words."""
    if not mention.certain or mention.status != "occurred" or mention.earliest is None:
        return False
    return mention.earliest == mention.latest and dt.timedelta(0) <= published - mention.earliest <= FRESHNESS


def _read_block(source: Source, block: Block, tokens: Sequence[Token]) -> None:
    text, timexes = source.text, source.timexes
    marks = _timex_marks(tokens, timexes, block)
    quoted = _quoted(tokens)
    for first, last in _bounded(sentences(text, tokens)):
        sentence = clauses.read(tokens[first:last], marks[first:last], quoted[first:last])
        source.pronouns.resolve(sentence)
        source.found.extend(list(_in_sentence(source, block, sentence)))


def _bounded(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences, in pieces where one is no sentence (a table, a list without full stops)."""
    for first, last in spans:
        for start in range(first, last, LONGEST_SENTENCE):
            yield start, min(last, start + LONGEST_SENTENCE)


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
    """Which tokens are quoted speech. Quoted words inside the writer's own sentence ('tensions "seemed to ease"') are
    not;
    a quote that the paragraph leaves open runs to its end."""
    marks, inside, whole = [], False, True
    for i, token in enumerate(tokens):
        if token.text in {"“", "«"} or (token.text == '"' and not inside):
            inside, whole = True, i == 0 or not (tokens[i - 1].text[0].isalnum() and tokens[i - 1].lower not in SAYING)
        elif token.text in {"”", "»", '"'}:
            inside = False
        marks.append(inside and whole)
    return marks


def _in_sentence(source: Source, block: Block, sentence: Sentence) -> Iterator[Mention]:
    timexes = source.timexes
    found = triggers.find(sentence, source.taxonomy, source.told.type)
    source.told.remember(found)
    if not found:
        return
    counted = from_events.resolve(sentence, found, timexes, source.found)
    usable = _dates(sentence, timexes) | counted
    bound = binding.bind(sentence, found, binding.date_words(sentence, usable, _ahead(usable, source)))
    from_events.counted_back(sentence, found, bound, timexes)
    seen: set[tuple[str, int]] = set()
    arrests: list[int | None] = []
    told = list(_with_dates(sentence, found, bound, timexes))
    dated = {trigger.type.family for trigger, index, _ in told if index is not None}
    for trigger, index, certain in told:
        if not worth.is_event(sentence, trigger, index, block):
            continue
        if worth.goes_with_arrest(sentence, trigger, index, arrests):
            continue
        if trigger.type.family == "arrest":
            arrests.append(index)
        key = (trigger.type.family, -1 if index is None else index)
        if key in seen or (index is None and trigger.type.family in dated):
            continue
        seen.add(key)
        mention = _mention(source, block, sentence, trigger, index, certain=certain)
        if index is None:
            _note_news(source, sentence, trigger, mention)
        yield mention


def _with_dates(
    sentence: Sentence, found: Sequence[Trigger], bound: Mapping[int, Sequence[int]], timexes: Sequence[Timex]
) -> Iterator[tuple[Trigger, int | None, bool]]:
    """Each trigger with its timex, and whether that is its own; a saying that lends its date is no event besides."""
    lent: set[int] = set()
    for n, trigger in enumerate(found):
        index = _choose(worth.dates_of_deed(sentence, trigger, bound.get(n, [])), timexes)
        saying = binding.borrow(sentence, trigger) if index is None and trigger.type.family not in SPOKEN else None
        if saying is not None:
            index = _choose(saying.timexes, timexes)
            lent.add(id(saying))
        if trigger.type.family != "statement" or id(trigger.verb) not in lent:
            yield trigger, index, saying is None


def _note_news(source: Source, sentence: Sentence, trigger: Trigger, mention: Mention) -> None:
    if _is_news(sentence, trigger, mention, source.timexes):
        source.news.add(mention.trigger.start)
    if _is_lead(sentence, trigger, mention, source.timexes):
        source.leads.add(mention.trigger.start)


def _dates(sentence: Sentence, timexes: Sequence[Timex]) -> frozenset[int]:
    found = {i for i in set(sentence.timex) if i >= 0 and _names_days(timexes[i])}
    return frozenset(i for i in found if not _is_as_of(sentence, sentence.timex.index(i)))


def _left_out(sentence: Sentence, timexes: Sequence[Timex]) -> frozenset[int]:
    """The date words that a headline does without: not half of "on the night of 12–13 March"."""
    dates = _dates(sentence, timexes)
    return frozenset(i for i in dates if not dates.issuperset(spans.run(sentence, i) or {-1}))


def _ahead(indexes: frozenset[int], source: Source) -> frozenset[int]:
    """Those of the timexes that name days after publication."""
    published = source.published or dt.date.max
    return frozenset(i for i in indexes if (source.timexes[i].earliest or published) > published)


def _is_as_of(sentence: Sentence, start: int) -> bool:
    """ "as of Monday": the day of a count, on which nothing happened."""
    return sentence.words[max(0, start - 2) : start] == ["as", "of"]


def _is_news(sentence: Sentence, trigger: Trigger, mention: Mention, timexes: Sequence[Timex]) -> bool:
    """The main thought of a sentence without date words, told in the past."""
    verb = trigger.verb
    if verb is None or verb.tense != "past" or trigger.type.family not in FRESH or mention.status != "occurred":
        return False
    if verb.opener not in {"", ",", "and", "but"} or "had" in verb.auxiliaries or worth.counts_up(sentence):
        return False
    if IN_TURN & set(sentence.words[max(0, verb.first - 1) : verb.head]):
        return False
    return not any(i >= 0 and timexes[i].type == "DATE" for i in sentence.timex)


def _is_lead(sentence: Sentence, trigger: Trigger, mention: Mention, timexes: Sequence[Timex]) -> bool:
    """The news that an article opens with, in the present perfect: "Prosecutors have charged two men"."""
    verb = trigger.verb
    if verb is None or mention.status != "occurred" or trigger.is_noun:
        return False
    is_new = worth.opens_with(verb, mention.paragraph) and not worth.counts_up(sentence)
    main = verb.opener in {"", ",", "and", "but"}
    others = {i for i in sentence.timex if i >= 0 and timexes[i].type == "DATE"}
    return is_new and main and all(worth.says_which(sentence, i) for i in others)


def _names_days(timex: Timex) -> bool:
    is_date = timex.type in {"DATE", "TIME"} or timex.rule in COUNTED
    if timex.edtf is None or not is_date or timex.rule in CLOCKS:
        return False
    return edtf.granularity(timex.edtf) not in COARSE


def _choose(indexes: Sequence[int], timexes: Sequence[Timex]) -> int | None:
    """The date words that say most: the shortest span of days, and the first among equals."""
    if not indexes:
        return None
    return min(indexes, key=lambda i: (_length(timexes[i]), indexes.index(i)))


def _length(timex: Timex) -> int:
    if timex.earliest is None or timex.latest is None:
        return 10**6
    return (timex.latest - timex.earliest).days


def _mention(
    source: Source, block: Block, sentence: Sentence, trigger: Trigger, index: int | None, *, certain: bool
) -> Mention:
    text = source.text
    timex = None if index is None else source.timexes[index]
    state, word = status.of(sentence, trigger)
    if state == "occurred" and _lies_ahead(trigger, timex, source.published):
        state, word = "planned", timex.text if timex else ""
    past = status.told_as(trigger, state)
    date, candidates = _readings(source, sentence, trigger, index, (past, word))
    earliest, latest = edtf.days(date) if date else (None, None)
    start, end = sentence.tokens[0].start, sentence.tokens[-1].end
    first, last = sentence.tokens[trigger.start].start, sentence.tokens[trigger.end - 1].end
    return Mention(
        type=trigger.type.slug,
        status=state,
        edtf=date,
        earliest=earliest,
        latest=latest,
        sentence=Span(start, end, text[start:end]),
        trigger=Span(first, last, text[first:last]),
        timex=index,
        paragraph=block.number,
        headline=headlines.make(text, sentence, trigger, _left_out(sentence, source.timexes)),
        rule=f"{trigger.type.slug}: {trigger.found.phrase.text.strip()}"[:80],
        explanation=_explain(trigger, text[first:last], timex, date, (state, word)),
        quantities=quantities.find(sentence, 0, len(sentence.words)),
        names=_people(sentence, trigger, source.registry),
        certain=certain,
        candidates=candidates,
    )


def _readings(
    source: Source, sentence: Sentence, trigger: Trigger, index: int | None, told: tuple[Status, str]
) -> tuple[str | None, tuple[str, ...]]:
    """The date, with its readings where there are several."""
    if index is None:
        return None, ()
    timex, off = source.timexes[index], status.taken_off_by(sentence, trigger)
    on = source.timexes[off.timexes[0]] if off is not None and off.timexes else None
    days = () if off is None else direction.taken_off(timex, on, source.published)
    if days:
        return days[0], days if len(days) > 1 else ()
    date = _date(source, sentence, trigger, index, told)
    return date, direction.readings(timex, date, source.published, told[0])


def _date(source: Source, sentence: Sentence, trigger: Trigger, index: int, told: tuple[Status, str]) -> str | None:
    state, word = told
    if state == "planned" and sentence.words[sentence.timex.index(index) - 1] == "by":
        return direction.until(source.timexes[index], source.published)
    if word in status.WAS_TO:
        return source.timexes[index].edtf  # what was planned then may have been for a day that is past
    if word == status.UNDONE:
        state = "occurred"  # past, whether done or not
    between, ends = spans.bounds(sentence, index), spans.run(sentence, index)
    if found := between or ends:
        first, second = (source.timexes[i] for i in found)
        is_many = sentence.words[trigger.start].endswith("s")  # "three attacks", also where it is read as a verb
        span = direction.between(first, second, repeated=is_many if between else spans.lasts(trigger))
        if span is not None and (between or direction.is_of(span, state, source.published)):
            return span
    if state == "negated" and trigger.verb is not None and trigger.verb.tense == "future":
        return source.timexes[index].edtf  # "will not begin on Monday"
    updated = not UPDATES.isdisjoint(sentence.words[: sentence.timex.index(index)])
    return direction.turn(source.timexes[index], state, source.published, updated=updated)


def _lies_ahead(trigger: Trigger, timex: Timex | None, published: dt.date | None) -> bool:
    """A named event whose day had not come: "next Saturday's runoff"."""
    if timex is None or published is None or timex.earliest is None or timex.latest is None:
        return False
    if worth.is_deadline(trigger):
        return timex.latest >= published  # a deadline: "has until the end of the month"
    if trigger.type.family in status.NEVER_PLANNED or timex.earliest <= published:
        return False
    return trigger.is_noun or (trigger.verb is not None and trigger.verb.tense == "present")


def _people(sentence: Sentence, trigger: Trigger, registry: names.Registry) -> tuple[str, ...]:
    """Who is named with the event: for a saying its speaker, else the people of the sentence, the clause's own
    first."""
    if trigger.type.family == "statement" and trigger.verb is not None:
        return names.speaker(sentence, trigger.verb.first, trigger.verb.head + 1, registry)
    return names.find(sentence, 0, len(sentence.words), registry)


def _explain(trigger: Trigger, words: str, timex: Timex | None, date: str | None, told: tuple[str, str]) -> str:
    state, word = told
    parts = [f"“{words}” reports: {trigger.type.name.lower()}."]
    if timex is None:
        parts.append("No date words in its clause.")
    else:
        parts.append(f"“{timex.text}” stands in its clause: {timex.explanation or timex.edtf}.")
        if date is not None and date != timex.edtf:
            parts.append(f"Beside what its clause tells: {edtf.describe(date)}.")
    if word:
        parts.append(f"{state.capitalize()}, since the text says “{word}”.")
    return " ".join(parts)

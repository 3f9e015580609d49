"""Every temporal expression of a text, with its exact words, its TIMEX3 type and value, and the days that it allows."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import NamedTuple

from timeline.extraction import anchoring, chronologies, cues, edtf, languages, stamps, told_years
from timeline.extraction.context import Context
from timeline.extraction.meaning import Meaning, Reader
from timeline.extraction.normalize import Resolution
from timeline.extraction.patterns import Match
from timeline.extraction.periods import Period
from timeline.extraction.timex_rules import Rule, english
from timeline.extraction.tokens import Kept, sentences, tokenize
from timeline.extraction.types import Block, Timex, TimexType

LEANING = frozenset({"month", "month-day", "season"})  # kinds that an infinitive turns ahead: "to open in May"
DAYS = frozenset({"weekday", "month-day", "date", "holiday"})  # kinds that a time of day before them belongs to
JOINING = frozenset(["to", "through", "and", "until", "till", "or", "-", "–"])  # between the two ends of a range
# Beside a month these show that it stands for itself.
PLACING = frozenset(
    "in on since by until till from to through for during of last this next early late before after between and or but "
    "when as with at was is were are has had have will while because where who which back if than".split()
)
RUNNING = frozenset(["to", "through", "and", "until", "till", "-", "–", "—"])  # between the weekdays of a run
RUN = 3  # days from one weekday to the next in "Friday and Saturday"
COUNTING_FROM = frozenset(["ended", "ending", "after", "before", "following", "since", "from"])
ARTICLES = frozenset(["the", "on", "his", "her", "their", "its", "a"])
BROADER = frozenset({"month", "this", "season"})  # besides days: kinds that lengths of time are counted from
LONGEST_PIECE = 100_000  # characters
DAY_AFTER = 8  # words: "at 3:30am local time (02:30 GMT) on Sunday"
TYPES: dict[str, TimexType] = {
    "duration": "DURATION",
    "two-durations": "DURATION",
    "beside-event": "DURATION",
    "set": "SET",
}


def find_timexes(
    text: str,
    *,
    published: dt.date | None,
    blocks: Sequence[Block],
    language: str = "en",
    day_first: bool = False,
    kept: Kept | None = None,
) -> tuple[Timex, ...]:
    """The temporal expressions of all blocks, by their start; without a day of publication relative ones unresolved.

    Linear in the text; never raises for any text. An expression may cross line breaks inside a block, no block's end.
    `language` is an ISO 639-1 code; of those other than English `languages.SPOKEN` are read, the rest find nothing.
    With `day_first` "05/06/2016" is likelier 5 June; both readings stay. `kept` takes the tokens of English blocks.
    """
    if isinstance(published, dt.datetime):
        published = published.date()
    if languages.is_foreign(language):
        return languages.find_timexes(text, published=published, blocks=blocks, language=language)
    context = Context(published, day_first=day_first)
    found = [
        timex
        for block in blocks
        for start, end in _pieces(text, block)
        for timex in _Passage(text, (start, end), block.kind, context, kept).timexes()
    ]
    return tuple(sorted(found, key=lambda timex: timex.start))


def _pieces(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The block, cut after a line or sentence where it is longer than any paragraph, so that memory stays bounded."""
    start = block.start
    while block.end - start > LONGEST_PIECE:
        limit = start + LONGEST_PIECE
        cut = max(text.rfind("\n", start, limit), text.rfind(". ", start, limit)) + 1
        end = cut if cut > start else limit
        yield start, end
        start = end
    yield start, block.end


class _Reading(NamedTuple):
    rule: Rule
    match: Match
    meaning: Meaning


class _Passage:
    """A block, or a piece of it, with its tokens; `context` is shared by all of the text."""

    def __init__(self, text: str, span: tuple[int, int], kind: str, context: Context, kept: Kept | None) -> None:
        self.text, self.kind, self.rules, self.context = text, kind, english(), context
        self.tokens = tokenize(text, *span)
        if kept is not None:
            kept[span] = self.tokens
        self.symbols = self.rules.symbols(self.tokens)

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        return sentences(self.text, self.tokens)

    def timexes(self) -> Iterator[Timex]:
        sentence = done = 0
        for i in self.rules.starts(self.symbols):
            reading = self._read(i) if i >= done else None
            if reading is None:
                continue
            while self.bounds[sentence][1] <= i:
                sentence += 1
            resolution = self._resolve(reading, self.bounds[sentence])
            if resolution is not None:
                yield self._timex(reading, resolution)
            done = reading.match.end  # past 30 February as well: its month alone would be a guess

    def _read(self, i: int) -> _Reading | None:
        for rule, match in self.rules.matches(self.symbols, i):
            if self._is_torn(match):
                continue
            meaning = _reader().read(rule.kind, rule.fields, match.captures, self.tokens)
            if meaning is not None:
                return _Reading(rule, match, meaning)
        return None

    def _is_torn(self, match: Match) -> bool:
        """Whether the match is a piece of a longer word: "165q2aJ", "abc2016"."""
        start, end = self.tokens[match.start].start, self.tokens[match.end - 1].end
        return (start > 0 and self.text[start - 1].isalnum()) or (end < len(self.text) and self.text[end].isalnum())

    def _resolve(self, reading: _Reading, sentence: tuple[int, int]) -> Resolution | None:
        _, match, meaning = reading
        self._look(reading, sentence)
        if meaning.kind == "clock":
            day = self._day_after(match.end, sentence)
            if day is not None:
                return anchoring.resolve(meaning, replace(self.context, focus=day[0], focus_text=day[1]))
        if meaning.kind == "quarter-to":
            last = self._date_after(match.end, sentence)
            ends = last[0].day if last and last[0].unit == "day" else None
            return anchoring.resolve(meaning, replace(self.context, ends=ends))
        if meaning.kind == "beside-event":
            day = self._date_after(match.end, sentence)
            if day is not None:
                return anchoring.resolve(meaning, replace(self.context, focus=day[0], focus_text=day[1]))
        found = anchoring.resolve(self._with_shared_year(match.end, meaning), self.context)
        told, words = self._year_told(sentence), self.tokens[slice(*sentence)]
        if told is None and meaning.kind == "month-day":
            before = self._year_told(self._sentence_before(sentence))
            return found if before is None else told_years.turn_on(meaning, found, self.context, before)
        return told_years.turn(meaning, found, self.context, told, words, match.start - sentence[0])

    def _sentence_before(self, sentence: tuple[int, int]) -> tuple[int, int]:
        return self.bounds[max(0, bisect_left(self.bounds, sentence) - 1)]

    def _year_told(self, sentence: tuple[int, int]) -> Period | None:
        """The date before in this sentence or behind it, where its year was written out."""
        focus, context = self.context.focus, self.context
        told = focus is not None and context.focus_at >= self.tokens[sentence[0]].start
        return focus if focus is not None and told and str(focus.day.year) in context.focus_text else None

    def _with_shared_year(self, end: int, meaning: Meaning) -> Meaning:
        """ "from June 3 to July 9, 2015", "in June and July next year": the first date has the second's year."""
        if meaning.kind not in {"month", "month-day"} or meaning.direction is not None or end >= len(self.tokens):
            return meaning
        if self.tokens[end].lower not in JOINING:
            return meaning
        second = self._read(end + 1) if end + 1 < len(self.tokens) and self.symbols[end + 1].atoms else None
        if second is None:
            return meaning
        if meaning.month is None:  # "3 to 9 June"
            meaning = replace(meaning, month=second.meaning.month)
        if second.meaning.kind == meaning.kind and second.meaning.unit == "year":
            return replace(meaning, unit="year", direction=second.meaning.direction)
        if second.meaning.kind not in {"date", "second-day"} or not second.meaning.year:
            return meaning
        earlier = (meaning.month or 0) > (second.meaning.month or 12)
        return replace(meaning, kind="date", year=second.meaning.year - earlier)

    def _look(self, reading: _Reading, sentence: tuple[int, int]) -> None:
        start, end, meaning_kind = reading.match.start, reading.match.end, reading.meaning.kind
        weak = meaning_kind in LEANING
        self.context.cue = cues.look(self.tokens, sentence, start, end, weak=weak)
        self.context.names_event = self._names_event(start, end)
        self.context.after = self._weekday_before(start, reading.meaning)
        self.context.attributive = meaning_kind == "month" and self._is_attributive(start, end)
        marks = {token.text for token in self.tokens[end : end + 1]}
        self.context.entry = start == sentence[0] and not marks.isdisjoint(chronologies.MARKS)
        ended = start > 0 and self.tokens[start - 1].lower == "ended"
        self.context.ended = ended or bool(cues.unplanned_after(self.tokens, end))

    def _weekday_before(self, start: int, meaning: Meaning) -> dt.date | None:
        """The day of "Monday" for "Friday" in "Monday to Friday", "Thursday and Friday"."""
        focus = self.context.focus
        if start < 2 or focus is None or focus.unit != "day" or self.tokens[start - 1].lower not in RUNNING:
            return None
        before = self.tokens[start - 2]
        is_weekday = {"WEEKDAY", "SHORTDAY"} & self.symbols[start - 2].atoms
        if not is_weekday or meaning.weekday is None or not 0 <= self.context.focus_at <= before.start:
            return None
        days = (meaning.weekday - focus.day.weekday()) % 7  # "Friday and Thursday" are no run
        return focus.day if days <= RUN or self.tokens[start - 1].lower != "and" else None

    def _is_attributive(self, start: int, end: int) -> bool:
        if start == 0 or end == len(self.tokens) or self.tokens[start - 1].lower in PLACING:
            return False
        after, before = self.tokens[end].text, self.tokens[start - 1].text
        return before.isalpha() and after.isalpha() and after.islower() and after not in PLACING

    def _names_event(self, start: int, end: int) -> bool:
        if start == 0 or end == len(self.tokens) or self.tokens[start - 1].lower not in {"the", "their", "his", "her"}:
            return False
        return self.tokens[end].text.isalpha() and self.tokens[end].text.islower()

    def _day_after(self, start: int, sentence: tuple[int, int]) -> tuple[Period, str] | None:
        """The day named soon after a time of day, unless the sentence has named one before it."""
        if self.context.focus_at >= self.tokens[sentence[0]].start:
            return None
        for i in range(start, min(start + DAY_AFTER, sentence[1])):
            reading = self._read(i) if self.symbols[i].atoms else None
            if reading is not None and _names_a_day(reading.meaning):
                self._look(reading, sentence)
                named = anchoring.resolve(reading.meaning, self.context)
                if named and named.period and named.period.unit == "day":
                    return named.period, self._words(reading.match)[2]
        return None

    def _date_after(self, start: int, sentence: tuple[int, int]) -> tuple[Period, str] | None:
        """The date in "two days before the June 2 vote": what the length of time counts from."""
        if start >= sentence[1] or self.tokens[start].lower not in COUNTING_FROM:
            return None
        for i in range(start + 1, min(start + 3, sentence[1])):
            reading = self._read(i) if self.symbols[i].atoms else None
            if reading is not None and (_names_a_day(reading.meaning) or reading.meaning.kind in BROADER):
                self._look(reading, sentence)
                named = anchoring.resolve(reading.meaning, self.context)
                return (named.period, self._words(reading.match)[2]) if named and named.period else None
            if self.tokens[i].lower not in ARTICLES:
                return None
        return None

    def _words(self, match: Match) -> tuple[int, int, str]:
        """Offsets and words of the match; a possessive ending stands outside of it."""
        last = self.tokens[match.end - 1]
        start, end = self.tokens[match.start].start, last.end - 2 if last.lower.endswith("'s") else last.end
        return start, end, self.text[start:end]

    def _timex(self, reading: _Reading, resolution: Resolution) -> Timex:
        rule, match, meaning = reading
        start, end, words = self._words(match)
        place = stamps.place_of(self.tokens, match.start, match.end, self.kind, is_day=meaning.kind in DAYS)
        if resolution.period is not None and resolution.period.unit == "day" and place is stamps.STAMP:
            self.context.stamp(resolution.period.day, updates=stamps.updates(self.tokens, match.start))
        if resolution.period is not None and not place.is_stamp:
            compares = anchoring.compares(meaning, resolution.period)
            self.context.remember(resolution.period, " ".join(words.split()), start, compares=compares)
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
            rule=place.rule or rule.name,
            explanation=resolution.explanation + place.note,
            candidates=resolution.candidates,
        )


def _names_a_day(meaning: Meaning) -> bool:
    return meaning.kind in DAYS or (meaning.kind == "this" and meaning.unit == "day")


@cache
def _reader() -> Reader:
    return Reader(english().lexicon)

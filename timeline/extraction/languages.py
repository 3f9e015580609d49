"""Temporal expressions in Spanish, French, German, Italian and Portuguese, by way of English.

dateparser's word lists turn "hace 2 semanas" into "2 week ago"; our English rules read that, so that granularity and
anchoring are ours: dateparser itself pads what is not said ("junio" becomes the tenth of June). It takes a third of a
second to load, so it loads when first needed.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from timeline.extraction import anchoring, edtf
from timeline.extraction.context import Context
from timeline.extraction.cues import NONE, Cue
from timeline.extraction.meaning import Meaning, Reader
from timeline.extraction.timex_rules import english, load
from timeline.extraction.tokens import Token, sentences, tokenize
from timeline.extraction.types import Block, Timex

ENGLISH = frozenset(["the", "of", "and", "to", "was", "for", "is", "that"])
ENGLISH_SHARE = 0.08  # of the words; an English text has 15 to 30 %, one in another of our languages next to none
SPOKEN = ("es", "fr", "de", "it", "pt")
LONGEST = 7  # tokens in an expression
NEAR = 14  # tokens around an expression in which a word may look ahead
CORE = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
    *("december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("day", "week", "month", "year"),
)
KINDS = frozenset({"date", "month-day", "month", "weekday", "ago", "this", "slashed-date"})
PARTS_OF_DAY = ("abend", "nacht", "morgen", "vormittag", "nachmittag", "früh")
SHORT_MONTHS = frozenset(["mai", "jan", "juin", "feb", "fev", "gen", "giu", "lug"])
AHEAD = re.compile(r"in (\d+) (day|week|month|year)", re.IGNORECASE)
ORDINAL = re.compile(r"(?<=\d)\s?\.?[°ºª](?=\s)")  # "1º de maio"
BESIDE_TODAY = (  # dateparser says "1 day ago" for yesterday, which takes no part of the day
    (re.compile(r"^1 day ago (?=morning|afternoon|evening|night)", re.IGNORECASE), "yesterday "),
    (re.compile(r"^in 1 day (?=morning|afternoon|evening|night)", re.IGNORECASE), "tomorrow "),
)
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4})", re.ASCII)


def is_foreign(language: str) -> bool:
    return language.lower()[:2] not in {"", "en"}


def detect(text: str) -> str:
    """The language of a text by its commonest words: "en" or one of SPOKEN, "en" where in doubt."""
    words = text[:5000].lower().split()
    if sum(word in ENGLISH for word in words) >= ENGLISH_SHARE * len(words):
        return "en"
    from simplemma import langdetect  # loads the word lists of all languages, which takes seconds

    ranked = langdetect(text[:5000], lang=("en", *SPOKEN))
    best = ranked[0][0] if ranked else "en"
    return best if best in SPOKEN else "en"


def find_timexes(text: str, *, published: dt.date | None, blocks: Sequence[Block], language: str) -> tuple[Timex, ...]:
    """Absolute and simple relative expressions of a text in one of SPOKEN; nothing in any other language."""
    code = language.lower()[:2]
    if code not in SPOKEN:
        return ()
    speech, context = _speech(code), Context(published)
    found = [timex for block in blocks for timex in _in_block(text, block, speech, context)]
    return tuple(sorted(found, key=lambda timex: timex.start))


@dataclass(frozen=True, eq=False)
class _Speech:
    """One language: the words that an expression is made of, and how to say it in English."""

    locale: Any
    core: frozenset[str]
    words: frozenset[str]
    skipped: frozenset[str]
    within: frozenset[str]
    numbers: dict[str, str]
    phrases: dict[str, str]
    said: tuple[tuple[re.Pattern[str], str], ...]
    years_after: frozenset[str]
    ahead: frozenset[str]
    future: re.Pattern[str] | None
    habits: frozenset[str]
    unsure: dict[str, frozenset[str]]

    def english(self, words: str) -> str:
        """ "hace dos semanas" → "2 Week Ago"; words that dateparser does not know stay as they are."""
        from dateparser.conf import settings

        lower = SLASHED.sub(_day_first, words.lower())
        phrase = self.phrases.get(lower)
        lower = phrase or self._meant(ORDINAL.sub("", lower))
        figures = " ".join(self.numbers.get(word, word) for word in lower.split())
        said = " ".join(str(self.locale.translate(figures, settings=settings)).replace(". ", " ").split())
        for pattern, plain in BESIDE_TODAY:
            said = pattern.sub(plain, said)
        return AHEAD.sub(r"\1 \2 from now", said).title()

    def _meant(self, lower: str) -> str:
        """The English of an expression that `said` reads from end to end, with what is left to translate in it."""
        for pattern, meaning in self.said:
            match = pattern.fullmatch(lower)
            if match is not None:
                return match.expand(meaning)
        return lower


@cache
def _speech(code: str) -> _Speech:
    from dateparser.languages.loader import default_loader

    locale, extra = default_loader.get_locale(code), load("timex_languages")[code]
    info = locale.info
    named = {word.lower().rstrip(".") for key in CORE for word in info.get(key, ())}
    named = {word for word in named if len(word) > 3 or word in SHORT_MONTHS}  # "die", "mar", "set" are other words
    relative = {phrase for phrases in info["relative-type"].values() for phrase in phrases}
    related = {word.lower() for phrase in [*relative, *extra["phrases"]] for word in phrase.split() if len(word) > 3}
    helping = {word.lower() for key in ("ago", "in", "skip") for word in info.get(key, ()) if word.isalpha()}
    patterns = [pattern for found in info["relative-type-regex"].values() for pattern in found]
    ago = {word for pattern in patterns for word in re.findall(r"[^\W\d_]{2,}", pattern)}
    before = {word for p in patterns for word in p.split("(")[0].split()}  # "il y a": short words, but only before
    numbers = {word: str(number) for word, number in extra["numbers"].items()}
    articles = {word.lower() for phrase in relative for word in phrase.split()}
    core = named | related | set(extra["core"])
    compounds = {day + part for day in named for part in PARTS_OF_DAY} if code == "de" else set()
    opening = {next(_words_of(pattern), "") for pattern in extra["said"] if pattern[0].isalpha()}
    around = {word for pattern in extra["said"] for word in _words_of(pattern)}
    return _Speech(
        locale=locale,
        core=frozenset(core | compounds),
        words=frozenset(core | compounds | helping | ago | before | around | set(numbers) | articles),
        skipped=frozenset(word.strip() for word in (*info.get("skip", ()), *info.get("pertain", ()))) - opening,
        within=frozenset(word.lower() for word in info.get("in", ())),
        numbers=numbers,
        phrases=extra["phrases"],
        said=tuple((re.compile(pattern), meaning) for pattern, meaning in extra["said"].items()),
        years_after=frozenset(extra["years_after"]),
        ahead=frozenset(extra["ahead"]),
        future=re.compile(rf"\w+{extra['future']}") if extra["future"] else None,
        habits=frozenset(extra["habits"]),
        unsure={day: frozenset(words) for day, words in extra["unsure"].items()},
    )


def _words_of(pattern: str) -> Iterator[str]:
    """The words that a pattern of `said` spells out, with both endings of "pasad[oa]" and "diese[nrms]?"."""
    for choice in re.split(r"[|()?: ]+", pattern):
        stem, _, endings = choice.rstrip("]").partition("[")
        yield from (stem + ending for ending in ["", *endings] if (stem + ending).isalpha())


@lru_cache(maxsize=4096)
def _said(speech: _Speech, words: str) -> str:
    return speech.english(words)


def _day_first(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    return f"{year if len(year) == 4 else '20' + year}-{month:0>2}-{day:0>2}"


def _in_block(text: str, block: Block, speech: _Speech, context: Context) -> Iterator[Timex]:
    tokens = _joined(text, tokenize(text, block.start, block.end), speech)
    bounds, sentence = sentences(text, tokens), 0
    known = [_may_belong(tokens, i, speech) for i in range(len(tokens))]
    i = 0
    while i < len(tokens):
        end, timex = i + 1, None
        if known[i] and tokens[i].lower not in speech.skipped:
            while bounds[sentence][1] <= i:
                sentence += 1
            for last in range(_run_end(known, i), i, -1):
                timex = _timex(text, tokens, i, last, bounds[sentence], speech, context)
                if timex is not None:
                    end = last
                    yield timex
                    break
        i = end


def _joined(text: str, tokens: Sequence[Token], speech: _Speech) -> list[Token]:
    """Words with a hyphen that the language knows ("sexta-feira", "avant-hier") and dates with slashes as one token."""
    joined: list[Token] = []
    for token in tokens:
        if (
            len(joined) > 1
            and joined[-1].text in {"-", "/"}
            and joined[-2].end == joined[-1].start
            and joined[-1].end == token.start
        ):
            whole = text[joined[-2].start : token.end]
            if whole.lower() in speech.core or re.fullmatch(r"\d{1,2}/\d{1,2}(/\d{2,4})?", whole, re.ASCII):
                joined[-2:] = [Token(joined[-2].start, token.end, whole, whole.lower())]
                continue
        joined.append(token)
    return joined


def _may_belong(tokens: Sequence[Token], i: int, speech: _Speech) -> bool:
    token = tokens[i]
    if token.text in {".", "°", "º"}:
        return i > 0 and (tokens[i - 1].text.isdigit() or tokens[i - 1].text == ".")  # "10. Juni", "1.º de maio"
    return token.text == "," or token.lower in speech.words or (token.text[0].isdigit() and token.text.isascii())


def _run_end(known: Sequence[bool], i: int) -> int:
    last = i
    while last < min(len(known), i + LONGEST) and known[last]:
        last += 1
    return last


def _timex(
    text: str, tokens: Sequence[Token], i: int, last: int, sentence: tuple[int, int], speech: _Speech, context: Context
) -> Timex | None:
    window = tokens[i:last]
    last_word = window[-1].lower
    if last_word in {".", ","} or last_word in speech.skipped | speech.within or not _has_core(tokens, i, last, speech):
        return None
    words = text[window[0].start : window[-1].end]
    said = _said(speech, words)
    if window[0].lower in speech.within and "From Now" not in said:
        return None
    meaning = _meaning(said)
    if meaning is None or (meaning.kind == "weekday" and last == i + 1 and not _is_weekday_here(tokens, i, speech)):
        return None
    context.cue = _cue(tokens, i, last, sentence, speech)
    resolution = anchoring.resolve(meaning, context)
    if resolution is None:
        return None
    earliest, latest = edtf.days(resolution.edtf) if resolution.edtf else (None, None)
    return Timex(
        start=window[0].start,
        end=window[-1].end,
        text=words,
        type=resolution.type or meaning.type,
        value=resolution.value,
        edtf=resolution.edtf,
        earliest=earliest,
        latest=latest,
        rule="dateparser",
        explanation=f"read as “{said.lower()}”: {resolution.explanation}",
        candidates=resolution.candidates,
    )


def _has_core(tokens: Sequence[Token], i: int, last: int, speech: _Speech) -> bool:
    if any(token.lower in speech.core or "/" in token.text or token.text.count(".") == 2 for token in tokens[i:last]):
        return True
    if not _is_year(tokens[last - 1]) or i == 0:
        return False
    if last > i + 1:  # "principios de 2014"
        return _said(speech, " ".join(token.text for token in tokens[i:last])).startswith(("Early", "Late", "Mid"))
    return tokens[i - 1].lower in speech.years_after or (i > 1 and _is_year(tokens[i - 2]))


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and "1500" <= token.text <= "2100"


def _is_weekday_here(tokens: Sequence[Token], i: int, speech: _Speech) -> bool:
    """Whether a weekday alone names one day: "los lunes" recurs, "a segunda vez" is an ordinal."""
    before = tokens[i - 1].lower if i else ""
    asked = speech.unsure.get(tokens[i].lower)
    return before not in speech.habits and (asked is None or before in asked)


def _meaning(said: str) -> Meaning | None:
    """The English words read by one rule from end to end."""
    tokens = tokenize(f"in {said}")  # March and May are months only after such a word
    rules = english()
    symbols = rules.symbols(tokens)
    for rule, match in rules.matches(symbols, 1):
        if match.end == len(tokens) and rule.kind in KINDS:
            return Reader(rules.lexicon).read(rule.kind, rule.fields, match.captures, tokens)
    return None


def _cue(tokens: Sequence[Token], i: int, last: int, sentence: tuple[int, int], speech: _Speech) -> Cue:
    around = [*tokens[max(sentence[0], i - NEAR) : i], *tokens[last : min(sentence[1], last + NEAR)]]
    return next((Cue(1, token.lower) for token in around if _looks_ahead(token, speech)), NONE)


def _looks_ahead(token: Token, speech: _Speech) -> bool:
    word = token.lower
    if word in speech.ahead:
        return True
    return bool(speech.future and token.text.islower() and word not in speech.core and speech.future.fullmatch(word))

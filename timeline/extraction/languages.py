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
SHORT_MONTHS = frozenset(["mai", "jan", "juin", "feb", "fev", "gen", "giu", "lug"])
AHEAD = re.compile(r"in (\d+) (day|week|month|year)", re.IGNORECASE)
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
    years_after: frozenset[str]
    ahead: frozenset[str]

    def english(self, words: str) -> str:
        """ "hace dos semanas" → "2 Week Ago"; words that dateparser does not know stay as they are."""
        from dateparser.conf import settings

        lower = SLASHED.sub(_day_first, words.lower())
        lower = self.phrases.get(lower, lower)
        figures = " ".join(self.numbers.get(word, word) for word in lower.split())
        said = " ".join(str(self.locale.translate(figures, settings=settings)).replace(". ", " ").split())
        return AHEAD.sub(r"\1 \2 from now", said).title()


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
    return _Speech(
        locale=locale,
        core=frozenset(named | related),
        words=frozenset(named | related | helping | ago | before | set(numbers) | articles),
        skipped=frozenset(word.strip() for word in info.get("skip", ())) | frozenset(info.get("pertain", ())),
        within=frozenset(word.lower() for word in info.get("in", ())),
        numbers=numbers,
        phrases=extra["phrases"],
        years_after=frozenset(extra["years_after"]),
        ahead=frozenset(extra["ahead"]),
    )


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
    if token.text == ".":
        return i > 0 and tokens[i - 1].text.isdigit()  # "10. Juni", and no end of a sentence
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
    if meaning is None:
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
    year = tokens[i].text
    return last == i + 1 and len(year) == 4 and "1500" <= year <= "2100" and tokens[i - 1].lower in speech.years_after


def _meaning(said: str) -> Meaning | None:
    """The English words read by one rule from end to end."""
    tokens = tokenize(said)
    rules = english()
    symbols = rules.symbols(tokens)
    for rule, match in rules.matches(symbols, 0):
        if match.end == len(tokens) and rule.kind in KINDS:
            return Reader(rules.lexicon).read(rule.kind, rule.fields, match.captures, tokens)
    return None


def _cue(tokens: Sequence[Token], i: int, last: int, sentence: tuple[int, int], speech: _Speech) -> Cue:
    around = [*tokens[max(sentence[0], i - NEAR) : i], *tokens[last : min(sentence[1], last + NEAR)]]
    return next((Cue(1, token.lower) for token in around if token.lower in speech.ahead), NONE)

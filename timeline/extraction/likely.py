"""Two events that may be one, though not surely enough to be put together: what speaks for it and against. Pure."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from timeline.extraction import taxonomy
from timeline.extraction.case_statistics import person, words_of
from timeline.extraction.groups import JOINT

# What speaks for one event, in percent; an editor is asked from LIKELY on, which no two of the weaker signs reach.
SAME_TYPE, SAME_KIND = 25, 15
SAME_DAY, OVERLAP, NEXT_DAY, FEW_DAYS = 30, 20, 10, 5
SHARED_PEOPLE, SAME_WORDS, DOUBT = 30, 20, 15
OTHER_PEOPLE, OTHER_COUNTS, OTHER_STATUS = -30, -10, -15
SELDOM, SAME_PLACE, SAME_TELLING = 10, 15, 15
NEAR = 3  # days between two told in nearly the same words: of two outlets one may have the day wrong
LIKELY = 60
# Families of what seldom befalls the same people twice within days: told of two days, it is rather one with a date that
# is wrong. There even a name tells something that every article of the case bears, and a place as much.
SELDOM_TWICE = frozenset(
    "arrest autopsy charge dismissal extradition funeral identification plea pardon release sentencing verdict".split()
)
NAMED = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")  # inside a sentence
CALENDAR = frozenset([*calendar.day_name, *calendar.month_name, *calendar.month_abbr])
ALIKE, NEARLY = 0.35, 0.6  # of the words of the shorter sentence that stand in the other
ENOUGH_WORDS = 4  # that two sentences share where they are nearly the same: "he was arrested" says nothing
LONGEST_NAMES = 3  # names that a reason lists


@dataclass(frozen=True, slots=True)
class Telling:
    """What the reports of an event say. `is_doubtful`: grouping kept a report apart since several events would fit."""

    key: int
    type: str
    status: str
    earliest: dt.date
    latest: dt.date
    names: frozenset[str]
    sentences: tuple[str, ...]
    counts: frozenset[tuple[str, Decimal]]
    is_doubtful: bool = False

    @property
    def family(self) -> str:
        family = taxonomy.family(self.type)
        return JOINT.get(family, family)


@dataclass(frozen=True, slots=True)
class Likely:
    """`reasons` in words, those that speak against it last; `score` in percent."""

    score: int
    reasons: tuple[str, ...]


def likely(one: Telling, other: Telling, familiar: frozenset[str] = frozenset()) -> Likely | None:
    """Whether an editor should look at these two side by side, and why. `familiar` are surnames that most articles of
    the case bear: they tell nothing."""
    if one.family != other.family:
        return None
    people, shares = _people(one, other, familiar), _shares(one, other)
    in_words = _wording(shares)
    is_one_kind = one.type == other.type and not any(weight < 0 for weight, _ in people)
    alike = _told_alike(one, other, shares) if is_one_kind else []
    if _gap(one, other) > 1 and not alike:
        return None
    signs = [*_type(one, other), *_days(one, other), *people, *in_words]
    signs += (_seldom(one, other, bool(people), bool(in_words)) if is_one_kind else []) or alike
    if one.is_doubtful or other.is_doubtful:
        signs.append((DOUBT, "a report would fit several events"))
    signs += _differences(one, other)
    score = sum(weight for weight, _ in signs)
    if score < LIKELY:
        return None
    reasons = [reason for weight, reason in signs if weight > 0] + [reason for weight, reason in signs if weight < 0]
    return Likely(min(score, 100), tuple(reasons))


def _type(one: Telling, other: Telling) -> list[tuple[int, str]]:
    return [(SAME_TYPE, "same type") if one.type == other.type else (SAME_KIND, "types of one kind")]


def _days(one: Telling, other: Telling) -> list[tuple[int, str]]:
    if (one.earliest, one.latest) == (other.earliest, other.latest):
        return [(SAME_DAY, "same day" if one.earliest == one.latest else "same dates")]
    if max(one.earliest, other.earliest) <= min(one.latest, other.latest):
        return [(OVERLAP, "dates overlap")]
    gap = _gap(one, other)
    if gap > NEAR:
        return []
    return [(NEXT_DAY, "days follow each other") if gap == 1 else (FEW_DAYS, f"{gap} days apart")]


def _gap(one: Telling, other: Telling) -> int:
    """Days from one to the other, 0 and less where they overlap."""
    return (max(one.earliest, other.earliest) - min(one.latest, other.latest)).days


def _people(one: Telling, other: Telling, familiar: frozenset[str]) -> list[tuple[int, str]]:
    mine, others = _surnames(one.names, familiar), _surnames(other.names, familiar)
    if shared := sorted(mine.keys() & others.keys()):
        return [(SHARED_PEOPLE, f"both name {' and '.join(mine[surname] for surname in shared[:LONGEST_NAMES])}")]
    return [(OTHER_PEOPLE, "they name other people")] if mine and others else []


def _surnames(names: Iterable[str], familiar: frozenset[str]) -> dict[str, str]:
    """Surnames as they are compared → as they are written."""
    found = {person(name).surname: name.split()[-1] for name in sorted(names) if name.strip()}
    return {surname: written for surname, written in found.items() if surname not in familiar}


def _wording(shares: Iterable[tuple[float, int]]) -> list[tuple[int, str]]:
    best = max((share for share, _ in shares), default=0.0)
    return [(SAME_WORDS, "much the same words")] if best >= ALIKE else []


def _told_alike(one: Telling, other: Telling, shares: Sequence[tuple[float, int]]) -> list[tuple[int, str]]:
    """Of two of one type that name no other people: what names nobody is known by its place and its words alone."""
    told = any(share >= NEARLY and words >= ENOUGH_WORDS for share, words in shares)
    places = sorted(name for name in _named(one) & _named(other) if " " in name) if _wording(shares) else []
    signs = [(SAME_TELLING, "nearly the same words")] if told else []
    return signs + ([(SAME_PLACE, f"both name {' and '.join(places[:LONGEST_NAMES])}")] if places else [])


def _shares(one: Telling, other: Telling) -> list[tuple[float, int]]:
    """Of each two sentences the share of the shorter one's words that both have, and how many these are."""
    mine, others = ([words_of(text) for text in telling.sentences] for telling in (one, other))
    return [(len(a & b) / min(len(a), len(b)), len(a & b)) for a in mine for b in others if a and b]


def _seldom(one: Telling, other: Telling, in_people: bool, in_words: bool) -> list[tuple[int, str]]:
    """Of two of one type that name no other people, and share people, words or a place."""
    if one.family not in SELDOM_TWICE:
        return []
    shared = [] if in_people else sorted(_named(one) & _named(other))
    if not (in_people or shared or in_words):
        return []
    place = [(SAME_PLACE, f"both name {' and '.join(shared[:LONGEST_NAMES])}")] if shared else []
    return [*place, (SELDOM, "seldom happens twice within days")]


def _named(telling: Telling) -> set[str]:
    return {name for text in telling.sentences for name in NAMED.findall(text)} - CALENDAR


def _differences(one: Telling, other: Telling) -> list[tuple[int, str]]:
    found = []
    units = {unit for unit, _ in one.counts} & {unit for unit, _ in other.counts}
    if any(not _values(one, unit) & _values(other, unit) for unit in units):
        found.append((OTHER_COUNTS, "counts differ"))
    if {one.status, other.status} == {"occurred", "negated"}:
        found.append((OTHER_STATUS, "one says that it did not happen"))
    return found


def _values(telling: Telling, unit: str) -> set[Decimal]:
    return {value for kind, value in telling.counts if kind == unit}

"""Which two events an editor is shown side by side, and the reasons. All sentences were written for these tests."""

import datetime as dt
from decimal import Decimal

import pytest

from timeline.extraction.likely import Telling, likely

DAY = dt.date(2016, 6, 8)


def telling(sentence: str = "", **told) -> Telling:
    values = {"key": 1, "type": "rally", "status": "occurred", "earliest": DAY, "latest": DAY, "names": frozenset()}
    counts = frozenset((unit, Decimal(n)) for unit, n in told.pop("counts", {}).items())
    names = frozenset(told.pop("names", ()))
    return Telling(**{**values, **told, "names": names, "sentences": (sentence,) if sentence else (), "counts": counts})


WEEK = {"earliest": dt.date(2016, 6, 6), "latest": dt.date(2016, 6, 12)}
NEXT = {"earliest": dt.date(2016, 6, 9), "latest": dt.date(2016, 6, 9)}

SATURDAY = {"earliest": dt.date(2016, 6, 11), "latest": dt.date(2016, 6, 11)}
SUNDAY = {"earliest": dt.date(2016, 6, 12), "latest": dt.date(2016, 6, 12)}

SUSPECTED = {
    "people, and counts that differ": (
        telling(names=["Ida Holm"], counts={"person": 40}),
        telling(names=["I. Holm"], counts={"person": 25}, **WEEK),
        ("same type", "dates overlap", "both name Holm", "counts differ"),
    ),
    "the same words on one day": (
        telling("Forty people marched with lanterns to the mill."),
        telling("With lanterns, people marched to the old mill."),
        ("same type", "same day", "much the same words"),
    ),
    "a day later, of the same people": (
        telling(names=["Ida Holm"]),
        telling(names=["Ida Holm"], **NEXT),
        ("same type", "days follow each other", "both name Holm"),
    ),
    "two arrests in one place, a day apart": (
        telling("A man was arrested in Lindau on Monday over the fire.", type="arrest"),
        telling("Officers in Lindau arrested a suspect on Tuesday.", type="arrest", **NEXT),
        (
            "same type",
            "days follow each other",
            "much the same words",
            "both name Lindau",
            "seldom happens twice within days",
        ),
    ),
    "two fires of one street, told by two papers of two days": (
        telling("Fire gutted the bakery on Mill Lane on Wednesday.", type="fire"),
        telling("The bakery on Mill Lane was gutted on Thursday by a fire.", type="fire", **NEXT),
        ("same type", "days follow each other", "much the same words", "nearly the same words", "both name Mill Lane"),
    ),
    "three days apart, in nearly the same words": (
        telling("Fire gutted the old bakery beside the harbour on Sunday.", type="fire"),
        telling("A fire gutted an old harbour bakery.", type="fire", **SATURDAY),
        ("same type", "3 days apart", "much the same words", "nearly the same words"),
    ),
    "a report that fits both": (
        telling(is_doubtful=True),
        telling(),
        ("same type", "same day", "a report would fit several events"),
    ),
    "done, and not done": (
        telling(names=["Ida Holm"]),
        telling(names=["Ida Holm"], status="negated"),
        ("same type", "same day", "both name Holm", "one says that it did not happen"),
    ),
}

NOT_SUSPECTED = {
    "only a day and a type": (telling(), telling()),
    "other people": (telling(names=["Ida Holm"]), telling(names=["Jan Kral"])),
    "two arrests a day apart, of other people": (
        telling("Ida Holm was arrested in Lindau.", names=["Ida Holm"], type="arrest"),
        telling("Jan Kral was arrested in Lindau.", names=["Jan Kral"], type="arrest", **NEXT),
    ),
    "two arrests a day apart, elsewhere": (
        telling("Two clerks were taken away in Lindau on Monday.", type="arrest"),
        telling("Officers in Kempten seized a ferryman on Monday.", type="arrest", **NEXT),
    ),
    "two rallies in one place, a day apart": (
        telling("A crowd gathered in Lindau on Monday.", type="rally"),
        telling("Forty pupils marched through Lindau on Tuesday.", type="rally", **NEXT),
    ),
    "another kind": (telling(names=["Ida Holm"]), telling(names=["Ida Holm"], type="arrest")),
    "the same people days later": (
        telling(names=["Ida Holm"]),
        telling(names=["Ida Holm"], earliest=dt.date(2016, 6, 20), latest=dt.date(2016, 6, 20)),
    ),
}


@pytest.mark.parametrize(("one", "other", "reasons"), SUSPECTED.values(), ids=SUSPECTED)
def test_a_probable_match_comes_with_its_reasons(one: Telling, other: Telling, reasons: tuple[str, ...]) -> None:
    found = likely(one, other)
    assert found is not None
    assert found.reasons == reasons
    assert likely(other, one) == found


@pytest.mark.parametrize(("one", "other"), NOT_SUSPECTED.values(), ids=NOT_SUSPECTED)
def test_what_says_too_little_bothers_no_editor(one: Telling, other: Telling) -> None:
    assert likely(one, other) is None


def test_a_name_that_most_articles_bear_says_nothing() -> None:
    one, other = telling(names=["Ida Holm"], **NEXT), telling(names=["Ida Holm"])
    assert likely(one, other) is not None
    assert likely(one, other, frozenset({"holm"})) is None


def test_but_for_what_befalls_nobody_twice_within_days() -> None:
    one = telling("At dawn Ida Holm was led away.", names=["Ida Holm"], type="arrest", **NEXT)
    other = telling("Officers had come for Ida Holm.", names=["Ida Holm"], type="arrest")
    found = likely(one, other, frozenset({"holm"}))
    assert found is not None
    assert "both name Ida Holm" in found.reasons

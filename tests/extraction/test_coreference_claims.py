"""One date, status and count out of several, or the disagreement shown. All sentences were written for these tests."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.extraction.reporting import count, report
from timeline.extraction import consensus
from timeline.extraction.claims import allowed, collect
from timeline.extraction.claims import disputed_counts as find_disputed
from timeline.extraction.coreference import cluster, reconcile
from timeline.extraction.reports import Report
from timeline.extraction.titling import remarked
from timeline.extraction.types import Quantity, Span

LATER = dt.date(2018, 1, 12)

AGREED = [
    # What each source allows, and what all of them allow.
    ([("2016-06-02",), ("2016-06-02",)], "2016-06-02"),
    ([("2015",), ("2016-01", "2015-01")], "2015-01"),
    ([("2016-W22",), ("2016-06-02",)], "2016-06-02"),
    ([("2016-06",), ("2016",), ("2016-W23",)], "2016-W23"),
    ([("2016-05",), ("2016-05-20/2016-06-03",)], "[2016-05-20..2016-05-31]"),
]


@pytest.mark.parametrize(("said", "expected"), AGREED)
def test_a_date_is_what_all_sources_allow(said: list[tuple[str, ...]], expected: str) -> None:
    reports = [
        report(f"paper{n}", "assault", options[0], f"It happened then, says source {n}.", candidates=options)
        for n, options in enumerate(said)
    ]
    agreement = consensus.agree(reports)
    assert (agreement.edtf, agreement.is_disputed) == (expected, False)


def test_what_every_source_leaves_ambiguous_is_not_settled() -> None:
    options = ("2016-01", "2015-01")
    reports = [report(f"paper{n}/1", "assault", "2016-01", f"{n}: last January.", candidates=options) for n in range(2)]
    cluster = next(c for c in reconcile([*STORY, *reports]) if c.type == "assault")
    assert cluster.edtf == "2016-01?"
    assert cluster.explanation == "Told by 2 articles. The date words are ambiguous: January 2016 or January 2015."


WITHOUT_YEAR = [
    # Sentence of a report that was read as 24 June 2006, and whether it joins what three articles date 24 June 2005.
    ("The guard was shot on June 24, the court heard.", True),
    ("Another guard was shot on June 24, 2006.", False),
]


@pytest.mark.parametrize(("sentence", "joins"), WITHOUT_YEAR)
def test_a_day_without_a_year_may_be_of_an_earlier_year(sentence: str, joins: bool) -> None:
    told = [
        report(f"{paper}/1", "shooting", "2005-06-24", f"{paper}: a guard was shot.") for paper in ("herald", "courier")
    ]
    later = report("gazette/1", "shooting", "2006-06-24", sentence, published=dt.date(2007, 3, 20))
    story = report("gazette/0", "trial", "2015-03-02", "The trial of Wim Aster opened in Ardenne.")
    clusters = [c for c in reconcile([*STORY, story, *told, later]) if c.type == "shooting"]
    assert [c.edtf for c in clusters] == (["2005-06-24"] if joins else ["2005-06-24", "2006-06-24"])
    assert not any(claim.disputed for c in clusters for claim in c.claims)


DISPUTED = [
    ([("2016-06-02",), ("2016-06-02",), ("2016-06-03",)], "2016-06-02", (True, True, False)),
    ([("2016-06-02",), ("2016-06-03",), ("2016-06",)], "2016-06-02", (True, False, True)),
]


@pytest.mark.parametrize(("said", "expected", "fits"), DISPUTED)
def test_where_nothing_fits_all_the_best_attested_stands_and_says_so(
    said: list[tuple[str, ...]], expected: str, fits: tuple[bool, ...]
) -> None:
    reports = [report(f"paper{n}", "assault", o[0], f"Source {n} says when.", candidates=o) for n, o in enumerate(said)]
    agreement = consensus.agree(reports)
    assert (agreement.edtf, agreement.is_disputed, agreement.fits) == (expected, True, fits)


def test_no_majority_is_for_a_day_after_a_report_of_the_deed() -> None:
    reports = [
        report("herald", "shooting", "2016-06-05", "A guard was shot on Sunday.", published=dt.date(2016, 6, 8)),
        report("courier", "shooting", "2016-06-12", "The guard was shot on Sunday.", published=dt.date(2016, 6, 13)),
        report("mail", "shooting", "2016-06-12", "On Sunday somebody shot a guard.", published=dt.date(2016, 6, 13)),
    ]
    agreement = consensus.agree(reports)
    assert (agreement.edtf, agreement.fits) == ("2016-06-05", (True, False, False))


def test_a_syndicated_copy_is_no_second_voice() -> None:
    copied = "A house burned down on Friday, the agency reports."
    reports = [
        report("agency", "assault", "2016-06-03", copied),
        report("copy-one", "assault", "2016-06-03", copied),
        report("copy-two", "assault", "2016-06-03", copied),
        report("herald", "assault", "2016-06-02", "The house burned down on Thursday."),
        report("courier", "assault", "2016-06-02", "Thursday's fire took the house."),
    ]
    assert consensus.agree(reports).edtf == "2016-06-02"


def test_a_date_from_the_context_gives_way_to_date_words() -> None:
    reports = [
        report("herald", "assault", "2016-06-10", "A clerk was beaten.", certain=False),
        report("courier", "assault", "2016-06-09", "A clerk was beaten on Thursday."),
    ]
    agreement = consensus.agree(reports)
    assert (agreement.edtf, agreement.is_disputed) == ("2016-06-09", False)


STORY = [
    report("herald/0", "trial", "2015-03-02", "The trial of Wim Aster opened in Ardenne."),
    report("courier/0", "trial", "2015-03-02", "In Ardenne the trial of Wim Aster opened."),
]


@pytest.mark.parametrize("other", ["2016-09-03", "2016-09-01", "2016-09-09"])
def test_days_one_or_seven_apart_are_one_event_with_a_conflict(other: str) -> None:
    reports = [
        report(
            "herald/1", "release", "2016-09-02", "Ida Holm was freed on Friday.", names=("Ida Holm",), published=LATER
        ),
        report(
            "courier/1",
            "release",
            other,
            "Ida Holm was freed, another paper says.",
            names=("Ida Holm",),
            published=LATER,
        ),
    ]
    cluster = next(c for c in reconcile([*STORY, *reports]) if c.type == "release")
    assert cluster.edtf == min("2016-09-02", other)
    assert {(c.key, c.value, c.disputed) for c in cluster.claims if c.field == "date"} == {
        ("herald/1", "2016-09-02", True),
        ("courier/1", other, True),
    }
    assert "They disagree on the date" in cluster.explanation


COUNTS = [
    # first, second, whether they exclude each other
    (count(1_000_000, "signature", "nearly"), count(1_000_000, "signature", "more than"), True),
    (count(870_000, "signature", "more than"), count(1_000_000, "signature", "nearly"), False),
    (count(17, "person"), count(16, "person"), True),
    (count(17, "person"), count(17, "person"), False),
    (count(20, "juror"), count(10, "juror", "at least"), False),
    (count(60, "percent", "about"), count(61, "percent"), False),
    (count(60, "percent", "about"), count(80, "percent"), True),
    (count(100_000, "signature", "nearly"), count(94_539, "signature"), False),
    (count(100, "box", "up to"), count(100, "box"), False),
    (count(100, "person", "hundreds of"), count(2_000, "person", "some"), True),
    (count(100, "person", "hundreds of"), count(400, "person"), False),
    (count(100, "person", "hundreds of"), count(1_000, "person", "about"), False),
    (count(1_000, "person", "thousands of"), count(100, "person", "hundreds of"), True),
    (count(10_000, "person", "tens of thousands of"), count(12_000, "person", "more than"), False),
    (count(1_000_000, "person", "millions of"), count(900_000, "person"), True),
    (count(20, "person", "dozens of"), count(12, "person"), True),
    (count(100, "box", "under"), count(100, "box"), True),
]


@pytest.mark.parametrize(("first", "second", "exclude"), COUNTS)
def test_counts_exclude_each_other_or_not(first, second, exclude: bool) -> None:
    assert allowed(first).overlaps(allowed(second)) is not exclude
    assert allowed(second).overlaps(allowed(first)) is not exclude


def delivered(key: str, *quantities) -> object:
    return report(key, "petition-delivery", "2016-06-10", f"{key} tells of the delivery.", quantities=quantities)


def disputed_counts(*reports) -> set[tuple[object, str]]:
    (cluster,) = (c for c in reconcile([*STORY, *reports]) if c.type == "petition-delivery")
    return {(c.key, c.value) for c in cluster.claims if c.field == "quantity" and c.disputed}


def test_counts_that_exclude_each_other_are_disputed() -> None:
    nearly = delivered("herald/1", count(1_000_000, "signature", "nearly"))
    more = delivered("courier/1", count(1_000_000, "signature", "more than"))
    assert disputed_counts(nearly, more) == {
        ("herald/1", "nearly 1000000 signature"),
        ("courier/1", "more than 1000000 signature"),
    }


def test_a_count_that_one_source_leaves_open_is_not_disputed() -> None:
    assert disputed_counts(delivered("herald/1"), delivered("courier/1", count(20, "box"))) == set()


def test_two_counts_in_one_article_do_not_dispute_each_other() -> None:
    both = delivered("herald/1", count(870_000, "signature"), count(167_000, "signature"))
    one = delivered("courier/1", count(870_000, "signature"))
    assert disputed_counts(both, one) == set()


def sentenced(key: str, *quantities) -> object:
    return report(
        key, "sentencing", "2016-06-02", f"{key} tells of the sentence.", quantities=quantities, published=LATER
    )


LENGTHS = [
    # A length is a count of the event only where the report gives no other, and only for a sentence.
    ([sentenced("herald/1", count(6, "month")), sentenced("courier/1", count(9, "month"))], 2),
    ([sentenced("herald/1", count(6, "month")), sentenced("courier/1", count(9, "month"), count(3, "year"))], 0),
    ([delivered("herald/1", count(2, "day")), delivered("courier/1", count(3, "day"))], 0),
    # A few people are mostly others: two wounded, three suspects.
    ([delivered("herald/1", count(2, "man")), delivered("courier/1", count(3, "man"))], 0),
    ([delivered("herald/1", count(17, "person")), delivered("courier/1", count(16, "person"))], 2),
]


@pytest.mark.parametrize(("reports", "disputed"), LENGTHS)
def test_counts_are_disputed_only_where_they_measure_the_event(reports: list, disputed: int) -> None:
    claims = [c for cluster in reconcile([*STORY, *reports]) for c in cluster.claims if c.field == "quantity"]
    assert sum(c.disputed for c in claims) == disputed


STATUS = [
    ((("planned", 1), ("occurred", 11)), "occurred", False),
    ((("planned", 1), ("negated", 5)), "negated", False),
    ((("negated", 1), ("planned", 5)), "planned", True),
    ((("alleged", 1), ("occurred", 11)), "occurred", False),
    ((("occurred", 11), ("negated", 12)), "negated", True),
    ((("negated", 11), ("occurred", 12)), "occurred", True),
    ((("alleged", 1),), "alleged", False),
    ((("occurred", 1),), "planned", False),  # told as done before the day has come
]


@pytest.mark.parametrize(("said", "expected", "disputed"), STATUS)
def test_the_status_is_what_came_of_it(said: tuple[tuple[str, int], ...], expected: str, disputed: bool) -> None:
    reports = [
        report(f"paper{n}", "rally", "2016-06-10", "A rally.", status=status, published=dt.date(2016, 6, day))
        for n, (status, day) in enumerate(said)
    ]
    assert consensus.status_of(reports, dt.date(2016, 6, 10)) == (expected, disputed)


def counted(key: str, type_: str, sentence: str, trigger: str, words: str, told: Quantity) -> Report:
    start = sentence.index(words)
    quantity = replace(told, start=start, end=start + len(words))
    one = report(key, type_, "2016-06-07", sentence, quantities=(quantity,))
    at = sentence.index(trigger)
    return replace(one, mention=replace(one.mention, trigger=Span(at, at + len(trigger), trigger)))


BESIDE = [
    # Of two papers: the sentence, its trigger, the words that count and what they come to; and what is disputed.
    (
        ("death", "Two people died at the mill.", "died", "Two people", count(2, "person")),
        ("death", "At the mill three men died.", "died", "three men", count(3, "man")),
        {"2 person", "3 person"},
    ),
    (
        ("death", "Two people died at the mill.", "died", "Two people", count(2, "person")),
        ("death", "Of three people at the mill some died.", "died", "three people", count(3, "person")),
        set(),
    ),
    (
        ("death", "Two people died at the mill.", "died", "Two people", count(2, "person")),
        ("death", "Three others died at the mill.", "died", "Three others", count(3, "person")),
        set(),
    ),
    (
        ("protest", "Hundreds marched to the mill.", "marched", "Hundreds", count(100, "person", "hundreds of")),
        ("protest", "To the mill 2,000 protesters marched.", "marched", "2,000 protesters", count(2000, "protester")),
        {"hundreds of person", "2000 person"},
    ),
    (
        ("injury", "Hundreds of people ran, and nine were hurt.", "hurt", "nine", count(9, "person")),
        (
            "injury",
            "Hundreds of people saw how six were hurt.",
            "hurt",
            "Hundreds of people",
            count(100, "person", "hundreds of"),
        ),
        set(),
    ),
]


@pytest.mark.parametrize(("first", "second", "disputed"), BESIDE)
def test_few_people_are_held_against_few_where_the_trigger_stands_beside_them(first, second, disputed) -> None:
    reports = [counted("herald", *first), counted("courier", *second)]
    agreement = consensus.agree(reports)
    claims = collect(reports, agreement, False, find_disputed(reports))
    assert {claim.value for claim in claims if claim.field == "quantity" and claim.disputed} == disputed


SIX = counted(
    "herald", "injury", "Six people were hurt when a tram left its rails.", "hurt", "Six people", count(6, "person")
)
NINE = counted("courier", "injury", "The tram hurt nine people in Lindenau.", "hurt", "nine people", count(9, "person"))
ABOUT_SIX = counted(
    "echo", "injury", "About six people were hurt in it.", "hurt", "About six people", count(6, "person", "about")
)
NO_COUNT = report("gazette", "injury", "2016-06-07", "The tram hurt passengers in Lindenau.", trigger="hurt")
HEADLINES = [
    ([SIX], "Six people were hurt when a tram left its rails."),
    ([SIX, ABOUT_SIX], "Six people were hurt when a tram left its rails."),  # they agree
    ([SIX, NINE], "Six people were hurt when a tram left its rails. (the numbers differ)"),
    ([SIX, NINE, NO_COUNT], "The tram hurt passengers in Lindenau."),  # of several, one that takes no side
]


@pytest.mark.parametrize(("reports", "headline"), HEADLINES)
def test_a_count_that_others_exclude_is_not_told_as_the_only_one(reports: list[Report], headline: str) -> None:
    assert cluster(reports, {one.key: "" for one in reports}).headline == headline


def test_a_long_headline_gives_way_to_the_remark() -> None:
    said = remarked("Nine people were hurt, " + "some of them badly, " * 6, " (the numbers differ)")
    assert said.endswith("some of them… (the numbers differ)")
    assert len(said) <= 120

"""Which reports are put together, and which stay apart. All sentences were written for these tests."""

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.extraction.reporting import PUBLISHED, STORY, count, report
from timeline.extraction.coreference import Cluster, Report, reconcile

LATER = dt.date(2018, 7, 2)


def together(clusters: Sequence[Cluster]) -> set[frozenset[object]]:
    return {frozenset(r.key for r in cluster.reports) for cluster in clusters}


def groups(*reports: Report) -> set[frozenset[object]]:
    """The keys that stand together, without those of STORY."""
    return {keys for keys in together(reconcile([*STORY, *reports])) if not any(str(k).endswith("/0") for k in keys)}


def apart(*keys: str) -> set[frozenset[object]]:
    return {frozenset({key}) for key in keys}


def joined(*keys: str) -> set[frozenset[object]]:
    return {frozenset(keys)}


TOGETHER = {
    "a month and the day that most articles tell of": [
        report("mail/1", "rally", "2016-05-03", "A rally was held on May 3."),
        report("post/1", "rally", "2016-05-03", "Rally on May 3."),
        report("times/1", "rally", "2016-05", "A rally was held in May."),
    ],
    "a ruling that several tell of and one of that month": [
        report("mail/1", "ruling", "2016-05-05", "The board ruled on May 5 that the school must close."),
        report("post/1", "ruling", "2016-05-05", "The school must close, the board ruled on Thursday."),
        report("times/1", "ruling", "2016-05", "The board ruled last month that only the mayor speaks for the school."),
    ],
    "the same day in much the same words under another name": [
        report("mail/1", "evidence", "2016-05-02", "Last Monday detectives released stills of two vans."),
        report("post/1", "statement", "2016-05-02", "Detectives released stills of two vans on Monday."),
    ],
    "a month without a year in a later account": [
        report("mail/1", "shooting", "2014-05-01", "A man was shot on Mill Road on May 1, 2014."),
        report("post/1", "shooting", "2014-05-01", "The shooting of May 1, 2014 left one man in hospital."),
        report("times/1", "shooting", "2016-05", "A man was shot on Mill Road in May.", published=PUBLISHED),
    ],
    "a lead without date words and the day that another article names": [
        report("mail/1", "arrest", "2016-06-09", "Ida Holm was arrested on Thursday.", names=("Ida Holm",)),
        report("post/1", "arrest", "2016-06-10", "Police have arrested Ida Holm.", names=("Ida Holm",), certain=False),
    ],
    "a year that one paper prints wrongly": [
        report("mail/1", "killing", "2015-05-01", "Ole Brandt was killed on May 1, 2015.", names=("Ole Brandt",)),
        report("post/1", "killing", "2015-05-01", "The killing of Ole Brandt on May 1, 2015.", names=("Ole Brandt",)),
        report("times/1", "killing", "2016-05-01", "Brandt was killed on May 1, 2016.", names=("Brandt",)),
    ],
    "a press conference and what was said there": [
        report(
            "mail/1",
            "meeting",
            "2016-06-09",
            "Sheriff Otto Fenn held a press conference.",
            names=("Otto Fenn",),
            trigger="press conference",
        ),
        report("post/1", "statement", "2016-06-09", "Two groups were to blame, Fenn said.", names=("Fenn",)),
    ],
    "a conviction and the verdict of that month": [
        report("mail/1", "conviction", "2016-03-20", "The clerk was convicted on March 20."),
        report("post/1", "verdict", "2016-03", "He was found guilty last month.", published=dt.date(2016, 4, 4)),
    ],
    "what somebody announced and did on one day": [
        report("mail/1", "resignation", "2016-06-09", "Otto Fenn resigned on Thursday.", names=("Otto Fenn",)),
        report("post/1", "statement", "2016-06-09", "Fenn told of his decision on Thursday.", names=("Fenn",)),
    ],
    "a date in court and what was done there": [
        report("mail/1", "court-appearance", "2016-06-09", "The clerk returns to court on June 9.", status="planned"),
        report("post/1", "sentencing", "2016-06-09", "The clerk was sentenced on Thursday."),
    ],
    "the lead of the day's news without a date": [
        report("mail/1", "sentencing", "2016-06-09", "Ole Brandt was sentenced on Thursday.", names=("Ole Brandt",)),
        report("post/1", "sentencing", None, "A sailor will serve nine years.", published=PUBLISHED),
    ],
    "one day, one kind": [
        report("mail/1", "shooting", "2016-05-01", "A man was shot on Mill Road on Sunday."),
        report("post/1", "shooting", "2016-05-01", "The shooting of May 1 left one man in hospital."),
    ],
    "a killing is told as a death": [
        report("mail/1", "killing", "2016-05-01", "A driver was killed on Sunday."),
        report("post/1", "death", "2016-05-01", "The driver died on May 1."),
    ],
    "a day and the week that holds it": [
        report("mail/1", "sentencing", "2016-06-02", "Aster was sentenced on Thursday.", names=("Wim Aster",)),
        report("post/1", "sentencing", "2016-W22", "Aster was sentenced last week.", names=("Wim Aster",)),
    ],
    "a month and the only day in it": [
        report("mail/1", "recall-election", "2018-06-05", "Voters recalled the judge on June 5."),
        report("post/1", "recall-election", "2018-06", "The recall vote was in June.", published=LATER),
    ],
    "a plan and its outcome": [
        report("mail/1", "rally", "2016-06-10", "A rally will be held on Friday.", status="planned"),
        report("post/1", "rally", "2016-06-10", "Hundreds came to the rally on Friday."),
    ],
    "one statement in much the same words": [
        report("mail/1", "statement", "2016-06-09", "Mayor Otto Fenn said on Thursday that the bridge was unsafe."),
        report("post/1", "statement", "2016-06-09", "The bridge was unsafe, Mayor Otto Fenn said on Thursday."),
    ],
    "statements of one article and day, the second without a speaker": [
        report(
            "mail/1",
            "statement",
            "2016-06-09",
            "Otto Fenn said on Thursday that the bridge was unsafe.",
            names=("Otto Fenn",),
        ),
        report("mail/2", "statement", "2016-06-09", "Traffic would be turned away, he announced on Thursday."),
    ],
    "without a date, of the same article": [
        report("mail/1", "verdict", "2016-03-30", "The jury found him guilty on March 30."),
        report("mail/2", "verdict", None, "The verdict came after two days."),
    ],
    "without a date, in the words of another article": [
        report("mail/1", "robbery", "2016-03-30", "Two men robbed the harbour bank of Ardenne on Wednesday."),
        report("post/2", "robbery", None, "The harbour bank of Ardenne was robbed by two men."),
    ],
}

APART = {
    "another day": [
        report("mail/1", "rally", "2016-06-09", "A rally filled the square on Thursday."),
        report("post/1", "rally", "2016-06-11", "A rally filled the square on Saturday."),
    ],
    "another kind": [
        report("mail/1", "sentencing", "2016-06-02", "He was sentenced on Thursday."),
        report("post/1", "rally", "2016-06-02", "A rally was held on Thursday."),
    ],
    "two people arrested on one day": [
        report("mail/1", "arrest", "2016-05-01", "Ida Holm was arrested on Sunday.", names=("Ida Holm",)),
        report("post/1", "arrest", "2016-05-01", "Jan Kral was arrested on Sunday.", names=("Jan Kral",)),
    ],
    "an arrest in a lead without a day and one of another person": [
        report("mail/1", "arrest", "2016-06-10", "Jan Kral was arrested on Friday.", names=("Jan Kral",)),
        report("post/1", "arrest", "2016-06-10", "Two men are behind bars.", certain=False),
    ],
    "done and not done": [
        report(
            "mail/1",
            "ruling",
            "2017-08-11",
            "The court did not decide on the recall on Friday.",
            status="negated",
            published=LATER,
        ),
        report("post/1", "ruling", "2017-08-11", "The court decided on the recall on Friday.", published=LATER),
    ],
    "two statements of one day": [
        report("mail/1", "statement", "2016-06-09", "The mayor said on Thursday that the bridge was unsafe."),
        report("post/1", "statement", "2016-06-09", "Prosecutors announced on Thursday a plea offer to a clerk."),
    ],
    "statements of one article and day by two speakers": [
        report(
            "mail/1",
            "statement",
            "2016-06-09",
            "Otto Fenn said on Thursday that the bridge was unsafe.",
            names=("Otto Fenn",),
        ),
        report("mail/2", "statement", "2016-06-09", "Ida Holm said on Thursday that it was safe.", names=("Ida Holm",)),
    ],
    "a vague protest and a rally of that month": [
        report("mail/1", "rally", "2016-06-10", "Opponents held a rally at the harbour on Friday."),
        report("post/1", "protest", "2016-06", "The judge became the target of protest in June 2016.", published=LATER),
    ],
}


@pytest.mark.parametrize("reports", TOGETHER.values(), ids=TOGETHER)
def test_reports_of_one_event_are_put_together(reports: list[Report]) -> None:
    assert groups(*reports) == joined(*(str(r.key) for r in reports))


@pytest.mark.parametrize("reports", APART.values(), ids=APART)
def test_what_may_be_two_events_stays_apart(reports: list[Report]) -> None:
    assert groups(*reports) == apart(*(str(r.key) for r in reports))


def test_what_two_events_fit_alike_is_no_event_of_its_own() -> None:
    days = [report(f"mail/{day}", "rally", f"2016-05-{day}", f"A rally was held on May {day}.") for day in (13, 20)]
    vague = report("post/1", "rally", "2016-05", "A rally was held in May.")
    assert groups(*days, vague) == apart("mail/13", "mail/20")


def test_what_may_be_known_is_no_row_of_its_own() -> None:
    known = report("mail/1", "ruling", "2016-05-05", "The board ruled on May 5 that the school must close.")
    vague = report("post/1", "ruling", "2016-05", "Judges in Ardenne dealt with rents last month.")
    other = report("post/2", "ruling", "2016-03", "Judges in Ardenne dealt with rents in March.")
    assert groups(known, vague, other) == apart("mail/1", "post/2")


def test_who_is_added_to_an_event_of_several_goes_on_with_it() -> None:
    several = ("Ole Brandt", "Ida Holm")
    reports = [
        report("mail/1", "sentencing", "2016-06-09", "Brandt and Holm got ten years on Thursday.", names=several),
        report("mail/2", "sentencing", None, "Kral will serve seven years.", names=("Jan Kral",), paragraph=2),
    ]
    assert groups(*reports) == joined("mail/1", "mail/2")


def test_what_follows_on_a_dated_report_goes_on_with_it() -> None:
    reports = [
        report("mail/1", "death", "2016-04-20", "The clerk was found dead on Wednesday.", paragraph=3),
        report("mail/2", "shooting", "2016-03-27", "Two guards were shot on March 27.", paragraph=9),
        report("mail/3", "death", None, "He was pronounced dead in his cell.", paragraph=4),
    ]
    assert groups(*reports) == joined("mail/1", "mail/3") | joined("mail/2")


def test_what_an_article_leaves_undated_is_what_the_case_is_about() -> None:
    dated = [report(f"{paper}/1", "shooting", "2016-05-01", f"{paper} on the shooting.") for paper in ("mail", "post")]
    undated = report("times/1", "shooting", None, "Wim Aster of Ardenne was seen when a man was shot, says Lena Brook.")
    assert groups(*dated, undated) == joined("mail/1", "post/1", "times/1")


def test_what_has_no_date_and_fits_nothing_is_no_event() -> None:
    lonely = report("mail/1", "robbery", None, "A kiosk was robbed.")
    assert groups(lonely) == set()


MAY_2, JULY_10, AUGUST_21 = dt.date(2016, 5, 2), dt.date(2016, 7, 10), dt.date(2016, 8, 21)
ELM_ROW = "Police in Porto Bell said Ana Ruiz, 31, was shot in the 4100 block of Elm Row."
MIXED = [
    report("a", "shooting", "2016-05-01", ELM_ROW, published=MAY_2),
    report(
        "b", "shooting", "2016-05-01", "Ana Ruiz, 31, was shot on Elm Row in Porto Bell on Sunday.", published=MAY_2
    ),
    report("c", "shooting", "2016-05-01", "In Lowmoor, Tim Oake, 44, was shot at a garage on Sunday.", published=MAY_2),
    report("d", "shooting", "2016-07-09", "Two boys were shot at Quarry Lake near Steen.", published=JULY_10),
    report("e", "shooting", "2016-08-20", "A guard was shot at the Palace Hotel in Varna.", published=AUGUST_21),
    report("f", "shooting", None, "A woman was shot in Lowmoor.", published=JULY_10),
]


def test_a_collection_of_stories_parts_what_happened_on_one_day() -> None:
    assert together(reconcile(MIXED)) == {frozenset("ab"), frozenset("c"), frozenset("d"), frozenset("e")}


def test_in_a_collection_names_tell_what_a_report_without_a_date_means() -> None:
    undated = report("g", "shooting", None, "Ana Ruiz of Porto Bell was shot on Elm Row by a neighbour.")
    assert frozenset("abg") in together(reconcile([*MIXED, undated]))


def test_ages_tell_a_story_apart() -> None:
    reports = [
        report(
            "g",
            "shooting",
            "2016-05-07",
            "A four-month-old was hurt in Hollin Vale by a stray bullet.",
            published=MAY_2,
        ),
        report(
            "h", "shooting", "2016-05-07", "In Hollin Vale a 4-month-old girl was shot on Saturday.", published=JULY_10
        ),
    ]
    assert frozenset("gh") in together(reconcile([*MIXED, *reports]))


def test_a_report_is_not_of_what_happened_after_its_publication() -> None:
    early = report("g", "shooting", None, "Ana Ruiz of Porto Bell was shot on Elm Row.", published=dt.date(2016, 4, 1))
    assert frozenset("ab") in together(reconcile([*MIXED, early]))


def test_two_reports_without_a_date_make_an_undated_event() -> None:
    reports = [
        report("g", "robbery", None, "Ole Brandt, 52, was robbed at the Dock Inn of Fenwick."),
        report("h", "robbery", None, "At the Dock Inn in Fenwick Ole Brandt, 52, was robbed."),
    ]
    (cluster,) = (c for c in reconcile([*MIXED, *reports]) if c.type == "robbery")
    assert (cluster.edtf, cluster.explanation) == (None, "Told by 2 articles. None of them dates it.")


def test_what_is_said_of_every_shooting_joins_no_stories() -> None:
    said = "He was pronounced dead at the scene."
    undated = [report(key, "death", None, said, published=day) for key, day in (("d", JULY_10), ("e", AUGUST_21))]
    named = [r for r in MIXED if r.key not in {"a", "b"}]
    reports = [*named, *(replace(r, key=f"{r.key}/2") for r in undated)]
    assert {"d", "e"} not in ({r.article for r in c.reports} for c in reconcile(reports))


def test_a_name_leads_a_report_without_a_date_away_from_its_own_article() -> None:
    reports = [
        report("g", "shooting", "2016-06-20", "In Hollin a guard was shot on Monday.", published=JULY_10),
        report("g/2", "shooting", None, "It recalled how Ana Ruiz, 31, was shot on Elm Row in Porto Bell.",
               names=("Ana Ruiz",), paragraph=9, published=MAY_2),
    ]  # fmt: skip
    told = [replace(r, mention=replace(r.mention, names=("Ana Ruiz",))) if r.key == "a" else r for r in MIXED]
    assert {"a", "b", "g/2"} in together(reconcile([*told, *reports]))


def test_people_who_share_a_surname_are_not_one() -> None:
    names = ("Ann Quill", "Ray Quill")
    reports = [
        report(key, "shooting", "2016-05-05", f"{name} was shot in {town} on Thursday.", names=(name,))
        for key, name, town in zip("gh", names, ("Osterby", "Vellin"), strict=True)
    ]
    assert {frozenset("g"), frozenset("h")} <= together(reconcile([*MIXED, *reports]))


def test_the_order_of_the_reports_does_not_matter() -> None:
    expected = reconcile(MIXED)
    for shuffled in itertools.permutations(MIXED):
        assert reconcile(shuffled) == expected


ALL = [
    replace(r, key=f"{n} {r.key}", article=f"{n} {r.article}", source=f"{n} {r.source}")
    for n, reports in enumerate([*TOGETHER.values(), *APART.values(), MIXED])
    for r in reports
]


@pytest.mark.parametrize("seed", range(8))
def test_no_order_of_many_reports_matters(seed: int) -> None:
    shuffled = random.Random(seed).sample(ALL, len(ALL))
    assert together(reconcile([*STORY, *shuffled])) == together(reconcile([*ALL, *STORY]))


def test_one_report_is_in_one_cluster_at_most() -> None:
    reports = [*STORY, *itertools.chain(*TOGETHER.values()), *MIXED]
    unique = {r.key: r for r in reports}.values()
    cited = [r.key for cluster in reconcile(list(unique)) for r in cluster.reports]
    assert len(cited) == len(set(cited))


def test_no_reports_make_no_events() -> None:
    assert reconcile([]) == []


def test_a_type_that_an_editor_made_is_its_own_family() -> None:
    reports = [
        report("mail/1", "boat-launch", "2016-05-01", "The ferry was launched on Sunday."),
        report("post/1", "boat-launch", "2016-05-01", "The launch of the ferry took place on May 1."),
    ]
    assert groups(*reports) == joined("mail/1", "post/1")


def test_each_report_has_a_reason_for_a_person() -> None:
    cluster = next(c for c in reconcile([*STORY, *TOGETHER["one day, one kind"]]) if c.type == "shooting")
    reasons = dict(cluster.reasons)
    assert reasons["mail/1"] == "The first report of the event."
    assert str(reasons["post/1"]).startswith("The same kind of event, the same day")


def test_many_counts_of_one_thing_stay_with_their_reports() -> None:
    first = report("mail/1", "jury-selection", "2016-06-08", "17 jurors came.", quantities=(count(17, "juror"),))
    (cluster,) = reconcile([first])
    assert [(c.key, c.field, c.value, c.disputed) for c in cluster.claims] == [
        ("mail/1", "date", "2016-06-08", False),
        ("mail/1", "status", "occurred", False),
        ("mail/1", "quantity", "17 juror", False),
    ]


@pytest.mark.parametrize("name", TOGETHER)
def test_what_a_person_said_is_not_the_same_is_never_put_together(name: str) -> None:
    first, second, *_ = (r.key for r in TOGETHER[name])
    apart = {first: {second}, second: {first}}
    assert all(not {first, second} <= keys for keys in together(reconcile([*STORY, *TOGETHER[name]], apart)))


def test_the_whole_article_tells_its_story_where_its_reports_say_little() -> None:
    marks = ("ana", "ruiz", "porto", "bell", "elm")
    undated = report("g", "shooting", None, "A woman was shot by a neighbour.", published=MAY_2)
    assert frozenset("ab") in together(reconcile([*MIXED, undated]))
    assert frozenset("abg") in together(reconcile([*MIXED, replace(undated, marks=marks)]))


def test_what_was_published_long_after_seldom_means_the_event() -> None:
    undated = report("g", "shooting", None, "Ana Ruiz of Porto Bell was shot.", published=MAY_2)
    late = replace(undated, published=AUGUST_21)
    assert frozenset("abg") in together(reconcile([*MIXED, undated]))
    assert frozenset("ab") in together(reconcile([*MIXED, late]))

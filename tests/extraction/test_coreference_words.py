"""The headline and the explanation that an event takes from its reports. All sentences were written for these tests."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.extraction.event_helpers import mentions
from tests.extraction.reporting import STORY, report
from tests.extraction.test_coreference import apart, groups, joined
from timeline.extraction.coreference import cluster, reconcile
from timeline.extraction.types import Span

LATER = dt.date(2018, 7, 2)


def test_the_headline_is_that_of_a_report_with_the_events_status() -> None:
    done = report("post/1", "rally", "2016-06-10", "Hundreds rallied at the harbour.", published=dt.date(2016, 6, 11))
    plan = report(
        "mail/1", "rally", "2016-06-10", "Opponents of Judge Lena Brook will rally on Friday.", status="planned"
    )
    (cluster,) = reconcile([plan, done])
    assert (cluster.status, cluster.headline, cluster.reports) == (
        "occurred",
        "Hundreds rallied at the harbour.",
        (done, plan),
    )


HEADLINES = {
    "a name rather than a pronoun": ("Ida Holm was freed from jail", "She was freed from jail", "freed"),
    "its own verb rather than another's clause": (
        "Ida Holm assaulted a guard",
        "Judge Brook jailed her for an assault",
        "assault",
    ),
    "a whole sentence rather than a torn one": (
        "A court freed Ida Holm",
        "A court freed Ida Holm on the eve of the…",
        "freed",
    ),
}


@pytest.mark.parametrize(("better", "worse", "trigger"), HEADLINES.values(), ids=HEADLINES)
def test_the_headline_tells_of_the_event_itself(better: str, worse: str, trigger: str) -> None:
    said = [
        report(key, "release", "2016-09-02", sentence, published=LATER)
        for key, sentence in (("mail/1", worse), ("post/1", better))
    ]
    reports = [replace(r, mention=replace(r.mention, trigger=Span(0, len(trigger), trigger))) for r in said]
    cluster = next(c for c in reconcile([*STORY, *reports]) if c.type == "release")
    assert cluster.headline == better


EXPLAINED = [
    (["2016-05-01"], "Told by one article. Its date words mean 1 May 2016."),
    (["2016-05-01", "2016-05"], "Told by 2 articles. Their date words all allow 1 May 2016."),
]


@pytest.mark.parametrize(("dates", "expected"), EXPLAINED)
def test_the_explanation_says_how_the_date_came_about(dates: list[str], expected: str) -> None:
    reports = [report(f"paper{n}/1", "vigil", date, "A vigil was held then.") for n, date in enumerate(dates)]
    assert next(c for c in reconcile([*STORY, *reports]) if c.type == "vigil").explanation == expected


def test_a_date_of_few_is_explained_by_the_report_that_came_before_the_other() -> None:
    reports = [
        report("mail/1", "release", "2016-06-05", "Ida Holm was freed on Sunday.", published=dt.date(2016, 6, 8)),
        report("post/1", "release", "2016-06-12", "Ida Holm was freed on Sunday.", published=dt.date(2016, 6, 13)),
        report("echo/1", "release", "2016-06-12", "On Sunday Ida Holm went free.", published=dt.date(2016, 6, 13)),
    ]
    assert cluster(reports, {r.key: "" for r in reports}).explanation == (
        "Told by 3 articles. They disagree on the date: 5 June 2016 stands, for one of them was published before "
        "12 June 2016."
    )


def test_a_date_from_the_context_is_explained_as_such() -> None:
    guessed = report("mail/1", "vigil", "2016-06-10", "A vigil was held.", certain=False)
    cluster = next(c for c in reconcile([*STORY, guessed]) if c.type == "vigil")
    assert cluster.explanation == "Told by one article. No date words: 10 June 2016 is when it was published."


def test_news_of_an_arrest_is_the_charge_that_its_article_dates() -> None:
    news = report("mail/1", "arrest", "2016-06-07", "Two men have been arrested after the fire.", certain=False)
    charge = report("mail/2", "charge", "2016-06-07", "Two men were charged with arson on Tuesday.")
    of_another = report("post/1", "charge", "2016-06-07", "A baker was charged with fraud on Tuesday.")
    dated = replace(news, mention=replace(news.mention, certain=True))
    assert groups(news, charge) == joined("mail/1", "mail/2")
    assert groups(news, of_another) == apart("mail/1", "post/1")
    assert groups(dated, charge) == apart("mail/1", "mail/2")


@pytest.mark.parametrize(
    ("ended", "types"),
    [
        ("Fenlow Ferries settled the claim.", {"lawsuit"}),
        ("The lawsuit was settled before a jury was chosen.", {"lawsuit"}),
        ("Fenlow Ferries settled the claim on Tuesday.", {"lawsuit", "agreement"}),
    ],
)
def test_a_settlement_is_no_report_of_the_suit_that_it_ends(ended: str, types: set[str]) -> None:
    """Without date words it would have the suit's date, and might give it its headline."""
    found = mentions(f"The crew sued Fenlow Ferries in March 2015. {ended}")
    reports = [replace(STORY[0], key=str(n), mention=mention) for n, mention in enumerate(found)]
    clusters = {cluster.type: cluster for cluster in reconcile(reports)}
    assert clusters.keys() == types
    assert clusters["lawsuit"].headline == "The crew sued Fenlow Ferries"
    assert len(clusters["lawsuit"].reports) == 1

"""The demonstration case, through the real import, against what a careful reader finds in its articles."""

import datetime as dt
import json
from io import StringIO

from django.core.management import call_command
from django.test import TestCase

from articles.models import Case, Rights, Source
from timeline.management.commands.load_demo import FOLDER
from timeline.models import Claim, Event, Grounds, Mention, Review
from timeline.services import unpublish_case, withdraw_events
from timeline.services.demonstration import (
    EXPECTED,
    SLUG,
    Expected,
    Found,
    find,
    load_demonstration,
    pair,
    read_expected,
)

# Both stay in the queue: dated events that the reader did not list, and right ones that cite a wrong paragraph.
MOST_EXTRA = 3
MOST_WRONGLY_CITED = 2


def described(events: list[Found]) -> str:
    rows = Event.objects.in_bulk([event.pk for event in events])
    return "\n".join(f"{rows[e.pk].edtf} {e.type} ({e.status}): {rows[e.pk]} {sorted(e.paragraphs)}" for e in events)


class DemonstrationTests(TestCase):
    """A class, since Django then loads the case once for all of them."""

    case: Case
    expected: list[Expected]
    found: list[Found]
    pairs: dict[str, Found]

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_demo", stdout=StringIO())
        cls.case = Case.objects.get(slug=SLUG)
        cls.expected = read_expected(FOLDER / EXPECTED)
        cls.found = find(cls.case)
        cls.pairs = pair(cls.expected, cls.found)

    def test_every_event_that_a_reader_finds_is_found(self):
        missing = [e.id for e in self.expected if e.id not in self.pairs and not e.optional]
        assert not missing, f"{missing}\n{described(self.found)}"

    def test_little_else_is_found(self):
        right = {event.pk for event in self.pairs.values()}
        extra = [event for event in self.found if event.pk not in right and event.days != (None, None)]
        assert len(extra) <= MOST_EXTRA, described(extra)

    def test_what_cites_none_but_its_own_paragraphs_is_public_and_nothing_else(self):
        pairs = [(e, self.pairs[e.id]) for e in self.expected if e.id in self.pairs]
        right = {found.pk for e, found in pairs if found.paragraphs <= e.paragraphs and not e.waits}
        assert set(Event.objects.public().filter(case=self.case).values_list("pk", flat=True)) == right
        wrong = [found for e, found in pairs if found.pk not in right and not e.waits]
        assert len(wrong) <= MOST_WRONGLY_CITED, described(wrong)

    def test_the_sources_differ_on_the_number_of_signatures(self):
        disputed = Claim.objects.filter(citation__event=self.pairs["petition-delivery"].pk, disputed=True)
        values = set(disputed.filter(field="quantity").values_list("value", flat=True))
        assert values == {"more than 1000000 signature", "nearly 1000000 signature"}

    def test_counts_that_agree_are_no_disagreement(self):
        """Nearly 100,000, 94,539 and more than 94,000 may all be true of one pile of paper."""
        handed_in = self.pairs["recall-signatures"]
        assert not Claim.objects.filter(citation__event=handed_in.pk, field="quantity", disputed=True).exists()

    def test_last_january_does_not_settle_the_assault_on_the_wrong_year(self):
        """Written in June 2016, “last January” may be that of 2015; other articles say that it was."""
        january = {"earliest__gte": dt.date(2016, 1, 1), "latest__lte": dt.date(2016, 1, 31)}
        wrong = Event.objects.filter(case=self.case, type="assault", **january)
        assert not wrong.exists(), list(wrong.values_list("edtf", "headline"))
        assert Event.objects.public().filter(type="assault", latest__lt=dt.date(2016, 1, 1)).exists()

    def test_the_editors_have_a_queue(self):
        assert self.case.events.filter(review=Review.SUGGESTED).exists()
        assert not self.case.events.filter(review=Review.SUGGESTED, citations__accepted=True).exists()

    def test_the_case_says_what_it_is_and_shows_its_texts(self):
        assert self.case.is_demonstration
        assert self.case.is_public
        assert set(Source.objects.filter(articles__cases=self.case).values_list("rights", flat=True)) == {Rights.FULL}
        assert self.case.articles.count() == 12
        for article in self.case.articles.all():
            assert "written to demonstrate Casetracker" in article.versions.get().text

    def test_links_and_authors_lines_report_no_events(self):
        rows = json.loads((FOLDER / EXPECTED).read_text())["not_events"]
        furniture = [r for r in rows if r["why"] in {"link to another story", "author's biography", "comment rules"}]
        assert furniture
        for row in furniture:
            place = {"paragraph__number": row["paragraph"], "run__version__article__case_articles__key": row["article"]}
            assert not Mention.objects.filter(**place).exists(), row

    def test_loading_again_writes_nothing(self):
        before = self.state()
        with self.assertNumQueries(5):  # the case, its texts, its events; and the ends of the transaction
            assert load_demonstration(folder=FOLDER) == 0
        assert self.state() == before

    def state(self) -> tuple[list[object], list[object]]:
        case = Case.objects.filter(pk=self.case.pk)
        return list(case.values()), list(self.case.events.order_by("pk").values())

    def test_what_an_editor_decides_of_the_demonstration_stays(self):
        event = self.case.events.filter(review=Review.APPROVED).earliest("pk")
        withdraw_events(events=Event.objects.filter(pk=event.pk), by=None, reason="A trial.", grounds=Grounds.ERROR)
        unpublish_case(case=self.case, by=None)
        load_demonstration(folder=FOLDER)
        event.refresh_from_db()
        self.case.refresh_from_db()
        assert (event.review, self.case.is_public) == (Review.WITHDRAWN, False)

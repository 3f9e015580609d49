"""A large case takes a further article without being grouped anew, and comes to what it would have come to at once."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoDbBlocker

from articles.models import Case, CaseArticle
from tests import factories as make
from tests.conftest import rows_of_a_module
from timeline import services, tasks
from timeline.extraction import case_statistics
from timeline.models import Citation, Distinct, Event, Grouping, Place
from timeline.reconciliation import is_put_together, mention_key

pytestmark = pytest.mark.django_db

SAMPLE = 4  # articles: all that come after are taken one by one
SURNAMES = "Reed Holt Kemp Lowe Nash Rowe".split()
PAPERS = "The Linden Post|Bank Street News|Harbour Gazette".split("|")


@pytest.fixture(scope="module", autouse=True)
def small_sample() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case_statistics, "SAMPLE", SAMPLE)
        yield


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London")


def add(case: Case, text: str, *, published: str = "2016-06-08", source: str = PAPERS[0], key: str = "a"):
    day = dt.date.fromisoformat(published)
    return services.add_article(
        case=case, key=key, source=source, title="", text=text, published=day, timezone="Europe/London", by=None
    )


def articles() -> list[dict[str, str]]:
    """Six people are tried, by two papers each, which do not always agree on the day."""
    told = []
    for number, surname in enumerate(SURNAMES):
        day, late = 3 + 2 * number, 3 + 2 * number + number % 3 // 2
        texts = [
            f"Police in Lindhaven arrested Tom {surname} of Tanner Road on May {day}. He was charged the next day.",
            f"Tom {surname} of Tanner Road, Lindhaven, was arrested on May {late}.\nA jury found {surname} guilty"
            f" on June {number + 1}, and the sentencing was set for June 20.",
        ]
        for place, text in enumerate(texts):
            told.append({"key": f"{surname}{place}", "text": text, "published": f"2016-06-2{place}"})
            told[-1]["source"] = PAPERS[(number + place) % 3]
    return told


def events(case: Case) -> list[tuple]:
    """All that a case comes to, without what depends on who came first."""
    found = []
    for event in case.events.all():
        cited = event.citations.prefetch_related("claims").select_related("mention__run__version__article")
        said = sorted(
            (c.mention.quote, c.mention.run.version.sha256, c.reason, str(sorted(map(str, c.claims.all()))))
            for c in cited
        )
        values = (event.type_id, event.edtf, event.status, event.headline, event.explanation, event.certainty)
        found.append((*map(str, values), str(said)))
    return sorted(found)


def work_off() -> None:
    """What a worker does: the case has grown too large to be put together while somebody waits."""
    for job in ProcrastinateJob.objects.filter(task_name=tasks.group_case_again.name):
        tasks.group_case_again(**job.args)


@pytest.mark.parametrize("seed", range(3))
def test_a_case_built_article_by_article_is_the_case_built_at_once(case: Case, seed: int) -> None:
    told = articles()
    random.Random(seed).shuffle(told)
    for one in told:
        add(case, **one)
        if not Grouping.objects.filter(case=case).exists():
            work_off()
    assert Grouping.objects.filter(case=case).exists()
    tasks.group_case_again(case.pk)
    little_by_little = events(case)
    Event.objects.all().delete()
    services.reconcile_case(case=case)
    assert little_by_little == events(case)
    assert len(little_by_little) > len(SURNAMES)


@pytest.fixture(scope="module")
def grown(small_sample: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Case]:
    """All articles but the last, which the statistics are not taken from, all grouped at once."""
    with rows_of_a_module(django_db_blocker):
        case = make.make_case("grown", timezone="Europe/London")
        for one in articles():
            add(case, **one)
        services.reconcile_case(case=case)
        yield case


def outsider(case: Case) -> CaseArticle:
    """An article that the statistics do not depend on."""
    drawn = Grouping.objects.get(case=case).drawn
    return next(a for a in CaseArticle.objects.filter(case=case).order_by("pk") if str(a.article_id) not in drawn)


def correct(case: Case, place: CaseArticle, words: str) -> None:
    told = next(one for one in articles() if one["key"] == place.key)
    add(case, **{**told, "text": f"{words}\n{told['text']}"})


def test_a_correction_touches_only_the_events_that_it_tells_of(grown: Case) -> None:
    places, revisions = (
        set(Place.objects.values_list("pk", flat=True)),
        dict(Event.objects.values_list("pk", "revision")),
    )
    correct(grown, outsider(grown), "Nobody said anything else.")
    kept = places & set(Place.objects.values_list("pk", flat=True))
    assert len(kept) > len(places) / 2
    same = [pk for pk, revision in Event.objects.values_list("pk", "revision") if revisions.get(pk) == revision]
    assert len(same) > len(revisions) / 2
    partly = events(grown)
    services.reconcile_case(case=grown)
    assert events(grown) == partly


def test_the_whole_case_is_grouped_by_a_job_when_its_statistics_change(case: Case) -> None:
    for one in articles():
        add(case, **one)
    jobs = ProcrastinateJob.objects.filter(task_name=tasks.group_case_again.name, args__case_id=case.pk)
    assert [job.args for job in jobs] == [{"case_id": case.pk}]


def test_an_article_of_a_large_case_of_which_nothing_is_remembered_waits_for_a_job(grown: Case) -> None:
    Grouping.objects.all().delete()  # as after an update of the program
    added = add(grown, "Police in Lindhaven arrested Ada Quill of Mill Lane on May 20.", key="new")
    news = Event.objects.filter(citations__mention__names__contains=["Ada Quill"])
    assert (is_put_together(grown, added.version), news.exists()) == (False, False)
    work_off()
    ProcrastinateJob.objects.all().delete()
    assert (is_put_together(grown, added.version), news.exists()) == (True, True)


def test_decisions_hold_while_a_case_grows(grown: Case) -> None:
    approved, rejected = Event.objects.filter(type="arrest").order_by("pk")[:2]
    services.approve_events(events=Event.objects.filter(pk=approved.pk), by=None)
    services.reject_events(events=Event.objects.filter(pk=rejected.pk), by=None, reason="Of another town.")
    before = list(Event.objects.filter(pk__in=[approved.pk, rejected.pk]).order_by("pk").values("headline", "review"))
    correct(grown, outsider(grown), "A line in front moves every place in the text.")
    told = "On May 3 police in Lindhaven arrested Tom Reed of Tanner Road, a neighbour said."
    add(grown, told, key="new", published="2016-06-24")
    after = Event.objects.filter(pk__in=[approved.pk, rejected.pk]).order_by("pk").values("headline", "review")
    assert list(after) == before


def test_what_is_not_the_same_is_parted_in_a_large_case_at_once(grown: Case) -> None:
    event = next(e for e in Event.objects.all() if e.citations.values("mention__run").distinct().count() > 1)
    first, second = (mention_key(c.mention) for c in event.citations.order_by("pk")[:2])
    Distinct.objects.create(case=grown, first=[list(first)], second=[list(second)])
    correct(grown, outsider(grown), "Nobody said anything else.")
    holders = {mention_key(c.mention): c.event_id for c in Citation.objects.all()}
    assert holders.get(first) != holders.get(second) or holders.get(first) is None


def test_a_further_article_costs_queries_that_do_not_grow(grown: Case, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(120):
        correct(grown, outsider(grown), "Nobody said anything else.")

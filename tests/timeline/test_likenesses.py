"""Events that may be one: suggested to editors with the reasons, and to nobody else; never against an editor's word."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Case
from tests import factories as make
from timeline import services
from timeline.models import Citation, Distinct, Event, Likeness
from timeline.services import reconciling
from timeline.suspicions import likenesses_of

pytestmark = pytest.mark.django_db

FIRST = "Forty people rallied for Ida Quill at the mill on June 7."
SECOND = "A rally for Ida Quill was held at the mill on June 8."


@pytest.fixture
def case() -> Case:
    return make.make_case("mill", timezone="Europe/London")


def add(case: Case, text: str, key: str, *, source: str = "The Linden Post", published: str = "2016-06-10"):
    day = dt.date.fromisoformat(published)
    return services.add_article(
        case=case, key=key, source=source, title="", text=text, published=day, timezone="Europe/London", by=None
    )


@pytest.fixture
def rallies(case: Case) -> list[Event]:
    """Two papers with rallies of two days, of the same person and in much the same words."""
    add(case, FIRST, "a")
    add(case, SECOND, "b", source="Bank Street News")
    first, second = Event.objects.filter(type="rally").order_by("earliest")
    return [first, second]


def test_what_may_be_one_event_is_suggested_with_its_reasons(rallies: list[Event]) -> None:
    first, second = rallies
    ((other, reasons),) = likenesses_of(first)
    assert other == second
    assert {"same type", "days follow each other", "both name Quill"} <= set(reasons)
    assert [event for event, _ in likenesses_of(second)] == [first]


def test_two_arrests_of_a_case_a_day_apart_wait_on_the_desk_as_perhaps_one(case: Case, client: Client) -> None:
    add(case, "Officers arrested a man in Linden on Monday over the fire at the mill.", "a")
    add(case, "A ferryman was arrested on Tuesday in Linden, detectives said.", "b", source="Bank Street News")
    first, second = Event.objects.filter(type="arrest").order_by("earliest")
    assert [other for other, _ in likenesses_of(first)] == [second]
    client.force_login(make.make_chief())
    page = client.get(f"/admin/desk/mill/?problem=same&event={first.public_id}").content.decode()
    assert f"Probably the same as “{second.headline}” (7 June 2016): same type" in page
    assert "seldom happens twice within days" in page


def test_a_fire_that_two_papers_tell_of_two_days_is_offered_as_one(case: Case) -> None:
    add(case, "A fire broke out at the bakery on Mill Lane on Monday.", "a")
    add(case, "On Wednesday a fire broke out in the bakery on Mill Lane.", "b", source="Bank Street News")
    first, second = Event.objects.filter(type="fire").order_by("earliest")
    ((other, reasons),) = likenesses_of(first)
    assert (other, "2 days apart" in reasons) == (second, True)


def test_reconciling_again_keeps_the_row_of_a_suggestion(case: Case, rallies: list[Event]) -> None:
    before = list(Likeness.objects.values())
    services.reconcile_case(case=case)
    assert list(Likeness.objects.values()) == before


def test_suspicions_that_have_changed_are_written_in_steps_of_any_size(
    case: Case, rallies: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pair is there once, also while its row of before goes."""
    for key, text in {"c": FIRST, "d": SECOND}.items():
        other = text.replace("Ida Quill", "Max Lowe").replace("the mill", "the quay").replace("June", "May")
        add(case, other, key, source=f"Harbour Gazette {key}")
    wanted = list(Likeness.objects.order_by("first").values_list("first", "second", "score"))
    assert len(wanted) > 1
    for number, (first, second, _) in enumerate(wanted):
        Likeness.objects.filter(first=first, second=second).update(score=number)  # the last comes first now
    monkeypatch.setattr(reconciling, "STEP", 1)
    services.reconcile_case(case=case)
    assert list(Likeness.objects.order_by("first").values_list("first", "second", "score")) == wanted


def test_what_an_editor_told_apart_is_never_suggested_again(case: Case, rallies: list[Event]) -> None:
    services.mark_distinct(events=Event.objects.filter(pk__in=[e.pk for e in rallies]), by=make.make_chief())
    services.reconcile_case(case=case)
    assert not Likeness.objects.exists()
    add(case, f"A line that was not there before.\n{FIRST}", "a")
    assert not Likeness.objects.exists()


def test_an_event_that_left_the_timeline_is_like_no_other(rallies: list[Event]) -> None:
    first, second = rallies
    services.reject_events(events=Event.objects.filter(pk=second.pk), by=None, reason="It did not take place.")
    assert likenesses_of(first) == []


def test_an_editor_reads_it_beside_the_event_and_the_public_never_does(
    case: Case, rallies: list[Event], client: Client
) -> None:
    first, _ = rallies
    services.approve_events(events=Event.objects.all(), by=None)
    services.publish_case(case=case, by=None)
    assert b"days follow each other" not in client.get(first.get_absolute_url()).content
    client.force_login(make.make_chief())
    page = client.get(reverse("admin:timeline_event_change", args=[first.pk])).content.decode()
    assert "days follow each other" in page


def test_reports_that_an_editor_told_apart_stay_apart_though_they_say_the_same(case: Case) -> None:
    add(case, FIRST, "a")
    add(case, FIRST.replace("Forty people", "Some forty people"), "b", source="Bank Street News")
    event = Event.objects.get(type="rally")
    one, other = ([c.mention.run.version.article_id, c.mention.fingerprint] for c in event.citations.order_by("pk"))
    Distinct.objects.create(case=case, first=[one], second=[other])
    services.reconcile_case(case=case)
    assert Event.objects.filter(type="rally").count() == 2
    assert Citation.objects.values("event").distinct().count() == 2
    assert not Likeness.objects.exists()

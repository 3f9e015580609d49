"""The read side says at any time what the rows that it is drawn from say, whoever changed them."""

import datetime as dt
import random
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article, Case, Source
from tests import factories as make
from timeline import services
from timeline.filters import Asked
from timeline.models import (
    SILENT,
    CaseCount,
    CaseMonth,
    Citation,
    Event,
    EventFace,
    EventType,
    Grounds,
    Person,
    Policy,
    Review,
    Status,
)
from timeline.queries.tally import Totals, bars, tally, totals_of

pytestmark = pytest.mark.django_db
D = dt.date


def drawn_anew() -> list[tuple[object, ...]]:
    """The faces as they would be if none had been there, save what only the services know; and their counts."""
    kept, counted = faces(), counts()
    assert counted == counts_anew()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_eventface")
        assert counts() == []
        cursor.execute("SELECT timeline_draw_faces(array_agg(id)) FROM timeline_event")
    anew = faces()
    assert anew == kept
    return anew


def faces() -> list[tuple[object, ...]]:
    fields = "event_id public case_id type_id status earliest latest ordinal sources outlets people articles".split()
    return sorted(EventFace.objects.values_list(*fields), key=repr)


def counts() -> list[tuple[object, ...]]:
    kinds = CaseCount.objects.filter(n__gt=0).values_list("case_id", "public", "kind", "key", "n")
    months = CaseMonth.objects.filter(n__gt=0)
    return sorted([*kinds, *months.values_list("case_id", "public", "month", "type", "span", "n", "ahead")], key=repr)


def counts_anew() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT timeline_recount(id) FROM articles_case")
    return counts()


def totals_anew(case: Case, *, public: bool) -> Totals:
    """Counted from the events themselves."""
    events = case.events.public() if public else case.events.exclude(review__in=[Review.REJECTED, Review.WITHDRAWN])
    told = [event.first_public_at for event in case.events.all() if event.first_public_at]
    told += [made.at for made in case.decisions.filter(after_publication=True) if made.verb not in SILENT]
    written = [] if public else [event.updated_at for event in events]
    counted = tally(case.pk, Asked(), public=public)
    keys: list[tuple[str, Any, Any]] = [
        ("type", EventType, counted.types),
        ("outlet", Source, counted.outlets),
        ("person", Person, counted.people),
    ]
    names = {kind: {str(one.pk): one.name for one in model.objects.filter(pk__in=found)} for kind, model, found in keys}
    named = {kind: told_of for kind, told_of in names.items() if told_of}
    return Totals(counted, max([*told, *written]), max(told, default=None), named, articles_anew(case, public=public))


def articles_anew(case: Case, *, public: bool) -> int:
    events = case.events.public() if public else case.events.exclude(review__in=[Review.REJECTED, Review.WITHDRAWN])
    cited = Citation.objects.filter(event__in=events)
    cited = cited.filter(accepted=True) if public else cited
    return cited.values("mention__paragraph__version__article").distinct().count()


@pytest.fixture
def case() -> Case:
    case = make.make_case()
    for n in range(6):
        make.make_day_event(case, D(2016, 1, 1) + dt.timedelta(days=n), headline=f"Ada Quill read gauge {n}")
    make.make_dated_event(case, "2016", D(2016, 1, 1), D(2016, 12, 31), review=Review.SUGGESTED)
    return case


def test_each_audience_has_its_face(case: Case) -> None:
    assert EventFace.objects.filter(public=True).count() == 6
    assert EventFace.objects.filter(public=False).count() == 7
    assert len(drawn_anew()) == 13


@pytest.mark.parametrize("seed", range(6))
def test_whatever_editors_decide_the_faces_follow(case: Case, seed: int) -> None:
    draw, chief = random.Random(seed), make.make_chief("chief")
    made = []
    for _ in range(12):
        event = draw.choice(list(Event.objects.exclude(review=Review.MERGED)))
        made += _decide(draw, event, chief)
        drawn_anew()
    for decision in reversed(made):
        services.undo_decision(decision=decision, by=chief, reason="as it was")
        drawn_anew()


def _decide(draw: random.Random, event: Event, chief: object) -> list[object]:
    only, by = Event.objects.filter(pk=event.pk), {"by": chief, "reason": "it is so"}
    if event.review == Review.SUGGESTED:
        return draw.choice([services.approve_events, services.reject_events])(events=only, **by)
    if event.review in {Review.WITHDRAWN, Review.REJECTED}:
        return services.restore_events(events=only, **by)
    other = Event.objects.filter(review=Review.APPROVED).exclude(pk=event.pk).first()
    verbs = [
        lambda: services.withdraw_events(events=only, grounds=Grounds.ERROR, **by),
        lambda: [services.edit_event(event=event, edtf=f"2017-0{draw.randrange(1, 9)}", **by)],
        lambda: (
            [services.merge_events(survivor=event, others=Event.objects.filter(pk=other.pk), **by)] if other else []
        ),
    ]
    return [made for made in draw.choice(verbs if other else verbs[:2])() if made]


def test_bulk_writes_and_shells_are_followed(case: Case) -> None:
    Event.objects.filter(headline__contains="3").update(earliest=D(2015, 5, 5), latest=D(2015, 5, 5))
    event = Event.objects.first()
    event.citations.update(accepted=False)
    Article.objects.update(source=make.make_source("Another paper"))
    drawn_anew()
    Event.objects.filter(pk=event.pk).delete()
    assert not EventFace.objects.filter(event_id=event.pk).exists()
    drawn_anew()


def test_people_are_found_whole_and_by_every_name(case: Case) -> None:
    services.save_person(case=case, by=None, name="Ada Quill", aliases=["A. Quill"], policy=Policy.NAME)
    services.save_person(case=case, by=None, name="Quil", policy=Policy.NAME)
    ada = Person.objects.get(name="Ada Quill")
    assert EventFace.objects.filter(people__contains=[ada.pk], public=True).count() == 6
    assert tally(case.pk, Asked(), public=True).people == {ada.pk: 6}
    drawn_anew()
    services.save_person(case=case, by=None, person=ada, name="Ada Quill", policy=Policy.WITHHELD)
    assert tally(case.pk, Asked(people=(ada.pk,)), public=True).count == 0, "no filter tells whom it is about"
    assert tally(case.pk, Asked(people=(ada.pk,)), public=False).count == 6
    ada.delete()
    assert tally(case.pk, Asked(), public=True).people == {}


def test_the_stored_counts_are_those_of_today(case: Case) -> None:
    event = Event.objects.filter(review=Review.SUGGESTED).get()
    services.approve_events(events=Event.objects.filter(pk=event.pk), by=make.make_chief("chief"))
    assert totals_of(case.pk, public=True).tally.count == 7
    Event.objects.filter(headline__endswith="5").update(earliest=None, status="planned")
    Event.objects.filter(headline__endswith="4").update(earliest=D(1999, 2, 3), latest=None)
    for public in (True, False):
        assert totals_of(case.pk, public=public) == totals_anew(case, public=public)
    assert totals_of(case.pk, public=True).tally.years == {1999: 1, 2016: 5}


def test_a_case_takes_its_counts_along(case: Case) -> None:
    other = make.make_case(slug="tower")
    make.make_day_event(other, D(2016, 1, 1))
    Event.objects.filter(case=case).delete()
    Article.objects.filter(cases=case).delete()
    case.delete()
    assert set(CaseCount.objects.values_list("case", flat=True)) == {other.pk}
    assert set(CaseMonth.objects.values_list("case", flat=True)) == {other.pk}


@pytest.mark.parametrize(("unit", "width"), [("month", 31), ("year", 366), ("year", 3653)])
def test_the_bars_that_are_stored_are_those_of_the_list(case: Case, unit: str, width: int) -> None:
    for edtf, first, last in (
        ("2016-02", D(2016, 2, 1), D(2016, 2, 29)),
        ("2016-01", D(2016, 1, 1), D(2016, 1, 31)),
        ("2017", D(2017, 1, 1), D(2017, 12, 31)),
        ("201X", D(2010, 1, 1), D(2019, 12, 31)),
        ("20XX", D(2000, 1, 1), D(2099, 12, 31)),
        ("2018/..", D(2018, 1, 1), None),
    ):
        make.make_dated_event(case, edtf, first, last, status="planned")
    days = (D(2000, 1, 1), D(2019, 12, 31))
    stored = bars(case.pk, Asked(), public=True, days=days, unit=unit, width=width)
    every = Asked(statuses=tuple(Status.values))  # a filter that all pass: counted from the faces
    assert stored == bars(case.pk, every, public=True, days=days, unit=unit, width=width)
    assert sum(sum(bar.counts) for bar in stored) > 6


@pytest.mark.parametrize(
    "asked",
    [
        Asked(types=("reading",)),
        Asked(statuses=("planned",)),
        Asked(outlets=(1,)),
        Asked(first=D(2016, 1, 2)),
        Asked(differ=True),
        Asked(q="gauge"),
    ],
)
def test_a_filter_alone_counts_its_own_from_what_is_known(case: Case, asked: Asked) -> None:
    every = totals_of(case.pk, public=True).tally
    assert tally(case.pk, asked, public=True, known=every) == tally(case.pk, asked, public=True)


def test_words_are_bound_to_their_case(case: Case) -> None:
    other = make.make_case(slug="tower")
    make.make_day_event(other, D(2016, 1, 1), headline="Ada Quill read gauge 1")
    assert tally(case.pk, Asked(q="gauge 1"), public=True).count == 1
    assert tally(other.pk, Asked(q="gauge 1"), public=True).count == 1
    assert tally(case.pk, Asked(q=f"={case.pk}"), public=True).count == 0, "no search makes what binds them"
    assert tally(case.pk, Asked(q="the of"), public=True).count == 0


def test_persons_and_outlets_are_asked_of_one_case(case: Case) -> None:
    outlet = EventFace.objects.filter(public=True).values_list("outlets", flat=True).first()[0]
    found = EventFace.objects.filter(case=case, public=True, outlets__contains=[outlet]).count()
    assert tally(case.pk, Asked(outlets=(outlet,)), public=True).count == found > 0
    assert tally(case.pk + 1, Asked(outlets=(outlet,)), public=True).count == 0


def test_each_count_leaves_its_own_filter_aside(case: Case) -> None:
    make.make_day_event(case, D(2018, 5, 1), type="opening", status="planned")
    asked = Asked(types=("opening",), statuses=("planned",), first=D(2018, 1, 1))
    found = tally(case.pk, asked, public=True)
    assert (found.count, found.first, found.last) == (1, D(2018, 5, 1), D(2018, 5, 1))
    assert found.types == {"opening": 1}
    assert found.years == {2018: 1}
    of_year = tally(case.pk, Asked(first=D(2016, 1, 1), last=D(2016, 1, 3)), public=True)
    assert of_year.count == 3
    assert of_year.years == {2016: 6, 2018: 1}
    assert tally(case.pk, Asked(q="gauge 2"), public=True).count == 1


def test_readers_filter_by_person_and_never_by_one_who_is_withheld(case: Case, client: Client) -> None:
    services.save_person(case=case, by=None, name="Ada Quill", policy=Policy.NAME)
    services.save_person(case=case, by=None, name="gauge", policy=Policy.WITHHELD)
    ada, hidden = Person.objects.order_by("name")
    page = client.get("/cases/footbridge/").content.decode()
    assert f'name="person" value="{ada.pk}"' in page
    assert f'value="{hidden.pk}"' not in page
    assert (
        'id="count" class="count" tabindex="-1">6 events'
        in client.get(f"/cases/footbridge/?person={ada.pk}").content.decode()
    )
    assert "0 events" in client.get(f"/cases/footbridge/?person={hidden.pk}").content.decode()

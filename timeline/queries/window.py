"""The list of a case: which events pass the filters, and a page of them in order."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Case
from casetracker.replicas.router import reading, rows_of
from timeline.filters import Asked
from timeline.models import LONG, Event, EventType, sees_all
from timeline.queries.conditions import Where, across_cases, conditions, every, of_case
from timeline.queries.order import Ordered, dated, undated
from timeline.queries.rows import made

PAGE_SIZE = 50  # events; the page's budget of 1,000 elements holds that many closed cards
MOST_SPANNING = 20
# The condition of the index face_reaching_into: models.faces.IS_LONG.
IS_LONG = f"(latest > earliest + {LONG} OR latest IS NULL AND earliest IS NOT NULL)"
UNTIL = "coalesce(latest, DATE '9999-12-31')"


@dataclass(frozen=True, slots=True)
class Page:
    """Some events in the order of the timeline, and whether others follow."""

    events: list[Event]
    more: bool


def case_page(case: Case, asked: Asked, user: Any, after: Event | None, size: int | None = None) -> Page:
    """The events that pass the filters and follow `after`, `size` or PAGE_SIZE of them: the dated ones first, then
    those without a first day. One query."""
    return _page(_passing(case, asked, user, besides="period"), asked, after, size or PAGE_SIZE)


def page_across(words: str, user: Any, after: Event | None, size: int) -> Page:
    """The events of all cases in whose words these are found, the newest first. Two queries."""
    found = across_cases(words, public=not sees_all(user))
    page = _page(found, Asked(newest_first=True), after, size)
    cases = Case.objects.in_bulk({event.case_id for event in page.events})
    for event in page.events:
        event.case = cases[event.case_id]
    return page


def count(case: Case, asked: Asked, user: Any) -> int:
    """How many events pass the filters. One query."""
    passing = _passing(case, asked, user)
    with reading().cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM timeline_eventface WHERE {passing.sql}", passing.values)  # noqa: S608
        return int(cursor.fetchone()[0])


def listed(case: Case, public_id: str, user: Any) -> Event | None:
    """The event of this id, as the list of the case shows it. One query."""
    its = Where("event_id = (SELECT id FROM timeline_event WHERE public_id = %s)", (public_id,))
    return next(iter(events_of_faces(*chosen_faces(every([_seen(case, user), its]), "event_id", 1), kept=True)), None)


def spanning(case: Case, asked: Asked, user: Any) -> list[Event]:
    """What may have begun long before the period asked for and reaches into it: the events that most report. One query;
    none where no period is asked for."""
    if asked.first is None:
        return []
    reaching = Where(f"{IS_LONG} AND earliest < %s AND {UNTIL} >= %s", (asked.first, asked.first))
    faces = every([_passing(case, asked, user, besides="period"), reaching])
    return events_of_faces(*chosen_faces(faces, "sources DESC, earliest, event_id", MOST_SPANNING))


def running(case: Case, asked: Asked, user: Any, limit: int) -> list[Event]:
    """What began before the period asked for and may still have gone on when that begins, in order: a week that is not
    over, a trial between two days. One query; none where the period has no first day."""
    if asked.first is None:
        return []
    sql = f"({IS_LONG} OR earliest >= %s::date - {LONG:d}) AND earliest < %s AND latest >= %s"
    reaching = Where(sql, (asked.first,) * 3)
    return events_of_faces(*_chosen(_passing(case, asked, user, besides="period"), reaching, dated(None), limit))


def narrowed(case: Case, asked: Asked, user: Any) -> QuerySet[Event]:
    """The events of the case that pass the filters, with the keys of their outlets and people as the aliases
    `face_outlets` and `face_people`: to count and to join, in no order."""
    face = "staff_face" if sees_all(user) else "public_face"
    # The case is asked of the faces alone: asked of both, PostgreSQL would expect one row, and read the whole case.
    events = Event.objects.visible_to(user).filter(**{f"{face}__case": case})
    events = events.alias(face_outlets=F(f"{face}__outlets"), face_people=F(f"{face}__people"))
    if not asked.count:
        return events
    passing = _passing(case, asked, user)
    chosen = f"SELECT event_id FROM timeline_eventface WHERE {passing.sql}"  # noqa: S608 -- every value is a parameter
    return events.filter(pk__in=RawSQL(chosen, passing.values))  # noqa: S611


def chosen_faces(where: Where, order: str, limit: int) -> Where:
    """The first of these faces, as `events_of_faces` takes them."""
    sql = f"""
        SELECT event_id, differ, sources FROM timeline_eventface WHERE {where.sql} ORDER BY {order} LIMIT {limit:d}
    """  # noqa: S608 -- put together from constants; every value is a parameter
    return Where(sql, where.values)


# In SQL, since building the same query and reading whole rows cost a page more than all that it shows.
UNSHOWN = {"explanation", "edited", "reviewed_by", "reviewed_at", "certainty", "assigned_to", "created_at"}
TYPE: Any = Event._meta.get_field("type")
FIELDS = [field.attname for field in Event._meta.concrete_fields if field.name not in UNSHOWN]
EVENTS = f"""
    SELECT {", ".join(f"event.{name}" for name in FIELDS)}, type.name, type.icon, face.differ, face.sources
    FROM (SELECT chosen.*, row_number() OVER () AS place FROM ({{}}) AS chosen) AS face
    JOIN timeline_event event ON event.id = face.event_id JOIN timeline_eventtype type ON type.slug = event.type_id
    ORDER BY face.place
"""  # noqa: S608 -- put together from the constants of this module; every value is a parameter


def events_of_faces(chosen: str, values: Any, *, kept: bool = False) -> list[Event]:
    """What lists show of the events that this SQL chooses by their faces (`event_id`, `differ`, `sources`), in its
    order; with `differ` and `sources`. `kept` as `rows_of` takes it. One query."""
    kinds: dict[str, EventType] = {}
    found = []
    for *told, name, icon, differ, sources in rows_of(EVENTS.format(chosen), values, kept=kept):
        event: Any = made(Event, FIELDS, told)
        if event.type_id not in kinds:
            kinds[event.type_id] = made(EventType, ("slug", "name", "icon"), (event.type_id, name, icon))
        TYPE.set_cached_value(event, kinds[event.type_id])
        event.differ, event.sources = differ, sources
        found.append(event)
    return found


def _passing(case: Case, asked: Asked, user: Any, *, besides: str = "") -> Where:
    """The faces of the case's events that pass the filters, save the one that `besides` names."""
    tests = conditions(asked, case.pk, public=not sees_all(user))
    return every([_seen(case, user), *(test for name, test in tests.items() if name != besides)])


def _seen(case: Case, user: Any) -> Where:
    """What this visitor may see of the case: of one that is not public, only staff anything."""
    staff = sees_all(user)
    return of_case(case.pk, public=not staff) if staff or case.is_public else Where("FALSE")


def _page(passing: Where, asked: Asked, after: Event | None, size: int) -> Page:
    """Of these faces, in the period asked for. PostgreSQL reads the second part only where the first falls short."""
    parts = [("latest", undated(after))]
    if after is None or after.earliest is not None:
        parts.insert(0, ("earliest", dated(after, backwards=asked.newest_first)))
    chosen = [_chosen(passing, _within(column, asked), ordered, size + 1) for column, ordered in parts]
    sql = " UNION ALL ".join(f"({part.sql})" for part in chosen)
    is_usual = not asked.count and size == PAGE_SIZE  # what most ask for
    values = [value for part in chosen for value in part.values]
    found = events_of_faces(f"SELECT * FROM ({sql}) AS either LIMIT {size + 1:d}", values, kept=is_usual)  # noqa: S608
    return Page(found[:size], more=len(found) > size)


def _within(column: str, asked: Asked) -> Where:
    """The period as plain bounds of one day, so that the index starts and ends there."""
    ends = [Where(f"{column} {side} %s", (day,)) for side, day in ((">=", asked.first), ("<=", asked.last)) if day]
    return every(ends)


def _chosen(passing: Where, besides: Where, ordered: Ordered, limit: int) -> Where:
    return chosen_faces(every([passing, besides, ordered.where]), ordered.order, limit)

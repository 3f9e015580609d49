"""What a visitor may see: every question of the pages starts here.

The public sees approved events of published cases and accepted citations; signed-in staff see suggestions as well.
"""

from typing import Any

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
)

from articles.models import Article, Case, Rights
from casetracker.replicas.router import rows_of
from timeline.models import LEFT, Citation, Event, EventType, Review, SavedView, sees_all
from timeline.queries.rows import made
from timeline.reader import PEOPLE, found_with


def shows_text(rights: str, *, staff: bool) -> bool:
    """Whether this visitor may read the words of an outlet with these rights. services.searching keeps the others out
    of the index."""
    return staff or rights != Rights.LINK


def cases(user: Any) -> QuerySet[Case]:
    return Case.objects.all() if sees_all(user) else Case.objects.public()


def events_of(case: Case, user: Any) -> QuerySet[Event]:
    return Event.objects.visible_to(user).filter(case=case)


def citations(user: Any) -> QuerySet[Citation]:
    return Citation.objects.all() if sees_all(user) else Citation.objects.filter(accepted=True)


def articles(user: Any) -> QuerySet[Article]:
    """All articles for staff; for the public those that a public event cites."""
    found = Article.objects.select_related("source")
    if sees_all(user):
        return found
    cited = citations(user).filter(
        mention__paragraph__version__article=OuterRef("pk"), event__in=Event.objects.visible_to(user)
    )
    return found.filter(Exists(cited))


# In SQL, since every page asks one of them: Django puts a statement together anew for each request, which takes longer
# than the statement.
CASE_FIELDS, EVENT_FIELDS = (tuple(field.attname for field in each._meta.concrete_fields) for each in (Case, Event))
TYPE_FIELDS = ("slug", "name", "icon")
CASE = f"""
    SELECT {", ".join(CASE_FIELDS)}, {PEOPLE.format(case="articles_case.id")} FROM articles_case
    WHERE slug = %s AND (is_public OR %s)
"""  # noqa: S608
EVENT = f"""
    SELECT {", ".join([*(f"event.{name}" for name in EVENT_FIELDS), *(f"type.{name}" for name in TYPE_FIELDS)])},
        {", ".join(f"its.{name}" for name in CASE_FIELDS)}, {PEOPLE.format(case="its.id")}
    FROM timeline_event event
    JOIN timeline_eventtype type ON type.slug = event.type_id JOIN articles_case its ON its.id = event.case_id
    WHERE event.public_id = %s
        AND CASE WHEN %s THEN event.review <> ALL(%s) ELSE event.review = %s AND its.is_public END
"""  # noqa: S608 -- put together from the names of columns; every value is a parameter


def find_case(slug: str, user: Any) -> Case | None:
    """With its people, for `reader_of`. One query."""
    rows = rows_of(CASE, [slug, sees_all(user)])
    return next((found_with(made(Case, CASE_FIELDS, told), people) for *told, people in rows), None)


def find_event(public_id: str, user: Any) -> Event | None:
    """With its type and its case, and that with its people. As `visible_to` has it; one query."""
    rows = rows_of(EVENT, [public_id, sees_all(user), list(LEFT), Review.APPROVED])
    if not rows:
        return None
    *told, people = rows[0]
    ends = len(EVENT_FIELDS), len(EVENT_FIELDS) + len(TYPE_FIELDS)
    event = made(Event, EVENT_FIELDS, told[: ends[0]])
    event.type = made(EventType, TYPE_FIELDS, told[ends[0] : ends[1]])
    event.case = found_with(made(Case, CASE_FIELDS, told[ends[1] :]), people)
    return event


def last_of(case: Case, public_id: str, user: Any) -> Event | None:
    """The event that a page of the list ended with, though it may have left the timeline since: for the public, one
    that they have seen. One query."""
    seen = Event.objects.filter(case=case, public_id=public_id)
    return (seen if sees_all(user) else seen.filter(first_public_at__isnull=False)).first()


def saved_views(case: Case, user: Any) -> QuerySet[SavedView]:
    """The filters of this case that this member of the staff kept, and those that others shared."""
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), case=case).select_related("owner")

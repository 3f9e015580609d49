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
from timeline.models import Citation, Event, SavedView, sees_all


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


def find_event(public_id: str, user: Any) -> Event | None:
    found = Event.objects.visible_to(user).filter(public_id=public_id)
    return next(iter(found.order_by().select_related("type", "case")), None)


def saved_views(case: Case, user: Any) -> QuerySet[SavedView]:
    """The filters of this case that this member of the staff kept, and those that others shared."""
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), case=case).select_related("owner")

"""What search engines ask for: which pages there are, and which to leave alone."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as library
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from articles.models import Article, Case
from timeline import queries
from timeline.models import Event
from timeline.reader import Reader, readers_of

PUBLIC = AnonymousUser()
A_FILE = 10_000  # addresses; the format allows 50,000, which would take long to write
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /search/
Disallow: /follow/
Disallow: /embed/
Disallow: /api/
Disallow: /*?

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Every filter of a timeline has an address; crawlers would never come to an end of them."""
    text = ROBOTS.format(sitemap=settings.SITE_URL + reverse("sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return library.index(request, SECTIONS, sitemap_url_name="sitemap-section")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return library.sitemap(request, SECTIONS, section=section)


class _Cases(Sitemap):
    limit = A_FILE

    def items(self) -> QuerySet[Case]:
        return queries.with_last_change(queries.cases(PUBLIC)).order_by("pk")

    def location(self, item: Case) -> str:
        return item.get_absolute_url()

    def lastmod(self, item: Case) -> Any:
        return item.changed  # type: ignore[attr-defined]  # annotated


class _ReadOnce(Paginator):
    """Django asks twice for the one page that a file holds."""

    read: Any = None

    def page(self, number: int | str) -> Any:
        if self.read is None or self.read.number != self.validate_number(number):
            self.read = super().page(number)
            self.read.object_list = list(self.read.object_list)
        return self.read


class _Events(Sitemap):
    """The readers, who know which names an address must not hold, are asked for once a file."""

    limit = A_FILE
    readers: dict[int, Reader]

    def items(self) -> QuerySet[Any]:
        events = Event.objects.public().select_related("case").only("public_id", "headline", "case")
        return queries.with_changed(events).order_by("pk")

    @cached_property
    def paginator(self) -> _ReadOnce:
        return _ReadOnce(self.items(), self.limit)

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        listed = list(self.paginator.page(page).object_list)
        self.readers = readers_of(PUBLIC, {event.case for event in listed})
        return super().get_urls(page, site, protocol)

    def location(self, item: Event) -> str:
        return self.readers[item.case_id].address(item)

    def lastmod(self, item: Any) -> Any:
        return item.changed_at

    def get_latest_lastmod(self) -> Any:
        """Of all files: something came to one of their cases, changed in it, or went."""
        return queries.with_last_change(queries.cases(PUBLIC)).aggregate(last=Max("changed"))["last"]


class _Articles(Sitemap):
    limit = A_FILE

    def items(self) -> QuerySet[Article]:
        return queries.articles(PUBLIC).order_by("pk")

    def location(self, item: Article) -> str:
        return item.get_absolute_url()


SECTIONS: dict[str, type[Sitemap] | Sitemap] = {"cases": _Cases, "events": _Events, "articles": _Articles}

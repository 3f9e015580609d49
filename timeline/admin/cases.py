"""Cases: what waits in each, and the switch that shows one to the public."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from articles.models import Case
from timeline.models import CaseSettings, Review
from timeline.services import publish_case, unpublish_case
from timeline.tasks import queue_rereading


class SettingsInline(admin.StackedInline):
    model = CaseSettings
    can_delete = False


@admin.register(Case)
class CaseAdmin(admin.ModelAdmin):
    list_display = ("title", "status", "is_public", "waiting", "approved", "articles_count", "links")
    list_filter = ("is_public",)
    search_fields = ("title", "slug")
    fields = ("title", "slug", "summary", "status", "timezone", "is_public")
    inlines = (SettingsInline,)
    actions = ("publish", "unpublish", "read_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        cases: QuerySet[Case] = super().get_queryset(request)
        return cases.annotate(
            n_waiting=Count("events", filter=Q(events__review=Review.SUGGESTED), distinct=True),
            n_approved=Count("events", filter=Q(events__review=Review.APPROVED), distinct=True),
            n_articles=Count("case_articles", distinct=True),
        )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Case | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("title",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Case | None = None) -> tuple[str, ...]:
        return ("is_public", "slug") if obj else ("is_public",)  # the address of a case stays

    def has_delete_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        return False  # unpublish it: its addresses stay

    @admin.display(description="to review", ordering="n_waiting")
    def waiting(self, case: Any) -> SafeString:
        return _count(
            case.n_waiting, "admin:timeline_event_changelist", case__id__exact=case.pk, review__exact="suggested"
        )

    @admin.display(description="approved", ordering="n_approved")
    def approved(self, case: Any) -> SafeString:
        return _count(
            case.n_approved, "admin:timeline_event_changelist", case__id__exact=case.pk, review__exact="approved"
        )

    @admin.display(description="articles", ordering="n_articles")
    def articles_count(self, case: Any) -> SafeString:
        return _count(case.n_articles, "admin:articles_article_changelist", cases__id__exact=case.pk)

    @admin.display(description="")
    def links(self, case: Case) -> SafeString:
        return format_html(
            '<a href="{}">Review</a> · <a href="{}">Timeline</a> · <a href="{}?case={}">Add an article</a>',
            reverse("desk", args=[case.slug]),
            case.get_absolute_url(),
            reverse("admin:articles_article_add"),
            case.pk,
        )

    @admin.action(permissions=["change"], description="Publish: show the case and its approved events to everyone")
    def publish(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        for case in queryset:
            publish_case(case=case, by=_editor(request))
            self.log_change(request, case, "Published.")
        self.message_user(request, "Published. Suggested events stay hidden until they are approved.", messages.SUCCESS)

    @admin.action(permissions=["change"], description="Unpublish: show the case to staff only")
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        for case in queryset:
            unpublish_case(case=case, by=_editor(request))
            self.log_change(request, case, "Unpublished.")
        self.message_user(request, "Only staff see it now.", messages.SUCCESS)

    @admin.action(permissions=["change"], description="Read all articles again (after the rules have changed)")
    def read_again(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        for case in queryset:
            queue_rereading(case)
        self.message_user(request, "Queued: the worker reads them now. What editors decided stays.", messages.SUCCESS)


def _count(number: int, view: str, **filters: str | int) -> SafeString:
    return format_html('<a href="{}?{}">{}</a>', reverse(view), urlencode(filters), number)


def _editor(request: HttpRequest) -> Any:
    return request.user

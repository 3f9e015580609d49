"""Cases: what waits in each, and the switch that shows one to the public."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import slugify

from articles.models import Case
from casetracker.taken import Retold
from timeline.models import CaseSettings, Review
from timeline.services import publish_case, unpublish_case
from timeline.tasks import queue_rereading

SHOWN = "Published: {}. Suggested events stay hidden until they are approved."


class CaseForm(forms.ModelForm):
    """The name in the address may be left to the title."""

    class Meta:
        model = Case
        fields = ("title", "slug", "summary", "status", "timezone")
        labels = {"slug": "Name in its address", "timezone": "Time zone"}
        help_texts = {
            "slug": "Like “harbour-fire”. Empty: made of the title. It stays as it is, so that no link breaks.",
            "timezone": "Where the story takes place, like America/Los_Angeles: its pages tell times so.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))[:80].strip("-")
        if not slug and "title" in self.cleaned_data:
            raise ValidationError("Write one in plain letters: none could be made of this title.")
        if slug and Case.objects.filter(slug=slug).exists():
            raise ValidationError(f"There is a case “{slug}” already. Write another name here.")
        return slug


class SettingsInline(admin.StackedInline):
    model = CaseSettings
    can_delete = False


@admin.register(Case)
class CaseAdmin(Retold):
    form = CaseForm
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

    def response_add(self, request: HttpRequest, obj: Case, post_url_continue: str | None = None) -> HttpResponse:
        """On to its first article."""
        if not {"_continue", "_addanother", "_popup"}.isdisjoint(request.POST):
            return super().response_add(request, obj, post_url_continue)
        said = f"“{obj}” is there, and only staff see it. Now add its first article."
        self.message_user(request, said, messages.SUCCESS)
        return redirect(f"{reverse('admin:articles_article_add')}?case={obj.pk}")

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
            try:
                publish_case(case=case, by=_editor(request))
            except ValidationError as error:
                self.message_user(request, f"{case} stays hidden. {' '.join(error.messages)}", messages.ERROR)
            else:
                self.log_change(request, case, "Published.")
                self.message_user(request, SHOWN.format(case), messages.SUCCESS)

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

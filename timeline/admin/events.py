"""The review of events: what the machine suggested, beside the sentences that it rests on."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from timeline.extraction import edtf as dates
from timeline.models import Citation, Claim, Event, EventType, Review
from timeline.reconciliation import reading
from timeline.services import approve_events, edit_event, reject_events, return_events


class NewEvidence(admin.SimpleListFilter):
    """Approved events that new articles tell of: their new sources wait to be accepted."""

    title = "evidence"
    parameter_name = "evidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("new", "New sources to accept"), ("differ", "Sources differ")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        citations = Citation.objects.filter(event=OuterRef("pk"))
        if self.value() == "new":
            return queryset.filter(Exists(citations.filter(accepted=False)), review=Review.APPROVED)
        if self.value() == "differ":
            return queryset.filter(Exists(Claim.objects.filter(citation__event=OuterRef("pk"), disputed=True)))
        return queryset


class EventForm(forms.ModelForm):
    """What an editor may set; the date is checked here, so that its error stands beside its field."""

    class Meta:
        model = Event
        fields = ("headline", "type", "status", "edtf", "ordinal")
        labels = {"edtf": "Date (EDTF)"}
        widgets = {"headline": forms.TextInput(attrs={"class": "vTextField"})}
        help_texts = {"edtf": "2016-06-10 · 2016-06 · 2016 · 2016-W22 (a week) · 2016-06~ (about) · empty: not dated"}

    def clean_edtf(self) -> str:
        edtf: str = self.cleaned_data["edtf"].strip()
        if edtf:
            try:
                dates.days(edtf)
            except ValueError as error:
                raise forms.ValidationError(f"This is no date that we can keep: {error}") from error
        return edtf


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    form = EventForm
    list_display = ("headline", "date", "type", "status", "review", "sources", "differ", "site_link")
    list_filter = (
        "review",
        NewEvidence,
        ("case", admin.RelatedOnlyFieldListFilter),
        ("type", admin.RelatedOnlyFieldListFilter),
        "status",
    )
    list_select_related = ("type", "case")
    list_per_page = 50
    search_fields = ("headline", "public_id")
    ordering = ("earliest", "latest", "ordinal", "id")
    readonly_fields = ("review", "evidence", "explanation", "reports_say", "site_link")
    fields = (
        *("review", "headline", "type", "status", "edtf", "ordinal"),
        *("reports_say", "explanation", "evidence", "site_link"),
    )
    actions = ("approve", "reject", "return_to_queue")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        disputed = Claim.objects.filter(citation__event=OuterRef("pk"), disputed=True)
        events: QuerySet[Event] = super().get_queryset(request)
        return events.annotate(
            n_sources=Count("citations__mention__run__version__article__source", distinct=True),
            n_new=Count("citations", filter=Q(citations__accepted=False, review=Review.APPROVED), distinct=True),
            is_disputed=Exists(disputed),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # an event without a report has no place here: add the article that tells of it

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False  # reject it: then it stays rejected when the articles are read again

    @admin.display(ordering="earliest", description="date")
    def date(self, event: Event) -> str:
        return dates.describe(event.edtf) if event.edtf else "not dated"

    @admin.display(ordering="n_sources")
    def sources(self, event: Any) -> str:
        return f"{event.n_sources} ({event.n_new} new)" if event.n_new else str(event.n_sources)

    @admin.display(description="")
    def differ(self, event: Any) -> str:
        return "sources differ" if event.is_disputed else ""

    @admin.display(description="page")
    def site_link(self, event: Event) -> SafeString:
        return format_html('<a href="{}">{}</a>', event.get_absolute_url(), event.public_id)

    @admin.display(description="the reports say")
    def reports_say(self, event: Event) -> str:
        """What the machine reads in the reports now; what was approved or edited changes only by an editor."""
        found = reading(event)
        if found is None:
            return "–"
        said = (found.type, found.status, found.edtf or "", found.headline)
        if said == (event.type_id, event.status, event.edtf, event.headline):
            return "the same"
        return f"{found.headline} ({found.type}, {found.status}, {dates.describe(found.edtf or '') or 'not dated'})"

    @admin.display(description="evidence")
    def evidence(self, event: Event) -> SafeString:
        citations = event.citations.select_related("mention__paragraph", "mention__run__version__article__source")
        citations = citations.defer("mention__run__version__text")
        citations = citations.prefetch_related(Prefetch("claims", Claim.objects.order_by("field", "value")))
        return mark_safe(render_to_string("admin/timeline/event/evidence.html", {"citations": citations}))  # noqa: S308

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        if form.changed_data:
            editor: Any = request.user
            edit_event(event=obj, by=editor, **{name: form.cleaned_data[name] for name in form.changed_data})

    @admin.action(permissions=["change"], description="Approve: the public sees it once its case is published")
    def approve(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        cases = {e.case.title for e in queryset.select_related("case") if not e.case.is_public}
        number = approve_events(events=queryset, by=_editor(request))
        self.message_user(request, f"Approved: {number}.", messages.SUCCESS)
        for title in sorted(cases):
            self.message_user(
                request, f"“{title}” is still a draft: publish it in the list of cases.", messages.WARNING
            )

    @admin.action(permissions=["change"], description="Reject: take off the timeline")
    def reject(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        number = reject_events(events=queryset, by=_editor(request))
        self.message_user(request, f"Rejected: {number}. “Return to the queue” brings them back.", messages.SUCCESS)

    @admin.action(permissions=["change"], description="Return to the queue")
    def return_to_queue(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        number = return_events(events=queryset, by=_editor(request))
        self.message_user(request, f"Back in the queue: {number}.", messages.SUCCESS)


@admin.register(EventType)
class EventTypeAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "icon")
    search_fields = ("name", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: EventType | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()  # rules and exports say it

    def has_delete_permission(self, request: HttpRequest, obj: EventType | None = None) -> bool:
        return False


def _editor(request: HttpRequest) -> Any:
    return request.user

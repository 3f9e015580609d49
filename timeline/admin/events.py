"""The review of events: what the machine suggested, beside the sentences that it rests on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from timeline.admin.event_form import FIELDS, EventForm
from timeline.admin.numbers import key_and_revision, whole_number
from timeline.desk import report_counts, survivor
from timeline.extraction import edtf as dates
from timeline.models import Citation, Claim, Event, Grounds, Review
from timeline.orphans import mark_orphans
from timeline.presentation.history import changes_words
from timeline.presentation.rooms import desk_of
from timeline.reconciliation import reading
from timeline.services import (
    Outdated,
    UndoRefused,
    accept_evidence,
    approve_events,
    in_force,
    mark_distinct,
    mark_key,
    merge_events,
    reject_events,
    restore_events,
    return_events,
    split_event,
    undo_decision,
    withdraw_events,
    words_of,
)
from timeline.suspicions import likenesses_of


class NewEvidence(admin.SimpleListFilter):
    """What the reports come to: new ones to accept, those that differ, those that never told how a plan ended."""

    title = "evidence"
    parameter_name = "evidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("new", "New sources to accept"),
            ("differ", "Sources differ"),
            ("overdue", "Planned for a day that is over"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        citations = Citation.objects.filter(event=OuterRef("pk"))
        if self.value() == "new":
            return queryset.filter(Exists(citations.filter(accepted=False)), review=Review.APPROVED)
        if self.value() == "differ":
            return queryset.filter(Exists(Claim.objects.filter(citation__event=OuterRef("pk"), disputed=True)))
        if self.value() == "overdue":
            return queryset.filter(pk__in=Event.objects.overdue(timezone.now()))
        return queryset


class DecidingForm(ActionForm):
    """What goes along with an action on chosen events."""

    reason = forms.CharField(required=False, label="Reason")
    grounds = forms.ChoiceField(
        required=False, label="To readers", choices=[("", "(where withdrawn: why)"), *Grounds.choices]
    )


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    form = EventForm
    list_display = ("headline", "date", "type", "status", "review", "sources", "differ", "site_link")
    list_filter = (
        "review",
        "is_key",
        NewEvidence,
        ("case", admin.RelatedOnlyFieldListFilter),
        ("type", admin.RelatedOnlyFieldListFilter),
        "status",
    )
    list_select_related = ("type", "case")
    list_per_page = 50
    search_fields = ("headline", "public_id")
    ordering = ("earliest", "latest", "ordinal", "id")
    readonly_fields = ("review", "evidence", "explanation", "reports_say", "perhaps_the_same", "site_link", "decided")
    actions = ("approve", "reject", "return_to_queue", "withdraw", "restore", "merge", "not_the_same", "key", "no_key")
    action_form = DecidingForm
    change_form_template = "admin/timeline/event/decide.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        disputed = Claim.objects.filter(citation__event=OuterRef("pk"), disputed=True)
        events: QuerySet[Event] = super().get_queryset(request)
        return events.annotate(
            n_sources=Count("citations__mention__run__version__article__source", distinct=True),
            n_new=Count("citations", filter=Q(citations__accepted=False, review=Review.APPROVED), distinct=True),
            is_disputed=Exists(disputed),
        )

    def get_fields(self, request: HttpRequest, obj: Event | None = None) -> tuple[str, ...]:
        asked = (*FIELDS, "reason", "seen") if self.has_change_permission(request, obj) else FIELDS
        return ("review", *asked, "reports_say", "perhaps_the_same", "explanation", "evidence", "decided", "site_link")

    def get_form(self, request: HttpRequest, obj: Event | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.editor = request.user
        return form

    def get_urls(self) -> list[URLPattern]:
        decide = path("<int:pk>/decide/", self.admin_site.admin_view(self.decide), name="timeline_event_decide")
        return [decide, *super().get_urls()]

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the buttons beside the evidence and the decisions of an event ask for."""
        event = get_object_or_404(Event, pk=pk)
        if not self.has_change_permission(request, event):
            raise PermissionDenied
        chosen = Citation.objects.filter(event=event, pk__in=map(whole_number, request.POST.getlist("report")))
        given: dict[str, Any] = {"by": request.user, "reason": request.POST.get("reason", "")}
        if "split" in request.POST:
            self._decide(
                request, "Split off, and put into the queue.", split_event, event=event, citations=chosen, **given
            )
        elif "accept" in request.POST:
            self._decide(request, "Accepted.", accept_evidence, citations=chosen, **given)
        elif "undo" in request.POST:
            decision = get_object_or_404(event.decisions, pk=whole_number(request.POST["undo"]))
            self._decide(request, "Taken back.", undo_decision, decision=decision, **given)
        return redirect("admin:timeline_event_change", pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # an event without a report has no place here: add the article that tells of it

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False  # reject it: then it stays rejected when the articles are read again

    def action_checkbox(self, obj: Event) -> SafeString:
        """With the revision that is shown: what has changed meanwhile is not decided unseen."""
        return format_html(
            '{}<input type="hidden" name="seen" value="{}:{}">', super().action_checkbox(obj), obj.pk, obj.revision
        )

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
        page = '<a href="{}">{}</a> · <a href="{}">Review desk</a>'
        return format_html(page, event.get_absolute_url(), event.public_id, desk_of(event))

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

    @admin.display(description="perhaps the same")
    def perhaps_the_same(self, event: Event) -> SafeString | str:
        """Events that may be this one, with what speaks for it and against."""
        found = [(e.headline, f"{e.edtf}: {', '.join(why)}", e.pk) for e, why in likenesses_of(event)]
        rows = ((reverse("admin:timeline_event_change", args=[pk]), headline, why) for headline, why, pk in found)
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a> – {}', rows) or "–"

    @admin.display(description="evidence")
    def evidence(self, event: Event) -> SafeString:
        citations = event.citations.select_related("mention__paragraph", "mention__run__version__article__source")
        citations = citations.defer("mention__run__version__text")
        citations = citations.prefetch_related(Prefetch("claims", Claim.objects.order_by("field", "value")))
        evidence = {"citations": mark_orphans(citations)}
        return mark_safe(render_to_string("admin/timeline/event/evidence.html", evidence))  # noqa: S308

    @admin.display(description="decisions")
    def decided(self, event: Event) -> SafeString:
        decisions = list(event.decisions.select_related("by", "case", "undoes").order_by("-pk"))
        standing = in_force(decisions)
        rows = [
            {
                "decision": decision,
                "who": words_of(decision),
                "what": " ".join(changes_words(event, decision)),
                "stands": decision.pk in standing,
            }
            for decision in decisions
        ]
        return mark_safe(render_to_string("admin/timeline/event/decisions.html", {"rows": rows}))  # noqa: S308

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        """The form has decided already."""

    @admin.action(permissions=["change"], description="Approve: the public sees it once its case is published")
    def approve(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        cases = {e.case.title for e in queryset.select_related("case") if not e.case.is_public}
        if self._decide(request, "Approved: {}.", approve_events, events=queryset, **_told(request)):
            for title in sorted(cases):
                said = f"“{title}” is still a draft: publish it in the list of cases."
                self.message_user(request, said, messages.WARNING)

    @admin.action(permissions=["change"], description="Reject: keep off the timeline")
    def reject(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        said = "Rejected: {}. “Restore” brings them back."
        self._decide(request, said, reject_events, events=queryset, **_told(request))

    @admin.action(permissions=["change"], description="Return to the queue")
    def return_to_queue(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._decide(request, "Back in the queue: {}.", return_events, events=queryset, **_told(request))

    @admin.action(permissions=["change"], description="Withdraw: take from the public")
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        told = {**_told(request), "grounds": request.POST.get("grounds", "")}
        self._decide(request, "Withdrawn: {}.", withdraw_events, events=queryset, **told)

    @admin.action(permissions=["change"], description="Restore what was withdrawn or rejected")
    def restore(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._decide(request, "Restored: {}.", restore_events, events=queryset, **_told(request))

    @admin.action(permissions=["change"], description="Merge into one …")
    def merge(self, request: HttpRequest, queryset: QuerySet[Event]) -> HttpResponse | None:
        """First a page that says which of them stays, where another can be chosen."""
        events = list(queryset.select_related("type").order_by("pk"))
        chosen = whole_number(request.POST.get("survivor"))
        into = next((event for event in events if event.pk == chosen), None)
        said = f"Merged into “{into}”; its page has an Undo button."
        if into and self._decide(request, said, merge_events, survivor=into, others=queryset, **_told(request)):
            return None
        counts = report_counts(events)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Which of them stays?",
            "events": [(event, dates.describe(event.edtf), counts.get(event.pk, 0)) for event in events],
            "survivor": into or survivor(events, counts),
            "reason": request.POST.get("reason", ""),
        }
        return TemplateResponse(request, "admin/timeline/event/merge.html", context)

    @admin.action(permissions=["change"], description="Not the same: never put these together")
    def not_the_same(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._decide(request, "Noted: they are not the same.", mark_distinct, events=queryset, **_told(request))

    @admin.action(permissions=["change"], description="Key: let it stand at the head of its case")
    def key(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._decide(request, "Key events now: {}.", mark_key, events=queryset, is_key=True, **_told(request))

    @admin.action(permissions=["change"], description="No key event any more")
    def no_key(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._decide(request, "Key events no longer: {}.", mark_key, events=queryset, is_key=False, **_told(request))

    def _decide(self, request: HttpRequest, said: str, verb: Callable[..., Any], **given: Any) -> bool:
        """Do it and say so, or say why not. `said` counts the decisions of verbs that make several."""
        try:
            done = verb(**given)
        except (UndoRefused, Outdated, PermissionDenied) as refused:
            self.message_user(request, str(refused), messages.ERROR)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            self.message_user(request, said.format(len(done)) if isinstance(done, list) else said, messages.SUCCESS)
            return True
        return False


def _told(request: HttpRequest) -> dict[str, Any]:
    """Who asks, the reason typed beside the actions, and how the events stood when they were listed."""
    seen = dict(key_and_revision(shown) for shown in request.POST.getlist("seen"))
    return {"by": request.user, "reason": request.POST.get("reason", ""), "seen": seen}

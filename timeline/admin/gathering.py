"""Feeds of a case, and the addresses that they or an editor named."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.choosing import CaseField
from articles.errors import IngestError
from articles.feeds import Entry, Rule
from articles.services import check_address
from timeline import gathering
from timeline.admin.numbers import whole_number
from timeline.models import Address, Feed, Standing
from timeline.services import fetch_again, hand_in, save_feed
from timeline.services.gathering import MOST, TOLD

NAMED = 20  # wrong lines of a list; more are counted
TESTED = "This was a test: nothing is saved yet."
TRIED = 30  # entries that a test shows
WIDE = forms.Textarea(attrs={"rows": 2, "cols": 80})


@dataclass(frozen=True, slots=True)
class Tried:
    """An entry of a feed under test, and why it would be left out (empty: it would be fetched)."""

    entry: Entry
    why_not: str


class FeedForm(forms.ModelForm):
    """With the button “Test” the feed is read, and nothing is saved."""

    case = CaseField()

    class Meta:
        model = Feed
        fields = TOLD
        field_classes = {"url": partial(forms.URLField, assume_scheme="https")}
        widgets = {"every": WIDE, "some": WIDE, "never": WIDE}

    tried: list[Tried] | None = None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "_test" in self.data and told.get("url"):
            try:
                page = gathering.read(told["url"])
            except IngestError as error:
                self.add_error("url", str(error))
            else:
                rule = Rule(told["every"], told["some"], told["never"])
                self.tried = [Tried(e, rule.why_not(f"{e.title}\n{e.summary}")) for e in page.entries[:TRIED]]
        if "_test" in self.data:
            self.add_error(None, TESTED)
        return told


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    form = FeedForm
    change_form_template = "admin/timeline/feed/edit.html"
    list_display = ("url", "case", "is_active", "looked_at", "due_at", "problem", "taken", "left_out")
    list_filter = ("is_active", ("case", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("case",)
    search_fields = ("url",)
    readonly_fields = ("looked_at", "due_at", "failures", "problem")
    fieldsets = (
        (None, {"fields": ("case", "url", "source", "is_active")}),
        ("Which entries are fetched", {"fields": ("every", "some", "never")}),
        ("How it fares", {"fields": readonly_fields}),
    )

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """A test that succeeded leaves nothing to correct."""
        if context["adminform"].form.errors == {NON_FIELD_ERRORS: [TESTED]}:
            context |= {"errors": [], "tested": TESTED}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        feeds: QuerySet[Feed] = super().get_queryset(request)
        left_out = Q(addresses__standing=Standing.LEFT_OUT)
        return feeds.annotate(n_left=Count("addresses", filter=left_out), n_taken=Count("addresses", filter=~left_out))

    @admin.display(description="fetched", ordering="n_taken")
    def taken(self, feed: Any) -> SafeString:
        return _link(feed, feed.n_taken, "")

    @admin.display(description="left out", ordering="n_left")
    def left_out(self, feed: Any) -> SafeString:
        return _link(feed, feed.n_left, f"&standing__exact={Standing.LEFT_OUT}")

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        editor: Any = request.user
        told = {name: form.cleaned_data[name] for name in TOLD}
        obj.pk = save_feed(by=editor, feed=obj if change else None, **told).pk


def _link(feed: Feed, count: int, more: str) -> SafeString:
    address = reverse("admin:timeline_address_changelist")
    return format_html('<a href="{}?feed__id__exact={}{}">{}</a>', address, feed.pk, more, count)


class HandInForm(forms.Form):
    case = CaseField()
    addresses = forms.CharField(
        help_text=f"One a line, at most {MOST:,}. Each page is fetched by itself, one at a time from each site.",
        widget=forms.Textarea(attrs={"rows": 12, "cols": 90, "placeholder": "https://"}),
    )

    def clean_addresses(self) -> list[str]:
        lines = self.cleaned_data["addresses"].splitlines()
        if wrong := [f"Line {number}: {why}" for number, line in enumerate(lines, 1) for why in _why_not(line)]:
            more = [f"And {len(wrong) - NAMED} more."] if len(wrong) > NAMED else []
            raise forms.ValidationError([*wrong[:NAMED], *more])
        return [url for line in lines for url in line.split()]


def _why_not(line: str) -> Iterator[str]:
    """What is wrong with the addresses of a line."""
    for url in line.split():
        try:
            check_address(url)
        except IngestError as error:
            yield str(error)


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    list_display = ("url", "case", "standing", "why", "found_by", "read", "at")
    list_filter = ("standing", ("case", admin.RelatedOnlyFieldListFilter), ("feed", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("case", "feed", "article", "by")
    list_display_links = None
    search_fields = ("url", "title")
    show_full_result_count = False
    actions = ("again",)

    def has_change_permission(self, request: HttpRequest, obj: Address | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Address | None = None) -> bool:
        return False  # a feed would name it again, and it would be fetched again

    @admin.display(description="named by")
    def found_by(self, address: Address) -> str:
        return str(address.feed or address.by or "")

    @admin.display(description="article")
    def read(self, address: Address) -> str | SafeString:
        if address.article is None:
            return ""
        page = reverse("admin:articles_article_change", args=[address.article_id])
        return format_html('<a href="{}">{}</a>', page, address.article)

    @admin.action(permissions=["add"], description="Fetch again what was left out or could not be added")
    def again(self, request: HttpRequest, queryset: QuerySet[Address]) -> None:
        editor: Any = request.user
        count = fetch_again(addresses=queryset, by=editor)
        self.message_user(request, f"{count} queued: they are fetched one after another.", messages.SUCCESS)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Many addresses at once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = HandInForm(request.POST or None, initial={"case": whole_number(request.GET.get("case")) or None})
        if form.is_valid():
            case, editor = form.cleaned_data["case"], request.user
            try:
                count = hand_in(case=case, urls=form.cleaned_data["addresses"], by=editor)  # type: ignore[arg-type]
            except IngestError as error:
                form.add_error("addresses", str(error))
            else:
                self.message_user(request, f"{count} queued. This list shows what becomes of each.", messages.SUCCESS)
                address = reverse("admin:timeline_address_changelist")
                return HttpResponseRedirect(f"{address}?case__id__exact={case.pk}")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "title": "Fetch many pages",
        }
        return TemplateResponse(request, "admin/timeline/address/add.html", context)

"""The forms by which editors add articles: one takes what they hand in, the other shows what was read of each."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone as clock

from articles.choosing import CaseField
from articles.days import publication_day, refuse_future
from articles.drafts import Draft
from articles.duplicates import Alike
from articles.errors import IngestError
from articles.intake import MOST
from articles.limited import LARGEST_UPLOAD
from articles.models import Article, Case, Source, validate_zone
from articles.services import check_address, check_text
from articles.snapshots import waiting_of

WIDE = {"class": "vTextField"}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data)


class AddForm(forms.Form):
    """What is handed in: a text, files, addresses. What is told beside it goes before what it says itself."""

    case = CaseField()
    source = forms.CharField(
        required=False,
        max_length=200,
        help_text="Who published it. Empty: as the page says.",
        widget=forms.TextInput(attrs={"list": "known-sources", **WIDE}),
    )
    published = forms.CharField(
        label="Published on",
        required=False,
        help_text="The day, like 2016-06-10. “Friday” in the article is counted from it. Empty: as the page says.",
        widget=forms.TextInput(attrs={"placeholder": "2016-06-10"}),
    )
    timezone = forms.CharField(
        required=False, help_text="Where it was published, like America/Los_Angeles. Empty: the case's zone."
    )
    title = forms.CharField(max_length=500, required=False, widget=forms.TextInput(attrs=WIDE))
    url = forms.URLField(
        label="Its address",
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text="Of the text that you paste: kept beside it, not fetched.",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12, "cols": 90}),
        help_text="One paragraph a line.",
    )  # fmt: skip
    file = FilesField(
        label="Files",
        required=False,
        help_text=f".txt, .html, .docx or .pdf, several at once, each up to {LARGEST_UPLOAD // 1_000_000} MB.",
        widget=FilesInput(attrs={"multiple": True, "accept": ".txt,.text,.md,.html,.htm,.docx,.pdf"}),
    )
    addresses = forms.CharField(
        label="Pages to fetch",
        required=False,
        help_text="One address a line. The server fetches them now.",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 90, "placeholder": "https://"}),
    )

    same_as = forms.ModelChoiceField(Article.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, dropped: Sequence[str] = (), **kwargs: Any) -> None:
        """`dropped` are the names of files that were too large to be received."""
        super().__init__(*args, **kwargs)
        self.dropped = dropped

    def clean_timezone(self) -> str:
        zone: str = self.cleaned_data["timezone"].strip()
        if zone:
            validate_zone(zone)
        return zone

    def clean_addresses(self) -> list[str]:
        return list(self.cleaned_data["addresses"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if case := data.get("case"):
            data["timezone"] = data.get("timezone") or case.timezone
        handed_in = len(data.get("file", [])) + len(data.get("addresses", []))
        if handed_in > MOST:
            self.add_error(None, f"These are {handed_in} articles; at most {MOST} are taken at once.")
        if not handed_in and not self.dropped and not self.errors and not data.get("text", "").strip():
            self.add_error("text", "It is empty. Paste the text of an article, or name files or addresses.")
        return data


class DraftForm(forms.Form):
    """An article as it was read, for the editor to complete and correct before it is added."""

    take = forms.BooleanField(label="Add this one", label_suffix="", required=False, initial=True)
    where = forms.CharField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(required=False, widget=forms.HiddenInput)
    snapshot = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(max_length=500, required=False, widget=forms.TextInput(attrs=WIDE))
    source = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-sources", **WIDE}),
        error_messages={"required": "It does not say who published it. Write the outlet's name."},
    )
    published = forms.CharField(
        label="Published on",
        help_text="The day, like 2016-06-10.",
        error_messages={"required": "No day of publication was found. Write it, like 2016-06-10."},
    )
    timezone = forms.CharField(max_length=64)
    url = forms.CharField(label="Its address", max_length=1000, required=False, widget=forms.TextInput(attrs=WIDE))
    same_as = forms.ModelChoiceField(Article.objects.none(), label="It is", required=False, empty_label="a new article")
    text = forms.CharField(strip=False, required=False, widget=forms.Textarea(attrs={"rows": 10, "cols": 90}))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        same_as: Any = self.fields["same_as"]
        same_as.queryset = Article.objects.filter(cases=case)
        self.offer([])

    def offer(self, alike: Iterable[Alike]) -> None:
        """Let the editor say that it is the next version of one of these, where the case has them."""
        here = {found.article.pk: found.article for found in alike if self.case in found.cases}
        chosen = str(self["same_as"].value() or "")
        if chosen.isdecimal() and int(chosen) not in here:
            here |= self.fields["same_as"].queryset.in_bulk([int(chosen)])  # type: ignore[attr-defined]
        widget: Any = self.fields["same_as"].widget
        widget.choices = [("", "a new article"), *((pk, f"the next version of “{a}”") for pk, a in here.items())]

    @property
    def is_maybe_known(self) -> bool:
        widget: Any = self.fields["same_as"].widget
        return len(widget.choices) > 1

    def clean_text(self) -> str:
        text: str = self._checked(lambda: check_text(self.cleaned_data["text"]))
        return text

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        self._checked(lambda: check_address(url))
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            data["snapshot"] = waiting_of(data["snapshot"])
        except IngestError as error:
            self.add_error(None, str(error))
        if data.get("published") and data.get("timezone"):
            try:
                data["published"] = self._day(data["published"], data["timezone"])
            except IngestError as error:
                self.add_error("published", str(error))
        return data

    def told(self) -> dict[str, Any]:
        """What `add_article` wants to know."""
        data = self.cleaned_data
        names = ("title", "source", "published", "timezone", "url", "text", "snapshot")
        key = data["same_as"] and data["same_as"].case_articles.get(case=self.case).key
        return {"case": self.case, "key": key, **{name: data[name] for name in names}}

    def _day(self, raw: str, zone: str) -> dt.date:
        day = publication_day(raw, zone)
        refuse_future(day, zone, clock.now())
        return day

    def _checked(self, check: Any) -> Any:
        try:
            return check()
        except IngestError as error:
            raise forms.ValidationError(str(error)) from error


def draft_forms(drafts: Sequence[Draft], case: Case, same_as: Article | None) -> list[DraftForm]:
    """A form for each draft, bound to what was read, so that what is missing is said at once. `same_as` is the article
    whose next version the only draft is to be."""
    names = ("where", "note", "snapshot", "title", "source", "published", "timezone", "url", "text")
    forms_ = []
    for i, draft in enumerate(drafts):
        data = {f"{i}-{name}": getattr(draft, name) for name in names}
        data |= {f"{i}-take": "on", f"{i}-same_as": str(same_as.pk) if same_as and len(drafts) == 1 else ""}
        forms_.append(DraftForm(data, prefix=str(i), case=case))
    return forms_


def known_sources() -> list[str]:
    """For a field's list of suggestions."""
    return list(Source.objects.values_list("name", flat=True)[:200])

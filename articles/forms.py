"""The form by which an editor adds an article: paste it, or hand in a file."""

from typing import Any

from django import forms
from django.utils import timezone as clock

from articles.clean import Page, clean_html
from articles.days import publication_day, refuse_future
from articles.encodings import decode
from articles.errors import IngestError
from articles.models import Case, Source, validate_zone
from articles.reading import HTML, LARGEST_FILE
from articles.services import check_text


class AddArticleForm(forms.Form):
    """What is needed to ingest an article; `cleaned_data["text"]` holds the text, from whichever field it came."""

    case = forms.ModelChoiceField(Case.objects.all())
    source = forms.CharField(
        max_length=200,
        help_text="Who published it.",
        widget=forms.TextInput(attrs={"list": "known-sources", "class": "vTextField"}),
    )
    published = forms.CharField(
        label="Published on",
        help_text="The day, like 2016-06-10. “Friday” in the article is counted from it.",
        widget=forms.TextInput(attrs={"placeholder": "2016-06-10", "inputmode": "numeric"}),
    )
    timezone = forms.CharField(
        required=False, help_text="Where it was published, like America/Los_Angeles. Empty: the case's zone."
    )
    title = forms.CharField(max_length=500, required=False, widget=forms.TextInput(attrs={"class": "vTextField"}))
    url = forms.URLField(
        label="Address",
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18, "cols": 90}),
        help_text="One paragraph a line. Or hand in a file below.",
    )  # fmt: skip
    file = forms.FileField(required=False, help_text="A .txt or .html file.")

    def known_sources(self) -> list[str]:
        """For the field's list of suggestions."""
        return list(Source.objects.values_list("name", flat=True)[:200])

    def clean_timezone(self) -> str:
        zone: str = self.cleaned_data["timezone"].strip()
        if zone:
            validate_zone(zone)
        return zone

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > LARGEST_FILE:
            raise forms.ValidationError(f"It has {upload.size:,} bytes; at most {LARGEST_FILE:,} are read.")
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if case := data.get("case"):
            data["timezone"] = data.get("timezone") or case.timezone
        if data.get("text", "").strip() and data.get("file"):
            self.add_error("file", "There is a text and a file: leave one of them out.")
        elif data.get("file"):
            self._read_file(data)
        self._check("text", lambda: data.update(text=check_text(data.get("text", ""))))
        if data.get("published") and data.get("timezone"):
            self._check("published", lambda: data.update(published=self._day(data)))
        return data

    def _day(self, data: dict[str, Any]) -> Any:
        day = publication_day(data["published"], data["timezone"])
        refuse_future(day, data["timezone"], clock.now())
        return day

    def _read_file(self, data: dict[str, Any]) -> None:
        upload = data["file"]

        def read() -> None:
            text = decode(upload.read()).text
            if upload.name.lower().endswith(tuple(HTML)):
                page: Page = clean_html(text)
                text, data["title"], data["url"] = (
                    page.text,
                    data.get("title") or page.title,
                    data.get("url") or page.url,
                )
            data["text"] = text

        self._check("file", read)

    def _check(self, field: str, step: Any) -> None:
        """Do a step; what it refuses is said beside the field."""
        if field not in self.errors and not (field == "text" and "file" in self.errors):
            try:
                step()
            except IngestError as error:
                self.add_error(field, str(error))

"""The date lab: every temporal expression of a pasted text, with its value and the reason. Nothing is kept."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.days import publication_day
from articles.errors import IngestError
from articles.models import Article, validate_zone
from articles.segment import segment
from timeline.extraction import edtf
from timeline.extraction.languages import detect
from timeline.extraction.timex import find_timexes
from timeline.extraction.types import Timex
from timeline.presentation.wording import day_words

LONGEST = 200_000  # code points: what a page can show
LANGUAGES = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "it": "Italian",
    "pt": "Portuguese",
    "es": "Spanish",
    "": "Find out (takes a moment)",
}


class DateLabForm(forms.Form):
    text = forms.CharField(strip=False, widget=forms.Textarea(attrs={"rows": 10}), help_text="One paragraph a line.")
    published = forms.CharField(
        required=False,
        label="Published on",
        help_text="The day, like 2016-06-10. Empty: relative expressions stay open.",
        widget=forms.TextInput(attrs={"placeholder": "2016-06-10", "size": 28}),
    )
    timezone = forms.CharField(
        required=False,
        label="Time zone",
        help_text="Where it was published, if a time of day is given with the day.",
        widget=forms.TextInput(attrs={"placeholder": "UTC", "size": 28}),
    )
    language = forms.ChoiceField(choices=list(LANGUAGES.items()), required=False, initial="en")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST:
            raise forms.ValidationError(
                f"The lab takes {LONGEST:,} characters at most; this text has {len(text):,}. Paste a part of it."
            )
        return text

    def clean_timezone(self) -> str:
        zone: str = self.cleaned_data["timezone"].strip()
        if zone:
            validate_zone(zone)
        return zone

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        try:
            zone = told.get("timezone") or "UTC"
            told["day"] = publication_day(told["published"], zone) if told.get("published") else None
        except IngestError as error:
            self.add_error("published", str(error))
        return told


@dataclass(frozen=True, slots=True)
class Reading:
    """One expression for the table: `means` are its days in words, "" where it names none or stays open."""

    number: int
    timex: Timex
    means: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text; `reading` where it is an expression."""

    text: str
    reading: Reading | None = None


def page(request: HttpRequest) -> HttpResponse:
    """The form, and below it what was found; `?article=7` shows the newest text of an article."""
    form = _form(request)
    context = {**admin.site.each_context(request), "title": "Date lab", "form": form}
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        language = told["language"] or detect(told["text"])
        found = find_timexes(told["text"], published=told["day"], blocks=segment(told["text"]), language=language)
        readings = [_reading(number, timex) for number, timex in enumerate(found, 1)]
        context |= {"readings": readings, "parts": list(_parts(told["text"], readings)), "day": told["day"]}
    return render(request, "admin/date_lab/page.html", context)


def _form(request: HttpRequest) -> DateLabForm:
    if request.method == "POST":
        return DateLabForm(request.POST)
    wanted = request.GET.get("article", "")
    if not wanted.isdecimal() or len(wanted) > 9:
        return DateLabForm()
    article = get_object_or_404(Article, pk=int(wanted))
    text = "".join(article.versions.order_by("-number").values_list("text", flat=True)[:1])
    language = article.language.partition("-")[0]
    return DateLabForm({"text": text, "published": article.published.isoformat(), "language": language})


def _reading(number: int, timex: Timex) -> Reading:
    means = edtf.describe(timex.edtf) if timex.edtf else ""
    if timex.earliest and timex.latest and timex.earliest != timex.latest:
        means += f" ({_span(timex.earliest, timex.latest)})"
    others = tuple(edtf.describe(candidate) for candidate in timex.candidates if candidate != timex.edtf)
    return Reading(number, timex, means, others)


def _span(first: dt.date, last: dt.date) -> str:
    return f"{day_words(first)} – {day_words(last)}"


def _parts(text: str, readings: Sequence[Reading]) -> Iterator[Part]:
    """The text, cut at its expressions; joined, the parts are the text."""
    at = 0
    for reading in readings:
        if reading.timex.start >= at:  # one that lies inside another stands in the table alone
            yield Part(text[at : reading.timex.start])
            yield Part(text[reading.timex.start : reading.timex.end], reading)
            at = reading.timex.end
    yield Part(text[at:])

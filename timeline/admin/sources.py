"""The outlets, and how much of their words the public may read here."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from articles.models import Source
from casetracker.taken import Retold
from timeline.services import set_rights


class SourceForm(forms.ModelForm):
    """Who types "example.org" means https."""

    class Meta:
        model = Source
        fields = ("name", "url", "rights")
        labels = {"url": "Web site", "rights": "The public reads"}
        help_texts = {
            "rights": "How much of its articles we may show. What the public may not read, its search does not find "
            "either; staff read all. It holds at once, for what was published before, too."
        }
        field_classes = {"url": partial(forms.URLField, assume_scheme="https")}


@admin.register(Source)
class SourceAdmin(Retold):
    form = SourceForm
    list_display = ("name", "rights", "url")
    list_filter = ("rights",)
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "rights" in form.changed_data:
            editor: Any = request.user
            set_rights(source=obj, rights=obj.rights, by=editor)

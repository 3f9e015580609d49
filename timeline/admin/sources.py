"""The outlets, and how much of their words the public may read here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Source
from timeline.services import set_rights


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("name", "rights", "url")
    list_filter = ("rights",)
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "rights" in form.changed_data:
            editor: Any = request.user
            set_rights(source=obj, rights=obj.rights, by=editor)

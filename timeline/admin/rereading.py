"""How far the reading of articles again has come, with a pause."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from timeline.models import Rereading
from timeline.services import pause_rereadings, resume_rereadings


@admin.register(Rereading)
class RereadingAdmin(admin.ModelAdmin):
    list_display = ("begun_at", "of", "state", "progress", "failed", "ended_at")
    list_display_links = None
    list_select_related = ("case",)
    actions = ("pause", "resume")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="of")
    def of(self, rereading: Rereading) -> str:
        return rereading.case.title if rereading.case else "all cases"

    @admin.display(description="progress")
    def progress(self, rereading: Rereading) -> str:
        share = 100 * rereading.done // max(1, rereading.articles)
        return f"{rereading.done:,} of {rereading.articles:,} articles ({share} %)"

    @admin.action(permissions=["change"], description="Pause")
    def pause(self, request: HttpRequest, queryset: QuerySet[Rereading]) -> None:
        editor: Any = request.user
        self.message_user(request, f"{pause_rereadings(rereadings=queryset, by=editor)} paused.", messages.SUCCESS)

    @admin.action(permissions=["change"], description="Resume")
    def resume(self, request: HttpRequest, queryset: QuerySet[Rereading]) -> None:
        editor: Any = request.user
        number = resume_rereadings(rereadings=queryset, by=editor)
        self.message_user(request, f"{number} went on.", messages.SUCCESS)

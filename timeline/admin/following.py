"""Who follows: readers by mail. Nobody adds one here, since only the owner of an address can confirm it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from timeline.models import Follower
from timeline.services import stop_following


@admin.register(Follower)
class FollowerAdmin(admin.ModelAdmin):
    list_display = ("address", "case", "frequency", "confirmed_at", "told_until", "due_at", "failures")
    list_filter = ("frequency", ("case", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("case",)
    search_fields = ("address",)
    readonly_fields = ("sending_since", *list_display)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Follower | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Follower) -> None:
        stop_following(follower_id=obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Follower]) -> None:
        for pk in queryset.values_list("pk", flat=True):
            stop_following(follower_id=pk)

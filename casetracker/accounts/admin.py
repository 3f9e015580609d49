"""Accounts, as an administrator keeps them; and the log of what happened to them, which a superuser reads."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangosGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangosUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from casetracker.accounts import second_factor
from casetracker.accounts.audit import acting
from casetracker.accounts.models import Entry

admin.site.unregister(User)
admin.site.unregister(Group)


class Acting(admin.ModelAdmin):
    """Whatever is changed here, the audit log knows by whom."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with acting(request):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with acting(request):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with acting(request):
            return super().delete_view(request, *args, **kwargs)


@admin.register(User)
class UserAdmin(Acting, DjangosUserAdmin):
    """An administrator gives roles. What a superuser alone may do, nobody gives themselves from here."""

    list_display = ("username", "email", "is_staff", "is_active", "last_login", "has_second_factor")
    actions = ("remove_second_factor",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        told = ("last_login", "date_joined")
        return told if _is_superuser(request) else (*told, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        with acting(request):
            return super().user_change_password(request, id, form_url)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        super().delete_queryset(request, queryset if _is_superuser(request) else queryset.filter(is_superuser=False))

    @admin.display(description="second factor", boolean=True)
    def has_second_factor(self, user: User) -> bool:
        return bool(user.totpdevice_set.all())  # type: ignore[attr-defined]  # django-otp has no types

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("totpdevice_set")

    @admin.action(description="Remove the second factor (a lost telephone)", permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        chosen = [user for user in queryset if _may_touch(request, user)]
        for user in chosen:
            second_factor.end(user=user)
        self.message_user(
            request, f"Removed for {len(chosen)}: they sign in with the password alone.", messages.SUCCESS
        )


@admin.register(Group)
class GroupAdmin(Acting, DjangosGroupAdmin):
    pass


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    list_display = ("at", "what", "account", "actor", "address", "details")
    list_display_links = None
    list_filter = ("what",)
    search_fields = ("account", "actor", "address")
    date_hierarchy = "at"
    list_per_page = 100
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return _is_superuser(request)

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return _is_superuser(request) or not (user and user.is_superuser)

"""Accounts, as an administrator keeps them; and the log of what happened to them, which a superuser reads."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangosGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangosUserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from casetracker.accounts import audit, second_factor
from casetracker.accounts.audit import acting
from casetracker.accounts.joining import ColleagueForm, add_colleague, link_of, take_turn
from casetracker.accounts.models import Entry, What
from casetracker.taken import Retold

DAY = 24 * 60 * 60

admin.site.unregister(User)
admin.site.unregister(Group)
# They show second factors, and take them away without a word in the audit log that says by whom.
admin.site.unregister((StaticDevice, TOTPDevice))


class Acting(Retold):
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

    list_display = ("username", "first_name", "role", "email", "is_active", "last_login", "has_second_factor")
    list_filter = ("groups", "is_active")
    filter_horizontal = ("user_permissions",)
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email", "is_active")}),
        ("Role", {"fields": ("groups",)}),
        ("Beside the role", {"fields": ("is_staff", "is_superuser", "user_permissions"), "classes": ("collapse",)}),
        ("Seen", {"fields": ("last_login", "date_joined")}),
    )
    actions = ("remove_second_factor",)
    change_form_template = "admin/account/colleague_change.html"

    def get_urls(self) -> list[URLPattern]:
        ours = self.admin_site.admin_view(self.link_view)
        return [path("<int:pk>/link/", ours, name="auth_user_link"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """One page instead of Django's two; after it the link to pass on."""
        # As Django has it: an account that may be added and not changed could be one with more rights than one's own.
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ColleagueForm(request.POST or None)
        user = None
        if request.method == "POST":
            with acting(request):
                take_turn()
                user = add_colleague(**form.cleaned_data) if form.is_valid() else None
        if user:
            self.log_addition(request, user, [{"added": {}}])
            self.message_user(request, f"{user.first_name} has an account now.", messages.SUCCESS)
            return redirect("admin:auth_user_link", user.pk, preserve_request=True)
        told = {**self.admin_site.each_context(request), "title": "Add a colleague", "form": form}
        return TemplateResponse(request, "admin/account/colleague.html", told)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A link by which its owner chooses a password, for who asks for one (POST); the log says so."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        told = {
            "title": f"A link for {user.get_full_name() or user.username}",
            "colleague": user,
            "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
        }
        if request.method == "POST" and user.is_active:
            made = {"account": user.username, "actor": request.user.get_username()}
            audit.note(What.ACCOUNT, request=request, details="a link to choose a password", **made)
            told["link"] = link_of(user)
        return TemplateResponse(request, "admin/account/link.html", {**self.admin_site.each_context(request), **told})

    @admin.display(description="role")
    def role(self, user: User) -> str:
        told = [group.name for group in user.groups.all()]
        return ", ".join([*told, *(["superuser"] if user.is_superuser else [])]) or "none"

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {"widget": CheckboxSelectMultiple(), "help_text": "Each role may do what the one before it may."}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

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
        return super().get_queryset(request).prefetch_related("totpdevice_set", "groups")

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

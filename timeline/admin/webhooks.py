"""Programs that are told of what is new, and what became of each delivery."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.choosing import CaseField
from timeline.models import Delivery, Webhook
from timeline.services import deliver_again, save_webhook
from timeline.services.delivering import TOLD


class WebhookForm(forms.ModelForm):
    """Who types "example.org" means https."""

    case = CaseField(required=False, empty_label="all cases")

    class Meta:
        model = Webhook
        fields = ("url", "secret", "case", "is_active")
        field_classes = {"url": partial(forms.URLField, assume_scheme="https")}

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.startswith(("https://", "http://")):
            raise ValidationError("Deliveries go to addresses of the web: https://….")
        return url


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    form = WebhookForm
    list_display = ("url", "case", "is_active", "failing_since", "told_until", "deliveries")
    list_filter = ("is_active",)
    list_select_related = ("case",)
    readonly_fields = ("failing_since", "told_until")

    @admin.display(description="deliveries")
    def deliveries(self, webhook: Webhook) -> SafeString:
        address = reverse("admin:timeline_delivery_changelist")
        return format_html('<a href="{}?webhook__id__exact={}">Show</a>', address, webhook.pk)

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        editor: Any = request.user
        told = {name: form.cleaned_data[name] for name in TOLD}
        obj.pk = save_webhook(by=editor, webhook=obj if change else None, **told).pk


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    list_display = ("at", "webhook", "kind", "event", "status", "attempts", "answered", "problem", "due_at")
    list_filter = ("status", "kind", ("webhook", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("webhook", "event")
    show_full_result_count = False
    actions = ("again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    @admin.action(permissions=["view"], description="Deliver again, under the same keys")
    def again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        editor: Any = request.user
        count = deliver_again(deliveries=queryset, by=editor)
        self.message_user(request, f"{count} queued: they go out within a minute.", messages.SUCCESS)

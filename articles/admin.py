"""The outlets. Cases and articles are managed beside their events, in timeline/admin/."""

from django.contrib import admin

from articles.models import Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("name", "rights", "url")
    list_filter = ("rights",)
    search_fields = ("name",)

"""What a form found free may be taken before the form is saved: by a colleague at work in the same moment."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest


class Retold(admin.ModelAdmin):
    """Asked once more, the form sees what has come in the meantime, and says so beside its field."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, ValidationError):  # nothing of it is kept
            return super().changeform_view(request, *args, **kwargs)

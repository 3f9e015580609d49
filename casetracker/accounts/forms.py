"""Forms of signing in."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.http import HttpRequest

from casetracker.accounts import audit, guessing, second_factor
from casetracker.accounts.counting import TooOften
from casetracker.accounts.models import What


class SignInForm(AdminAuthenticationForm):
    """Name and password of one of the staff."""

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username")
        request = self.request
        if not name or not self.cleaned_data.get("password") or request is None:
            return super().clean()
        _count(request, name, "password")
        cleaned = super().clean()
        guessing.forgive(request, name, "password")
        return cleaned


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        name = self.user.get_username()
        _count(self.request, name, "code")
        if not second_factor.is_right(self.user, code):
            audit.note(What.WRONG_CODE, request=self.request, account=name)
            raise forms.ValidationError("This code is not right, or no longer. Wait for the next one.")
        guessing.forgive(self.request, name, "code")
        return code


class PasswordForm(forms.Form):
    """Before something that a stranger at an unlocked desk must not do."""

    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        _count(self.request, self.user.get_username(), "password")
        if not self.user.check_password(password):
            raise forms.ValidationError("This is not your password.")
        guessing.forgive(self.request, self.user.get_username(), "password")
        return password


class Slowed(forms.ValidationError):
    def __init__(self, seconds: int) -> None:
        minutes = max(1, round(seconds / 60))
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"There were too many attempts. Wait {wait}, then try again; nothing is lost.", code="slowed")
        self.seconds = seconds


def _count(request: HttpRequest, name: str, step: str) -> None:
    """Raises Slowed."""
    try:
        guessing.count_attempt(request, name, step)
    except TooOften as error:
        known = User.objects.filter(username=name).exists()
        audit.note(What.SLOWED, request=request, account=name if known else "", details=step)
        raise Slowed(error.seconds) from error

"""How a colleague gets an account: an administrator names them and their role, and passes on a link that works once, by
which they choose a password that nobody else has seen."""

import re
import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import connection, transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from casetracker.roles import ROLES

# What each role is for, in the words of the page that gives it.
MAY = {
    "Journalist": "reads everything, drafts and withheld names too; comments, and keeps views. Decides nothing.",
    "Editor": "also adds cases and articles; decides on events: approves, edits, merges, splits, rejects.",
    "Chief editor": "also shows a case to the public; withdraws events; decides on names and on outlets' rights.",
    "Administrator": "also keeps accounts and their roles, webhooks, failed jobs.",
}
ADDING = 20_250_725  # the number of this lock among the advisory locks of the database


class Invitation(PasswordResetTokenGenerator):
    """Good until a password was chosen by it, or PASSWORD_RESET_TIMEOUT is over. Nothing of it is stored."""

    key_salt = "casetracker.accounts.joining"


invitation = Invitation()


class ColleagueForm(forms.Form):
    name = forms.CharField(max_length=150, help_text="As colleagues read it beside decisions and comments.")
    email = forms.EmailField(label="Mail", required=False, help_text="For you to reach them; readers never see it.")
    username = forms.CharField(
        label="Signs in as",
        max_length=150,
        required=False,
        validators=[UnicodeUsernameValidator()],
        help_text="Empty: made of the name, like “ada.quill”.",
    )
    role = forms.ChoiceField(
        choices=[(role, f"{role}: {MAY[role]}") for role in ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they may do. It can be changed at any time."},
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        # As the form compares it that signs in.
        username = User.normalize_username(told.get("username") or _username(told.get("name", "")))
        if "name" in told and "username" in told:
            if not username:
                self.add_error("username", "Write the name to sign in with: none could be made of this name.")
            elif User.objects.filter(username__iexact=username).exists():
                self.add_error("username", f"There is an account “{username}” already. Write another name here.")
            told["username"] = username
        return told


def take_turn() -> None:
    """Of two who add colleagues at once, the second finds the name taken: until this transaction ends, nobody else asks
    whether one is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDING])


@transaction.atomic
def add_colleague(*, name: str, email: str, username: str, role: str) -> User:
    """An account without a password: nobody signs in before one was chosen by the link."""
    user = User(username=username, email=email, first_name=name, is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


def link_of(user: User) -> str:
    """A secret: whoever has it chooses the password."""
    token = invitation.make_token(user)
    path = reverse("join", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])
    return settings.SITE_URL + path


def _username(name: str) -> str:
    """ "Ada Quíll" becomes "ada.quill"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(re.findall(r"[a-z0-9]+", plain))[:150]

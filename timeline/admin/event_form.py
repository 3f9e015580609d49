"""What an editor may set of an event, one editor at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from timeline.models import Decision, Event
from timeline.presentation.history import changes_words
from timeline.services import Outdated, edit_event, words_of

FIELDS = ("headline", "type", "status", "edtf", "ordinal")
COLUMNS = {"type": "type_id"}


class EventForm(forms.ModelForm):
    """`seen` is the revision that the form was filled in for. Checking the form decides: only so can what the verb
    refuses stand beside its field, with nothing typed lost. The admin sets `editor`."""

    editor: Any = None
    decision: Decision | None = None  # what checking the form decided; None where it changed nothing
    reason = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="For colleagues. Due once the event has been public.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Event
        fields = FIELDS
        labels = {"edtf": "Date (EDTF)"}
        widgets = {"headline": forms.TextInput(attrs={"class": "vTextField"})}
        help_texts = {
            "edtf": "2016-06-10 · 2016-06 · 2016 · 2016-W22 (a week) · 2016-06~ (about) · "
            "2016-05-30/2016-06-05 (it lasted) · [2016-05-30..2016-06-05] (once, between them) · empty: not dated"
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen" in self.fields:
            self.fields["seen"].initial = self.instance.revision

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.errors and not set(FIELDS).isdisjoint(self.changed_data):
            self._decide(self.cleaned_data)

    def _decide(self, cleaned: Mapping[str, Any]) -> None:
        changes = {name: cleaned[name] for name in self.changed_data if name in FIELDS}
        seen = {self.instance.pk: cleaned["seen"]} if cleaned.get("seen") else None
        event = Event(pk=self.instance.pk)
        try:
            with transaction.atomic():
                self.decision = edit_event(event=event, by=self.editor, reason=cleaned["reason"], seen=seen, **changes)
        except Outdated as outdated:
            self._show_both(outdated)
        except ValidationError as error:
            self.add_error(None, error)

    def _show_both(self, outdated: Outdated) -> None:
        """Say who changed what, take over what this editor has not touched, and ask to save again."""
        typed: Any = self.data
        event, told = outdated.event, typed.copy()
        told["seen"] = str(event.revision)
        for name, old in _before(outdated).items():
            if str(told.get(name, "")) == str(old):
                told[name] = str(getattr(event, COLUMNS.get(name, name)))
        self.data = told
        yours_differ = [name for name in FIELDS if str(told.get(name, "")) != str(_now(event, name))]
        both = [f"{self.fields[name].label}: now “{_now(event, name)}”." for name in yours_differ]
        self.add_error(None, [*who_changed(outdated), *both, "Look again, then save to put yours in its place."])


def _now(event: Event, name: str) -> Any:
    return getattr(event, COLUMNS.get(name, name))


def _before(outdated: Outdated) -> Mapping[str, Any]:
    """The form's fields that others changed since, as they were when this form was opened."""
    found: dict[str, Any] = {}
    for decision in reversed(outdated.since):
        for change in decision.changes:
            if (change["model"], change["key"]) == ("event", outdated.event.pk):
                found |= {name: change["before"][column] for name, column in _columns() if column in change["before"]}
    return found


def _columns() -> list[tuple[str, str]]:
    return [(name, COLUMNS.get(name, name)) for name in FIELDS]


def who_changed(outdated: Outdated) -> Iterator[str]:
    if not outdated.since:
        yield str(outdated)
        return
    yield "This event has changed since you opened it."
    for decision in outdated.since:
        yield " ".join([f"{words_of(decision)}.", *changes_words(outdated.event, decision)])

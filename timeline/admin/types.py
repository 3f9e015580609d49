"""Types of events: their trigger phrases, tried on a case's own text before they are kept."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from articles.choosing import CaseField
from articles.models import Case
from casetracker.taken import Retold
from timeline.extraction import OwnType
from timeline.extraction.own_types import phrases_of
from timeline.models import EventType
from timeline.services import Trial, save_event_type, try_type
from timeline.services.types import WRITTEN, check_type
from timeline.tasks import queue_stale_cases

TRY = "_try"
SHOWN = 40  # mentions of each list; the counts are of all
HELP = {
    "verbs": "Phrases in which a verb tells the event: deliver .. petition|signature, hand* in .. petition. A word "
    "stands for all its forms, =word for this form alone, | parts alternatives, .. stands for up to twelve words, ? "
    "after a word means that it may be missing, * marks the word that carries the event. Commas or lines part phrases.",
    "nouns": "Phrases in which a noun names it: petition drive*, =handover.",
    "unless": "Words which, near the verb, mean something else.",
    "hushed": "Phrases of the rule files that shall no longer count, as they stand below.",
}


class EventTypeForm(forms.ModelForm):
    """Keeps a type, or with the button “Try it” only shows what it would change."""

    case = CaseField(
        required=False,
        label="Try it on",
        help_text="The newest articles of this case are read with the change and without it. Nothing is kept.",
    )
    trial: Trial | None = None

    class Meta:
        model = EventType
        fields = ("slug", "name", "icon", *WRITTEN)
        help_texts = HELP
        widgets = {name: forms.Textarea(attrs={"rows": 4, "cols": 80, "class": "vLargeTextField"}) for name in WRITTEN}

    @property
    def is_trial(self) -> bool:
        return TRY in self.data

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        slug = told.get("slug") or self.instance.slug
        proposed = OwnType(slug, told["name"], told["icon"], **{name: told[name] for name in WRITTEN})
        try:
            if self.is_trial:
                self._try(proposed, told.get("case"))
            else:
                check_type(proposed)
        except ValidationError as error:
            self.add_error(None, error)
        return told

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_trial  # what is only tried is shown again, and not saved

    def _try(self, proposed: OwnType, case: Case | None) -> None:
        if case is None:
            raise ValidationError({"case": "Choose the case whose text it is to be tried on."})
        self.trial = try_type(case=case, proposed=proposed)


@admin.register(EventType)
class EventTypeAdmin(Retold):
    form = EventTypeForm
    list_display = ("name", "slug", "icon", "is_changed")
    search_fields = ("name", "slug")
    change_form_template = "admin/timeline/eventtype/edit.html"

    def get_fields(self, request: HttpRequest, obj: EventType | None = None) -> tuple[str, ...]:
        fields = ("slug", "name", "icon", *WRITTEN)
        return (*fields, "in_the_files", "case") if obj else (*fields, "case")

    def get_readonly_fields(self, request: HttpRequest, obj: EventType | None = None) -> tuple[str, ...]:
        return ("slug", "in_the_files") if obj else ()  # rules and exports say the slug

    def has_delete_permission(self, request: HttpRequest, obj: EventType | None = None) -> bool:
        return False

    @admin.display(description="in the rule files")
    def in_the_files(self, row: EventType) -> str:
        return ", ".join(phrases_of(row.slug)) or "–"

    @admin.display(boolean=True, description="changed here")
    def is_changed(self, row: EventType) -> bool:
        return any(getattr(row, name) for name in WRITTEN)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        trial = context["adminform"].form.trial
        if trial is not None:
            context["trial"] = {"found": trial, "gained": trial.gained[:SHOWN], "lost": trial.lost[:SHOWN]}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.save(commit=False)

    def save_model(self, request: HttpRequest, obj: EventType, form: Any, change: bool) -> None:
        editor: Any = request.user
        told = {name: form.cleaned_data[name] for name in ("name", "icon", *WRITTEN)}
        save_event_type(by=editor, slug=obj.slug, **told)
        if queued := queue_stale_cases():
            done = f"Kept. The articles of {queued} case(s) are read again now; what editors decided stays."
            self.message_user(request, done, messages.SUCCESS)

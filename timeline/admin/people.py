"""People of a case and what the public reads in place of their names, shown on the case's own text."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.characters import one_line
from articles.choosing import CaseField
from articles.models import Case, Source
from casetracker.taken import Retold
from timeline.models import Citation, Event, Person, Policy
from timeline.namesakes import also_hidden
from timeline.reader import withheld_in
from timeline.services import remove_person, save_person
from timeline.services.people import check_role
from timeline.withholding import Named

SHOWN = 10  # examples of each kind


class PersonForm(forms.ModelForm):
    case = CaseField()
    aliases = SimpleArrayField(
        forms.CharField(max_length=120),
        required=False,
        label="Also called",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Other spellings, maiden names, nicknames, with commas between. Initials, surnames and first names "
        "alone, accents, hyphens and line breaks are thought of already.",
    )

    parts_too = forms.BooleanField(required=False, label="Hide these parts too", widget=forms.HiddenInput)

    class Meta:
        model = Person
        fields = ("case", "name", "aliases", "role", "policy")
        labels = {"policy": "The public reads"}
        help_texts = {
            "policy": "On every page, in every export, in quotes of articles and in the search. Staff read all."
        }

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        is_seen = told.pop("parts_too", False)
        if told.get("policy") == Policy.ROLE and not told.get("role"):
            self.add_error("role", "Say what the public reads in place of the name: “the driver”.")
        case = told.get("case") or getattr(self.instance, "case", None)
        if case and told.get("name"):
            name = one_line(told["name"])
            if Person.objects.filter(case=case, name=name).exclude(pk=self.instance.pk).exists():
                self.add_error("name", f"“{name}” is among the people of this case already.")
            try:
                check_role(Person(**{**told, "case": case}))
            except ValidationError as error:
                self.add_error(None, error)
        if case and self._is_new_to_readers(told) and not is_seen:
            self._warn(case, Named(told["name"], tuple(told.get("aliases") or ())))
        return told

    def _is_new_to_readers(self, told: dict[str, Any]) -> bool:
        """Whether more comes to be withheld than was."""
        is_hidden = bool(self.instance.pk) and self.initial.get("policy") != Policy.NAME
        is_same = is_hidden and not {"name", "aliases"} & set(self.changed_data)
        return bool(told.get("name")) and told.get("policy", Policy.NAME) != Policy.NAME and not is_same

    def _warn(self, case: Case, person: Named) -> None:
        if beside := also_hidden(case, [person])[person.name]:
            self.fields["parts_too"].widget = forms.CheckboxInput()
            said = f"This also hides parts of: {', '.join(beside)}. Readers may take one for the other."
            said += " Whose full names they may have is added here first, as “Full name”; or tick this, and save again."
            self.add_error("parts_too", said)


@admin.register(Person)
class PersonAdmin(Retold):
    form = PersonForm
    list_display = ("name", "role", "policy", "case")
    list_filter = ("policy", ("case", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("case",)
    search_fields = ("name", "aliases", "role")
    readonly_fields = ("public_reads",)

    def get_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        fields = ("case", "name", "aliases", "role", "policy", "parts_too")
        return (*fields, "public_reads") if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        return ("case", "public_reads") if obj else ()

    @admin.display(description="in the case's own text")
    def public_reads(self, person: Person) -> SafeString:
        names = withheld_in([person.case_id])
        told = [*_headlines(person), *_quotes(person)]
        examples = [(text, names.text(text)) for text in told if names.cuts(text)]
        address = names.url(person.case.get_absolute_url()) == ""
        outlets = Source.objects.filter(articles__cases=person.case).distinct().values_list("name", flat=True)
        context = {
            "examples": examples[: 2 * SHOWN],
            "address_tells": address,
            "case": person.case,
            "beside": _also_hidden(person),
            "outlets": [name for name in outlets if names.cuts(name)],
        }
        return mark_safe(render_to_string("admin/timeline/person/public_reads.html", context))  # noqa: S308

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        told = {name: form.cleaned_data[name] for name in ("name", "aliases", "role", "policy")}
        case: Case = obj.case
        saved = save_person(case=case, by=_editor(request), person=obj if change else None, **told)
        obj.pk = saved.pk
        if saved.policy != Policy.NAME:
            done = "From now on this stands in place of the name on every page, in every export and in the search."
            self.message_user(request, done, messages.SUCCESS)

    def delete_model(self, request: HttpRequest, obj: Person) -> None:
        remove_person(person=obj, by=_editor(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> None:
        for person in queryset:
            remove_person(person=person, by=_editor(request))


def _also_hidden(person: Person) -> list[str]:
    if person.policy == Policy.NAME:
        return []
    return also_hidden(person.case, [Named(person.name, tuple(person.aliases))])[person.name]


def _headlines(person: Person) -> list[str]:
    events = Event.objects.filter(_holds("headline", person), case=person.case_id)
    return list(events.values_list("headline", flat=True)[:SHOWN])


def _quotes(person: Person) -> list[str]:
    cited = Citation.objects.filter(_holds("mention__quote", person), case=person.case_id).order_by("pk")
    return list(dict.fromkeys(cited.values_list("mention__quote", flat=True)[: 2 * SHOWN]))[:SHOWN]


def _holds(field: str, person: Person) -> Q:
    """Rows that may name the person: by the last part of each spelling."""
    test = Q(pk=None)
    for spelling in (person.name, *person.aliases):
        test |= Q(**{f"{field}__icontains": spelling.split()[-1]})
    return test


def _editor(request: HttpRequest) -> Any:
    return request.user

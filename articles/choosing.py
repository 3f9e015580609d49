"""How a form asks for a case: by a list, or by typing where there are too many for one. Both work without scripts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from articles.models import Case

MOST_LISTED = 200  # cases of a list that a person still looks through
NEAR = 5  # titles that are named where none fits


class CaseInput(forms.Select):
    """A list, or a field to type in."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        choices: Any = self.choices
        if choices.queryset.count() <= MOST_LISTED:
            return super().render(name, value, attrs, renderer)
        hint = {"class": "vTextField", "placeholder": "its title, or its name in the address"}
        chosen = choices.queryset.filter(pk=value).first() if str(value or "").isdecimal() else None
        return forms.TextInput(hint).render(name, chosen.slug if chosen else value, attrs, renderer)


class CaseField(forms.ModelChoiceField):
    """Takes the key of a case, its slug, its title, or words that one title alone holds."""

    widget = CaseInput

    def __init__(self, **options: Any) -> None:
        super().__init__(Case.objects.order_by("title", "pk"), **options)

    def to_python(self, value: Any) -> Any:
        typed = value.replace("\0", "").strip() if isinstance(value, str) else value
        if not isinstance(typed, str) or not typed or typed.isdecimal():
            return super().to_python(typed)
        fit = Q(title__iexact=typed) | Q(slug=typed)
        cases = Case.objects.order_by("title", "pk")
        found = list(cases.filter(fit)[:2]) or list(cases.filter(title__icontains=typed)[: NEAR + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(f"No case is called “{typed[:80]}”. Write its title, or its name in the address.")
        told = ", ".join(f"“{case.title}” ({case.slug})" for case in found[:NEAR])
        raise ValidationError(f"Several cases are called so: {told}. Write the name that stands in brackets.")

"""Dates as a person says them, for the pages of editors."""

from typing import Protocol

from django import template

from timeline.presentation.wording import date_words

register = template.Library()


class Dated(Protocol):
    @property
    def edtf(self) -> str | None: ...
    @property
    def candidates(self) -> list[str] | tuple[str, ...]: ...


@register.filter
def dated(found: Dated) -> str:
    """ "5 June 2016, or 6 May 2016": every reading that the words allow; "not dated" where they tell no day."""
    readings = list(found.candidates) or [found.edtf or ""]
    return ", or ".join(date_words(edtf) if edtf else "not dated" for edtf in dict.fromkeys(readings))

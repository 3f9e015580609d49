"""The Jinja2 environment of the public pages."""

import functools
from collections.abc import Iterable
from typing import Any

import jinja2
from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup

from casetracker.addresses import address

ICON = Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>')


def environment(**options: Any) -> jinja2.Environment:
    """Autoescaped (Django's backend sees to it); an unknown name is an error instead of an empty string."""
    options |= {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = jinja2.Environment(**options)  # noqa: S701 -- autoescape is among the options
    env.globals.update(static=functools.cache(static), url=url, icon=icon, site=settings.SITE_URL)
    return env


def url(name: str, args: Iterable[object] = ()) -> str:
    """The address of a view."""
    return address(name, *args)


@functools.cache
def icon(name: str) -> Markup:
    """A symbol of static/icons.svg, for the eye only: a word stands beside it."""
    return ICON.format(static("icons.svg"), name)

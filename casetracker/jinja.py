"""The Jinja2 environment of the public pages."""

import functools
import re
from collections.abc import Hashable, Iterable
from typing import Any

import jinja2
from django.conf import settings
from django.templatetags.static import static
from jinja2.runtime import Macro
from markupsafe import Markup

from casetracker.addresses import address
from casetracker.sheets import sheet

SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
ICON = Markup('<svg class="icon" aria-hidden="true" viewBox="{}">{}</svg>')


def environment(**options: Any) -> jinja2.Environment:
    """Autoescaped (Django's backend sees to it); an unknown name is an error instead of an empty string."""
    options |= {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = jinja2.Environment(**options)  # noqa: S701 -- autoescape is among the options
    env.globals.update(static=functools.cache(static), sheet=sheet, url=url, icon=icon, kept=kept)
    env.globals.update(site=settings.SITE_URL)
    return env


def url(name: str, args: Iterable[object] = ()) -> str:
    """The address of a view."""
    return address(name, *args)


@functools.lru_cache(maxsize=1024)  # some kB each
def kept(macro: Macro, value: Hashable) -> Markup:
    """What a macro draws of a value alone: the cards and sources of a page that is drawn anew since another changed.
    What is equal draws equal; who reads, and what they may read, is decided before there is a value."""
    return Markup(macro(value))  # noqa: S704 -- a macro has escaped it


def icon(name: str) -> Markup:
    """A symbol of static/icons.svg, for the eye only: a word stands beside it. Drawn in place: fifty references to
    another file took a browser a sixth of its work for a case page."""
    return _icons().get(name, Markup())


@functools.cache
def _icons() -> dict[str, Markup]:
    symbols = SYMBOL.findall((settings.BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8"))
    return {name: ICON.format(box, Markup(drawn)) for name, box, drawn in symbols}  # noqa: S704 -- a file of ours

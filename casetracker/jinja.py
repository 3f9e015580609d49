"""The Jinja2 environment of the public pages."""

from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse


def environment(**options: Any) -> jinja2.Environment:
    """Autoescaped (Django's backend sees to it); an unknown name is an error instead of an empty string."""
    env = jinja2.Environment(**{**options, "undefined": jinja2.StrictUndefined}, trim_blocks=True, lstrip_blocks=True)
    env.globals.update(static=static, url=reverse)
    return env

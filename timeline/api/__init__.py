"""The JSON API: what the public sees, for programs. Its description is at openapi.json."""

from timeline.api import articles, cases, events  # noqa: F401 -- each adds its addresses
from timeline.api.house import api

__all__ = ["api"]

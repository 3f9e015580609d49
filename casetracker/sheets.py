"""The style sheets that stand in the public pages themselves: a browser draws a page as it comes, without asking again.

The policy of each answer (settings.CONTENT_SECURITY_POLICY) names them by their hashes; no other style in a page is
taken. Comments stay behind.
"""

import base64
import functools
import hashlib
import re
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent.parent / "static"
NAMES = (
    "tokens.css site.css article.css case.css changes.css embed-frame.css event.css files.css follow.css home.css "
    "pictures.css printed.css styleguide.css"
).split()
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


@functools.cache
def sheet(name: str) -> Markup:
    """The element that holds a style sheet; one that is not among NAMES is a KeyError, for no browser would take it."""
    return Markup("<style>{}</style>").format(Markup(_texts()[name]))  # noqa: S704 -- a file of ours


def hashes() -> list[str]:
    """Of all sheets, as a policy names them."""
    digests = (hashlib.sha256(text.encode()).digest() for text in _texts().values())
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@functools.cache
def _texts() -> dict[str, str]:
    return {name: COMMENT.sub("", (FOLDER / name).read_text(encoding="utf-8")) for name in NAMES}

"""The public pages. A view gets, asks and renders; what people may see is decided in `queries` and `presentation`."""

from timeline.views.articles import article
from timeline.views.cases import case
from timeline.views.events import event
from timeline.views.following import confirm, follow, stop
from timeline.views.front import favicon, home, search, styleguide
from timeline.views.pictures import pictures
from timeline.views.printing import printed

__all__ = [
    "article",
    "case",
    "confirm",
    "event",
    "favicon",
    "follow",
    "home",
    "pictures",
    "printed",
    "search",
    "stop",
    "styleguide",
]

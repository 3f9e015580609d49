"""The public pages. A view gets, asks and renders; what people may see is decided in `queries` and `presentation`."""

from timeline.views.articles import article
from timeline.views.cases import case
from timeline.views.changelog import changes
from timeline.views.crawlers import robots, sitemap, sitemap_index
from timeline.views.embeds import embedded_case, embedded_event
from timeline.views.events import event
from timeline.views.files import files
from timeline.views.following import confirm, follow, stop
from timeline.views.front import example_frame, favicon, home, search, styleguide
from timeline.views.oembed import oembed
from timeline.views.outputs import case_file, event_file, feed, no_such_output
from timeline.views.pictures import pictures
from timeline.views.previews import case_picture, event_picture
from timeline.views.printing import printed

__all__ = [
    "article",
    "case",
    "case_file",
    "case_picture",
    "changes",
    "confirm",
    "embedded_case",
    "embedded_event",
    "event",
    "event_file",
    "event_picture",
    "example_frame",
    "favicon",
    "feed",
    "files",
    "follow",
    "home",
    "no_such_output",
    "oembed",
    "pictures",
    "printed",
    "robots",
    "search",
    "sitemap",
    "sitemap_index",
    "stop",
    "styleguide",
]

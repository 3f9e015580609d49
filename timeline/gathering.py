"""Feeds and addresses, fetched and handed to the services. No transaction is open while a site is asked."""

from django.conf import settings

from articles import limited
from articles.errors import AwayError, IngestError
from articles.feeds import FeedPage
from articles.models import Article
from articles.snapshots import keep
from timeline import services
from timeline.models import Address, Feed, Standing


def look_at_feed(feed_id: int) -> None:
    """Ask a feed what is new. A feed that is gone or rests is no error."""
    for feed in Feed.objects.filter(pk=feed_id, is_active=True).select_related("case"):
        try:
            page = read(feed.url, etag=feed.etag, modified=feed.modified)
        except IngestError as error:
            services.note_trouble(feed=feed, why=str(error))
        else:
            services.take_entries(feed=feed, page=page)


def fetch_address(address_id: int) -> None:
    """Fetch a page and add its article. One that was dealt with, or is gone, is no error."""
    waiting = Address.objects.filter(pk=address_id, standing=Standing.WAITING).select_related("case", "feed")
    for address in waiting:
        try:
            page = limited.read_address(address.url, allowed=settings.FETCH_NETWORKS, keep=settings.SNAPSHOTS)
            snapshot = keep(page.fetched) if page.fetched else None
        except AwayError as error:
            services.try_later(address=address, why=str(error))
        except IngestError as error:
            services.give_up(address=address, why=str(error))
        else:
            services.take_page(address=address, page=page, snapshot=snapshot)


def look_at_link(article_id: int) -> None:
    """See whether an article's address still answers. An article that is gone, or has none, is no error."""
    for article in Article.objects.filter(pk=article_id).exclude(url=""):
        trouble: IngestError | None = None
        try:
            limited.look(article.url, allowed=settings.FETCH_NETWORKS)
        except IngestError as error:
            trouble = error
        services.note_look(article=article, url=article.url, trouble=trouble)


def read(url: str, *, etag: str = "", modified: str = "") -> FeedPage:
    """The feed as it is now. Raises IngestError."""
    return limited.read_feed(url, etag=etag, modified=modified, allowed=settings.FETCH_NETWORKS)

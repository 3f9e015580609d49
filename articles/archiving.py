"""Where an article can be read that its publisher has changed or taken down: its copy in an archive."""

import datetime as dt

from articles.errors import IngestError
from articles.models import Article
from articles.services import check_address


def keep_archived(*, article: Article, url: str, at: dt.date | None) -> bool:
    """Say where its archived copy is, and of which day that is; an empty address takes it back. Returns whether that is
    news. Raises IngestError."""
    check_archived(url, at, article.published)
    if (article.archived_url, article.archived_at) == (url, at):
        return False
    article.archived_url, article.archived_at = url, at
    article.save(update_fields=["archived_url", "archived_at"])
    return True


def check_archived(url: str, at: dt.date | None, published: dt.date) -> None:
    """Raises IngestError where that cannot be the copy of an article of that day."""
    check_address(url)
    if at and not url:
        raise IngestError("It says of which day the archived copy is, but not where it is. Add its address.")
    if at and at < published:
        raise IngestError(f"The archived copy is of {at}, before the article was published. Correct one of the two.")


def archive_day(text: str) -> dt.date | None:
    """The day of "2016-06-10", or of a date-time in whatever zone; None for "". Raises IngestError."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise IngestError(f"{text[:40]!r} is no day of an archived copy. Write it like 2016-06-10.") from error

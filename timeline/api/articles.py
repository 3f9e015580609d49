"""An article, as far as the rights of its outlet go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.models import Article
from timeline import queries
from timeline.api.house import PUBLIC, reads
from timeline.api.shapes import PROBLEMS, ArticleOut
from timeline.caching import of_cases
from timeline.presentation.article_page import ArticlePage, ParagraphView, article_page
from timeline.problems import missing
from timeline.reader import reader_of
from timeline.strictly import asked_strictly

LARGEST = 2**63 - 1  # of a bigint column


@reads("/articles/{int:pk}", response={200: ArticleOut, **PROBLEMS}, url_name="get_article")
def get_article(request: HttpRequest, pk: int, response: HttpResponse) -> Any:
    """The newest version of an article that a public event cites."""
    asked_strictly(request.GET, only=())
    article = queries.articles(PUBLIC).filter(pk=pk).first() if pk <= LARGEST else None
    version = queries.version_of(article, "") if article else None
    if article is None or version is None:
        return missing("article")
    cases = list(article.cases.all())
    of_cases(response, cases)
    cited = list(queries.cited_in(version, PUBLIC))
    queries.tell_differing([citation.event for citation in cited], PUBLIC)
    return _shape(article, article_page(version, list(version.paragraphs.all()), cited, reader_of(PUBLIC, cases)))


def _shape(article: Article, page: ArticlePage) -> dict[str, Any]:
    return {
        "id": article.pk,
        "url": settings.SITE_URL + article.get_absolute_url(),
        "title": page.title,
        "outlet": page.outlet,
        "published": article.published.isoformat(),
        "language": page.language,
        "original": page.original_url,
        "archived": page.archived.url if page.archived else "",
        "dead_since": article.link_dead_since.isoformat() if article.link_dead_since else None,
        "paragraphs": [_paragraph(part) for part in page.parts if isinstance(part, ParagraphView)],
        "withheld": page.withheld,
        "events": [settings.SITE_URL + event.url for event in page.events],
    }


def _paragraph(part: ParagraphView) -> dict[str, Any]:
    text = "".join(piece.text for run in part.runs for piece in run.pieces)
    urls = [settings.SITE_URL + event.url for event in part.events]
    return {"number": part.number, "kind": part.role, "text": text, "events": urls}

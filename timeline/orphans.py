"""Citations whose quote stands no more where it stood: an article was corrected, or is read otherwise than before.

An orphan is shown as such. It is never put to similar words.
"""

from collections.abc import Iterable

from articles.models import Article
from timeline.models import Citation, ExtractionRun, Mention
from timeline.reconciliation import MentionKey, mention_key


def mark_orphans(citations: Iterable[Citation]) -> list[Citation]:
    """The citations, each with `is_orphan`; their mentions, runs and versions must be at hand. One query."""
    marked = list(citations)
    standing = _standing({c.mention.run.version.article_id for c in marked})
    for citation in marked:
        citation.is_orphan = mention_key(citation.mention) not in standing  # type: ignore[attr-defined]
    return marked


def orphans_of(article: Article) -> list[Citation]:
    """The citations of an article that no longer fit it, with their events and the versions that they fit."""
    cited = Citation.objects.filter(mention__run__version__article=article).order_by("id")
    whole = cited.select_related("event__case", "mention__run__version").defer("mention__run__version__text")
    return [citation for citation in mark_orphans(whole) if citation.is_orphan]  # type: ignore[attr-defined]


def _standing(articles: Iterable[int]) -> set[MentionKey]:
    """What stands in the newest run of the newest version of each of these articles, by their ids."""
    runs = ExtractionRun.objects.filter(version__article__in=list(articles))
    newest = runs.order_by("version__article_id", "-version__number", *ExtractionRun.IN_FORCE).distinct(
        "version__article_id"
    )
    mentions = Mention.objects.filter(run__in=newest.values("id"))
    return set(mentions.values_list("run__version__article_id", "fingerprint"))

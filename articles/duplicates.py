"""What looks like an article that we have. It is shown to an editor; nothing is decided by it."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Prefetch

from articles import sketches as drawn
from articles.models import Article, ArticleVersion, Case, Sketch
from articles.segment import segment
from articles.sketches import ALIKE, address_key, sketch, story

Why = Literal["address", "words", "alike"]
MOST = 5  # shown
COMPARED = 50  # versions; an article may have several
CANDIDATES = 2000  # sketches that are compared; more share a band only where whole archives are copies


@dataclass(frozen=True, slots=True)
class Alike:
    """`share` is that of the runs of words in common, 0 to 1; `cases` are where the article is."""

    article: Article
    why: Why
    share: float
    cases: tuple[Case, ...]

    @property
    def percent(self) -> int:
        return round(100 * self.share)


def find_alike(*, text: str, url: str = "", besides: Article | None = None) -> list[Alike]:
    """Articles of the same address or words, and such as share much of their wording, likest first. Six queries.

    No text is read: an index finds the sketches that share a band.
    """
    ours = sketch(story((s.kind, text[s.start : s.end]) for s in segment(text)))
    found: dict[int, tuple[float, Why]] = {}
    for article_id, share, why in [*_of_like_words(ours), *_of_address(address_key(url))]:
        found[article_id] = (max(share, found.get(article_id, (0.0,))[0]), why)
    if besides:
        found.pop(besides.pk, None)
    best = sorted(found, key=lambda pk: (found[pk][1] != "address", -found[pk][0], pk))[:MOST]
    articles = Article.objects.select_related("source").prefetch_related(Prefetch("cases", Case.objects.all()))
    by_id = articles.in_bulk(best)
    return [Alike(by_id[pk], found[pk][1], found[pk][0], tuple(by_id[pk].cases.all())) for pk in best]


def _of_like_words(ours: drawn.Sketch) -> list[tuple[int, float, Why]]:
    """Articles with their likeness, the same words last. No join: the planner would read every version for it."""
    near = Sketch.objects.filter(bands__overlap=ours.bands).values_list("version_id", "minima")[:CANDIDATES]
    shares = {version_id: ours.likeness(bytes(minima)) for version_id, minima in near}
    likest = sorted((pk for pk, share in shares.items() if share >= ALIKE), key=shares.__getitem__)[-COMPARED:]
    same = list(Sketch.objects.filter(words=ours.words).values_list("version_id", flat=True)[:COMPARED])
    article_of = dict(ArticleVersion.objects.filter(pk__in=[*likest, *same]).values_list("pk", "article_id"))
    alike: list[tuple[int, float, Why]] = [(article_of[pk], shares[pk], "alike") for pk in likest]
    return alike + [(article_of[pk], 1.0, "words") for pk in same]


def _of_address(key: str) -> list[tuple[int, float, Why]]:
    if not key:
        return []
    return [
        (pk, 0.0, "address") for pk in Article.objects.filter(address_key=key).values_list("pk", flat=True)[:COMPARED]
    ]

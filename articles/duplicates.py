"""What looks like an article that we have. It is shown to an editor; nothing is decided by it."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Prefetch, Q

from articles.models import Article, Case, Sketch
from articles.segment import segment
from articles.sketches import ALIKE, address_key, sketch, story

Why = Literal["address", "words", "alike"]
MOST = 5  # shown
CANDIDATES = 500  # sketches that are compared; more share a band only where whole archives are copies


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
    """Articles of the same address or words, and such as share much of their wording, likest first. Three queries.

    No text is read: an index finds the sketches that share a band.
    """
    ours = sketch(story((s.kind, text[s.start : s.end]) for s in segment(text)))
    key = address_key(url)
    others = Sketch.objects.exclude(version__article=besides) if besides else Sketch.objects.all()
    near = others.filter(Q(words=ours.words) | Q(bands__overlap=ours.bands))
    found: dict[int, tuple[float, Why]] = {}
    for article_id, words, minima in near.values_list("version__article_id", "words", "minima")[:CANDIDATES]:
        share = ours.likeness(bytes(minima))
        why: Why = "words" if words == ours.words else "alike"
        if share >= ALIKE:
            found[article_id] = max(found.get(article_id, (0.0, why)), (share, why))
    if key:
        same = Article.objects.filter(address_key=key).exclude(pk=besides.pk if besides else 0)
        found |= {pk: (found.get(pk, (0.0,))[0], "address") for pk in same.values_list("pk", flat=True)[:MOST]}
    best = sorted(found, key=lambda pk: (found[pk][1] != "address", -found[pk][0], pk))[:MOST]
    articles = Article.objects.select_related("source").prefetch_related(Prefetch("cases", Case.objects.all()))
    by_id = articles.in_bulk(best)
    return [Alike(by_id[pk], found[pk][1], found[pk][0], tuple(by_id[pk].cases.all())) for pk in best]

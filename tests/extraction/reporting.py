"""Reports for the tests of coreference, made of what matters to them."""

import datetime as dt
from decimal import Decimal

from timeline.extraction import edtf
from timeline.extraction.coreference import Report
from timeline.extraction.types import Mention, Quantity, Span, as_status

PUBLISHED = dt.date(2016, 6, 10)


def count(value: int, unit: str, qualifier: str = "") -> Quantity:
    return Quantity(Decimal(value), unit, qualifier, 0, 1)


def report(
    key: str,
    type_: str,
    date: str | None,
    sentence: str,
    *,
    status: str = "occurred",
    names: tuple[str, ...] = (),
    quantities: tuple[Quantity, ...] = (),
    candidates: tuple[str, ...] = (),
    certain: bool = True,
    published: dt.date = PUBLISHED,
    paragraph: int = 1,
    trigger: str = "",
) -> Report:
    """A report whose key is "article" or "article/number"; the article's outlet bears the article's name."""
    article = key.split("/")[0]
    earliest, latest = edtf.days(date) if date else (None, None)
    mention = Mention(
        type=type_,
        status=as_status(status),
        edtf=date,
        earliest=earliest,
        latest=latest,
        sentence=Span(0, len(sentence), sentence),
        trigger=Span(0, len(trigger or sentence[:1]), trigger or sentence[:1]),
        timex=None,
        paragraph=paragraph,
        headline=sentence[:120],
        rule="test",
        explanation="",
        quantities=quantities,
        names=names,
        candidates=candidates,
        certain=certain,
    )
    return Report(key, article, published, article, mention)


# Two articles that share names, so that they tell one story.
STORY = [
    report("mail/0", "trial", "2015-03-02", "The trial of Wim Aster opened in Ardenne before Judge Lena Brook."),
    report("post/0", "trial", "2015-03-02", "Judge Lena Brook opened the trial of Wim Aster in Ardenne."),
]

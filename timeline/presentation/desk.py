"""What an entry of the review desk shows: why it wants a person, and what it rests on. For staff only."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.segment import segment
from timeline.desk import Wanted, waits
from timeline.extraction import edtf as dates
from timeline.extraction.coreference import Cluster
from timeline.extraction.timex import find_timexes
from timeline.models import RANKS, Citation, Event, EventType, Problem, Review, Status
from timeline.presentation.evidence import article_title, mention_marks, text_runs
from timeline.presentation.marks import Run
from timeline.presentation.timeline import Badge, status_badge
from timeline.presentation.wording import capital, claim_words, date_words, day_words, unit_of
from timeline.reader import Reader

Likely = Sequence[tuple[Event, Sequence[str]]]
A_NAME = "a name to decide on"
# How dates are written, for whoever sets one: each with what it is for.
DATES = (
    ("2016-06-10", "a day"),
    ("2016-06", "somewhen in a month; a year alone is 2016"),
    ("2016-W22", "a week of the calendar"),
    ("2016-06~", "about then; 2016-06? where it is not sure"),
    ("2016-05-30/2016-06-05", "it lasted from one day to the other"),
    ("[2016-05-30..2016-06-05]", "it happened once, some time between them"),
    ("../2016-06-10", "by that day, nobody says since when"),
)
DIFFER_ON = {"date": "the date", "status": "whether it happened"}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list of the queue. `why` is "" where nothing is the matter, `badge` None of what has occurred."""

    event: Event
    url: str
    when: str
    why: str
    badge: Badge | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What one mention says: `dated` is "" where its date words are missing; `claims` are those that others exclude."""

    citation: Citation
    trigger: str
    words: str
    dated: str
    explanation: str
    reason: str
    claims: tuple[str, ...]
    is_new: bool
    is_orphan: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited paragraph with its marks, and the mentions in it."""

    outlet: str
    title: str
    published: str
    language: str
    paragraph: int
    url: str
    article_id: int
    runs: tuple[Run, ...]
    told: tuple[Told, ...]


def line(
    event: Event, wanted: Wanted, differing: Iterable[tuple[str, str]], now: dt.datetime, *, is_open: bool
) -> Line:
    why = differ_words(differing) or _first_problem(event)
    when = capital(date_words(event.edtf))
    if not waits(event):
        when, why = f"{event.get_review_display()} · {when}", ""
    return Line(event, wanted.query(event=event.public_id), when, why, status_badge(event, now), is_open)


def reasons(event: Event, differing: Sequence[tuple[str, str]], cited: Sequence[Citation], likely: Likely) -> list[str]:
    """Why the entry wants a person, in sentences."""
    found = [f"{capital(differ_words(differing))}."] if differing else []
    if not event.edtf:
        open_ = dict.fromkeys(date for citation in cited for date in citation.mention.candidates)
        readings = " or ".join(date_words(date) for date in open_)
        found.append(f"Not dated: the words allow {readings}." if readings else "Not dated.")
    if event.review == Review.APPROVED:
        new = [citation for citation in cited if not citation.accepted]
        found += ["New sources for a public event."] if new else []
        found += [_objection(event, citation) for citation in new if _objects(event, citation)]
    if event.review == Review.SUGGESTED and event.first_public_at:
        found.append("It has been public, so it is not rejected: a chief editor withdraws it.")
    if not cited:
        found.append("No report is left of it: the articles were corrected, or are read otherwise now.")
    for other, why in likely:
        found.append(f"Probably the same as “{other.headline}” ({date_words(other.edtf)}): {', '.join(why)}.")
    return found


def differ_words(differing: Iterable[tuple[str, str]]) -> str:
    """ "sources differ on the date and the number of signatures"; "" where they do not."""
    points = dict.fromkeys(DIFFER_ON.get(field) or f"the number of {unit_of(value)}" for field, value in differing)
    return f"sources differ on {' and '.join(points)}" if points else ""


def cited_paragraphs(citations: Sequence[Citation], reader: Reader) -> list[Cited]:
    """In the order of the citations."""
    return [_cited(list(group), reader) for _, group in groupby(citations, key=lambda c: c.mention.paragraph_id)]


def reports_say(event: Event, found: Cluster | None, types: Mapping[str, EventType]) -> dict[str, str]:
    """By field: what the reports come to now, where the event says otherwise."""
    if found is None:
        return {}
    said = {"headline": found.headline, "type": found.type, "status": str(found.status), "edtf": found.edtf or ""}
    ours = {"headline": event.headline, "type": event.type_id, "status": event.status, "edtf": event.edtf}
    words = {**said, "edtf": f"{said['edtf']} – {date_words(said['edtf'])}" if said["edtf"] else "no date"}
    words["status"] = str(Status(said["status"]).label)
    words["type"] = types[found.type].name if found.type in types else found.type
    return {name: words[name] for name in said if said[name] != ours[name]}


def edtf_words(text: str) -> str:
    """What a typed date means; of one in plain words, how it is written."""
    typed = text.strip()
    try:
        dates.days(typed)
    except ValueError:
        if not typed:
            return "not dated"
        meant = _meant(typed)
        return f"Write {meant} for {date_words(meant)}." if meant else "No date yet: see “How dates are written”."
    return date_words(typed)


def date_examples() -> list[tuple[str, str, str]]:
    """As it is written, what it is for, and how readers see it."""
    return [(text, use, date_words(text)) for text, use in DATES]


def _meant(typed: str) -> str:
    """The one date that plain words give, without an article to count from; "" where they leave it open."""
    found = find_timexes(typed, published=None, blocks=segment(typed), language="en")
    is_plain = len(found) == 1 and found[0].text == typed and len(found[0].candidates) < 2
    return found[0].edtf or "" if is_plain else ""


def taken_back_by(event: Event) -> tuple[str, ...]:
    """What takes an event from the public: nothing, where it is not, and was not, before readers."""
    if event.review == Review.APPROVED:
        return ("return", "withdraw")
    return ("withdraw",) if event.review == Review.SUGGESTED and event.first_public_at else ()


def _first_problem(event: Event) -> str:
    if not event.edtf:
        return "not dated"
    if event.review == Review.APPROVED and getattr(event, "is_fresh", True):
        return "new sources for a public event"
    return "probably the same as another" if getattr(event, "rank", None) == RANKS[Problem.SAME] else ""


def _objects(event: Event, citation: Citation) -> bool:
    theirs = citation.mention.edtf
    return bool(event.edtf and theirs) and dates.intersect(event.edtf, theirs) is None


def _objection(event: Event, citation: Citation) -> str:
    outlet = citation.mention.paragraph.version.article.source.name
    return f"{outlet} gives {date_words(citation.mention.edtf)}, not {date_words(event.edtf)}."


def _cited(citations: list[Citation], reader: Reader) -> Cited:
    paragraph = citations[0].mention.paragraph
    article = paragraph.version.article
    marks = [mark for c in citations for mark in mention_marks(c.mention, paragraph.start)]
    return Cited(
        outlet=article.source.name,
        title=article_title(paragraph.version),
        published=day_words(article.published),
        language=article.language,
        paragraph=paragraph.number,
        url=f"{article.get_absolute_url()}#p-{paragraph.number}",
        article_id=article.pk,
        runs=text_runs(paragraph.text, marks, reader),
        told=tuple(_told(citation) for citation in citations),
    )


def _told(citation: Citation) -> Told:
    mention = citation.mention
    return Told(
        citation=citation,
        trigger=mention.trigger,
        words=mention.timex,
        dated=date_words(mention.edtf) if mention.edtf else "",
        explanation=mention.explanation,
        reason=citation.reason,
        claims=tuple(claim_words(c.field, c.value) for c in citation.claims.all() if c.disputed),
        is_new=not citation.accepted,
        is_orphan=bool(getattr(citation, "is_orphan", False)),
    )

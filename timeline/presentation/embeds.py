"""An event, or a timeline, as it stands in a frame on another page."""

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.models import Event, Status
from timeline.presentation.evidence import Disagreement, disagreements
from timeline.presentation.timeline import Badge, badges
from timeline.presentation.wording import capital, count_words, date_words
from timeline.queries import Evidence
from timeline.reader import Reader


@dataclass(frozen=True, slots=True)
class Framed:
    """`outlets` are those that report the event, where told."""

    id: str
    headline: str
    when: str
    type: str
    icon: str
    status: str
    badges: tuple[Badge, ...]
    sources: str
    url: str
    outlets: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


def framed_event(event: Event, reports: Sequence[Evidence], reader: Reader) -> Framed:
    articles = {report.article_id for report in reports}
    outlets = tuple(dict.fromkeys(report.outlet for report in reports))
    return _framed(event, len(articles), reader, outlets, disagreements(reports))


def framed_list(events: Sequence[Event], reader: Reader) -> list[Framed]:
    """Of events as lists hold them, with their `sources`."""
    return [_framed(event, getattr(event, "sources", 0), reader) for event in events]


def _framed(
    event: Event, count: int, reader: Reader, outlets: tuple[str, ...] = (), differing: tuple[Disagreement, ...] = ()
) -> Framed:
    return Framed(
        id=event.public_id,
        headline=reader.names.text(event.headline),
        when=capital(date_words(event.edtf)),
        type=event.type.name,
        icon=event.type.icon,
        status=str(Status(event.status).label),
        badges=badges(event, differ=bool(differing) or getattr(event, "differ", False)),
        sources=count_words(count, "article"),
        url=reader.address(event),
        outlets=outlets,
        disagreements=differing,
    )

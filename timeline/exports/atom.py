"""Atom (RFC 4287): what is new, changed or corrected in a case, the newest first, with tombstones (RFC 6721) for what
is no longer there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, rfc3339_date

from articles.characters import for_xml
from timeline.exports.records import CaseRecord, EventRecord, differing_words
from timeline.extraction import edtf
from timeline.models import Grounds, Status
from timeline.presentation.history import CHECKED, Correction
from timeline.queries import Gone

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # of a feed without entries


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it reads now, and what was corrected."""

    event: EventRecord
    corrections: Sequence[Correction]

    @property
    def changed_at(self) -> datetime:
        """When it came or last changed."""
        return datetime.fromisoformat(self.event["updated"])


def write(case: CaseRecord, told: Sequence[Told], gone: Sequence[Gone], *, address: str) -> str:
    """`address` is the feed's own, with its filters."""
    feed = _Feed(
        title=case["title"],
        link=case["url"],
        description=case["summary"],
        subtitle=case["summary"],
        language="en",
        author_name="Casetracker",
        feed_url=address,
        feed_guid=_id(f"case/{case['slug']}{'?' + query if (query := urlsplit(address).query) else ''}"),
        gone=gone,
        changed_at=max([*(t.changed_at for t in told), *(g.at for g in gone)], default=LONG_AGO),
    )
    for each in told:
        _add(feed, each)
    return str(feed.writeString("utf-8"))


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed_at"]
        return changed

    def write(self, outfile: Any, encoding: str) -> None:
        self.feed, self.items = for_xml(self.feed), for_xml(self.items)
        super().write(outfile, encoding)

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": TOMBSTONES}

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        for gone in self.feed["gone"]:
            attributes = {"ref": _id(f"event/{gone.public_id}"), "when": rfc3339_date(gone.at)}
            handler.startElement("at:deleted-entry", attributes)
            handler.addQuickElement("at:comment", _why(gone))
            handler.addQuickElement("link", "", {"rel": "alternate", "href": _address(gone.heir or gone.public_id)})
            handler.endElement("at:deleted-entry")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for url, title in item["sources"].items():
            handler.addQuickElement("link", "", {"rel": "via", "href": url, "title": title})


def _add(feed: _Feed, told: Told) -> None:
    event = told.event
    published = datetime.fromisoformat(event["published"] or event["updated"])
    feed.add_item(
        title=event["headline"],
        link=event["url"],
        description=_summary(told),
        unique_id=_id(f"event/{event['id']}"),
        pubdate=published,
        updateddate=told.changed_at,
        categories=[event["type"], event["status"], "corrected" if told.corrections else "new"],
        sources={source["url"]: f"{source['outlet']}: {source['title']}" for source in event["sources"]},
    )


def _summary(told: Told) -> str:
    """HTML: the date, whether it happened, where the sources differ, what was corrected, and their words."""
    event = told.event
    when = edtf.describe(event["date"]) if event["date"] else "undated"
    parts = [f"{when[:1].upper()}{when[1:]} · {Status(event['status']).label}"]
    parts += differing_words(event)
    parts += [f"Corrected on {each.day}: {' '.join(each.said)}" for each in told.corrections]
    quotes = [(s["quote"], f"{s['outlet']}, {s['published']}") for s in event["sources"] if s["quote"]]
    shown = "".join(f"<blockquote>{escape(quote)} ({escape(by)})</blockquote>" for quote, by in quotes[:3])
    return "".join(f"<p>{escape(part)}</p>" for part in parts) + shown


def _why(gone: Gone) -> str:
    if gone.heir:
        return "Put together with another event."
    return f"Withdrawn: {Grounds(gone.grounds).label}." if gone.grounds else f"Taken off: {CHECKED}."


def _id(path: str) -> str:
    """An id that stays when the site moves from http to https (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{path}"


def _address(public_id: str) -> str:
    return f"{settings.SITE_URL}/events/{public_id}/"

"""TimelineJS 3 JSON. It knows neither vague dates nor statuses: the date in our own words goes into display_date, the
status into the text, as does where the sources differ. A slide must start somewhere: events without a first day are
left out."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import Any

from timeline.exports.records import CaseRecord, EventRecord, differing_words
from timeline.extraction import edtf
from timeline.models import Status


def write(case: CaseRecord, events: Iterable[EventRecord]) -> Iterator[str]:
    title = {"text": {"headline": escape(case["title"]), "text": escape(case["summary"])}}
    slides = [_slide(event) for event in events if event["earliest"]]
    yield json.dumps({"title": title, "events": slides}, ensure_ascii=False, indent=1) + "\n"


def _slide(event: EventRecord) -> dict[str, Any]:
    start, end = event["earliest"], event["latest"] or event["earliest"]
    status = "" if event["status"] == Status.OCCURRED else f"<p>{Status(event['status']).label}</p>"
    differ = "".join(f"<p>{escape(sentence)}</p>" for sentence in differing_words(event))
    shown = [s["quote"] for s in event["sources"] if s["quote"]]
    quotes = "".join(f"<blockquote>{escape(quote)}</blockquote>" for quote in shown[:3])
    slide: dict[str, Any] = {
        "unique_id": event["id"],
        "group": event["type"],
        "start_date": _day(str(start)),
        "display_date": edtf.describe(event["date"] or ""),
        "text": {
            "headline": escape(event["headline"]),
            "text": f'{status}{differ}{quotes}<p><a href="{escape(event["url"])}">Sources</a></p>',
        },
    }
    if end != start:
        slide["end_date"] = _day(str(end))
    return slide


def _day(iso: str) -> dict[str, int]:
    day = date.fromisoformat(iso)
    return {"year": day.year, "month": day.month, "day": day.day}

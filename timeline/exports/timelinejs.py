"""TimelineJS 3 JSON. It knows days, months and years only: the date in our own words goes into display_date."""

import json
from datetime import date
from html import escape
from typing import Any

from articles.models import Case
from timeline.exports.records import EventRecord
from timeline.extraction import edtf


def write(case: Case, events: list[EventRecord]) -> str:
    title = {"text": {"headline": escape(case.title), "text": escape(case.summary)}}
    slides = [_slide(event) for event in events if event["earliest"] or event["latest"]]
    return json.dumps({"title": title, "events": slides}, ensure_ascii=False, indent=1) + "\n"


def _slide(event: EventRecord) -> dict[str, Any]:
    start, end = event["earliest"] or event["latest"], event["latest"] or event["earliest"]
    quotes = "".join(f"<blockquote>{escape(s['quote'])}</blockquote>" for s in event["sources"][:3])
    slide: dict[str, Any] = {
        "unique_id": event["id"],
        "group": event["type"],
        "start_date": _day(str(start)),
        "display_date": edtf.describe(event["date"] or ""),
        "text": {
            "headline": escape(event["headline"]),
            "text": f'{quotes}<p><a href="{escape(event["url"])}">Sources</a></p>',
        },
    }
    if end != start:
        slide["end_date"] = _day(str(end))
    return slide


def _day(iso: str) -> dict[str, int]:
    day = date.fromisoformat(iso)
    return {"year": day.year, "month": day.month, "day": day.day}

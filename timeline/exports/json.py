"""The export that loses nothing."""

import json

from timeline.exports.records import CaseRecord, EventRecord


def write(case: CaseRecord, events: list[EventRecord]) -> str:
    about = {"slug": case["slug"], "title": case["title"], "url": case["url"]}
    return json.dumps({"case": about, "events": events}, ensure_ascii=False, indent=1) + "\n"

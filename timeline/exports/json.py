"""The export that loses nothing."""

import json
from collections.abc import Iterable, Iterator

from timeline.exports.records import CaseRecord, EventRecord


def write(case: CaseRecord, events: Iterable[EventRecord]) -> Iterator[str]:
    about = {"slug": case["slug"], "title": case["title"], "url": case["url"]}
    yield f'{{"case": {json.dumps(about, ensure_ascii=False)},\n "events": ['
    before = "\n"
    for event in events:
        yield before + json.dumps(event, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"

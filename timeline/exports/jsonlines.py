"""One JSON object a line, an event each (https://jsonlines.org): read and cut with the tools for lines."""

import json
from collections.abc import Iterable, Iterator

from timeline.exports.records import CaseRecord, EventRecord


def write(case: CaseRecord, events: Iterable[EventRecord]) -> Iterator[str]:
    for event in events:
        # Line and paragraph separators end no line of JSON, but do for many a reader.
        line = json.dumps(event, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        yield line.replace("\x85", "\\u0085") + "\n"

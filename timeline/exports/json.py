"""The export that loses nothing."""

import json

from django.conf import settings

from articles.models import Case
from timeline.exports.records import EventRecord


def write(case: Case, events: list[EventRecord]) -> str:
    about = {"slug": case.slug, "title": case.title, "url": settings.SITE_URL + case.get_absolute_url()}
    return json.dumps({"case": about, "events": events}, ensure_ascii=False, indent=1) + "\n"

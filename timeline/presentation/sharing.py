"""An event, or a case, in the words and addresses that people pass on. Whoever asks, these are what the public reads:
what staff pass on must hold no more."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from django.conf import settings

from articles.models import Case
from casetracker.addresses import address
from timeline.models import Event
from timeline.presentation.history import case_day
from timeline.presentation.wording import day_words, when_words
from timeline.reader import Reader

EVENT_FRAME, CASE_FRAME = (600, 340), (600, 720)  # pixels: as wide as a column of text, as high as most cards need
PICTURE = (1200, 630)
IFRAME = '<iframe src="{src}" width="{width}" height="{height}" title="{title}" loading="lazy"></iframe>'
BIBTEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
NOT_IN_BIBTEX = re.compile(r"([\\{}$&#^_%~])")


@dataclass(frozen=True, slots=True)
class Citing:
    """One way to cite: `name` is that of the format."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whole addresses; `embed_code` is HTML for other people's pages, `picture_words` what the picture says."""

    title: str
    when: str
    url: str
    cite_as: str
    citing: tuple[Citing, ...]
    embed_url: str
    embed_code: str
    oembed_url: str
    picture_url: str
    picture_words: str


def sharing(
    event: Event, reader: Reader, now: dt.datetime, *, differ: bool, changed: dt.datetime | None = None
) -> Sharing:
    """Of an event that comes with its case, whose sources `differ` for the public, or do not. It is cited as read on
    the day of `now`; for reference managers only where it is known when it `changed` for readers."""
    public = reader.public.text
    headline, of_case = public(event.headline), public(event.case.title)
    when, url = when_words(event.edtf, differ=differ), settings.SITE_URL + reader.address(event)
    embed_url = settings.SITE_URL + address("embed-event", event.public_id)
    issued, today = case_day(event, changed) if changed else None, case_day(event, now)
    return Sharing(
        title=headline,
        when=when,
        url=url,
        cite_as=f"“{headline}”, {when}. In: {of_case}. {url}, accessed {day_words(today)}",
        citing=_citing(event, headline, of_case, when, url, issued, today) if issued else (),
        embed_url=embed_url,
        embed_code=iframe(embed_url, headline, *EVENT_FRAME),
        oembed_url=oembed_url(url),
        picture_url=settings.SITE_URL + address("event-picture", event.public_id),
        picture_words=f"{when}: {headline}",
    )


def case_sharing(case: Case, query: str, reader: Reader) -> Sharing:
    """Of a case, with its filters as a query string ("" or "?…")."""
    title, url = reader.public.text(case.title), settings.SITE_URL + case.get_absolute_url() + query
    embed_url = settings.SITE_URL + address("embed-case", case.slug) + query
    return Sharing(
        title=title,
        when="",
        url=url,
        cite_as=f"{title}: a timeline. {url}",
        citing=(),
        embed_url=embed_url,
        embed_code=iframe(embed_url, title, *CASE_FRAME),
        oembed_url=oembed_url(url),
        picture_url=settings.SITE_URL + address("case-picture", case.slug),
        picture_words=f"{title}: a timeline",
    )


def iframe(src: str, title: str, width: int, height: int) -> str:
    return IFRAME.format(src=escape(src), title=escape(title), width=width, height=height)


def oembed_url(url: str) -> str:
    return f"{settings.SITE_URL}{address('oembed')}?{urlencode({'url': url})}"


def _citing(
    event: Event, headline: str, of_case: str, when: str, url: str, issued: dt.date, today: dt.date
) -> tuple[Citing, ...]:
    """For reference managers: `issued` is when our words last changed, since `when` may be no single day."""
    bibtex = [
        ("title", headline),
        ("howpublished", of_case),
        ("year", str(issued.year)),
        ("note", f"Event of {when}" if event.edtf else "Event without a date"),
        ("urldate", today.isoformat()),
    ]
    lines = [f"  {name} = {{{_bibtex(text)}}}," for name, text in bibtex]
    csl = {
        "id": event.public_id,
        "type": "webpage",
        "title": headline,
        "container-title": of_case,
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "accessed": {"date-parts": [[today.year, today.month, today.day]]},
        "URL": url,
    }
    return (
        Citing("BibTeX", "\n".join([f"@misc{{{event.public_id},", *lines, f"  url = {{{url}}}", "}"])),
        Citing("CSL-JSON", json.dumps([csl], ensure_ascii=False)),
    )


def _bibtex(text: str) -> str:
    return NOT_IN_BIBTEX.sub(lambda found: BIBTEX.get(found[1], "\\" + found[1]), text)

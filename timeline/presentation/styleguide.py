"""What the style guide shows: every component in every state, made of the values that the pages hand to the same
templates. The bridge, its papers and their words are invented."""

import datetime as dt
from dataclasses import replace
from typing import Any

from timeline.extraction.taxonomy import english
from timeline.filters import Asked
from timeline.models import Grounds, Status
from timeline.presentation.changes import JOINED, WORDS, Line, News
from timeline.presentation.embeds import Framed
from timeline.presentation.evidence import Archived, DateNote, Disagreement, Position, SourceBlock, Voice
from timeline.presentation.facets import facets
from timeline.presentation.history import GonePage
from timeline.presentation.index import CaseLine, spark
from timeline.presentation.marks import Mark, pieces, runs
from timeline.presentation.pages import CaseLink, EventLink
from timeline.presentation.saved_views import View
from timeline.presentation.strip import UNITS, strip
from timeline.presentation.timeline import STATUS_WORDS, Badge, Card, Excerpt
from timeline.presentation.tokens import tokens
from timeline.queries import Bucket, Choice, Extent

D = dt.date
HERE = "#cards"  # where the links of examples lead
SENTENCE = "On Wednesday the harbour master opened the footbridge over the Linden."
HEAD = (("The harbour master opened the footbridge", "8 June 2016"), ("The town is to vote", "5 June 2018"))
BADGES = (
    *(Badge(status, word) for status, word in STATUS_WORDS.items()),
    Badge("differ", "Sources differ"),
    Badge("corrected", "Corrected"),
    Badge("new", "New"),
    Badge("draft", "Draft"),
)


def examples() -> dict[str, Any]:
    """The names that the template style guide takes."""
    asked = Asked(q="bridge", types=("opening",), first=D(2015, 1, 1), last=D(2016, 12, 31))
    return {
        "tokens": tokens(),
        "types": sorted(english().types.values(), key=lambda type_: type_.name),
        "badges": BADGES,
        "cards": _cards(),
        "case": _case(),
        "frames": tuple(frames()),
        "lines": _lines(),
        "news": _news(),
        "views": (
            View(1, "Votes of 2016", HERE, "yours, shared", True, True, True),
            View(2, "Openings", HERE, "by Ann", False, False, False),
        ),
        "key_events": tuple(EventLink(headline, when, HERE) for headline, when in HEAD),
        "facets": facets(asked, *_choices()),
        "strip": _strip(asked),
        "disagreements": (_disagreement(),),
        "blocks": _blocks(),
    }


def frames() -> dict[str, dict[str, Any]]:
    """What other sites show of ours, by the names of the templates."""
    event = Framed(
        id="framed",
        headline=HEAD[0][0],
        when=HEAD[0][1],
        type="Opening",
        icon="flag",
        status="Occurred",
        badges=BADGES[4:5],
        sources="3 articles",
        url=HERE,
        outlets=("The Linden Post", "Bay Sample News"),
        disagreements=(_disagreement(),),
    )
    planned = replace(event, headline=HEAD[1][0], when=HEAD[1][1], type="Vote", icon="ballot", badges=BADGES[:1])
    told = {"case": _case(), "sharing": {"url": HERE}}
    return {
        "event": {**told, "event": event},
        "case": {**told, "events": [event, planned], "more": True},
        "gone": {"gone": GonePage("3 March 2017", Grounds.SOURCE.label, "")},
    }


def _case() -> CaseLink:
    return CaseLink("style", "The Linden footbridge", HERE, "How a town got its bridge.", True, True)


def _cards() -> tuple[tuple[str, Card], ...]:
    """Each with the name of its state."""
    closed = Card(
        id="closed",
        url=HERE,
        level=4,
        headline=pieces("The harbour master opened the footbridge", ()),
        when="8 June 2016",
        type="Opening",
        icon="flag",
        badges=(),
        sources="3 articles",
        toggle=HERE,
        is_open=False,
        is_draft=False,
    )
    found = pieces("Forty people crossed the footbridge", [Mark(24, 34, "found")])
    excerpt = Excerpt("The Linden Post", pieces("They crossed the bridge with umbrellas.", [Mark(17, 23, "found")]))
    told = closed._replace(id="told", words="Wednesday", language="en", article_day="10 June 2016", people="Ida Brandt")
    planned = closed._replace(when="Between 3 and 9 June 2018", badges=BADGES[:1])
    return (
        ("Closed", closed),
        ("With the words of its date, and people", told),
        ("Open", closed._replace(id="open", is_open=True, blocks=_blocks()[:1], disagreements=(_disagreement(),))),
        ("Planned", planned._replace(id="planned", headline=pieces("The town is to vote", ()))),
        ("Sources differ", closed._replace(id="differ", badges=BADGES[4:5])),
        ("Corrected", closed._replace(id="corrected", badges=BADGES[5:6])),
        ("New since the last visit", closed._replace(id="new", badges=BADGES[6:7])),
        ("A draft, which staff alone see", closed._replace(id="draft", badges=BADGES[7:], is_draft=True)),
        ("Found, in the headline", closed._replace(id="found", headline=found)),
        ("Found, in a source", closed._replace(id="excerpt", excerpt=excerpt)),
        ("Undated", closed._replace(id="undated", when="Undated", type="Discovery", icon="lens")),
    )


def _news() -> News:
    """Of every kind; the list of changes has the same lines."""
    told = {
        "corrected": ("The date was changed from 7 June 2016 to 8 June 2016.",),
        "changed": ("2 reports were added.",),
        "merged": (JOINED,),
        "restored": ("It is shown again.",),
    }
    lines = [Line(Badge(kind, word), *HEAD[0], HERE, told.get(kind, ())) for kind, word in WORDS.items()]
    gone = replace(lines[-1], headline="", when="", said=("It was withdrawn: it was wrong.",))
    return News("style", "1 June 2016", "2016-06-01", "3 new, 1 corrected", (*lines[:-1], gone), {})


def _blocks() -> tuple[SourceBlock, ...]:
    marks = [Mark(0, len(SENTENCE), "sentence"), Mark(3, 12, "date"), Mark(31, 37, "trigger")]
    full = SourceBlock(
        anchor="full",
        outlet="The Linden Post",
        title="Footbridge opens to umbrellas",
        published="10 June 2016",
        language="en",
        paragraph=1,
        article_url=HERE,
        original_url=HERE,
        archived=Archived(HERE, "11 June 2016", "2016-06-11", HERE),
        dead_since="",
        runs=runs(f"{SENTENCE} Some forty people crossed it in the first hour.", marks),
        dates=(DateNote("Wednesday", "10 June 2016", "Friday", "8 June 2016", "the Wednesday before", ()),),
        accepted=True,
        is_superseded=False,
    )
    withheld = replace(
        full, anchor="withheld", outlet="Bay Sample News", title="A bridge at last", runs=(), original_url="", dates=()
    )
    dead = replace(full, anchor="dead", dates=(), dead_since="3 March 2026")
    return (
        full,
        withheld,
        dead,
        replace(dead, anchor="lost", archived=None),
        replace(full, anchor="old", accepted=False, is_superseded=True, original_url="", dates=()),
    )


def _disagreement() -> Disagreement:
    post = Voice("The Linden Post", "10 June 2016", 2, "full", HERE)
    first = Position("nearly 40 people", (post, replace(post, outlet="Sample Public Radio", published="9 June 2016")))
    second = Position("more than 60 people", (replace(post, outlet="Bay Sample News", anchor="withheld"),))
    return Disagreement("the number of people", (first, second))


def _lines() -> tuple[CaseLine, ...]:
    months = {D(2014 + n // 12, n % 12 + 1, 1): 1 + n * 7 % 11 for n in range(3, 36)}
    line = CaseLine(
        title="The Linden footbridge",
        url=HERE,
        summary="A town waited eleven years for its bridge. It opened in the rain.",
        span="2014 – 2016",
        events="204 events",
        changed="10 June 2016, 18:00 CEST",
        spark=spark(months),
        is_demonstration=True,
        is_public=True,
    )
    empty = replace(line, title="جسر المشاة", summary="", span="", events="0 events", changed="", spark=None)
    return line, replace(empty, is_demonstration=False, is_public=False)


def _choices() -> tuple[tuple[Choice, ...], tuple[Choice, ...], tuple[Choice, ...], Choice]:
    types = (Choice("opening", "Opening", 12), Choice("petition", "Petition", 0), Choice("vote", "Vote", 1204))
    outlets = (Choice("1", "The Linden Post", 40), Choice("2", "Bay Sample News", 7))
    statuses = (Choice("occurred", str(Status.OCCURRED.label), 51), Choice("planned", str(Status.PLANNED.label), 2))
    return types, outlets, statuses, Choice("1", "Sources differ", 3)


def _strip(asked: Asked) -> Any:
    counts = [1 + n * 5 % 9 for n in range(0, 24, 2)]
    buckets = [
        Bucket(D(2015 + n // 6, n % 6 * 2 + 1, 1), count, n // 10 * 2, _kinds(count)) for n, count in enumerate(counts)
    ]
    extent = Extent(sum(counts) + 2, D(2015, 1, 1), D(2016, 12, 31))
    month = next(unit for unit in UNITS if unit.name == "month")
    names = {"opening": "Opening", "petition": "Petition", "vote": "Vote", "talk": "Talk"}
    return strip(asked, extent, (D(2015, 1, 1), D(2016, 12, 31), month), buckets, (2015, 2016), names)


def _kinds(count: int) -> dict[str, int]:
    opened, asked, voted = count // 2, count // 3, count // 6
    return {"opening": opened, "petition": asked, "vote": voted, "talk": count - opened - asked - voted}

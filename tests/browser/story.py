"""What the browser tests read: a case of a bridge, told by three papers that do not quite agree."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User

from articles.models import Article, Case
from tests import factories as make
from timeline.models import Event, EventType, Review, Status
from timeline.services import mark_key

D = dt.date
ICONS = {"opening": "flag", "petition": "petition", "vote": "ballot", "reading": "document"}


@dataclass(frozen=True)
class Story:
    case: Case
    petition: Event
    vote: Event
    draft: Event
    article: Article


def tell() -> Story:
    for slug, icon in ICONS.items():
        EventType.objects.update_or_create(slug=slug, defaults={"name": slug.capitalize(), "icon": icon})
    case = make.make_case(is_demonstration=True)
    petition = _petition(case)
    vote = _vote(case)
    make.make_event(case, [make.make_mention(make.make_article(case))])
    for month in (1, 3, 4, 9):
        make.make_day_event(case, D(2015, month, 12), headline=f"Gauge of month {month} read")
    make.make_dated_event(case, "2014", D(2014, 1, 1), D(2014, 12, 31), headline="Old bridge closed for a year")
    make.make_dated_event(case, "", None, None, headline="A plaque was found", status=Status.ALLEGED)
    mark_key(events=Event.objects.filter(pk__in=[petition.pk, vote.pk]), is_key=True, by=None)
    make.make_staff("editor")
    User.objects.create_superuser("chief", password=make.PASSWORD)
    draft = make.make_day_event(case, D(2016, 7, 1), headline="A railing is planned", review=Review.SUGGESTED)
    article = petition.citations.earliest("id").mention.paragraph.version.article
    return Story(case, petition, vote, draft, article)


def _petition(case: Case) -> Event:
    first = make.make_mention(
        make.make_article(
            case,
            "Rain had fallen all night.\n"
            "On Wednesday, friends of the bridge delivered nearly a million signatures in eleven orange boxes.\n"
            "The clerk made tea.\n"
            "RELATED: Ten bridges worth a detour",
            source=make.make_source("The Example Courier"),
            title="A million names in eleven boxes",
            url="https://example.org/boxes",
            kinds={4: "teaser"},
        ),
        sentence="On Wednesday, friends of the bridge delivered nearly a million signatures in eleven orange boxes.",
        trigger="delivered",
        type="petition",
        headline="Friends of the bridge delivered their petition",
    )
    second = make.make_mention(
        make.make_article(
            case,
            "More than a million signatures were handed over on 8 June, the organisers said.",
            source=make.make_source("Bay Sample News"),
            title="Petition reaches the town hall",
            published=D(2016, 6, 9),
        ),
        sentence="More than a million signatures were handed over on 8 June, the organisers said.",
        trigger="handed over",
        timex="8 June",
        type="petition",
        headline="Petition handed over",
    )
    event = make.make_event(case, [first, second])
    make.claim(event, first, "quantity", "nearly 1000000 signature")
    make.claim(event, second, "quantity", "more than 1000000 signature")
    return event


def _vote(case: Case) -> Event:
    sentence = "The town is to vote on the bridge on 5 June 2018."
    version = make.make_article(case, sentence, source=make.make_source("Sample Public Radio"), title="A day is set")
    day = D(2018, 6, 5)
    mention = make.make_mention(
        version,
        sentence=sentence,
        trigger="vote",
        timex="5 June 2018",
        type="vote",
        status=Status.PLANNED,
        edtf=day.isoformat(),
        earliest=day,
        latest=day,
        headline="Town to vote on the bridge",
    )
    return make.make_event(case, [mention])

"""Readers who follow a case by mail: they ask, confirm and stop.

What is answered never depends on whether an address is known. A link in a mail carries a signed key; who holds it has
the mail, and needs no other proof.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import connection, transaction
from django.utils import timezone as clock
from django.utils.crypto import salted_hmac
from procrastinate.contrib.django import app

from articles.models import Case
from timeline.models import Follower, FollowRequest, Frequency
from timeline.services.turns import take_cases

LINK_WORKS = dt.timedelta(days=3)  # of a confirmation; for as long the address of a request is kept
A_DAY, AN_HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
MAILS_A_DAY = 3  # confirmations to one address: more would be a nuisance that others can make
REQUESTS_AN_HOUR = 10  # of one client; a newsroom behind one address asks seldom
HOUR = 6  # when mails go out, in the zone of the case
CONFIRM, STOP = "timeline.follow.confirm", "timeline.follow.stop"  # what a signature is good for
SEND_CONFIRMATION = "timeline.tasks.send_confirmation"
ASKING = 20_160_611  # the number of this lock among the advisory locks of the database


class AskedTooOften(Exception):
    """From this client. It says nothing of any address."""


@transaction.atomic
def ask_to_follow(*, case: Case, address: str, frequency: str, client: str) -> None:
    """Have a confirmation sent to a valid address; silently none where it got too many today. Raises AskedTooOften."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ASKING])  # else two at once would not count each other
    now, known_as = clock.now(), _digest(client)
    if FollowRequest.objects.filter(client=known_as, asked_at__gt=now - AN_HOUR).count() >= REQUESTS_AN_HOUR:
        raise AskedTooOften
    address = address.lower()
    is_enough = FollowRequest.objects.filter(address=address, asked_at__gt=now - A_DAY).count() >= MAILS_A_DAY
    request = FollowRequest.objects.create(case=case, address=address, frequency=frequency, client=known_as)
    if not is_enough:
        app.configure_task(SEND_CONFIRMATION, queue="mail").defer(request_id=request.pk)


@transaction.atomic
def begin_confirmation(*, request_id: int) -> FollowRequest | None:
    """The request whose confirmation is to be handed to the mail server now; None where that was begun before: of a
    mail that a killed worker held, nobody knows whether it went out, and its reader can ask again."""
    waiting = FollowRequest.objects.filter(pk=request_id, sent_at=None, case__is_public=True)
    request = waiting.select_for_update(of=("self",)).select_related("case").first()
    if request:
        request.sent_at = clock.now()
        request.save(update_fields=["sent_at"])
    return request


def confirmation_token(request: FollowRequest) -> str:
    return signing.dumps(request.pk, salt=CONFIRM)


def find_request(token: str) -> FollowRequest | None:
    """What a confirmation link stands for; None once it is over, or where the case is not public."""
    try:
        pk = signing.loads(token, salt=CONFIRM, max_age=LINK_WORKS)
    except signing.BadSignature:
        return None
    return FollowRequest.objects.select_related("case").filter(pk=pk, case__is_public=True).first()


def is_confirmed(*, request: FollowRequest) -> bool:
    """Whether its reader follows as it asks."""
    follower = Follower.objects.filter(case=request.case_id, address=request.address, frequency=request.frequency)
    return follower.exists()


@transaction.atomic
def confirm_following(*, request: FollowRequest) -> Follower:
    """Tell this reader of what is new from now on; of one who follows already, change how often. Safe to repeat."""
    take_cases([request.case_id], by=None)  # two confirmations at once make one follower
    now = clock.now()
    known = Follower.objects.filter(case=request.case_id, address=request.address).first()
    follower = known or Follower(case=request.case, address=request.address, told_until=now)
    follower.frequency = request.frequency
    follower.due_at = next_due(request.frequency, now, request.case.timezone)
    follower.save()
    return follower


def next_due(frequency: str, after: dt.datetime, zone: str) -> dt.datetime:
    """The next time that mails of this frequency go out: at HOUR where the case is; on Mondays, if weekly."""
    local = after.astimezone(ZoneInfo(zone))
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    while due <= local or (frequency == Frequency.WEEKLY and due.weekday() != 0):
        due += A_DAY
    return due


def stop_token(follower: Follower) -> str:
    return signing.dumps(follower.pk, salt=STOP)


def who_stops(token: str) -> int | None:
    """The key of the follower, who may have stopped already; None where the link is none of ours. It never expires."""
    try:
        return int(signing.loads(token, salt=STOP))
    except signing.BadSignature:
        return None


@transaction.atomic
def stop_following(*, follower_id: int) -> None:
    """Forget the reader's address, also where it was asked for. Safe to repeat."""
    for follower in Follower.objects.select_for_update().filter(pk=follower_id):
        FollowRequest.objects.filter(case=follower.case_id, address=follower.address).delete()
        follower.delete()


@transaction.atomic
def forget_old_requests() -> int:
    """Those whose links are over. Returns how many."""
    return FollowRequest.objects.filter(asked_at__lt=clock.now() - LINK_WORKS).delete()[0]


def _digest(client: str) -> str:
    """What tells clients apart and names none: the key is the site's own."""
    return salted_hmac("timeline.follow.client", client, algorithm="sha256").hexdigest()

"""Mails to readers: made here of what `presentation` says, and handed to the mail server.

They hold words and links, nothing that is fetched when they are read: nobody learns whether, when or where.
"""

import datetime as dt
import smtplib
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from timeline import queries, services
from timeline.models import Follower
from timeline.presentation.digest import Digest
from timeline.presentation.digest import digest as make_digest
from timeline.presentation.pages import case_link
from timeline.reader import Reader, withheld_in

BATCH = 100  # mails of one job
# The server's word that it did not take a mail; after other errors nobody knows.
REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)


def send_confirmation(request_id: int) -> None:
    """Ask whether the owner of the address wants to follow. Raises OSError, which all of smtplib's errors are; while
    the server is away, nothing has begun."""
    with get_connection() as wire:
        request = services.begin_confirmation(request_id=request_id)
        if request is None:
            return
        case = case_link(request.case, Reader(is_staff=False, public=withheld_in([request.case_id])))
        link = settings.SITE_URL + reverse("follow-confirm", args=[services.confirmation_token(request)])
        told = {"case": case, "link": link, "frequency": request.frequency}
        subject = f"Do you want to follow “{case.title}”?"
        mail = _mail("confirm", subject, request.address, told, **{"Message-ID": _message_id("confirm", request.pk)})
        wire.send_messages([mail])


def send_digests() -> bool:
    """Send a batch of the mails that are due, and say whether there may be more. Raises OSError where the mail server
    is away: then nothing has begun."""
    due = services.due_followers(BATCH)
    if not due or not settings.SENDS_MAIL:
        return False
    until = queries.settled()
    with get_connection() as wire:
        for follower in due:
            wire.open()  # again, where the last mail broke it
            _send_digest(wire, follower, until)
    return len(due) == BATCH


def _send_digest(wire: BaseEmailBackend, follower: Follower, settled: dt.datetime) -> None:
    """Names are withheld as they are at this moment. A mail that was begun before tells of the same time as it did
    then, under the same Message-ID: what came since is for the next."""
    case, since, may_repeat = follower.case, follower.told_until, follower.sending_since is not None
    until = follower.sending_until or settled
    reader = Reader(is_staff=False, public=withheld_in([case.pk]))
    touched = queries.touched(case, since, until)
    queries.tell_differing(touched, AnonymousUser())
    digest = make_digest(case, touched, since, until, reader, site=settings.SITE_URL)
    if digest is None:
        services.pass_over(follower=follower, until=until)
    elif services.begin_mail(follower=follower, until=until):
        _hand_over(wire, follower, _digest_mail(follower, digest, may_repeat=may_repeat))


def _hand_over(wire: BaseEmailBackend, follower: Follower, mail: EmailMultiAlternatives) -> None:
    try:
        wire.send_messages([mail])
    except REFUSALS:
        services.note_failure(follower=follower, is_refused=True)
    except OSError:
        services.note_failure(follower=follower, is_refused=False)
        with suppress(OSError):
            wire.close()
    else:
        services.note_sent(follower=follower)


def _digest_mail(follower: Follower, digest: Digest, *, may_repeat: bool) -> EmailMultiAlternatives:
    """With the headers for unsubscribing by one click (RFC 8058)."""
    stop = settings.SITE_URL + reverse("follow-stop", args=[services.stop_token(follower)])
    told_of = f"{follower.told_until:%Y%m%dT%H%M%S.%f}-{follower.sending_until:%Y%m%dT%H%M%S.%f}"
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": _message_id("digest", follower.pk, told_of),
    }
    told = {"digest": digest, "frequency": follower.frequency, "stop": stop, "may_repeat": may_repeat}
    return _mail("digest", f"{digest.case.title}: {digest.subject}", follower.address, told, **headers)


def _message_id(*what: object) -> str:
    """By which a mail server, and a program that reads mails, know a mail that comes again. It tells nothing else."""
    digest = salted_hmac("timeline.mailing", "/".join(map(str, what)), algorithm="sha256").hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def _mail(name: str, subject: str, address: str, told: dict[str, Any], **headers: str) -> EmailMultiAlternatives:
    """Text and HTML of the same words. `Auto-Submitted` keeps answering machines from answering (RFC 3834)."""
    known = {**told, "site": settings.SITE_URL}
    text = render_to_string(f"mail/{name}.txt", known)
    one_line = " ".join(subject.split())
    mail = EmailMultiAlternatives(one_line, text, to=[address], headers={"Auto-Submitted": "auto-generated", **headers})
    mail.attach_alternative(render_to_string(f"mail/{name}.html", known), "text/html")
    return mail

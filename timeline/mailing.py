"""Mails to readers: made here of what `presentation` says, and handed to the mail server.

They hold words and links, nothing that is fetched when they are read: nobody learns whether, when or where.
"""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from timeline import services
from timeline.presentation.pages import case_link
from timeline.reader import Reader, withheld_in


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
        mail = _mail("confirm", f"Do you want to follow “{case.title}”?", request.address, told)
        wire.send_messages([mail])


def _mail(name: str, subject: str, address: str, told: dict[str, Any], **headers: str) -> EmailMultiAlternatives:
    """Text and HTML of the same words. `Auto-Submitted` keeps answering machines from answering (RFC 3834)."""
    known = {**told, "site": settings.SITE_URL}
    text = render_to_string(f"mail/{name}.txt", known)
    one_line = " ".join(subject.split())
    mail = EmailMultiAlternatives(one_line, text, to=[address], headers={"Auto-Submitted": "auto-generated", **headers})
    mail.attach_alternative(render_to_string(f"mail/{name}.html", known), "text/html")
    return mail

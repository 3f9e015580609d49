"""Whence a request comes."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """What the outermost proxy of ours heard; what stands before that, the visitor may have written. A whole IPv6
    network counts as one visitor, who has all of its addresses."""
    heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    is_told = 0 < settings.PROXIES <= len(heard)
    told: str = heard[-settings.PROXIES].strip() if is_told else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told[:100]
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)

"""How moments are written for staff; readers have them in the zone of the case (timeline.presentation.wording)."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.timezone import localtime


def moment(at: dt.datetime) -> str:
    """In the newsroom's zone, which is named."""
    return date_format(localtime(at), "DATETIME_FORMAT")

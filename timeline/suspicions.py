"""What the program suspects of events. For staff only: nothing that the public sees reads from here."""

from django.db.models import Q

from timeline.models import LEFT, Event, Likeness


def likenesses_of(event: Event) -> list[tuple[Event, list[str]]]:
    """The events on the timeline that may be the same as this one, the likeliest first, with the reasons in words."""
    rows = Likeness.objects.filter(Q(first=event) | Q(second=event)).select_related("first__type", "second__type")
    pairs = [(row.second if row.first_id == event.pk else row.first, row.reasons) for row in rows]
    return [(other, reasons) for other, reasons in pairs if other.review not in LEFT]

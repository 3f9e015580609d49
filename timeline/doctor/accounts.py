"""What people sign in with."""

from collections.abc import Iterator

from casetracker.accounts.models import Telephone
from casetracker.accounts.sealing import SealError
from timeline.doctor.base import Broken, Check


def unreadable_keys() -> Iterator[Broken]:
    for device in Telephone.objects.order_by("pk").iterator():
        try:
            device.bin_key  # noqa: B018 (it is read, or it raises)
        except (SealError, ValueError):
            yield device.pk, f"telephone {device.pk} of account {device.user_id}"


CHECKS = (
    Check(
        "telephones-can-be-read",
        "The key of each second factor opens with today's secret key.",
        "Set the secret key that this database was used with, or name it in CASETRACKER_SECRET_KEY_FALLBACKS; where"
        " it is lost, an administrator removes those second factors (Users), and their owners set them up anew.",
        unreadable_keys,
    ),
)

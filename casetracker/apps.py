"""The house as a Django app: what is made beside the tables whenever they are brought up to date."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate


class CasetrackerConfig(AppConfig):
    name = "casetracker"

    def ready(self) -> None:
        # Django tells only of apps with models: of the last of ours, when all tables and permissions are there.
        post_migrate.connect(_create_roles, sender=apps.get_app_config("timeline"))
        if settings.SENTRY_DSN:
            from casetracker.telemetry import errors  # a fifth of a second that others need not wait for

            errors.start(settings.SENTRY_DSN)


def _create_roles(**kwargs: Any) -> None:
    from casetracker.roles import create_roles  # it needs models, which are not there yet when this module is read

    create_roles()

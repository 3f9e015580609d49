"""What a Sentry server is told of an error, where SENTRY_DSN names one.

Messages of errors, values of variables, addresses and queries may hold a draft or a withheld name. So an event is not
cleaned of what is secret, but made anew from the few things that cannot be.
"""

from collections.abc import Mapping
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.transport import Transport
from sentry_sdk.types import Event, Hint

from casetracker.telemetry.logs import REQUEST_ID

TOLD = ("event_id", "timestamp", "level", "platform", "release", "environment", "logger", "transaction", "sdk")
TOLD_OF_A_FRAME = ("filename", "module", "function", "lineno", "context_line", "in_app")


def start(dsn: str, transport: Transport | None = None) -> None:
    """Raises sentry_sdk.utils.BadDsn."""
    sentry_sdk.init(
        dsn=dsn,
        transport=transport,
        before_send=without_secrets,
        before_breadcrumb=lambda crumb, hint: None,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        server_name="",
        integrations=[DjangoIntegration(transaction_style="function_name", middleware_spans=False)],
    )


def without_secrets(event: Event, hint: Hint) -> Event | None:
    """Which error it was, where in the code, and in which request: never what it was about."""
    given: Mapping[str, Any] = event
    told: dict[str, Any] = {name: given[name] for name in TOLD if name in given}
    values = (given.get("exception") or {}).get("values") or []
    told["exception"] = {"values": [_exception(value) for value in values]}
    told["tags"] = {"request_id": REQUEST_ID.get()}
    return told  # type: ignore[return-value]


def _exception(value: Mapping[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    kept = [{name: frame[name] for name in TOLD_OF_A_FRAME if name in frame} for frame in frames]
    return {"type": value.get("type"), "module": value.get("module"), "stacktrace": {"frames": kept}}

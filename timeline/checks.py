"""`manage.py check` reads the rule files too: a rule that says too little, or names nothing real, is an error."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, register

HINT = "Mend the rule in timeline/extraction/rules; docs/extraction.md shows how the others are written."


@register("rules")
def check_rules(**kwargs: Any) -> list[CheckMessage]:
    return [*_errors("timeline.E001", _of_dates), *_errors("timeline.E002", _of_events)]


def _errors(number: str, problems: Callable[[], Iterable[str]]) -> list[CheckMessage]:
    """The problems as errors; a file that cannot be read at all is one."""
    try:
        return [Error(problem, hint=HINT, id=number) for problem in problems()]
    except (ValueError, KeyError, TypeError) as error:
        return [Error(f"The rules cannot be read: {error}", hint=HINT, id=number)]


def _of_dates() -> list[str]:
    from timeline.extraction import anchoring, timex_rules  # rules take a moment to compile; commands that check, wait

    return timex_rules.problems(timex_rules.english().rules, anchoring.POLICIES)


def _of_events() -> list[str]:
    from timeline.extraction import taxonomy

    return taxonomy.problems(tuple(taxonomy.english().types.values()))

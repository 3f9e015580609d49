"""`manage.py check` finds rules that say too little."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from timeline.extraction import taxonomy, timex_rules


def test_the_rules_pass() -> None:
    call_command("check", tags=["rules"])


def test_a_date_rule_without_examples_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = timex_rules.english()
    monkeypatch.setattr(whole, "rules", (replace(whole.rules[0], examples={}), *whole.rules[1:]))
    with pytest.raises(CommandError, match=f"{whole.rules[0].name}.* needs two examples"):
        call_command("check", tags=["rules"])


def test_a_type_without_a_counterexample_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = taxonomy.english()
    slug = next(iter(whole.types))
    types = {**whole.types, slug: replace(whole.types[slug], counterexamples=())}
    monkeypatch.setattr(taxonomy, "english", lambda: replace(whole, types=types))
    with pytest.raises(CommandError, match=f"{slug}.* needs two examples and a counterexample"):
        call_command("check", tags=["rules"])


def test_a_file_that_cannot_be_read_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> None:
        raise ValueError("rule 'x' has unknown keys ['colour']")

    monkeypatch.setattr(timex_rules, "english", unreadable)
    with pytest.raises(CommandError, match="unknown keys"):
        call_command("check", tags=["rules"])

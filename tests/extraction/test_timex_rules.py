"""Every rule's examples and counterexamples, as the rule files give them, run here."""

import datetime as dt
import re

import pytest

from timeline.extraction.timex import find_timexes
from timeline.extraction.timex_rules import english
from timeline.extraction.types import Timex

FRIDAY = dt.date(2016, 6, 10)  # the day on which the examples are said
RULES = {rule.name: rule for rule in english().rules}
EXAMPLES = [(rule.name, text, value) for rule in RULES.values() for text, value in rule.examples.items()]
COUNTEREXAMPLES = [(rule.name, text) for rule in RULES.values() for text in rule.counterexamples]


class WholeText:
    """One block over all of a text."""

    number, kind, start = 1, "body", 0

    def __init__(self, text: str) -> None:
        self.end = len(text)


def find(text: str) -> tuple[Timex, ...]:
    return find_timexes(text, published=FRIDAY, blocks=[WholeText(text)])


@pytest.mark.parametrize(("name", "marked", "value"), EXAMPLES)
def test_rule_reads_its_examples(name: str, marked: str, value: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = re.sub(r"[\[\]]", "", marked)
    found = {(t.start, t.end): t for t in find(text) if t.rule == name}

    assert (start, end) in found, f"{name} finds {[t.text for t in find(text)]} in {text!r}"
    assert found[start, end].value == value


@pytest.mark.parametrize(("name", "text"), COUNTEREXAMPLES)
def test_rule_leaves_its_counterexamples_alone(name: str, text: str) -> None:
    assert name not in {timex.rule for timex in find(text)}


@pytest.mark.parametrize("name", RULES)
def test_rule_has_two_examples_and_a_counterexample(name: str) -> None:
    assert len(RULES[name].examples) >= 2
    assert RULES[name].counterexamples

"""Every rule's examples and counterexamples, as the rule files give them, run here."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from timeline.extraction.anchoring import POLICIES
from timeline.extraction.rule_book import PAGE, book
from timeline.extraction.timex import find_timexes
from timeline.extraction.timex_rules import english, problems
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


def test_rules_are_in_order() -> None:
    assert problems(english().rules, POLICIES) == []


def test_what_is_wrong_with_a_rule_is_said() -> None:
    good = english().rules[0]
    bad = replace(good, kind="guess", counterexamples=())
    found = problems([good, bad], POLICIES)

    assert [word for word in ("called", "guess", "counterexample") if any(word in line for line in found)] == [
        "called",
        "guess",
        "counterexample",
    ]


@pytest.mark.parametrize("kind", POLICIES)
def test_every_policy_says_what_it_does(kind: str) -> None:
    assert POLICIES[kind].__doc__


def test_the_book_of_rules_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == book(), "run python -m timeline.extraction.rule_book"

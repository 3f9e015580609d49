"""The book of rules, docs/extraction.md, written from the rule files: `python -m timeline.extraction.rule_book`."""

from collections.abc import Iterator
from pathlib import Path

from timeline.extraction.anchoring import POLICIES
from timeline.extraction.timex_rules import FILES, Neighbours, Rule, english

PAGE = Path(__file__).parents[2] / "docs" / "extraction.md"
CHAPTERS = {
    "timex_calendar": "Dates of the calendar",
    "timex_relative": "Counted from publication",
    "timex_anaphoric": "Counted from another date of the text",
    "timex_duration": "Lengths of time, and how often",
    "timex_clock": "Times of day",
    "timex_words": "The present, the past and the future at large",
}
HEAD = """# How dates are found

This page is written from the rule files by `python -m timeline.extraction.rule_book`; a test fails where it is out of
date. Change the rules, not the page.

A rule reads a run of words, names the *policy* that resolves it, and shows what it reads and what it must leave alone.
Every example below runs as a test. The examples are said on Friday, 10 June 2016; brackets mark the words that the rule
reads, the code is the TIMEX3 value.

A pattern holds words of the text, classes of `timex_lexicon.yaml` and pieces (`macros`) in capitals, groups
`( a | b )`, optional items `x?`, captures `unit:UNIT`, and `~x` for what touches the word before it. The longest match
wins, then the rule that stands first. Why the policies are as they are: [decision 10](decisions/0010-dates.md).

Two names stand for where a date was found rather than how: `stamp` ("Posted June 9, 2016") and `dateline`
("OAKVILLE, June 9 (Wire) --"). They date the article itself; nothing counts from them, save that a stamp tells the
day of publication where nobody else does, and that of a later change. In Spanish, French, German, Italian and
Portuguese the rule is `dateparser`: its word lists say the words in English, which the rules below read.
"""


def book() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_policies(), *(line for name in FILES for line in _chapter(name))]) + "\n"


def _policies() -> Iterator[str]:
    yield "## Policies\n"
    yield "| policy | what it does |"
    yield "|---|---|"
    for kind in sorted(POLICIES):
        yield f"| `{kind}` | {_summary(kind)} |"
    yield ""


def _summary(kind: str) -> str:
    """The docstring of the policy on one line."""
    return " ".join((POLICIES[kind].__doc__ or "").split())


def _chapter(name: str) -> Iterator[str]:
    yield f"## {CHAPTERS[name]}\n"
    for rule in english().rules:
        if rule.group == name:
            yield from _entry(rule)


def _entry(rule: Rule) -> Iterator[str]:
    yield f"### {rule.name}\n"
    yield f"Policy `{rule.kind}`. Pattern:\n"
    yield f"    {' '.join(rule.pattern.split())}\n"
    yield from _neighbours(rule)
    for text, value in rule.examples.items():
        yield f"- reads: {text} → `{value}`"
    for text in rule.counterexamples:
        yield f"- leaves alone: {text}"
    yield ""


def _neighbours(rule: Rule) -> Iterator[str]:
    asked = {
        "Only after": rule.only_previous,
        "Never after": rule.unless_previous,
        "Only before": rule.only_next,
        "Never before": rule.unless_next,
    }
    for words, beside in asked.items():
        if beside:
            yield f"{words}: {_listed(beside)}.\n"


def _listed(beside: Neighbours) -> str:
    return ", ".join(f"`{words}`" for words in sorted({*beside.singles, *(" ".join(run) for run in beside.runs)}))


if __name__ == "__main__":
    PAGE.write_text(book(), encoding="utf-8")

"""The rules for temporal expressions, read from rules/timex_*.yaml and compiled once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from timeline.extraction.lexicon import Lexicon
from timeline.extraction.patterns import Automaton, Match, Symbol
from timeline.extraction.tokens import Token

FOLDER = Path(__file__).parent / "rules"
FILES = ("timex_calendar", "timex_relative", "timex_anaphoric", "timex_duration", "timex_clock", "timex_words")
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast, and not built everywhere
Context = tuple[tuple[str, ...], ...]  # alternatives, each a run of words or classes; "~x" touches what is before it


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say a time. `kind` names the policy that resolves it, `fields` what its words leave unsaid; the four
    contexts are words or classes that must (`only_`) or must not (`unless_`) stand beside the match."""

    name: str
    group: str
    kind: str
    pattern: str
    fields: Mapping[str, Any]
    only_previous: Context
    unless_previous: Context
    only_next: Context
    unless_next: Context
    examples: Mapping[str, str]
    counterexamples: Sequence[str]

    def fits(self, symbols: Sequence[Symbol], start: int, end: int) -> bool:
        """Whether what stands beside tokens [start, end) lets this rule apply."""
        if self.only_previous and not _stands_before(self.only_previous, symbols, start):
            return False
        if self.only_next and not _stands_after(self.only_next, symbols, end):
            return False
        return not (
            _stands_before(self.unless_previous, symbols, start) or _stands_after(self.unless_next, symbols, end)
        )


class RuleSet:
    """All rules with their lexicon, compiled together."""

    def __init__(self, documents: Mapping[str, Any], lexicon: Any) -> None:
        macros = {name: text for document in documents.values() for name, text in document.get("macros", {}).items()}
        self.rules = tuple(_rule(group, entry) for group, document in documents.items() for entry in document["rules"])
        self._automaton = Automaton([rule.pattern for rule in self.rules], macros)
        asked = self._automaton.words | {
            word
            for rule in self.rules
            for context in (rule.only_previous, rule.unless_previous, rule.only_next, rule.unless_next)
            for run in context
            for word in (part.lstrip("~") for part in run)
        }
        self.lexicon = Lexicon(_classes(lexicon["classes"]), lexicon, asked)

    def symbols(self, tokens: Sequence[Token]) -> list[Symbol]:
        return self.lexicon.symbols(tokens)

    def matches(self, symbols: Sequence[Symbol], start: int) -> Iterator[tuple[Rule, Match]]:
        """The rules that read tokens from `start` on, longest first, in the order of the files among equals."""
        for match in self._automaton.matches(symbols, start):
            rule = self.rules[match.pattern]
            if rule.fits(symbols, start, match.end):
                yield rule, match


def load(name: str) -> Any:
    """A rule file as YAML gives it."""
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader)  # noqa: S506 – a safe loader


@cache
def english() -> RuleSet:
    """The rules for English. ValueError where a file is malformed."""
    documents = {name: load(name) for name in FILES}
    return RuleSet(documents, load("timex_lexicon"))


def _rule(group: str, entry: Mapping[str, Any]) -> Rule:
    known = {"name", "kind", "pattern", "set", "examples", "counterexamples"}
    contexts = ("only_previous", "unless_previous", "only_next", "unless_next")
    unknown = set(entry) - known - set(contexts)
    if unknown:
        raise ValueError(f"{group}: rule {entry.get('name')!r} has unknown keys {sorted(unknown)}.")
    return Rule(
        name=entry["name"],
        group=group,
        kind=entry["kind"],
        pattern=entry["pattern"],
        fields=entry.get("set", {}),
        examples={text: str(value) for text, value in entry["examples"].items()},
        counterexamples=tuple(entry["counterexamples"]),
        **{name: tuple(tuple(str(run).split()) for run in entry.get(name, ())) for name in contexts},
    )


def _classes(raw: Mapping[str, Any]) -> dict[str, dict[str, int | str]]:
    """A list of words is a class whose values are the words themselves."""
    return {
        name: {str(word): values[word] if isinstance(values, dict) else str(word) for word in values}
        for name, values in raw.items()
    }


def _stands_before(context: Context, symbols: Sequence[Symbol], start: int) -> bool:
    return any(_run_at(run, symbols, start - len(run)) for run in context)


def _stands_after(context: Context, symbols: Sequence[Symbol], end: int) -> bool:
    return any(_run_at(run, symbols, end) for run in context)


def _run_at(run: tuple[str, ...], symbols: Sequence[Symbol], at: int) -> bool:
    if at < 0 or at + len(run) > len(symbols):
        return False
    return all(
        word.lstrip("~") in symbols[at + i].atoms and (symbols[at + i].glued or word[0] != "~")
        for i, word in enumerate(run)
    )

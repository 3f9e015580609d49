"""The rules for temporal expressions, read from rules/timex_*.yaml and compiled once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from timeline.extraction.lexicon import Lexicon
from timeline.extraction.patterns import Automaton, Match, Symbol
from timeline.extraction.tokens import Token

FOLDER = Path(__file__).parent / "rules"
FILES = ("timex_calendar", "timex_relative", "timex_anaphoric", "timex_clock", "timex_duration", "timex_words")
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast, and not built everywhere


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What may stand beside a match: single words or classes, and runs of them ("~x" touches, "_" is any)."""

    singles: frozenset[str]
    runs: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, entries: Sequence[Any]) -> "Neighbours":
        runs = [tuple(str(entry).split()) for entry in entries]
        single = {run[0] for run in runs if len(run) == 1 and run[0][0] != "~"}
        return cls(frozenset(single), tuple(run for run in runs if len(run) > 1 or run[0][0] == "~"))

    @property
    def words(self) -> set[str]:
        return {*self.singles, *(word.lstrip("~") for run in self.runs for word in run)}

    def __bool__(self) -> bool:
        return bool(self.singles or self.runs)

    def end_at(self, symbols: Sequence[Symbol], end: int) -> bool:
        """Whether one of them stands right before token `end`."""
        if end and not self.singles.isdisjoint(symbols[end - 1].atoms):
            return True
        return any(_run_at(run, symbols, end - len(run)) for run in self.runs)

    def start_at(self, symbols: Sequence[Symbol], start: int) -> bool:
        """Whether one of them begins at token `start`."""
        if start < len(symbols) and not self.singles.isdisjoint(symbols[start].atoms):
            return True
        return any(_run_at(run, symbols, start) for run in self.runs)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say a time. `kind` names the policy that resolves it, `fields` what its words leave unsaid; the four
    contexts are words or classes that must (`only_`) or must not (`unless_`) stand beside the match."""

    name: str
    group: str
    kind: str
    pattern: str
    fields: Mapping[str, Any]
    only_previous: Neighbours
    unless_previous: Neighbours
    only_next: Neighbours
    unless_next: Neighbours
    examples: Mapping[str, str]
    counterexamples: Sequence[str]

    def fits(self, symbols: Sequence[Symbol], start: int, end: int) -> bool:
        """Whether what stands beside tokens [start, end) lets this rule apply."""
        if self.only_previous and not self.only_previous.end_at(symbols, start):
            return False
        if self.only_next and not self.only_next.start_at(symbols, end):
            return False
        return not (self.unless_previous.end_at(symbols, start) or self.unless_next.start_at(symbols, end))


class RuleSet:
    """All rules with their lexicon, compiled together."""

    def __init__(self, documents: Mapping[str, Any], lexicon: Any) -> None:
        macros = {name: text for document in documents.values() for name, text in document.get("macros", {}).items()}
        self.rules = tuple(_rule(group, entry) for group, document in documents.items() for entry in document["rules"])
        self._automaton = Automaton([rule.pattern for rule in self.rules], macros)
        asked = self._automaton.words | {
            word
            for rule in self.rules
            for beside in (rule.only_previous, rule.unless_previous, rule.only_next, rule.unless_next)
            for word in beside.words
        }
        self.lexicon = Lexicon(_classes(lexicon["classes"]), lexicon, asked)

    def symbols(self, tokens: Sequence[Token]) -> list[Symbol]:
        return self.lexicon.symbols(tokens)

    def starts(self, symbols: Sequence[Symbol]) -> list[int]:
        """The tokens at which some rule may begin to read."""
        return self._automaton.starts(symbols)

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


def problems(rules: Sequence[Rule], kinds: Collection[str]) -> list[str]:
    """What is wrong with the rules as data, one sentence each; `kinds` are the policies that there are."""
    names = [rule.name for rule in rules]
    found = [f"Two rules are called {name!r}." for name in sorted({n for n in names if names.count(n) > 1})]
    for rule in rules:
        if rule.kind not in kinds:
            found.append(f"Rule {rule.name!r} names the policy {rule.kind!r}, which does not exist.")
        if len(rule.examples) < 2 or not rule.counterexamples:
            found.append(f"Rule {rule.name!r} needs two examples and a counterexample.")
    return found


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
        **{name: Neighbours.read(entry.get(name, ())) for name in contexts},
    )


def _classes(raw: Mapping[str, Any]) -> dict[str, dict[str, int | str]]:
    """A list of words is a class whose values are the words themselves."""
    return {
        name: {str(word): values[word] if isinstance(values, dict) else str(word) for word in values}
        for name, values in raw.items()
    }


def _run_at(run: tuple[str, ...], symbols: Sequence[Symbol], at: int) -> bool:
    if at < 0 or at + len(run) > len(symbols):
        return False
    return all(
        (word == "_" or word.lstrip("~") in symbols[at + i].atoms) and (symbols[at + i].glued or word[0] != "~")
        for i, word in enumerate(run)
    )

"""The types of events, read from rules/event_types.yaml and compiled once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from timeline.extraction.phrases import Phrase, PhraseIndex, parse

RULES = Path(__file__).parent / "rules"
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast, and not built everywhere
KEYS = {"slug", "name", "icon", "family", "verbs", "nouns", "examples", "counterexamples", "unless", "outcomes"}


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event. `family` names the types that may report the same event; `rank` orders them, from 0.

    `verbs` and `nouns` name the event; `outcomes` are verbs of what follows from it ("will serve six years"), whose
    tense says nothing of the event. Words of `unless` near the verb mean something else ("a report is released").
    """

    slug: str
    name: str
    icon: str
    family: str
    rank: int
    verbs: tuple[Phrase, ...] = ()
    nouns: tuple[Phrase, ...] = ()
    outcomes: tuple[Phrase, ...] = ()
    unless: frozenset[str] = frozenset()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Echo:
    """Phrases that report the event told last again, if it is of one of the families."""

    name: str
    families: frozenset[str]
    verbs: tuple[Phrase, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    types: Mapping[str, EventType]
    verbs: PhraseIndex
    nouns: PhraseIndex
    echoes: PhraseIndex


@cache
def english() -> Taxonomy:
    """The types for English. ValueError where the file is malformed."""
    types = [_event_type(entry, rank) for rank, entry in enumerate(_load("event_types")["types"])]
    return Taxonomy(
        {type_.slug: type_ for type_ in types},
        PhraseIndex((phrase, type_) for type_ in types for phrase in type_.verbs + type_.outcomes),
        PhraseIndex((phrase, type_) for type_ in types for phrase in type_.nouns),
        PhraseIndex((phrase, echo) for echo in echoes() for phrase in echo.verbs),
    )


@cache
def echoes() -> tuple[Echo, ...]:
    """The phrases that echo an event, as the file has them."""
    return tuple(
        Echo(
            entry["name"],
            frozenset(entry["families"].split()),
            _phrases(entry["verbs"]),
            tuple(entry["examples"]),
            tuple(entry["counterexamples"]),
        )
        for entry in _load("event_echoes")["echoes"]
    )


def problems(types: Sequence[EventType]) -> list[str]:
    """What is wrong with the types as data, one sentence each."""
    slugs = [type_.slug for type_ in types]
    found = [f"Two event types are called {slug!r}." for slug in sorted({s for s in slugs if slugs.count(s) > 1})]
    for type_ in types:
        if (type_.verbs or type_.nouns) and (len(type_.examples) < 2 or not type_.counterexamples):
            found.append(f"Event type {type_.slug!r} needs two examples and a counterexample.")
    return found


def _load(name: str) -> Any:
    return yaml.load((RULES / f"{name}.yaml").read_text(encoding="utf-8"), Loader)  # noqa: S506 – a safe loader


def _event_type(entry: Mapping[str, Any], rank: int) -> EventType:
    unknown = set(entry) - KEYS
    if unknown:
        raise ValueError(f"Event type {entry.get('slug')!r} has unknown keys {sorted(unknown)}.")
    return EventType(
        slug=entry["slug"],
        name=entry["name"],
        icon=entry["icon"],
        family=entry["family"],
        rank=rank,
        verbs=_phrases(entry.get("verbs", "")),
        nouns=_phrases(entry.get("nouns", "")),
        outcomes=_phrases(entry.get("outcomes", "")),
        unless=frozenset(entry.get("unless", "").split()),
        **{name: tuple(entry.get(name, ())) for name in ("examples", "counterexamples")},
    )


def _phrases(text: str) -> tuple[Phrase, ...]:
    return tuple(parse(part) for part in text.split(",") if part.strip())


def family(slug: str) -> str:
    """The family of a type; a type that editors made is its own."""
    type_ = english().types.get(slug)
    return type_.family if type_ else slug


@cache
def families() -> tuple[str, ...]:
    """The families of the types in the file."""
    return tuple(dict.fromkeys(type_.family for type_ in english().types.values()))


def rank(slug: str) -> int:
    """The place of a type in the file; later ones say less. A type that editors made comes first."""
    type_ = english().types.get(slug)
    return type_.rank if type_ else -1

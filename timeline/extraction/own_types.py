"""Types of events as editors write them: laid over those of the rule files, checked, and compiled once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from timeline.extraction import words as w
from timeline.extraction.phrases import Phrase, PhraseIndex, parse
from timeline.extraction.taxonomy import EventType, Taxonomy, english

MOST = 60  # phrases of one type; more are a list of words and no type
NAMES_NOTHING = w.FUNCTION | w.SAY | frozenset("say tell make take go come get give see know think year day".split())


@dataclass(frozen=True, slots=True)
class OwnType:
    """What editors say of a type, new or known: phrases parted by commas or lines, in the language of phrases.py.
    `hushed` are phrases of the rule files that no longer count; words of `unless` near the verb mean something else."""

    slug: str
    name: str
    icon: str = "dot"
    verbs: str = ""
    nouns: str = ""
    unless: str = ""
    hushed: str = ""


def problems(own: OwnType) -> list[str]:
    """What is wrong with a type, each in a sentence for the person who wrote it; none where it can be used."""
    known = english().types.get(own.slug)
    written = {"verbs": _parts(own.verbs), "nouns": _parts(own.nouns)}
    found = [problem for parts in written.values() for part in parts if (problem := _problem(part))]
    if (count := sum(map(len, written.values()))) > MOST:
        found.append(f"A type has at most {MOST} phrases of its own; this one has {count}.")
    strange = [part for part in _parts(own.hushed) if part not in _texts(known)]
    return found + [f"“{part}” is no phrase of this type that could be hushed." for part in strange]


@lru_cache(maxsize=8)
def taxonomy_with(own: tuple[OwnType, ...]) -> Taxonomy:
    """The taxonomy of the rule files with these types laid over it. ValueError where one of them has `problems`."""
    base = english()
    if not own:
        return base
    types = dict(base.types)
    for n, one in enumerate(own):
        if found := problems(one):
            raise ValueError(f"Event type {one.slug!r}: {found[0]}")
        types[one.slug] = _laid_over(types.get(one.slug), one, rank=n - len(own))
    return Taxonomy(
        types,
        PhraseIndex((phrase, type_) for type_ in types.values() for phrase in type_.verbs + type_.outcomes),
        PhraseIndex((phrase, type_) for type_ in types.values() for phrase in type_.nouns),
        base.echoes,
    )


def digest(own: tuple[OwnType, ...]) -> str:
    """Eight hex digits of what editors wrote; "" where they wrote nothing."""
    return sha256(repr(own).encode()).hexdigest()[:8] if own else ""


def phrases_of(slug: str) -> tuple[str, ...]:
    """The phrases that the rule files have for a type."""
    return _texts(english().types.get(slug))


def _laid_over(known: EventType | None, own: OwnType, *, rank: int) -> EventType:
    """A type of the editors' own comes before those of the files, where phrases say equally much."""
    hushed = set(_parts(own.hushed))
    verbs, nouns = tuple(map(parse, _parts(own.verbs))), tuple(map(parse, _parts(own.nouns)))
    unless = frozenset(own.unless.lower().replace(",", " ").split())
    if known is None:
        return EventType(own.slug, own.name, own.icon, own.slug, rank, verbs, nouns, unless=unless)
    return replace(
        known,
        verbs=_without(known.verbs, hushed) + verbs,
        nouns=_without(known.nouns, hushed) + nouns,
        outcomes=_without(known.outcomes, hushed),
        unless=known.unless | unless,
    )


def _problem(part: str) -> str:
    try:
        phrase = parse(part)
    except ValueError as error:
        return f"“{part}”: {error}"
    if all(element.words & NAMES_NOTHING for element in phrase.elements if not element.gap):
        return f"“{part}” would be found nearly everywhere: add a word that names what happens."
    for word, form in _inflected(phrase):
        return f"“{part}”: {form} is a form of {word}. Write {word} for every form, or ={form} for this one alone."
    return ""


def _inflected(phrase: Phrase) -> Iterator[tuple[str, str]]:
    for element in phrase.elements:
        for form in sorted(element.words):
            if not element.exact and form[0].isalpha() and (word := w.lemma(form)) != form:
                yield word, form


def _without(phrases: tuple[Phrase, ...], hushed: set[str]) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase in phrases if phrase.text.strip() not in hushed)


def _texts(known: EventType | None) -> tuple[str, ...]:
    return tuple(p.text.strip() for p in (*known.verbs, *known.nouns, *known.outcomes)) if known else ()


def _parts(text: str) -> list[str]:
    parts = [" ".join(part.split()) for part in text.replace("\n", ",").split(",")]
    return [part for part in parts if part]

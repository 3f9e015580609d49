"""The filters of a timeline as a form shows them, and the chips that take one away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from timeline.filters import Asked, bounds, moment_text
from timeline.presentation.periods import period_words
from timeline.presentation.wording import capital, day_words
from timeline.queries import Choice
from timeline.reader import Reader

LONG, FIRST = 10, 8  # values of one filter: of more than these, so many stand there unfolded
MOST_DRAWN = 40  # folded ones: an outlet's row is four elements, and a page has room for a thousand


class Option(NamedTuple):
    """A row of the form; `events` is how many it would leave."""

    value: str
    label: str
    events: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one filter. Of a long list the `options` are those with the most events; `rest` is folded, save
    where `is_open`; `others` is how many are not drawn at all."""

    name: str
    legend: str
    options: Sequence[Option]
    rest: Sequence[Option] = ()
    is_open: bool = False
    others: int = 0


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set; `url` asks the same without it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Facets:
    q: str
    first: str
    last: str
    groups: tuple[Group, ...]
    differ: Option | None
    newest_first: bool
    since: str
    all_choices: bool
    all_choices_url: str
    chips: tuple[Chip, ...]
    clear: str


def facets(
    asked: Asked,
    types: Sequence[Choice],
    outlets: Sequence[Choice],
    statuses: Sequence[Choice] = (),
    differ: Choice | None = None,
    people: Sequence[Choice] = (),
) -> Facets:
    first, last = bounds(asked.first, asked.last)
    groups = (
        _group("type", "Type", types, asked.types, asked),
        _group("person", "Person", people, [str(pk) for pk in asked.people], asked),
        _group("outlet", "Outlet", outlets, [str(pk) for pk in asked.outlets], asked),
        _group("status", "Status", statuses, asked.statuses, asked),
    )
    return Facets(
        q=asked.q,
        first=first,
        last=last,
        groups=tuple(group for group in groups if _is_choice(group)),
        differ=_options([differ], ["1"] if asked.differ else [])[0] if differ else None,
        newest_first=asked.newest_first,
        since=moment_text(asked.since) if asked.since else "",
        all_choices=asked.all_choices,
        all_choices_url=asked.but(all_choices=True).query(),
        chips=tuple(_chips(asked, types, people, outlets)),
        clear=Asked(newest_first=asked.newest_first, since=asked.since).query(),
    )


def readable(people: Sequence[Choice], reader: Reader) -> list[Choice]:
    """Those whose names this visitor reads in full: another case may withhold a name that this one tells."""
    return [choice for choice in people if reader.names.text(choice.label) == choice.label]


def _options(choices: Sequence[Choice], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(c.value, c.label, c.events, c.value in chosen) for c in choices)


def _group(name: str, legend: str, choices: Sequence[Choice], chosen: Sequence[str], asked: Asked) -> Group:
    if len(choices) <= LONG:
        return Group(name, legend, _options(choices, chosen))
    ranked = sorted(choices, key=lambda choice: -choice.events)
    first, rest = ranked[:FIRST], ranked[FIRST:]
    kept = [choice for choice in rest if choice.value in chosen]  # what is not drawn, the form would not send
    drawn = rest if asked.all_choices or len(rest) <= MOST_DRAWN else kept
    is_open, others = bool(kept) or asked.all_choices, len(rest) - len(drawn)
    return Group(name, legend, _options(first, chosen), _options(drawn, chosen), is_open, others)


def _is_choice(group: Group) -> bool:
    """A single value leaves nothing to choose, but to take it away; or it is a person, who stands there as named."""
    options = group.options
    return len(options) > 1 or any(group.name == "person" or option.is_chosen for option in options)


def _chips(asked: Asked, types: Sequence[Choice], people: Sequence[Choice], outlets: Sequence[Choice]) -> list[Chip]:
    chips: list[Chip] = []
    if asked.q:
        chips.append(Chip(f"Words: {asked.q}", asked.but(q="").query()))
    if asked.first or asked.last:
        chips.append(Chip(_period(asked), asked.but(first=None, last=None).query()))
    for slug in asked.types:
        rest = tuple(s for s in asked.types if s != slug)
        chips.append(Chip(_label(types, slug, f"Type “{slug}”"), asked.but(types=rest).query()))
    for pk in asked.people:
        left = tuple(person for person in asked.people if person != pk)
        chips.append(Chip(_label(people, str(pk), f"Person {pk}"), asked.but(people=left).query()))
    for pk in asked.outlets:
        others = tuple(o for o in asked.outlets if o != pk)
        chips.append(Chip(_label(outlets, str(pk), f"Outlet {pk}"), asked.but(outlets=others).query()))
    for status in asked.statuses:
        kept = tuple(s for s in asked.statuses if s != status)
        chips.append(Chip(f"Status: {status}", asked.but(statuses=kept).query()))
    if asked.differ:
        chips.append(Chip("Sources differ", asked.but(differ=False).query()))
    return chips


def _label(choices: Sequence[Choice], value: str, otherwise: str) -> str:
    return next((choice.label for choice in choices if choice.value == value), otherwise)


def _period(asked: Asked) -> str:
    if asked.first and asked.last:
        return capital(period_words(asked.first, asked.last))
    if asked.first:
        return f"From {day_words(asked.first)}"
    return f"Until {day_words(asked.last)}" if asked.last else ""

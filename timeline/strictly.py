"""What a program asks of a timeline. A page leaves out what it cannot understand and says so above the list; a file has
no such place, and a program that mistypes a filter must not take everything for what it asked for."""

from collections.abc import Collection

from django.http import QueryDict

from timeline.filters import MAX_WORDS, WORDS, Asked, parse

MANY = frozenset({"type", "outlet", "person", "status"})
FILTERS = ("q", "type", "person", "outlet", "status", "differ", "from", "to", "order")


class Misasked(Exception):
    """`errors` has, by parameter, what is wrong with it and what to write instead."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" for name, why in errors.items()))
        self.errors = errors


def asked_strictly(params: QueryDict, *, besides: Collection[str] = (), only: Collection[str] | None = None) -> Asked:
    """The filters that these parameters set, from the start of the list; `besides` are others that the caller reads
    itself, `only` all that it knows. Raises Misasked."""
    known = (*FILTERS, *besides) if only is None else only
    errors = {name[:40]: why for name in params if (why := _wrong(params, name, known))}
    asked, notes = parse(params)
    if notes and not errors:  # each is well, but not together
        errors["from"] = notes[0]
    if errors:
        raise Misasked(errors)
    return asked.but()


def _wrong(params: QueryDict, name: str, known: Collection[str]) -> str:
    """ "" for a parameter that is well by itself."""
    values = params.getlist(name)
    if name not in known:
        return f"There is no such parameter here; there {'are ' + ', '.join(known) if known else 'is none'}."
    if len(values) > 1 and name not in MANY:
        return "Write it once."
    if name in WORDS and values[0] not in WORDS[name]:
        return f"Write one of {', '.join(filter(None, WORDS[name]))}."
    if name == "q" and len(values[0]) > MAX_WORDS:
        return f"Write at most {MAX_WORDS} characters."
    alone = QueryDict(mutable=True)
    alone.setlist(name, values)
    return " ".join(parse(alone)[1]) if name in FILTERS else ""

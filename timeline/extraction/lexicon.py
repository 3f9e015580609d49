"""What a token may be to a pattern: the words and classes that it counts as, and the value of a word in a class."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from timeline.extraction.patterns import Symbol
from timeline.extraction.tokens import Token

Value = int | str
NOTHING: frozenset[str] = frozenset()
POSSESSIVES = ("'s", "'S")


class Lexicon:
    """The classes of the rule files. `asked` are the words and classes that patterns ask for; others need no atom."""

    def __init__(
        self, classes: Mapping[str, Mapping[str, Value]], joins: Mapping[str, Sequence[str]], asked: set[str]
    ) -> None:
        self._values = classes
        self._capital, self._lower = frozenset(joins["capital"]), frozenset(joins["lower"])
        self._asked = asked
        words: dict[str, set[str]] = {word: {word} for word in asked if not word.isupper()}
        for name, values in classes.items():
            if name in asked:
                for word in values:
                    words.setdefault(word, set()).add(name)
        for word in [word for word in words if word.endswith("'s")]:
            words[word] |= words.get(word[:-2], set())
        self._symbols = {
            word: (Symbol(frozenset(atoms), False), Symbol(frozenset(atoms), True)) for word, atoms in words.items()
        }
        self._unknown = Symbol(NOTHING, False)

    def value(self, name: str, word: str) -> Value | None:
        """The value of a word in a class, None where it stands not there."""
        return self._values[name].get(word)

    def symbols(self, tokens: Sequence[Token]) -> list[Symbol]:
        """One symbol per token. Figures count as several classes at once: see `figure_classes`."""
        found, before = [], -1
        for token in tokens:
            word = token.lower
            known = self._symbols.get(word)
            if known is None and word[-2:] == "'s":
                known = self._symbols.get(word[:-2])
            if known is not None and word[0].isdigit():
                found.append(Symbol(figure_classes(word) | known[0].atoms, token.start == before))
            elif known is not None:
                if word in self._capital and token.text.islower():
                    known = self._plain(word)
                elif word in self._lower and token.text != word:
                    known = self._plain(token.text)
                found.append(known[token.start == before])
            elif word[0].isdigit():
                found.append(Symbol(figure_classes(word), token.start == before))
            else:
                found.append(self._unknown)
            before = token.end
        return found

    def _plain(self, word: str) -> tuple[Symbol, Symbol]:
        atoms = frozenset({word}) & self._asked
        return Symbol(atoms, False), Symbol(atoms, True)


def bare(token: Token) -> str:
    """The token in lower case without a possessive ending: what the lexicon knows."""
    return token.lower[:-2] if token.lower.endswith("'s") else token.lower


@lru_cache(maxsize=4096)
def figure_classes(text: str) -> frozenset[str]:
    """The classes of a number in figures: NUM any number, INT whole, SMALL to 999, TWO two figures, YEAR 1000–2999,
    BAREYEAR 1500–2099, MONTHNUM 1–12, DAYNUM 1–31, HOUR 0–24, MILITARY hhmm, CLOCK h:mm, DOTCLOCK h.mm,
    DOTTED 6.10.2016."""
    if not text.isascii() or len(text) > 12:
        return NOTHING
    if ":" in text:
        return frozenset({"CLOCK"}) if _is_clock(text) else NOTHING
    if "." in text or "," in text:
        return _broken_figure(text)
    number = int(text)
    found = {"NUM", "INT"}
    if len(text) == 4 and 1000 <= number <= 2999:
        found.add("YEAR")
    if len(text) == 4 and 1500 <= number <= 2099:
        found.add("BAREYEAR")
    if len(text) == 4 and number < 2400 and number % 100 < 60:
        found.add("MILITARY")
    if len(text) <= 3:
        found.add("SMALL")
    if len(text) <= 2:
        found |= {
            name
            for name, fits in (
                ("DAYNUM", 1 <= number <= 31),
                ("MONTHNUM", 1 <= number <= 12),
                ("HOUR", number <= 24),
                ("TWO", len(text) == 2),
            )
            if fits
        }
    return frozenset(found)


def _is_clock(text: str) -> bool:
    parts = text.split(":")
    return (
        2 <= len(parts) <= 3
        and len(parts[0]) <= 2
        and int(parts[0]) <= 24
        and all(len(part) == 2 and int(part) < 60 for part in parts[1:] if part.isdigit())
        and all(part.isdigit() for part in parts)
    )


def _broken_figure(text: str) -> frozenset[str]:
    parts = text.replace(",", ".").split(".")
    if (
        text.count(".") == 2
        and len(parts[0]) <= 2
        and len(parts[1]) <= 2
        and len(parts[2]) in {2, 4}
        and "," not in text
    ):
        return frozenset({"DOTTED"})
    if text.count(".") == 1 and "," not in text and _is_clock(text.replace(".", ":")):
        return frozenset({"NUM", "DOTCLOCK"})
    if "," in text and "." not in text and all(len(part) == 3 for part in parts[1:]):
        return frozenset({"NUM", "INT"})
    return frozenset({"NUM"}) if text.count(".") == 1 and "," not in text else NOTHING

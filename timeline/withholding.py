"""Names that the public must not read, taken out of text. Pure.

What is shown (`presentation`, `exports`) and what is found (`services.searching`) both ask here, so that no word can be
found that cannot be read. When in doubt a name is taken out: a surname alone is withheld even where it may be that of
somebody else, unless that other person is known to the case under a full name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from timeline.compounds import names_in_words

WITHHELD = "[name withheld]"
PARTICLES = frozenset("da de del der di do dos du el al bin ibn la le van von zu jr sr ii iii iv".split())
CALENDAR = frozenset("january february march april may june july august september october november december".split())
DATING = re.compile(
    r"(?:\b\d\d?|\b(?:in|of|on|by|since|until|through|last|next|this|early|late|mid|from|before|after))\W*$"
)
SHORT = 3  # letters: so short a part of a name counts alone only where it is written with a capital
HONORIFIC = re.compile(r"\b(?:mr|mrs|ms|miss|dr)\b\.?\s+$", re.IGNORECASE)
GAP = r"[ \-._,'\"/()]{0,3}"  # between the parts of a name: "anna-hale", "annahale", "Anna 'Hale'"
BREAK = r"(?:- *)?"  # a line that ends inside a word, also one that was joined since
INITIALS = re.compile(r"(?:\w\. ?)+")
NO_NAMES = frozenset("a.m. p.m. e.g. i.e. u.s. u.k. u.n. e.u. d.c. l.a. n.y.".split())  # initials of nobody
START, END = r"(?<![^\W\d_])", r"(?![^\W\d_])"  # no letter before, no letter after
SENTENCE_ENDS = re.compile(r"(?:^|[.!?:]\s|\n)[\s\"'“”‘’(]*$")
DASHES, QUOTES, SPACES = "‐‑‒–—―", "‘’ʼ`´", "\t\n\r\v\f\u00a0\u2028\u2029"
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\ufe00-\ufe0f]"
)  # and what Unicode calls formats
LONGEST_ADDRESS = 200  # characters on either side of a name in an address; what is longer is taken out word by word
PLAIN = {**dict.fromkeys(DASHES, "-"), **dict.fromkeys(QUOTES, "'"), **dict.fromkeys(SPACES, " ")}
PLAIN |= {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
PLAIN |= {"ı": "i", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th"}
ALIKE = str.maketrans({old: new for old, new in PLAIN.items() if new.isascii() and len(new) == 1})  # one for one
LONG_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
SHORT_UMLAUTS = {"ae": "a", "oe": "o", "ue": "u"}


@dataclass(frozen=True, slots=True)
class Named:
    """A person of a case: `policy` is a value of `models.Policy`, `role` what stands for the name if that says so."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    policy: str = "withheld"

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Cut:
    """A half-open span of a text, and the words that stand there for the public."""

    start: int
    end: int
    words: str


class Withholding:
    """What stands for the names of these people. Of those whose policy is "name" the full names are left alone, also
    where a part of them is withheld of another: "Peter Hale" beside a withheld "Anna Hale"."""

    def __init__(self, people: Iterable[Named] = ()) -> None:
        self._people = sorted(people, key=lambda person: (person.policy == "name", -len(person.name), person.name))
        hidden = [person for person in self._people if person.policy != "name"]
        self._surnames = {part: person for person in reversed(hidden) for part in _surnames(person)}
        self._given = {part: person for person in reversed(hidden) for part in _given_names(person)}
        parts = {**self._given, **self._surnames}
        self._hyphened = {part.replace("-", "").replace("'", ""): part for part in parts}
        joined = {"".join(parts): person for person in reversed(hidden) for parts in _spelled_ways(person)}
        self._held = {
            part.replace("'", ""): person for part, person in (joined | self._surnames).items() if len(part) > SHORT
        }
        self._pattern = re.compile(self._source(hidden)) if parts else None

    @property
    def people(self) -> tuple[Named, ...]:
        """All of them, those whose full names are left alone too."""
        return tuple(self._people)

    def __bool__(self) -> bool:
        return self._pattern is not None

    def text(self, text: str) -> str:
        """The text as the public may read it."""
        if self._pattern is None:
            return text
        parts, at = [], 0
        for cut in self.cuts(text):
            parts += [text[at : cut.start], cut.words]
            at = cut.end
        return "".join([*parts, text[at:]])

    def url(self, url: str) -> str:
        """The address, or "" where it holds a withheld name: many publishers make theirs from headlines."""
        if self._pattern is None:
            return url
        plain = unquote(url)
        folded = _fold(plain)[0]
        return "" if self._holds_part(folded) or self.cuts(plain) else url

    def cuts(self, text: str) -> tuple[Cut, ...]:
        """What to take out of a text, in order and without overlaps."""
        return _cuts(self, text) if self._pattern else ()

    def look(self, text: str) -> tuple[Cut, ...]:
        """The same, looked for again."""
        if self._pattern is None:
            return ()
        folded, places = _fold(text)
        told: list[range] = []  # of the folded text: full names that are left alone
        cuts = [*self._cuts(text, folded, places, self._pattern, told), *self._cut_words(text, folded, places, told)]
        return tuple(_joined(sorted(cuts, key=lambda cut: (cut.start, -cut.end))))

    def _cuts(
        self, text: str, folded: str, places: Sequence[int], pattern: re.Pattern[str], told: list[range]
    ) -> Iterator[Cut]:
        for found in pattern.finditer(folded):
            start, last = places[found.start()], places[found.end() - 1]
            # Up to the next letter that counts: accents and soft hyphens that belong to the last one go with it.
            end = max(places[found.end()], last + 1) if found.end() < len(places) else len(text)
            person = self._whose(found, text[start:end])
            if person is not None and person.policy == "name":
                told.append(range(*found.span()))
            elif person is not None:
                if person.policy == "role" and (honorific := HONORIFIC.search(text[:start])):
                    start = honorific.start()  # "Ms. the driver" is no English
                yield Cut(start, end, _stand_in(person, text[:start]))

    def _cut_words(self, text: str, folded: str, places: Sequence[int], told: Sequence[range]) -> Iterator[Cut]:
        """Words without spaces that hold a part of a name: "#JusticeForAnna"."""
        last = -1
        written = text if isinstance(places, range) else "".join(text[place] for place in places)
        for start, end, at, part in names_in_words(written, folded, self._hyphened.keys(), CALENDAR):
            name = self._hyphened[part]
            person = self._surnames.get(name) or self._given.get(name)
            if start != last and person is not None and not any(at in full for full in told):
                last = start
                yield Cut(places[start], places[end - 1] + 1, _stand_in(person, text[: places[start]]))

    def _whose(self, found: re.Match[str], written: str) -> Named | None:
        kind = found.lastgroup or ""
        if kind == "tag":
            return self._holds_part(found[0])
        if kind != "part":
            return None if _is_abbreviation(found, written) else self._people[int(kind[1:])]
        part = re.sub("- *", "", found[0])
        part = self._hyphened.get(part) or self._hyphened.get(re.sub(r"e?s$", "", part), part)
        person = self._surnames.get(part) or self._surnames.get(re.sub(r"e?s$", "", part))
        is_capital = written[:1].isupper()
        if person is None or (len(part) <= SHORT and not is_capital):
            person = self._given.get(part) if is_capital else None
        return None if part in CALENDAR and _is_dating(found) else person

    def _holds_part(self, folded: str) -> Named | None:
        """Whose name a word without spaces holds: "#justiceforhale"."""
        return next((who for part, who in self._held.items() if part in folded), None)

    def _source(self, hidden: list[Named]) -> str:
        """Tags before full names, before initials, before parts: what says more is tried first."""
        kinds = [rf"(?P<tag>{_tags(self._held)})"] if self._held else []
        for n, person in enumerate(self._people):
            names = [_full(parts) for spelling in person.spellings for parts in _variants(spelling) if len(parts) > 1]
            if person in hidden:
                names += [_initialled(parts) for spelling in person.spellings for parts in _variants(spelling)]
            if found := "|".join(name for name in dict.fromkeys(names) if name):
                kinds.append(rf"(?P<p{n}>{START}(?:{found})(?:s|es)?{END})")
        parts = sorted({*self._surnames, *self._given}, key=lambda part: (-len(part), part))
        kinds.append(rf"(?P<part>{START}(?:{'|'.join(map(_spelled, parts))})(?:s|es)?{END})")
        return "|".join(kinds)


@lru_cache(maxsize=256)
def withholding(people: tuple[Named, ...]) -> Withholding:
    """The same, compiled once for the same people: a change of a policy is another key."""
    return Withholding(people)


@lru_cache(maxsize=4096)  # headlines and paragraphs, some kB each at most
def _cuts(withheld: Withholding, text: str) -> tuple[Cut, ...]:
    """A page that is drawn anew says much the same: to look for names in its texts was a third of drawing it."""
    return withheld.look(text)


OPEN = Withholding()  # of those who may read everything


@lru_cache(maxsize=4096)
def traces(person: Named) -> tuple[str, ...]:
    """A text without any of these, once it is `squeezed`, holds no name of this person. Whoever looks for many names in
    many texts asks this first: it is far quicker than looking."""
    ways = [parts for parts in _spelled_ways(person) if len(parts) > 1]
    found = {*_surnames(person), *_given_names(person)}
    found |= {f"{parts[0]}{parts[-1][0]}." for parts in ways}  # "Anna H."
    found |= {"".join(f"{part[0]}." for part in parts) for parts in ways}
    bare = {one.replace("-", "") for one in found}
    return tuple(sorted(one for one in bare if not any(other in one for other in bare - {one})))


def squeezed(text: str) -> str:
    """A folded text without what may stand between the letters of a name."""
    return _fold(text)[0].replace("-", "").replace(" ", "")


def _joined(cuts: Iterable[Cut]) -> list[Cut]:
    """In order, and none in another."""
    found: list[Cut] = []
    for cut in cuts:
        if found and cut.start < found[-1].end:
            cut = Cut(found[-1].start, max(found[-1].end, cut.end), found.pop().words)
        found.append(cut)
    return found


def _stand_in(person: Named, before: str) -> str:
    if person.policy == "role" and person.role:
        opens = SENTENCE_ENDS.search(before) is not None
        return person.role[:1].upper() + person.role[1:] if opens else person.role
    if person.policy == "initials":
        return "".join(f"{part[0]}." for part in person.name.split()).upper()
    return WITHHELD


def _surnames(person: Named) -> set[str]:
    """The last part of each spelling, and each half of a double one."""
    return {parts[-1] for parts in _spelled_ways(person)}


def _spelled_ways(person: Named) -> list[list[str]]:
    return [parts for spelling in person.spellings for parts in _variants(spelling)]


def _given_names(person: Named) -> set[str]:
    written = [one for spelling in person.spellings for parts in _variants(spelling) for one in parts[:-1]]
    return {part for one in written for part in _telling([one, *one.split("-")])}


def _telling(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if len(part) > 1 and part not in PARTICLES]


def _variants(spelling: str) -> list[list[str]]:
    """The parts of a name, folded, in each way of writing it: with its middle names and without, with the whole of a
    double surname and with either half, with umlauts and without."""
    name = spelling.replace(".", " ").partition(",")[0]
    found: dict[tuple[str, ...], None] = {}
    for written in (name, name.translate(LONG_UMLAUTS), _short_umlauts(name)):
        parts = [part for part in _fold(written)[0].split() if part.strip("-'")]
        while len(parts) > 1 and parts[-1] in PARTICLES:
            parts.pop()  # "Hale Jr."
        for last in dict.fromkeys([parts[-1], *_telling(parts[-1].split("-"))] if parts else []):
            found[*parts[:-1], last] = None
            if len(parts) > 1:
                found[parts[0], last] = None
    return [list(parts) for parts in found]


def _short_umlauts(name: str) -> str:
    for long, short in SHORT_UMLAUTS.items():
        name = name.replace(long, short)
    return name


def _full(parts: list[str]) -> str:
    """A full name, a middle initial in it or none; or the surname first, after it a comma."""
    middle = rf"{GAP}(?:[a-z]\.?{GAP})?"
    forward = middle.join(map(_spelled, parts))
    return rf"{forward}|{_spelled(parts[-1])}, {GAP.join(map(_spelled, parts[:-1]))}"


def _initialled(parts: list[str]) -> str:
    """ "A. Hale", "A.M. Hale", "Anna H."; and the initials alone, with their points."""
    if len(parts) < 2:
        return ""
    first = re.escape(parts[0][0])
    dotted = r"\. ?".join(re.escape(part[0]) for part in parts)
    last = rf"{_spelled(parts[0])} {re.escape(parts[-1][0])}\."
    return rf"{first}\.? ?(?:[a-z]\. ?)*{_spelled(parts[-1])}|{last}|{dotted}\."


def _tags(parts: Iterable[str]) -> str:
    """Words without spaces that hold a name anywhere in them: "#justiceforhale", "ahale@example.org"."""
    held = "|".join(map(re.escape, sorted(parts, key=lambda part: (-len(part), part)))) or "(?!)"
    some = rf"\S{{0,{LONGEST_ADDRESS}}}?"
    address = rf"(?<!\S){some}(?:://|www\.|@){some}(?:{held})\S*|(?<!\S){some}(?:{held}){some}@\S*"
    return rf"[#@]\w*?(?:{held})\w*|{address}"


def _is_abbreviation(found: re.Match[str], written: str) -> bool:
    """Whether what may be somebody's initials is a time of day, or no name."""
    if not INITIALS.fullmatch(found[0]):
        return False
    return found[0].replace(" ", "") in NO_NAMES or not written.replace(" ", "").isupper()


def _spelled(part: str) -> str:
    return BREAK.join(map(re.escape, part))


def _is_dating(found: re.Match[str]) -> bool:
    """Whether "May" is the month: after "in", or beside a number."""
    text = found.string
    return bool(DATING.search(text[: found.start()]) or re.match(r"\W{0,2}\d{1,4}\b", text[found.end() :]))


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """The text in lower case without accents and invisible characters, and for each character its place in `text`."""
    plain = text.translate(ALIKE)
    if plain.isascii():
        return plain.lower(), range(len(plain))
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(plain):
        for one in character.lower() if character.isascii() else _letters(character):
            folded.append(one)
            places.append(place)
    return "".join(folded), places


@lru_cache(maxsize=4096)
def _letters(character: str) -> str:
    """What is left of a character: "e" of "é"; "" of what nobody sees."""
    plain = unicodedata.normalize("NFKD", PLAIN.get(character, character)).casefold()
    return "".join(
        c for c in plain if not (unicodedata.combining(c) or unicodedata.category(c) == "Cf" or UNSEEN.match(c))
    )

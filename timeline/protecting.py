"""Which names of a case wait for a person to decide whether the public may read them, and which events tell them.

A name waits as long as an article calls its bearer a minor or a victim, nobody is kept of that name among the case's
people, and no editor has said that readers may have it. What tells such a name is approved by nobody before: neither by
the program nor by an editor, who decides on the name first.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, OuterRef, Subquery

from articles.models import ArticleVersion, Case
from timeline.models import SEARCH_CONFIG, Citation, Event, ExtractionRun, NameHint, ReadName
from timeline.reader import withheld_in
from timeline.withholding import CALENDAR, SHORT, WITHHELD, Named, squeezed, traces, withholding

MOST_PROOFS = 3  # sentences shown of one name
MOST_PUBLIC = 60  # public events in which names are looked for
SUFFIXES = frozenset("jr sr ii iii iv".split())  # stay in a text whose name is taken out
LETTERS = re.compile(r"[^\W\d_]+")
MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")  # accents, and what nobody sees


class Hint(NamedTuple):
    pk: int
    name: str
    why: str
    article: int


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name to decide on. `why` are the reasons in words, `hints` some of the hints that give them, by key;
    `public_in` (of `public_first`) the events in which readers come to the name now; `beside` (of `namesakes`) the
    names that would lose a part with it."""

    name: str
    why: tuple[str, ...]
    hints: tuple[int, ...]
    articles: frozenset[int]
    proofs: tuple[NameHint, ...] = ()
    public_in: tuple[Event, ...] = ()
    beside: tuple[str, ...] = ()

    def is_told(self, texts: Iterable[str], plain: str, articles: Collection[int]) -> bool:
        """Whether one of the texts (`plain`: all of them, squeezed) names this person, however it is written, or one of
        the articles does: with an event the public comes to read the articles that it cites."""
        if not self.articles.isdisjoint(articles):
            return True
        if not any(trace in plain for trace in _traces(self.name)):
            return False
        names = withholding((Named(self.name),))
        return any(names.cuts(text) for text in texts)

    def is_among(self, words: Set[str], tags: str) -> bool:
        """Whether the capitalised words of an article hold the surname, or its hashtags do."""
        *given, last = _bare(self.name).casefold().split() or [""]
        if last in CALENDAR and given and given[0] not in words:
            return False  # "in May"
        long = [part for part in (*_halves(self.name), "".join([*given, last])) if len(part) > SHORT]
        return not words.isdisjoint(_written(self.name)) or any(part in tags for part in long)


def open_names(case: Case) -> list[OpenName]:
    """The names of a case that wait for a decision, those that most articles tell first. Three queries."""
    by_name: dict[str, list[Hint]] = defaultdict(list)
    for hint in _hints(case):
        by_name[_key(hint.name)].append(hint)
    if not by_name:
        return []
    read = {_key(name) for name in ReadName.objects.filter(case=case).values_list("name", flat=True)}
    people = tuple(replace(one, role="") for one in withheld_in([case.pk]).people)
    read |= {_key(spelling) for person in people for spelling in person.spellings}
    known = withholding(tuple(replace(one, policy="withheld") for one in people))
    hidden = withholding(tuple(replace(one, policy="withheld") for one in people if one.policy != "name"))
    waiting = [
        _open(hints)
        for key, hints in by_name.items()
        if not (key in read or WITHHELD in {known.text(hints[0].name), hidden.text(_bare(hints[0].name))})
    ]
    return sorted(waiting, key=lambda one: (-len(one.articles), one.name))


def with_proofs(names: Sequence[OpenName]) -> list[OpenName]:
    """The same names, each with the sentences of its hints. One query, none where there is no name."""
    keys = [key for name in names for key in name.hints]
    hints = NameHint.objects.annotate(outlet=F("article__source__name")).in_bulk(keys) if keys else {}
    return [replace(name, proofs=tuple(hints[key] for key in name.hints if key in hints)) for name in names]


def public_first(case: Case, names: Sequence[OpenName]) -> list[OpenName]:
    """The same names, each with the newest public events that tell it: a hint may come when its name has been read for
    weeks. Those that readers read now come first. At most five queries, none where there is no name."""
    surnames = {half for name in names for half in _halves(name.name)}
    if not (names and surnames):
        return list(names)
    public = Event.objects.public().filter(case=case).order_by("-pk")
    asked = reduce(or_, (SearchQuery(surname, config=SEARCH_CONFIG) for surname in sorted(surnames)))
    keys = set(public.filter(search__words=asked).values_list("pk", flat=True)[:MOST_PUBLIC])
    hinting = frozenset().union(*(name.articles for name in names))
    cited = Citation.objects.filter(accepted=True, mention__run__version__article__in=hinting).order_by()
    keys |= set(public.filter(pk__in=cited.values("event")).values_list("pk", flat=True)[:MOST_PUBLIC])
    events = list(public.filter(pk__in=keys).only("case", "headline", "public_id"))
    told = names_told(events, names, accepted=True)
    by_name: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        for name in told.get(event.pk, []):
            by_name[name.name].append(event)
    found = [replace(name, public_in=tuple(by_name[name.name])) for name in names]
    return sorted(found, key=lambda name: not name.public_in)


def names_told(
    events: Iterable[Event], names: Sequence[OpenName], *, accepted: bool = False
) -> dict[int, list[OpenName]]:
    """By event of a case: which of its open names come to the public with it: in its headline, its quotes or the
    articles that it cites (`accepted`: for the public already), whatever their outlets' rights show of them today. Two
    queries, none where no name is open."""
    if not names:
        return {}
    texts: dict[int, set[str]] = {event.pk: {event.headline} for event in events}
    articles: dict[int, set[int]] = defaultdict(set)
    cited = Citation.objects.filter(event__in=texts, **({"accepted": True} if accepted else {})).order_by()
    for pk, quote, article in cited.values_list("event", "mention__quote", "mention__run__version__article"):
        texts[pk].add(quote)
        articles[pk].add(article)
    wide = _with_all_articles(names, set().union(*articles.values()))
    told: dict[int, list[OpenName]] = {}
    for pk, said in texts.items():
        plain = squeezed("\n".join(said))
        told[pk] = [name for name, wider in zip(names, wide, strict=True) if wider.is_told(said, plain, articles[pk])]
    return {pk: found for pk, found in told.items() if found}


def in_cases(events: Iterable[Event]) -> Mapping[int, Sequence[OpenName]]:
    """By event: the names that its case has to decide on before the public may read it with its accepted reports."""
    by_case: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        by_case[event.case_id].append(event)
    found: dict[int, list[OpenName]] = {}
    for pk, some in by_case.items():
        found |= names_told(some, open_names(Case(pk=pk)), accepted=True)
    return found


def _hints(case: Case) -> Iterable[Hint]:
    """Of the run in force of each version: readers may turn to an older one. Of a large case thousands, at each look:
    without their sentences."""
    runs = ExtractionRun.objects.filter(version=OuterRef("run__version")).order_by(*ExtractionRun.IN_FORCE)
    found = NameHint.objects.filter(article__cases=case, run=Subquery(runs.values("pk")[:1])).order_by("pk")
    return (Hint(*row) for row in found.values_list("pk", "name", "why", "article"))


def _with_all_articles(names: Sequence[OpenName], articles: Collection[int]) -> list[OpenName]:
    """The same names, each with those of the articles that name it in any version. One pass over each text, for all
    names together: looking for each of them as readers' texts are looked through would take seconds."""
    found: dict[str, set[int]] = defaultdict(set)
    by_word: dict[str, list[OpenName]] = defaultdict(list)
    for name in names:
        for word in _written(name.name):
            by_word[word].append(name)
    versions = ArticleVersion.objects.filter(article__in=articles).order_by()
    for article, *texts in versions.values_list("article", "article__title", "title", "text").iterator():
        plain = _plain("\n".join(texts))
        words = {word.casefold() for word in LETTERS.findall(plain) if not word[0].islower()}
        tags = " ".join(re.findall(r"[#@]\w+", plain)).casefold()
        for name in names if tags else (one for word in by_word.keys() & words for one in by_word[word]):
            if article not in name.articles and name.is_among(words, tags):
                found[name.name].add(article)
    return [replace(name, articles=name.articles | found[name.name]) for name in names]


def _plain(text: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKD", text))


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """Without accents, dots, and what stands behind the surname: "Tom Reed" of "Tom Reed, Jr."."""
    words = re.sub(r"[.,]", " ", _plain(name)).replace("’", "'").split()
    while len(words) > 1 and words[-1].casefold() in SUFFIXES:
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=4096)
def _traces(name: str) -> tuple[str, ...]:
    return traces(Named(name))


@lru_cache(maxsize=4096)
def _halves(name: str) -> tuple[str, ...]:
    """Of the surname."""
    return tuple(half for half in LETTERS.findall("".join(_bare(name).casefold().split()[-1:])) if len(half) > 1)


def _written(name: str) -> list[str]:
    """The surname as an article has it."""
    return [word for half in _halves(name) for word in (half, f"{half}s")]


def _key(name: str) -> str:
    return name.casefold().replace("’", "'").replace(".", "")


def _open(hints: Sequence[Hint]) -> OpenName:
    first = {(hint.why, hint.article): hint.pk for hint in reversed(hints)}
    why = (str(NameHint.Why(reason).label) for reason in dict.fromkeys(hint.why for hint in hints))
    proofs = sorted(first.values())[:MOST_PROOFS]
    return OpenName(hints[0].name, tuple(why), tuple(proofs), frozenset(hint.article for hint in hints))

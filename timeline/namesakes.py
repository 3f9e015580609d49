"""Which other names of a case lose a part to readers where a name is withheld: a surname alone is taken out even where
it is a parent's or a judge's, and readers take the two for one. Who withholds is told before."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery

from articles.models import ArticleVersion, Case
from timeline.extraction import words as w
from timeline.extraction.names import CALENDAR, NO_PERSON, TITLES
from timeline.models import SEARCH_CONFIG, Citation, Event
from timeline.reader import withheld_in
from timeline.withholding import Named, Withholding, squeezed, traces, withholding

MOST_EVENTS = 100  # that are looked through for other names, and articles that they cite; the newest
OPENERS = CALENDAR | w.FUNCTION
FORMS_OF_ADDRESS = frozenset("mr mrs ms miss".split())  # of anybody, the person too
BEFORE, AFTER = 3, 2  # words of a name around the shared one
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?")
OWN = re.compile(r"['’]s?$")


def also_hidden(case: Case, people: Sequence[Named], articles: Collection[int] = ()) -> dict[str, list[str]]:
    """By name of these people: the other names in which it would hide a word, the most frequent first, as they stand in
    the events of the case, the articles that these cite, and the `articles` given. Four queries, none for nobody."""
    if not people:
        return {}
    known = [one for one in withheld_in([case.pk]).people if one.name not in {person.name for person in people}]
    hidden = withholding(tuple(known))
    readable = withholding(tuple(Named(one.name, one.aliases) for one in known if one.policy == "name"))
    found: dict[str, Counter[str]] = {person.name: Counter() for person in people}
    for text in _texts(case, people, articles):
        near = _near(text, people)
        for line in text.splitlines() if near else ():
            for person in _near(line, near):
                found[person.name].update(_beside(line, person))
    kept = [one.name for one in known if one.policy == "name"]
    return {
        person.name: [
            *(f"{one} where the surname stands alone" for one in kept if _loses(one, person, hidden)),
            *(one for one, _ in found[person.name].most_common() if not (hidden.cuts(one) or readable.cuts(one))),
        ]
        for person in people
    }


def _texts(case: Case, people: Sequence[Named], articles: Collection[int]) -> Iterable[str]:
    """Articles as they stand now."""
    words = {word for one in people for spelling in one.spellings for word in WORD.findall(spelling) if len(word) > 2}
    asked = reduce(or_, [SearchQuery(word, config=SEARCH_CONFIG) for word in sorted(words)] or [SearchQuery("")])
    events = Event.objects.filter(case=case, search__words=asked).order_by("-pk")
    headlines = dict(events.values_list("pk", "headline")[:MOST_EVENTS])
    cited = Citation.objects.filter(event__in=headlines).order_by().values_list("mention__run__version__article")
    nearest = sorted({*(article for (article,) in cited), *articles})[-MOST_EVENTS:]
    versions = ArticleVersion.objects.filter(article__in=nearest).order_by("article", "number")
    texts = dict(versions.values_list("article", "text"))
    return [*headlines.values(), *texts.values()]


def _near(text: str, people: Sequence[Named]) -> list[Named]:
    """Those of these whom a text may name."""
    plain = squeezed(text)
    return [person for person in people if any(trace in plain for trace in traces(person))]


def _beside(line: str, person: Named) -> Iterator[str]:
    """The names in a line of which one word alone is the person's."""
    cuts = _alone(person).cuts(line)
    surnames = {word.casefold() for spelling in person.spellings for word in WORD.findall(spelling.split()[-1])}
    for run in _runs(line):
        shared = [n for n, word in enumerate(run) if any(c.start < word.end() and word.start() < c.end for c in cuts)]
        words = [OWN.sub("", word[0]).rstrip("." if len(word[0]) > 4 else "") for word in run]
        if len(shared) != 1 or len(words[shared[0]]) < 3 or " ".join(words).isupper():
            continue  # another name, or this person's own; or a line of capitals
        (at,) = shared
        is_surname = words[at].casefold() in surnames
        before = _called(words[max(0, at - BEFORE) : at]) if is_surname else []
        after = [] if before else words[at + 1 : at + 1 + AFTER]
        if is_surname and after and after[0].casefold() not in NO_PERSON:
            after = []  # "Wend Arrested at Depot"
        if after or not {word.casefold().rstrip(".") for word in before} <= FORMS_OF_ADDRESS:
            yield " ".join([*before, words[at], *after])


def _runs(line: str) -> Iterator[list[re.Match[str]]]:
    """Words with a capital that follow each other, with one space between."""
    run: list[re.Match[str]] = []
    for word in WORD.finditer(line):
        if run and (line[run[-1].end() : word.start()] != " " or not word[0][0].isupper() or _ends(run[-1][0])):
            yield run
            run = []
        if word[0][0].isupper():
            run.append(word)
    if run:
        yield run


def _ends(word: str) -> bool:
    """Whether a sentence ends with it, or what is somebody's begins behind it."""
    bare = word.casefold().removesuffix(".")
    return bool(OWN.search(word)) or (word.endswith(".") and len(bare) > 1 and bare not in TITLES)


def _called(before: list[str]) -> list[str]:
    """The words of a name before its surname, a title only where there is nothing else."""
    while before and (before[0].casefold() in OPENERS or before[0].endswith("-old")):
        before = before[1:]
    titles = [n for n, word in enumerate(before) if word.casefold().rstrip(".") in TITLES]
    return (before[titles[-1] + 1 :] or before[titles[-1] :]) if titles else before


def _loses(name: str, person: Named, hidden: Withholding) -> bool:
    """Whether readers, who may have this name, would not read its surname alone."""
    surname = name.split()[-1]
    return bool(_alone(person).cuts(surname)) and not hidden.cuts(surname)


def _alone(person: Named) -> Withholding:
    return withholding((Named(person.name, person.aliases),))

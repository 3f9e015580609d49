"""Invented reports in any number, for tests and benchmarks of grouping: incidents that papers tell, and tell again.

`collection` is a case of many stories (a year of robberies, each with people of its own), `story` one that all articles
tell on (a trial, with the same people throughout). Both give the same reports for the same seed.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace

from tests.extraction.reporting import report
from timeline.extraction.reports import Report

START = dt.date(2021, 1, 4)
GIVEN = "Ada Bram Cleo Dirk Edda Finn Greta Hugo Ilse Jonas Klara Levin Mila Nils Olga Piet".split()
BEGINNINGS = "Bar Dol Fen Gar Hol Kal Lin Mor Nor Pel Ras Sol Tam Ul Var Wen".split()
ENDINGS = "beck dale ford gard holm kamp lund mann quist rode strand thal vik wold".split()
STREETS = "Mill Tanner Cooper Ferry Harbour Orchard Chapel Windmill".split()
THINGS = "strongbox bicycle generator violin telescope loom anvil barometer".split()
DEEDS = [
    ("robbery", "{who} was robbed of a {thing} in the {number} block of {street} Road {when}."),
    ("arrest", "Police arrested {who} {when} near {street} Road."),
    ("charge", "{who} was charged {when} over the {thing} of {street} Road."),
    ("verdict", "A jury found {who} guilty {when}."),
    ("sentencing", "A judge sentenced {who} {when} to {number} hours of work."),
    ("statement", "{who} said {when} that the {thing} had been borrowed."),
    ("rally", "Neighbours gathered {when} on {street} Road with a {thing}."),
]
Told = tuple[str, dt.date, str, str, int]  # type, day, name, street, number


def collection(articles: int, seed: int = 1) -> dict[str, list[Report]]:
    """The reports of each article of a case of many stories; a story has three articles or so."""
    chance = random.Random(seed)
    days = max(articles // 5, 30)
    stories = [list(_story(chance, days)) for _ in range(max(articles // 3, 1))]
    return {f"a{n}": _article(chance, f"a{n}", chance.choice(stories)) for n in range(articles)}


def story(articles: int, seed: int = 1) -> dict[str, list[Report]]:
    """The reports of each article of a case of one story: Ada Holmvik's, who has forty days in court and out of it."""
    chance = random.Random(seed)
    told = [part for _ in range(max(articles // 40, 8)) for part in _story(chance, max(articles // 5, 30))]
    return {f"a{n}": _article(chance, f"a{n}", chance.sample(told, 3), of="Ada Holmvik") for n in range(articles)}


def _story(chance: random.Random, days: int) -> Iterator[Told]:
    day = START + dt.timedelta(chance.randrange(days))
    who = f"{chance.choice(GIVEN)} {chance.choice(BEGINNINGS)}{chance.choice(ENDINGS)}"
    street, number = chance.choice(STREETS), chance.randrange(100, 999)
    for type_, _ in chance.sample(DEEDS, 3):
        yield type_, day, who, street, number
        day += dt.timedelta(chance.randrange(1, 40))


def _article(chance: random.Random, key: str, told: list[Told], of: str = "") -> list[Report]:
    published = max(day for _, day, *_ in told) + dt.timedelta(chance.randrange(4))
    if of:
        told = [(type_, day, of if chance.random() < 0.6 else who, *rest) for type_, day, who, *rest in told]  # type: ignore[misc]
    place = "As Lindhaven Radio says, " if of else ""
    return [_told(chance, f"{key}/{n}", n + 1, one, published, place) for n, one in enumerate(told)]


def _told(chance: random.Random, key: str, paragraph: int, one: Told, published: dt.date, place: str) -> Report:
    type_, day, who, street, number = one
    wrong = chance.random() < 0.05  # a day late: what a sleepy editor lets through
    day += dt.timedelta(days=1) if wrong else dt.timedelta()
    dates = [day.isoformat(), day.isoformat(), day.isoformat(), f"{day:%Y-%m}", f"{day:%G-W%V}", None, None]
    date = chance.choice(dates)
    when = "on the day" if date is None else f"on {day:%B} {day.day}" if len(date) == 10 else f"in {day:%B}"
    form = dict(DEEDS)[type_]
    text = place + form.format(who=who, street=street, number=number, thing=chance.choice(THINGS), when=when)
    status = "planned" if chance.random() < 0.05 else "occurred"
    names = (who,) if who in text and chance.random() < 0.9 else ()
    certain = date is None or chance.random() < 0.9
    made = report(key, type_, date, text, names=names, status=status, certain=certain, published=published)
    return replace(made, mention=replace(made.mention, paragraph=paragraph))

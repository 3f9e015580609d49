"""Invented articles, so that there is something to lose."""

import json
import random
from pathlib import Path

NAMES = "Ada Quill,Tom Reed,Rosa Linden,Jo Marsh,Ben Ferrier,Ida Weir".split(",")
PLACES = "old weir,town hall,harbour gate,north lock,toll house".split(",")
DEEDS = (
    "Police arrested {name} at the {place} on June {day}.",
    "Judge Rosa Linden sentenced {name} to {day} months in jail on June {day}.",
    "{name} delivered {day},000 signatures to the {place} on June {day}.",
    "{name} was released from jail on June {day}, and walked to the {place}.",
    "The council will vote on the {place} on July {day}.",
)


def text(draw: random.Random, number: int) -> str:
    """Of four reports and one line that no other article has."""
    told = [
        draw.choice(DEEDS).format(name=draw.choice(NAMES), place=draw.choice(PLACES), day=draw.randrange(2, 28))
        for _ in range(4)
    ]
    return "\n".join([*told, f"This is page {number} of the ferry's log."])


def write_folder(folder: Path, draw: random.Random, first: int, count: int) -> list[str]:
    """A folder for import_articles. Returns the ids of its articles."""
    folder.mkdir()
    rows = []
    for number in range(first, first + count):
        (folder / f"{number}.txt").write_text(text(draw, number))
        rows.append({"id": f"p{number}", "file": f"{number}.txt", "source": "The Weir", "published": "2016-06-28"})
    (folder / "articles.json").write_text(json.dumps({"articles": rows}))
    return [row["id"] for row in rows]

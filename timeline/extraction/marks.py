"""What marks the story of an article: words of names, house numbers and ages, wherever it says them. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from timeline.extraction.types import Block

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
AGE = re.compile(rf"\b(\d{{1,2}}|{'|'.join(NUMBERS)})[- ](year|month|week)s?[- ]old|, (\d{{1,2}}),", re.IGNORECASE)
HOUSE_NUMBER = re.compile(r"\b(\d{3,5})(?= (?:block\b|[A-Z]))")
TOLD = frozenset({"body", "caption", "summary"})
MOST = 80  # marks of one article; an article that gives more seldom leaves open what it tells


def find(text: str, blocks: Sequence[Block], title: str = "") -> tuple[str, ...]:
    """The marks of an article, the most frequent first, at most MOST: words in lower case that it writes with a capital
    more often than without, "#1400" for a house number, "@14 year" for an age. Linear in the text."""
    told = [text[block.start : block.end] for block in blocks if block.kind in TOLD]
    capital, small = Counter[str](), Counter[str]()
    for words in [*map(written, told), ["", *written(title)]]:  # a headline starts with a name as likely as not
        capital.update(word.lower() for word in words[1:] if word[:1].isupper())
        small.update(word for word in words if word[:1].islower())
    names = Counter({word: count for word, count in capital.items() if count > small[word]})
    numbers = Counter(mark for words in (*told, title) for mark in numbers_of(words))
    return tuple(mark for mark, _ in sorted((names + numbers).items(), key=lambda item: (-item[1], item[0]))[:MOST])


def numbers_of(text: str) -> set[str]:
    """House numbers ("#1400") and ages ("@14 year") that mark a story."""
    houses = {f"#{number}" for number in HOUSE_NUMBER.findall(text) if not number.startswith(("19", "20"))}
    return houses.union(map(_age, AGE.finditer(text)))


def written(text: str) -> list[str]:
    """The words as they stand, without possessive endings."""
    return [word[:-2] if word.endswith(("'s", "’s")) else word for word in WORD.findall(text)]


def of_sentences(sentences: Iterable[str], names: frozenset[str]) -> set[str]:
    """The marks of sentences of which `names` says what is a name."""
    marks: set[str] = set()
    for text in sentences:
        marks.update(word.lower() for word in WORD.findall(text) if word[0].isupper() and word.lower() in names)
        marks |= numbers_of(text)
    return marks


def _age(found: re.Match[str]) -> str:
    number, unit = (found[1] or found[3]).lower(), (found[2] or "year").lower()
    return f"@{NUMBERS.index(number) + 1 if number in NUMBERS else number} {unit}"

"""Counts with their unit and qualifier: "nearly a million signatures", "six months", "20 potential jurors"."""

from collections.abc import Sequence
from decimal import Decimal

from timeline.extraction.sentence import Sentence
from timeline.extraction.types import Quantity

LOW = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
ONES = {word: n for n, word in enumerate(LOW.split())}
TENS = {word: n * 10 for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
QUALIFIERS = (
    ("more than", ("more", "than")), ("less than", ("less", "than")), ("fewer than", ("fewer", "than")),
    ("at least", ("at", "least")), ("at most", ("at", "most")), ("up to", ("up", "to")), ("over", ("over",)),
    ("as many as", ("as", "many", "as")), ("nearly", ("nearly",)), ("almost", ("almost",)), ("about", ("about",)),
    ("around", ("around",)), ("roughly", ("roughly",)), ("approximately", ("approximately",)),
    ("an estimated", ("an", "estimated")), ("some", ("some",)), ("under", ("under",)), ("only", ("only",)),
)  # fmt: skip
# Words that leave the number open, and the least that they stand for: "dozens of people", "tens of thousands".
VAGUE = {
    "dozens of": 20, "scores of": 40, "hundreds of": 100, "thousands of": 1_000, "tens of thousands of": 10_000,
    "hundreds of thousands of": 100_000, "millions of": 1_000_000,
}  # fmt: skip
MANY = frozenset(name.split()[0] for name in VAGUE)
UNITS = frozenset(
    "signature juror month year week day hour person people victim count vote voter shot bullet round gunshot time "
    "arrest lawsuit suit charge felony suspect witness official station soldier troop ballot defendant protester "
    "demonstrator rioter marcher mourner man woman boy girl child teen teenager officer inmate prisoner student "
    "petition box wound percent dollar injury death attack member resident mile home house book juvenile adult guest "
    "worker employee passenger civilian seat candidate supporter gunman killer murder killing shooting felonies "
    "misdemeanor".split()
)
PEOPLE = frozenset(
    "people person victim man woman boy girl child teen teenager protester demonstrator suspect officer student adult "
    "juvenile defendant resident civilian worker employee passenger mourner rioter marcher".split()
)
SINGULAR = {"people": "person", "felonies": "felony"}
# Lemmas of verbs that people alone are counted by, and what is counted.
DOING = dict.fromkeys("march protest rally demonstrate gather attend die turn mourn flee".split(), "person")
DOING |= {"sign": "signature"}
REACH = 4  # words between a number and its unit: "20 potential jurors", "two other teenage suspects"


def find(sentence: Sentence, first: int, last: int) -> tuple[Quantity, ...]:
    """The quantities among words [first, last); ages, dates and parts of names are none."""
    found, i = [], first
    while i < last:
        if (vague := _vague(sentence, i, last)) is not None:
            found.append(vague)
            i += 1
            while sentence.tokens[i - 1].end < vague.end:
                i += 1
            continue
        read = None if sentence.timex[i] >= 0 and not _is_length(sentence, i) else _number(sentence, i, last)
        if read is None:
            i += 1
            continue
        value, end = read
        quantity = _with_unit(sentence, i, end, value, last)
        if quantity is not None:
            found.append(quantity)
        i = max(end, i + 1)
    return tuple(found)


def _vague(sentence: Sentence, i: int, last: int) -> Quantity | None:
    """ "dozens of people", and "hundreds" of whom a verb tells: "hundreds marched"."""
    words = sentence.words
    if words[i] not in MANY or sentence.timex[i] >= 0:
        return None
    end = i + 1
    if words[end : end + 2] in (["of", "thousands"], ["of", "millions"]):
        end += 2
    name = f"{' '.join(words[i:end])} of"
    if name not in VAGUE or (i and words[i - 1] == "the"):
        return None
    if end < last and words[end] == "of":
        return _with_unit(sentence, i, end + 1, Decimal(VAGUE[name]), last, qualifier=name)
    return _people(sentence, i, end, Decimal(VAGUE[name]), name)


def _people(sentence: Sentence, start: int, end: int, value: Decimal, qualifier: str) -> Quantity | None:
    """A number that does what people do: "some 2,000 marched", "40,000 signed"."""
    if end >= len(sentence.words) or sentence.lemmas[end] not in DOING:
        return None
    unit = DOING[sentence.lemmas[end]]
    return Quantity(value, unit, qualifier, sentence.tokens[start].start, sentence.tokens[end - 1].end)


def plain_number(value: Decimal) -> int | float:
    """The value as JSON writes it: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _is_length(sentence: Sentence, i: int) -> bool:
    """Date words that give a length ("six months") are a quantity too."""
    j = i
    while j < len(sentence.words) and sentence.timex[j] == sentence.timex[i]:
        j += 1
    return sentence.lemmas[j - 1] in {"month", "year", "day", "week", "hour"} and j - i <= 3


def _number(sentence: Sentence, i: int, last: int) -> tuple[Decimal, int] | None:
    """A number at word i as (value, one past its last word)."""
    words = sentence.words
    money = words[i] == "$"
    j = i + 1 if money and i + 1 < last else i
    value = _plain(words[j])
    if value is None and words[j] in {"a", "an"} and j + 1 < last and words[j + 1] in SCALES:
        value = Decimal(1)
    if value is None or (j and words[j - 1] in {"#", "no.", "route", "age", "aged"}):
        return None
    j += 1
    if j + 1 < last and words[j] == "-" and words[j - 1] in TENS and words[j + 1] in ONES:
        value, j = value + ONES[words[j + 1]], j + 2
    while j < last and words[j] in SCALES:
        value, j = value * SCALES[words[j]], j + 1
    return value, j


def _plain(word: str) -> Decimal | None:
    if word in ONES or word in TENS:
        return Decimal(ONES.get(word, TENS.get(word, 0)))
    digits = word.replace(",", "")
    if digits.replace(".", "", 1).isdigit() and digits.isascii() and ":" not in word and len(digits) <= 12:
        return Decimal(digits)
    return None


def _with_unit(
    sentence: Sentence, start: int, end: int, value: Decimal, last: int, *, qualifier: str = ""
) -> Quantity | None:
    words, tokens = sentence.words, sentence.tokens
    qualifier, first = (qualifier, start) if qualifier else _qualifier(words, start)
    if words[start] == "$":
        return Quantity(value, "dollar", qualifier, tokens[first].start, tokens[end - 1].end)
    if end < last and words[end] == "%":
        return Quantity(value, "percent", qualifier, tokens[first].start, tokens[end].end)
    if end < len(words) and words[end] == "-" and "old" in words[end : end + 5]:
        return None
    if end - start <= 2 and words[start] != "$" and (doing := _people(sentence, first, end, value, qualifier)):
        return doing
    for j in range(end, min(end + REACH, last)):
        if words[j] in {"-", "of", "the", "more", "other"} or (words[j].isalpha() and sentence.lemmas[j] not in UNITS):
            if words[j] in {"and", "or", "to", "in", "on", "at", "for", "with", "by"}:
                return None
            continue
        while (
            j + 1 < last
            and words[j] in UNITS
            and words[j + 1].removesuffix("s") in UNITS
            and words[j + 1].endswith("s")
        ):
            j += 1  # the last noun is what is counted: "petition signatures"
        unit = sentence.lemmas[j]
        if unit not in UNITS or (j + 1 < len(words) and words[j + 1] in {"old", "ago"}):
            return None
        return Quantity(value, SINGULAR.get(unit, unit), qualifier, tokens[first].start, tokens[j].end)
    return None


def _qualifier(words: Sequence[str], start: int) -> tuple[str, int]:
    for name, parts in QUALIFIERS:
        if start >= len(parts) and tuple(words[start - len(parts) : start]) == parts:
            return name, start - len(parts)
    return "", start

"""What the words of a match say, before any calendar is asked: the captures of a rule turned into fields."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.extraction.lexicon import Lexicon, bare
from timeline.extraction.tokens import Token
from timeline.extraction.types import TimexType

VAGUE = -1.0  # the number of "several", "a few", "years"
FEW_WORDS = frozenset(
    ["several", "some", "many", "few", "number", "handful", "dozens", "hundreds", "thousands", "various"]
)
AFTER_NOON = frozenset(["AF", "EV", "NI"])
EVENING = 5  # the hour from which "last night" counts on from noon; before it, on from midnight
EXACT = frozenset(["", "the", "an estimated"])


@dataclass(frozen=True, slots=True)
class Meaning:
    """The fields of one expression. `kind` names the policy that resolves it; None and "" stand for what is not said.

    month 1–12, day 1–31, weekday 0 (Monday) – 6, quarter 1–4, half 1–2; unit and direction (-1, 0, 1) for what counts
    from elsewhere; number of units, VAGUE for an unsaid one; part of day and clock as TIMEX3 writes them (NI, 10:35).
    """

    kind: str
    type: TimexType = "DATE"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    quarter: int | None = None
    half: int | None = None
    season: str = ""
    decade: str = ""
    century: int | None = None
    unit: str = ""
    number: float | None = None
    direction: int | None = None
    part: str = ""
    clock: str = ""
    mod: str = ""
    approx: str = ""
    value: str = ""
    holiday: str = ""
    second: float | None = None  # the second year of a pair, or the second number of "two years, five months"
    smaller: str = ""  # the unit of that second number
    week: int | None = None  # which week of a month, -1 the last


class Reader:
    """Turns the captured tokens of a match into a Meaning by the name of the capture."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._fields: dict[str, Callable[[Sequence[Token]], Any]] = {
            "year": self._year,
            "month": self._month,
            "day": self._day,
            "weekday": lambda words: self._class(words, "WEEKDAY", "SHORTDAY", "WEEKDAYS"),
            "quarter": self._quarter,
            "second": self._number,
            "smaller": lambda words: self._class(words, "UNIT", "UNITS"),
            "week": lambda words: self._class(words, "FIRST") or -1,
            "half": lambda words: {"first": 1, "1": 1, "second": 2, "last": 2, "2": 2}.get(words[0].lower),
            "season": lambda words: self._class(words, "SEASON", "FALL"),
            "decade": self._decade,
            "century": lambda words: self._ordinal(words),
            "unit": lambda words: self._class(words, "UNIT", "UNITS", "QUARTERS", "LONGWORD"),
            "number": self._number,
            "direction": lambda words: self._direction(words),
            "part": self._part,
            "clock": self._clock,
            "plus": lambda words: 0.5,
            "mod": lambda words: " ".join(bare(word) for word in words),
            "approx": lambda words: " ".join(bare(word) for word in words),
            "holiday": lambda words: " ".join(word.lower for word in words if word.text != "."),
            "value": lambda words: self._class(words, "FREQUENCY"),
        }

    def read(
        self, kind: str, fixed: Mapping[str, Any], captures: Mapping[str, tuple[int, int]], tokens: Sequence[Token]
    ) -> Meaning | None:
        """The meaning of a match; None where its words make no sense together (25 o'clock, 12.45.2016)."""
        fields: dict[str, Any] = dict(fixed)
        for name, (first, last) in captures.items():
            if name == "dotted":
                read: Any = self._dotted(tokens[first:last])
                fields.update(read or {})
            else:
                read = self._fields[name](tokens[first:last])
                fields[name] = read
            if read is None:
                return None
        if "clock" in captures and fields.get("part") in AFTER_NOON:
            fields["clock"] = self._after_noon(fields["clock"], tokens[slice(*captures["clock"])])
        if "unit" in captures and "number" not in fields:
            fields["number"] = self._one_or_vague(tokens[captures["unit"][0]])
        if "plus" in fields:
            fields["number"] += fields.pop("plus")
        if "clock" in fields or ("part" in fields and "type" not in fields):
            fields["type"] = "TIME"
        return Meaning(kind=kind, **fields)

    def _class(self, words: Sequence[Token], *names: str) -> Any:
        for word in words:
            for name in names:
                value = self._lexicon.value(name, bare(word))
                if value is not None:
                    return value
        return None

    def _year(self, words: Sequence[Token]) -> int | None:
        text = words[-1].text
        if text.isdigit():
            year = int(text)
            return year if len(text) == 4 else year + (1900 if year > 40 else 2000)
        return self._spoken_year([bare(word) for word in words])

    def _spoken_year(self, words: Sequence[str]) -> int | None:
        """ "nineteen ninety-seven", "two thousand and four", "nineteen hundred"."""
        if words[:2] == ["two", "thousand"]:
            return 2000 + int(self._sum(words[2:]))
        head = self._sum(words[:1]) * 100
        return int(head + self._sum([word for word in words[1:] if word != "hundred"]))

    def _month(self, words: Sequence[Token]) -> Any:
        return int(words[0].text) if words[0].text.isdigit() else self._class(words, "MONTH")

    def _quarter(self, words: Sequence[Token]) -> Any:
        if words[0].text.isdigit():
            return int(words[0].text) if 1 <= int(words[0].text) <= 4 else None
        return self._class(words, "FIRST")

    def _day(self, words: Sequence[Token]) -> int | None:
        number = int(words[0].text) if words[0].text.isdigit() else self._ordinal(words)
        return number if number and number <= 31 else None

    def _ordinal(self, words: Sequence[Token]) -> int | None:
        if words[0].text.isdigit():
            return int(words[0].text)
        tens = self._class(words, "TENS") or 0
        last = self._lexicon.value("ORDINAL", bare(words[-1]))
        return tens + int(last) if last is not None else None

    def _decade(self, words: Sequence[Token]) -> str | None:
        """The decade as TIMEX3 writes it: three figures. Two figures count from 1900, save the noughties and teens."""
        for word in words:
            if word.text.isdigit():
                if word.text[-1] != "0":
                    return None
                if len(word.text) == 4:
                    return word.text[:3]
                if word is words[0] and word.text < "50":
                    return None  # "in her 30s": without an apostrophe an age as a rule
                return ("19" if word.text > "10" else "20") + word.text[0]
        named = self._class(words, "DECADENAME")
        return f"19{named}" if named is not None else None

    def _number(self, words: Sequence[Token]) -> float | None:
        lower = [bare(word) for word in words if word.text not in {"-", "–", "‐", "‑", "—"}]
        if lower[-1] == "of":
            lower.pop()
        if "couple" in lower or lower == ["other"]:
            return 2.0
        if FEW_WORDS & set(lower) or lower == ["multi"]:
            return VAGUE
        if len(lower) == 4 and lower[2] == "/":
            return _figure(lower[0]) + _figure(lower[1]) / max(_figure(lower[3]), 1)
        if lower[-1] == "half" and len(lower) > 2:
            return self._sum(lower[:-3]) + 0.5
        return self._sum(lower)

    def _one_or_vague(self, unit: Token) -> float:
        """What a unit without a number says: one in the singular ("year-long"), some in the plural ("years")."""
        return VAGUE if self._lexicon.value("UNITS", bare(unit)) is not None else 1.0

    def _sum(self, words: Sequence[str]) -> float:
        total = 0.0
        for word in words:
            if word == "dozen":
                total = (total or 1) * 12
            elif (big := self._lexicon.value("BIG", word)) is not None:
                total = (total or 1) * int(big)
            elif word in {"a", "an"}:
                total = total or 1.0
            elif word in {"half", "½"}:
                total += 0.5
            else:
                total += self._small(word)
        return total

    def _small(self, word: str) -> float:
        for name in ("ONES", "TENS"):
            value = self._lexicon.value(name, word)
            if value is not None:
                return int(value)
        return _figure(word)

    def _direction(self, words: Sequence[Token]) -> Any:
        return 0 if words[0].lower == "the" else self._class(words, "LAST", "NEXT", "THIS", "AGO", "EARLIER")

    def _part(self, words: Sequence[Token]) -> Any:
        return self._class(words, "PART")

    def _clock(self, words: Sequence[Token]) -> str | None:
        """h:mm as TIMEX3 writes it; noon is 12:00, an hour of the afternoon counts from 12."""
        noon = self._class(words, "NOON")
        if noon is not None:
            return str(noon)
        first = words[0].text.replace(".", ":")
        if len(first) == 4 and first.isdigit():
            return f"{first[:2]}:{first[2:]}"
        hour, _, minute = (
            first.partition(":") if first[0].isdigit() else (str(int(self._small(words[0].lower))), "", "")
        )
        number = int(hour)
        half = self._half_of_day(words[1:])
        if half is not None:
            if not 1 <= number <= 12:
                return None
            number = number % 12 + half
        return f"{number:02d}:{minute[:2] or '00'}" if number <= 24 else None

    def _after_noon(self, clock: str, words: Sequence[Token]) -> str:
        """ "8 o'clock tonight": the hour of the evening, unless the words have told the half of the day."""
        hour = int(clock[:2])
        if self._half_of_day(words[1:]) is not None or not EVENING <= hour < 12:
            return clock
        return f"{hour + 12}{clock[2:]}"

    def _half_of_day(self, words: Sequence[Token]) -> int | None:
        lower = [word.lower for word in words]
        if lower[:2] in (["a", "."], ["p", "."]):
            return 12 if lower[0] == "p" else 0
        named = self._class(words, "AMPM")
        if named is not None:
            return int(named)
        part = self._class(words, "PART")
        return None if part is None else 0 if part == "MO" else 12

    def _dotted(self, words: Sequence[Token]) -> dict[str, int] | None:
        day, month, year = re.split(r"\.", words[0].text)
        if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
            return None
        return {"day": int(day), "month": int(month), "year": int(year) + (0 if len(year) == 4 else 2000)}


def _figure(word: str) -> float:
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return 0.0

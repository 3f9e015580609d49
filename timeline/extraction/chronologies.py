"""Lines of a chronology: "Jan. 4 - Police raid the bank; two men are hurt". Their date comes first, and they
are told in the present. Pure.
"""

from collections.abc import Sequence

from timeline.extraction import words as w
from timeline.extraction.tokens import Token

MARKS = frozenset({"-", "–", "—", ":"})  # behind the date
PLURALS = frozenset({"police", "people", "men", "women"})
NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty".split())


def entry(words: Sequence[str], timex: Sequence[int]) -> int:
    """Where the line starts behind its date; 0 where the sentence is none."""
    if timex[0] < 0:
        return 0
    end = next((i for i, index in enumerate(timex) if index != timex[0]), len(words))
    end += words[end : end + 1] == ["."]  # "Sept."
    return end + 1 if words[end : end + 1] and words[end] in MARKS else 0


def tells(tokens: Sequence[Token], words: Sequence[str], lemmas: Sequence[str], i: int) -> bool:
    """Whether word i of such a line is a verb in the present: what its own form and the words beside it allow."""
    if not tokens[i].text.islower():
        return False
    before, after = words[i - 1], words[i + 1] if i + 1 < len(words) else "."
    if before in w.FUNCTION or before in NUMBERS or not before[-1].isalpha():
        return False
    if words[i].endswith("s"):
        governs = after in w.FUNCTION or after in NUMBERS or not after[0].isalpha() or tokens[i + 1].text[0].isupper()
        return governs and lemmas[i] != words[i] and not words[i].endswith("'s")
    return words[i] in w.PRESENT_PLURAL and (lemmas[i - 1] != before or before in PLURALS)

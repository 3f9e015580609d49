"""Words and sentences of a text, found once and read by every later step."""

import re
from collections.abc import Sequence
from typing import NamedTuple


class Token(NamedTuple):
    """A word, number or mark; `lower` is its text in lower case with straight apostrophes."""

    start: int
    end: int
    text: str
    lower: str


# A word keeps its inner apostrophes and full stops ("o'clock", "a.m.", "U.S."), a number its separators ("1,000",
# "7.5", "10:30"); hyphens and slashes part ("six-month" is three tokens), since date expressions end inside such
# compounds.
TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}                       # a.m.  U.S.  Ph.D. without the h
    | \d+(?:[.,:]\d+)*                       # 12  1,000  7.5  10:30
    | [^\W\d_]+(?:['’][^\W\d_]+)*            # words, with possessives and contractions
    | \S                                     # any other mark, alone
    """,
    re.VERBOSE,
)


Kept = dict[tuple[int, int], list[Token]]  # the tokens of text[start:end], for whoever reads it next


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end]; offsets count from the start of `text`. Linear in the text."""
    stop = len(text) if end is None else end
    found = TOKEN.finditer(text, start, stop)
    if "’" in text:
        return [Token(m.start(), m.end(), m[0], m[0].lower().replace("’", "'")) for m in found]
    return [Token(m.start(), m.end(), word := m[0], word.lower()) for m in found]


# A full stop after one of these ends no sentence by itself.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev gen gov sen rep lt col sgt capt cmdr maj det dep insp supt st jr sr vs etc inc ltd co corp "
    "no dept dist atty hon pres univ assn bros est fig vol jan feb mar apr jun jul aug sept sep oct nov dec mon tue "
    "tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn "
    "miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo".split()
)
WORDS = frozenset("ill mass wash miss sun sat wed mar pa ore est".split())  # where no capital begins them
CLOSERS = "\"'”’)]»"
OPENERS = "\"'“‘([«"


# Abbreviations that what they belong to follows: "Dr. A", "v. The".
LEADING = frozenset(
    "mr mrs ms dr prof rev gen gov sen rep lt col sgt capt cmdr maj det dep insp supt st vs no pres hon atty fig vol "
    "est univ".split()
)
# After "a.m.", "U.S." or "Inc." these start a sentence, written so; not after "a.k.a."
STARTERS = frozenset(
    {"The", "A", "An", "He", "She", "It", "They", "We", "There", "This", "These", "His", "Her", "Police"}
)


def sentences(text: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The sentences of one paragraph as (first token, one past the last token).

    A sentence ends at . ! ? … (with what closes after it) where the next word does not start in lower case; a full stop
    after an abbreviation, an initial or inside a number ends none.
    """
    spans, first = [], 0
    i = 0
    while i < len(tokens):
        if tokens[i].text in {".", "!", "?", "…"} and not _abbreviates(tokens, i):
            last = i
            while last + 1 < len(tokens) and tokens[last + 1].text in {".", "!", "?", "…"}:
                last += 1
            while last + 1 < len(tokens) and _closes(text, tokens, last + 1):
                last += 1
            if last + 1 == len(tokens) or not _starts_lower(tokens, last + 1):
                spans.append((first, last + 1))
                first = last + 1
            i = last
        elif tokens[i].text[-1] == "." and i >= first and _ends_all_the_same(tokens, i):
            spans.append((first, i + 1))  # "at 3 a.m. The guard"
            first = i + 1
        i += 1
    if first < len(tokens):
        spans.append((first, len(tokens)))
    return spans


def _abbreviates(tokens: Sequence[Token], i: int) -> bool:
    if tokens[i].text != "." or i == 0 or tokens[i - 1].end != tokens[i].start:
        return False
    word = tokens[i - 1]
    initial = len(word.text) == 1 and word.text.isupper()
    is_word = word.text in WORDS  # "she fell ill."
    return ((word.lower in ABBREVIATIONS and not is_word) or initial) and i + 1 < len(tokens)


def _ends_all_the_same(tokens: Sequence[Token], i: int) -> bool:
    if i + 1 == len(tokens) or tokens[i + 1].text not in STARTERS:
        return False
    if tokens[i].text == ".":
        return i > 0 and tokens[i - 1].lower in ABBREVIATIONS - LEADING
    return tokens[i].text.isupper() or tokens[i].lower in {"a.m.", "p.m."}


def _closes(text: str, tokens: Sequence[Token], i: int) -> bool:
    """A quote or bracket that touches the mark before it and not the word after it."""
    if tokens[i].text not in CLOSERS or tokens[i - 1].end != tokens[i].start:
        return False
    return tokens[i].end == len(text) or not text[tokens[i].end].isalnum()


def _starts_lower(tokens: Sequence[Token], i: int) -> bool:
    while i < len(tokens) and tokens[i].text in OPENERS:
        i += 1
    return i < len(tokens) and tokens[i].text[0].islower()

"""Names inside words that were put together without spaces: "#JusticeForMira", "PrayForMira", "#ripmira". Pure."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

LATIN = [chr(code) for code in (*range(ord("A"), ord("z") + 1), *range(0xC0, 0x250)) if chr(code).isalpha()]
UPPER, LOWER = ("".join(filter(test, LATIN)) for test in (str.isupper, str.islower))
# A tag; or a word in which a capital follows a small letter, or opens a part after capitals ("RIPMira").
WORD = re.compile(rf"[#@]\w+|\b\w*(?:[{LOWER}][{UPPER}]|[{UPPER}]{{2}}[{LOWER}])\w*")
ENDS_PART = re.compile(rf"(?:e?s)?(?![{LOWER}])")  # also in "#MirasLaw"
# Parts of surnames, before which a capital opens no word of its own: "McDonald" does not name a Donald.
OPENS_SURNAME = re.compile(r"(?:mc|mac|fitz|de|del|della|di|du|la|le|van|von|o)$")
LONGEST = 6  # letters before a name that such a part takes, and one more
# In a tag of small letters, or of capitals alone, nothing shows where a part begins: these words beside it do.
BEFORE = "for|4|with|rip|remember|remembering|say|love|miss|missing|find|bring|save|free|pray|weare|iam|whereis|whois"
AFTER = "home|strong|law|now|forever|march|vigil|trial|case|murder|foundation|matters"


def names_in_words(
    written: str, folded: str, parts: Collection[str], months: Collection[str]
) -> Iterator[tuple[int, int, int, str]]:
    """Start and end of each word that holds one of these parts of names (folded, without hyphens), where in it the part
    begins, and the part. Both texts say the same, letter by letter. Of names that are `months`, too, a word may begin
    with the month: "MayDay"."""
    if not any(part in folded for part in parts):  # as of most texts: to look at their words cost far more
        return
    anywhere, beside = _patterns(tuple(sorted(parts, key=lambda part: (-len(part), part))))
    for word in WORD.finditer(written):
        start, end = word.span()
        body = written[start:end].lstrip("#@")
        is_even = body[1:].islower() or body.isupper()
        for found in [
            each for way in ((beside,) if is_even else (anywhere, beside)) for each in way.finditer(folded, start, end)
        ]:
            at, part = found.start("part"), found["part"]
            is_month = part in months and at == start + (written[start] in "#@")
            if found.re is beside or (not is_month and _is_part(written, folded, at, at + len(part), start)):
                yield start, end, at, part


def _is_part(written: str, folded: str, start: int, end: int, opens: int) -> bool:
    """Whether the name is a part of the word of its own: by capitals, here and behind it."""
    if not written[start].isupper() or not ENDS_PART.match(written, end):
        return False
    if start > opens and written[start - 1].isupper() and not written[start + 1 : start + 2].islower():
        return False
    return written[opens] in "#@" or not OPENS_SURNAME.search(folded[max(opens, start - LONGEST) : start])


@lru_cache(maxsize=256)
def _patterns(parts: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(map(re.escape, parts))
    behind, before = rf"(?:e?s)?(?:_?(?:{AFTER}))?\d*(?!\w)", rf"(?<=[#@])(?=(?:{names})(?:e?s)?_?(?:{AFTER}))"
    beside = rf"(?:(?<!\w)[#@]\w*?(?:{BEFORE})_?|{before})(?P<part>{names}){behind}"
    return re.compile(rf"(?=(?P<part>{names}))"), re.compile(beside)

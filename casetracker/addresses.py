"""Addresses of views, for pages that hold hundreds of them."""

import functools
import re
from urllib.parse import quote

from django.urls import reverse

SAFE = "/~:@!$&'()*+,;="  # as `reverse` has it
PLAIN = re.compile(r"[\w.-]*", re.ASCII)
NUMBER = 918_273_645  # stands for a number in the pattern of an address, and in no name of a view


@functools.lru_cache(maxsize=4096)
def address(name: str, *args: object) -> str:
    """As `reverse` has it, which goes through the patterns of all addresses each time. What an argument may be is not
    looked at again: it comes from the database. Raises NoReverseMatch for a name, or a number of arguments, that no
    view has."""
    told = [str(arg) for arg in args]
    plain = [text if PLAIN.fullmatch(text) else quote(text, safe=SAFE) for text in told]
    return _pattern(name, *(isinstance(arg, int) for arg in args)).format(*plain)


@functools.cache
def _pattern(name: str, *are_numbers: bool) -> str:
    marks = [f"{'' if is_number else 'x'}{NUMBER + place}" for place, is_number in enumerate(are_numbers)]
    pattern = reverse(name, args=marks).replace("{", "{{").replace("}", "}}")
    return functools.reduce(lambda text, mark: text.replace(mark, "{}"), marks, pattern)

"""casetracker/addresses.py: the same as Django's `reverse`, without going through all patterns each time."""

import pytest
from django.urls import NoReverseMatch, reverse

from casetracker.addresses import address


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("home", ()),
        ("case", ("bridge-works",)),
        ("event", ("k2m9x4", "a-clerk-signed")),
        ("event", ("918273645", "x918273646")),
        ("event", ("k2m9x4", "fünf {0} % ? #")),
        ("article", (0,)),
        ("article", (9_876_543_210,)),
        ("follow-confirm", ("MQ:1t:Zx_-",)),
        ("api:list_events", ("bridge-works",)),
    ],
)
def test_an_address_is_what_reverse_says(name: str, args: tuple[object, ...]) -> None:
    assert address(name, *args) == reverse(name, args=args)


@pytest.mark.parametrize(("name", "args"), [("nowhere", ()), ("case", ()), ("case", ("one", "two"))])
def test_what_no_view_has_is_an_error(name: str, args: tuple[object, ...]) -> None:
    with pytest.raises(NoReverseMatch):
        address(name, *args)

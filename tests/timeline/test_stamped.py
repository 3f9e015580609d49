"""A text that bears another day than it was handed in with: whoever adds it is told. All texts are invented."""

import datetime as dt

import pytest

from timeline.stamped import doubt_of_day

GIVEN = dt.date(2017, 1, 29)
STORY = "A ferryman was hurt on Sunday.\nUpdated figures are expected."


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Updated: 01/26/2015 10:24 PM", "“Updated: 01/26/2015 10:24 PM”"),
        ("26 January 2015", "“26 January 2015”"),
        ("Posted Jan. 26, 2015\nUpdated Jan. 27, 2015", "“Posted Jan. 26, 2015”, “Updated Jan. 27, 2015”"),
        ("Posted Jan. 28, 2017", ""),  # the evening before
        ("Posted July 5, 2016\nUpdated Jan. 30, 2017", ""),  # one of them fits
        ("Posted 01/02/2017", "“Posted 01/02/2017”"),
        ("Posted in January 2015", ""),  # no day
        ("Updated 10:24 PM", ""),
        ("On 26 January 2015 a clerk fell.", ""),  # of the story
        ("", ""),
    ],
)
def test_a_stamp_is_held_against_the_day_of_publication(head: str, told: str) -> None:
    doubt = doubt_of_day(f"{head}\n{STORY}", GIVEN, "America/Chicago")
    assert doubt.startswith(f"Its text is stamped {told}, and it was handed in as published on 29 January 2017.") == (
        told != ""
    )
    assert (doubt == "") == (told == "")


@pytest.mark.parametrize("given", [dt.date(2016, 5, 6), dt.date(2016, 6, 5)])
def test_figures_that_are_two_days_are_both(given: dt.date) -> None:
    assert doubt_of_day(f"Posted 05/06/2016\n{STORY}", given, "UTC") == ""


def test_a_stamp_far_below_is_of_something_else() -> None:
    assert doubt_of_day(f"{STORY}\n" * 8 + "Posted Jan. 26, 2015", GIVEN, "UTC") == ""

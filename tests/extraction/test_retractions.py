"""What a sentence tells as an error, a lie or a hoax did not happen for all that it says."""

import pytest

from tests.extraction.event_helpers import mentions, the_mention


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("The clerk resigned on Tuesday, the Harbour Herald wrongly reported.", "resignation", "negated"),
        ("The clerk resigned on Tuesday, the Harbour Herald reported wrongly on Wednesday.", "resignation", "negated"),
        ("A radio station mistakenly announced that the clerk died on Tuesday.", "death", "negated"),
        ("A fake post claimed that a guard was shot on Tuesday.", "shooting", "negated"),
        ("The paper retracted its report that two clerks were arrested on Tuesday.", "arrest", "alleged"),
        ("The sheriff withdrew on Wednesday a claim that a guard was shot on Tuesday.", "shooting", "alleged"),
        ("It was a hoax that the clerk was arrested on Tuesday.", "arrest", "negated"),
        ("It was no lie that the clerk was arrested on Tuesday.", "arrest", "occurred"),
        ("The Harbour Herald reported that the clerk resigned on Tuesday.", "resignation", "occurred"),
        ("The paper wrongly reported the reason, but the clerk resigned on Tuesday.", "resignation", "occurred"),
        (
            "The paper wrongly said that he was ill and the clerk was arrested on Tuesday, police said.",
            "arrest",
            "negated",
        ),
        ("The clerk was wrongly convicted on Tuesday.", "conviction", "occurred"),
        ("The fake doctor was arrested on Tuesday, the sheriff said.", "arrest", "occurred"),
        ("The sheriff did not withdraw the statement that a guard was shot on Tuesday.", "shooting", "occurred"),
    ],
)
def test_what_is_told_in_error_did_not_happen(text: str, kind: str, status: str) -> None:
    assert the_mention(text, kind).status == status


def test_what_a_correction_repeats_is_no_event() -> None:
    assert not mentions("Correction: A previous version of this report stated that the clerk was jailed on Tuesday.")


@pytest.mark.parametrize(
    ("text", "kind", "status", "date"),
    [
        ("The city will appeal against the ruling by July 1.", "appeal", "planned", "[2016-06-16..2016-07-01]"),
        ("The clerk was to be released on Wednesday but stayed in jail.", "release", "negated", "2016-06-15"),
        ("The jurors were unable to reach a verdict on Wednesday.", "verdict", "negated", "2016-06-15"),
        ("The judges upheld the verdict of 4 March 2015 on Wednesday.", "ruling", "occurred", "2016-06-15"),
        ("The clerk, a pupil of the year 9, was arrested.", "arrest", "occurred", None),
        ("The shooting of a film producer took place on Wednesday.", "shooting", "occurred", "2016-06-15"),
    ],
)
def test_a_day_is_of_what_was_done_on_it(text: str, kind: str, status: str, date: str | None) -> None:
    told = the_mention(text, kind)
    assert (told.status, told.edtf) == (status, date)


def test_a_deadline_is_one_span_and_no_second_reading() -> None:
    assert the_mention("The city will appeal against the ruling by July 1.", "appeal").candidates == ()


def test_what_is_shot_for_the_screen_hurts_nobody() -> None:
    assert not mentions("The shooting of the new series began on Wednesday.")

"""Who is who within an article."""

import pytest

from tests.extraction.event_helpers import mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Judge Ada Sample sentenced the clerk on Tuesday.", ("Ada Sample",)),
        ("Ada Sample spoke.\nOn Tuesday Sample was arrested.", ("Ada Sample",)),
        ("Ada Sample and Ben Sample spoke.\nOn Tuesday Sample was arrested.", ()),
        ("Ada Sample spoke.\nOn Tuesday Ms. Sample's brother was arrested.", ("Ada Sample",)),
        ('Carl "Duke" Dummy was arrested on Tuesday.', ("Carl Dummy",)),
        ("The clerk was arrested in Linden County on Tuesday.", ()),
        ("The clerk was arrested in Port Example on Tuesday.", ()),
    ],
)
def test_surnames_titles_and_nicknames_lead_to_the_full_name(text, expected):
    (mention,) = [mention for mention in mentions(text) if mention.edtf]

    assert mention.names == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Sample said on Tuesday that Ben Dummy had left.", ("Ada Sample",)),
        ("Elm County Sheriff Ada Sample spoke. Sample said on Tuesday that he had left.", ("Ada Sample",)),
        ("The rival of Ada Sample said on Tuesday that he was ready.", ()),
        (
            "Ben Dummy met Ada Sample. At a meeting with Ben Dummy on Tuesday, Sample said that he had left.",
            ("Ada Sample",),
        ),
    ],
)
def test_a_saying_names_its_speaker(text, expected):
    (mention,) = [mention for mention in mentions(text) if mention.type == "statement"]

    assert mention.names == expected

"""What is no event of its own: attributions, states, dates of something else. Published on Thursday 16 June 2016."""

import pytest

from tests.extraction.event_helpers import mentions


def dated(text: str) -> set[tuple[str, str]]:
    return {(mention.type, mention.edtf) for mention in mentions(text) if mention.edtf}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who is named, or announces, makes a statement; nobody in particular only says where a thought comes from
        ("The ferry was unsafe, officials said on Tuesday.", set()),
        ("The ferry was unsafe, harbour master Ada Quill said on Tuesday.", {("statement", "2016-06-14")}),
        ("The ferry was unsafe, officials announced on Tuesday.", {("statement", "2016-06-14")}),
        ("Officials said on Tuesday that the ferry was unsafe.", {("statement", "2016-06-14")}),
        # date words that say which thing is meant
        ("The clerk said the 2014 ledger was lost.", set()),
        ("The brothers were charged in the May 7, 2014, fire.", set()),
        ("The brothers were charged on Tuesday.", {("charge", "2016-06-14")}),
        ("A sailor was killed in the May 7 fire.", {("killing", "2016-05-07")}),
        # a count of a day
        ("Forty people had been injured as of Tuesday.", set()),
        # states, and what nearly was
        ("The clerk is charged with theft on Tuesday.", set()),
        ("The clerk remained jailed on Tuesday.", set()),
        ("The sailor nearly died on Tuesday.", set()),
        ("A storm killed nearly forty people on Tuesday.", {("killing", "2016-06-14")}),
        # one event in two words
        ("The clerk was arrested on Tuesday and charged with theft.", {("arrest", "2016-06-14")}),
        ("The clerk was arrested on Monday and charged on Tuesday with theft.",
         {("arrest", "2016-06-13"), ("charge", "2016-06-14")}),
    ],
)  # fmt: skip
def test_only_an_event_of_its_own_is_reported(text, expected):
    assert dated(text) == expected

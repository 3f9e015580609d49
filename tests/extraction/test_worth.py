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
        ("The ferry was unsafe, Port and harbour sources said on Tuesday.", set()),
        ("The ferry was unsafe, Ada Quill, the harbour master, said on Tuesday.", {("statement", "2016-06-14")}),
        ("Ada Quill laughed when asked on Tuesday about the ferry.", set()),
        ("Officials said on Tuesday that the ferry was unsafe.", {("statement", "2016-06-14")}),
        # date words that say which thing is meant
        ("The clerk said the 2014 ledger was lost.", set()),
        ("The company said sales in the third quarter fell.", set()),
        ("The mayor said on Tuesday sales fell.", {("statement", "2016-06-14")}),
        ("The company charged $3 million against earnings on Tuesday.", set()),
        ("The company had a lot of extraordinary charges in the third quarter.", set()),
        ("The brothers were charged in the May 7, 2014, fire.", set()),
        ("The brothers were charged on Tuesday.", {("charge", "2016-06-14")}),
        ("A sailor was killed in the May 7 fire.", {("killing", "2016-05-07")}),
        ("Clerks counted votes of the disputed March election.", set()),
        ("Guards were on strike since the March 2014 robbery.", {("robbery", "2014-03")}),
        ("Agents recalled the May 7, 2014, bombing.", {("assault", "2014-05-07")}),
        ("The man charged in the shooting of a guard on Monday wept.", set()),
        ("A man has been charged in the death of a sailor in May.", set()),
        ("A man was charged on Monday in the death of a sailor.", {("charge", "2016-06-13")}),
        ("Sailors were celebrating a birthday on Tuesday.", set()),
        # a count of a day
        ("Forty people had been injured as of Tuesday.", set()),
        # states, and what nearly was
        ("The clerk is charged with theft on Tuesday.", set()),
        ("The clerk remained jailed on Tuesday.", set()),
        ("The sailor nearly died on Tuesday.", set()),
        ("A storm killed nearly forty people on Tuesday.", {("other", "2016-06-14")}),
        # one event in two words
        ("The clerk was arrested on Tuesday and charged with theft.", {("arrest", "2016-06-14")}),
        ("The clerk was arrested on Monday and charged on Tuesday with theft.",
         {("arrest", "2016-06-13"), ("charge", "2016-06-14")}),
    ],
)  # fmt: skip
def test_only_an_event_of_its_own_is_reported(text, expected):
    assert dated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prosecutors have charged two brothers with arson.", {("charge", "2016-06-16")}),
        ("Prosecutors have charged two brothers for the May 7 fire.", {("charge", "2016-06-16")}),
        ("Police say two brothers have been arrested.", {("arrest", "2016-06-16")}),
        # a count over years, a condition of long standing, or no news at all
        ("The brothers have been arrested a dozen times.", set()),
        ("Since then, 40 swindlers have been arrested.", set()),
        ("The brothers have not been arrested.", set()),
        ("A study found that many sailors have died there.", set()),
        ("One.\nTwo.\nThree.\nThe brothers have been arrested.", set()),
    ],
)
def test_news_in_the_present_perfect_opens_an_article(text, expected):
    assert dated(text) == expected


def test_the_date_of_such_news_is_not_certain():
    (mention,) = mentions("Prosecutors have charged two brothers with arson.")

    assert not mention.certain
    assert "head of the article" in mention.explanation


def test_a_longer_name_of_an_event_hides_the_shorter():
    (mention,) = mentions("The memorial service on Tuesday was short.")

    assert mention.type == "funeral"


def test_a_noun_keeps_the_day_of_the_verb_that_it_is_object_of():
    found = mentions("Dockers planned a march on Saturday and were planning to sail around the harbour on Monday.")

    assert [(m.type, m.status, m.edtf) for m in found if m.type == "protest"] == [("protest", "planned", "2016-06-18")]

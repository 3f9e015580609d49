"""Which date words belong to which event, and what is no event of its own. Published on Thursday 16 June 2016."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.event_helpers import mentions, read


def dated(text: str) -> set[tuple[str, str]]:
    return {(mention.type, mention.edtf) for mention in mentions(text) if mention.edtf}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the date words of the clause
        (
            "The clerk was sentenced last week for assaulting a guard in 2014.",
            {("sentencing", "2016-W23"), ("assault", "2014")},
        ),
        ("On Tuesday the clerk was arrested.", {("arrest", "2016-06-14")}),
        ("A jury on Tuesday convicted the clerk.", {("conviction", "2016-06-14")}),
        ("The clerk was arrested on Monday and released from jail on Tuesday.",
         {("arrest", "2016-06-13"), ("release", "2016-06-14")}),
        # said on a day is the saying
        ("The mayor said on Tuesday that the clerk will resign.", {("statement", "2016-06-14")}),
        ("The mayor said that the clerk was arrested on Tuesday.", {("arrest", "2016-06-14")}),
        # what belongs together shares its date
        ("Officers broke in on Tuesday and arrested the clerk.", {("arrest", "2016-06-14")}),
        ("On Tuesday jurors refused to serve.", {("juror-refusal", "2016-06-14")}),
        ("A guard was attacked while he was eating lunch on Tuesday.", {("assault", "2016-06-14")}),
        # names of events, and light verbs
        ("The hearing, which will be held on Friday, is public.", {("hearing", "2016-06-17")}),
        ("Police are investigating the shooting of a sailor on Tuesday.", {("shooting", "2016-06-14")}),
        ("She was near the vigil site on Tuesday.", set()),
        ("The order was issued after Tuesday's newspaper.", set()),
        # how long is not when
        ("The clerk has been arrested three times since 2014.", set()),
        ("The clerk will leave jail after three months.", set()),
        # news in the present perfect takes the day of the report of it
        ("Two men have been arrested, the sheriff said on Tuesday.", {("arrest", "2016-06-14")}),
        # a time of day alone names no day
        ("The bank was robbed at 6:15 p.m.", set()),
        # direction: by what the event's words say
        ("Volunteers gathered signatures to recall the sheriff in May.",
         {("recall-election", "2017-05")}),
        # what is asked for is neither done nor planned; a weekday is that of the news
        ("Volunteers handed in signatures to recall the sheriff on Tuesday.", {("recall-signatures", "2016-06-14")}),
        ("Lawyers filed a motion to dismiss the case on Tuesday.", {("lawsuit", "2016-06-14")}),
        ("The drivers voted for the strike on Tuesday.", {("vote", "2016-06-14")}),
        ("The drivers voted after the strike on Monday.", {("strike", "2016-06-13")}),
        # past what only describes somebody
        ("The trial of a baker accused of robbing a bank opened on Tuesday before a judge.",
         {("trial", "2016-06-14")}),
        ("The trial of the baker, who is accused of theft, got under way on Tuesday.", {("trial", "2016-06-14")}),
        # a crime behind "to" is no verb, and a participle behind "on" none either
        ("The clerk pleaded no contest to battery on Tuesday.", {("plea", "2016-06-14")}),
        ("The guard was placed on paid leave on Tuesday.", {("removal", "2016-06-14")}),
        ("A judge refused to order the drivers back to work on Tuesday.", {("ruling", "2016-06-14")}),
        # who drowns or collides does it alone: no participle
        ("In May, sixty people drowned in the strait.", {("death", "2016-05")}),
        ("In May, two trams collided near the port.", {("accident", "2016-05")}),
        # one word, written as two
        ("Voters re-elected the mayor on Tuesday.", {("election", "2016-06-14")}),
    ],
)  # fmt: skip
def test_an_event_takes_the_date_words_of_its_clause(text, expected):
    assert dated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man was shot at a bakery.\nIt happened on Tuesday evening.", {("shooting", "2016-06-14")}),
        ("Volunteers have 900 signatures.\nThey will deliver them on Friday.", {("petition-delivery", "2016-06-17")}),
        ("The clerk pleaded guilty on Tuesday.\nHe was sentenced to four years.",
         {("plea", "2016-06-14"), ("sentencing", "2016-06-14")}),
    ],
)  # fmt: skip
def test_a_sentence_may_point_back(text, expected):
    assert dated(text) == expected


def test_a_date_from_the_context_is_not_certain():
    found = {m.type: m for m in mentions("The clerk pleaded guilty on Tuesday.\nHe was sentenced to four years.")}

    assert found["plea"].certain
    assert not found["sentencing"].certain
    assert "just before" in found["sentencing"].explanation


def test_without_a_day_of_publication_relative_dates_stay_open():
    (mention,) = mentions("The clerk was arrested on Tuesday.", published=None)

    assert mention.edtf is None


def test_news_at_the_head_is_of_the_day_that_the_article_gives_it_further_on():
    news, told = mentions("Two men have been arrested after a fire.\nThe two were arrested on Tuesday.")

    assert (news.edtf, news.certain) == (told.edtf, False)
    assert "further on" in news.explanation


def test_who_is_in_hospital_was_hurt_when_the_article_says_so_further_on() -> None:
    news, shot = mentions("A baker has been hospitalized in Ardenne.\nHe was shot at the mill on Tuesday.")

    assert (news.type, news.edtf, shot.type, shot.edtf) == ("injury", "2016-06-14", "shooting", "2016-06-14")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The trial began on Monday. A clerk was stabbed the same day the choir was to sing.", None),
        ("The trial began on Monday. A clerk was stabbed the same day, a guard said.", "2016-06-13"),
        ("The trial began on Monday. On the same day a clerk was stabbed.", "2016-06-13"),
    ],
)
def test_the_day_of_what_follows_is_not_that_of_what_came_before(text, day):
    (stabbing,) = (mention for mention in mentions(text) if mention.type == "assault")

    assert stabbing.edtf == day


def test_the_spans_are_those_of_the_text():
    text = "Ada Sample spoke.\nOn Tuesday the clerk was arrested in Linden."
    extraction = read(text)
    (mention,) = extraction.mentions

    assert text[mention.sentence.start : mention.sentence.end] == mention.sentence.text
    assert text[mention.trigger.start : mention.trigger.end] == mention.trigger.text == "arrested"
    assert mention.timex is not None
    assert extraction.timexes[mention.timex].text == "Tuesday"
    assert mention.paragraph == 2
    assert "Tuesday" in mention.explanation


def test_a_sentence_without_an_end_is_read_in_pieces():
    text = "the clerk was arrested on Tuesday and " * 300

    found = mentions(text)

    assert len(found) >= 7
    assert max(len(mention.sentence.text.split()) for mention in found) <= 240


WORDS = st.sampled_from(
    "the clerk was not arrested and charged on Tuesday , who said “ that a hearing will be held in 2014 to to of ” . "
    "Friday's hearing 2016 before after while They them $ 5 million - shot June 3 Mr. O’Neil since ; — ( )".split()
)


@given(st.lists(WORDS, max_size=40))
def test_no_text_breaks_it_and_all_spans_fit(words):
    text = " ".join(words)
    for mention in mentions(text):
        assert mention.sentence.start <= mention.trigger.start < mention.trigger.end <= mention.sentence.end
        assert text[mention.trigger.start : mention.trigger.end] == mention.trigger.text
        assert 0 < len(mention.headline) <= 120

"""The factories hold what they promise: offsets that fit the words."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_an_invented_event_is_whole() -> None:
    event = make.make_event()
    mention = event.citations.get(accepted=True).mention
    text = mention.run.version.text
    assert text[mention.sentence_start : mention.sentence_end] == mention.quote
    assert text[mention.trigger_start : mention.trigger_end] == mention.trigger == "opened"
    assert text[mention.timex_start : mention.timex_end] == mention.timex == "Wednesday"
    assert mention.paragraph.number == 1


def test_a_mention_far_into_the_text_finds_its_paragraph_and_its_counts() -> None:
    version = make.make_article(text="One line.\n\nSome 40 gulls were counted in 2015.")
    mention = make.make_mention(
        version,
        sentence="Some 40 gulls were counted in 2015.",
        trigger="counted",
        timex="2015",
        quantities=[("40 gulls", "some", "40", "gull")],
    )
    assert mention.paragraph.number == 2
    quantity = mention.quantities.get()
    assert version.text[quantity.start : quantity.end] == "40 gulls"

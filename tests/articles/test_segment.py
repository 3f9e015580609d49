"""Paragraphs and their kinds, as tables of original lines; offsets that always fit, as properties."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.segment import Segment, looks_hard_wrapped, segment

BODY = "The council voted on Monday to keep the old ferry running for another year."
AFTER = "Nobody in the hall had expected so short a debate."

BY_THEIR_WORDS = [
    ("teaser", "RELATED: Why the bridge took eleven years"),
    ("teaser", "Read more: The ferry in numbers"),
    ("teaser", "READ MORE"),
    ("teaser", "Watch: A crossing in one minute"),
    ("teaser", "►Related:Ferryman found asleep, council says"),
    ("teaser", "Click here to see the timetable."),
    ("teaser", "See all the pictures of the crossing here."),
    ("teaser", "Most read in Transport"),
    ("boilerplate", "Copyright 2016 The Linden Post. All rights reserved."),
    ("boilerplate", "(© 2016 Linden Post)"),
    ("boilerplate", "This material may not be published, broadcast or rewritten without leave."),
    ("boilerplate", "Follow us on Twitter for the latest from the river"),
    ("boilerplate", "Follow Ada Quill on Facebook."),
    ("boilerplate", "Comments below are moderated before they appear."),
    ("boilerplate", "The views expressed here are those of the readers."),
    ("boilerplate", "By posting a comment you agree to what the editors decide."),
    ("boilerplate", "Join the conversation"),
    ("boilerplate", "Sign up for our newsletter and get the river in your inbox."),
    ("boilerplate", "Download our free app and never miss a crossing."),
    ("boilerplate", "Please enable JavaScript to watch this video"),
    ("boilerplate", "Story continues below the advertisement"),
    ("boilerplate", "Advertisement"),
    ("boilerplate", "Updated: June 3, 2016 at 4 p.m."),
    ("boilerplate", "POSTED: 06/03/16, 9:00 PM PDT |"),
    ("boilerplate", "Published: 06:10 GMT, 7 May 2015 | Updated: 21:45 GMT, 8 May 2015"),
    ("boilerplate", "By Ada Quill, Staff Writer"),
    ("boilerplate", "BY ADA QUILL | THE LINDEN POST"),
    ("boilerplate", "Ada Quill can be reached at 555-0123."),
    ("boilerplate", "The Example Wire contributed to this report."),
    ("boilerplate", "desk@lindenpost.example"),
    ("boilerplate", "@adaquill"),
    ("boilerplate", "(555) 010-4616"),
    ("boilerplate", "* * *"),
    ("caption", "The old ferry at its berth (Photo: Linden Post)"),
    ("caption", "Photo by Ada Quill"),
    ("caption", "The ferryman is pictured as he ties up the boat on June 2"),
    ("caption", "The ferryman is pictured in an undated photo."),
    ("caption", "In this June 2, 2016 photo, the ferry leaves its berth."),
    ("body", "The ferry leaves at eight."),
    ("body", "“Follow me,” the ferryman told the mayor."),
    ("body", "For years he had posted pictures of the river on Facebook."),
    ("body", "Like many, she first read of the vote on Twitter."),
    ("body", "By Friday, the number of passengers had risen to 312."),
    ("body", "By posting a notice at the berth, the council met its duty."),
    ("body", "The mayor said that comments on the plan were welcome until Friday."),
    ("body", "Comments posted by the ferryman alarmed the council."),
    ("body", "The council may be found to have broken 3 of its own rules."),
    ("body", "Two children who watch the river every day saw it first."),
    ("body", "He posted a letter on the door of the town hall on 3 June."),
    ("body", "Copyright disputes have followed the ferry's song since 1990."),
    ("body", "The photo of the ferry was taken by a passenger, who sold it to the paper."),
    ("body", "Updated plans were shown to 30 people on Monday."),
    ("body", "He asked:"),
]


@pytest.mark.parametrize(("kind", "line"), BY_THEIR_WORDS)
def test_kind_by_its_own_words(kind: str, line: str) -> None:
    assert segment(f"{BODY}\n{line}\n{AFTER}")[1].kind == kind


PAGES = {
    "a headline, then a line that stands above the page's stamp": [
        ("heading", "A ferry for another year"),
        ("summary", "Fares stay as they are, says the mayor."),
        ("boilerplate", "June 3, 2016"),
        ("body", BODY),
    ],
    "bullets below the headline": [
        ("heading", "A ferry for another year, whatever the bridge may cost"),
        ("summary", "• The ferry keeps running until next summer"),
        ("summary", "• Fares stay as they are"),
        ("body", BODY),
    ],
    "bullets within the story are a list": [
        ("body", BODY),
        ("body", "• Adults pay two marks"),
        ("body", "• Children pay one"),
        ("body", AFTER),
    ],
    "a heading and a caption between paragraphs": [
        ("body", BODY),
        ("heading", "What happens next"),
        ("body", AFTER),
        (
            "caption",
            "The ferry, seen from the northern bank, carries its first passengers of the year across the Linden",
        ),
        ("body", "It rained."),
    ],
    "lines on end without full stops are a list": [
        ("body", "The passengers were:"),
        ("body", "A teacher of 41 from the northern bank"),
        ("body", "A baker of 63 from the southern bank"),
        ("body", AFTER),
        ("body", "They went home."),
        ("body", "They will come again."),
    ],
    "a list may say the same twice": [
        ("body", "Northern passengers:"),
        ("body", "A baker who paid one mark"),
        ("body", "A teacher who paid two marks"),
        ("body", "Southern passengers:"),
        ("body", "A baker who paid one mark"),
        ("body", "A sailor who paid nothing at all"),
        ("body", BODY),
        ("body", AFTER),
        ("body", "They went home."),
        ("body", "They will come again."),
    ],
    "a sentence that was broken over two lines": [
        ("body", BODY),
        ("body", "“I do hope that the boat will be kept because in a hard winter"),
        ("body", "the bridge is closed,” the baker said."),
    ],
    "a date in the middle is a heading": [
        *[("body", f"The ferry crossed {n} times and came back without a scratch.") for n in "23456789"],
        ("heading", "June 3, 2016"),
        ("body", BODY),
    ],
    "who wrote it, at the end": [
        ("body", BODY),
        ("boilerplate", "Ada Quill is a transport reporter for The Linden Post."),
        ("boilerplate", "Copyright 2016 The Linden Post"),
    ],
    "a reporter in the story": [
        ("body", "Ada Quill is a reporter who lives by the river."),
        ("body", AFTER),
        ("body", "She is a reporter's daughter and grew up by the river."),
    ],
    "one line is the story, whatever it looks like": [("body", "Council votes on Monday to keep ferry")],
    "a text that never ends its lines": [
        ("heading", "the meeting of the council on the ferry"),
        *[("body", f"speaker {n} said that nobody had asked the people of bank {n}") for n in "abcdef"],
    ],
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_kind_by_its_place(page: list[tuple[str, str]]) -> None:
    found = segment("\n\n".join(line for _, line in page))
    assert [s.kind for s in found] == [kind for kind, _ in page]


def kinds(*lines: str) -> list[tuple[str, int | None]]:
    return [(s.kind, s.repeats) for s in segment("\n".join(lines))]


CAPTION = "The ferry at its berth in the rain on the evening before the vote that decided its fate"


def test_a_caption_printed_three_times_is_one_caption_and_two_repeats() -> None:
    expected = [("body", None), ("caption", None), ("repeat", 2), ("body", None), ("repeat", 2)]
    assert kinds(BODY, CAPTION, CAPTION, "It rained.", CAPTION) == expected


def test_body_text_is_no_repeat_of_the_summary_or_caption_before_it() -> None:
    bullet = "• The council voted on Monday to keep the old ferry running"
    assert kinds(bullet, BODY, AFTER) == [("summary", None), ("body", None), ("body", None)]
    assert kinds(AFTER, CAPTION, f"{CAPTION}.", "It rained.")[1:3] == [("caption", None), ("body", None)]


def test_a_caption_that_says_in_other_order_what_the_body_said_is_a_repeat() -> None:
    body = (
        "Ada Quill, the mayor of Linden, has faced questions after she told the council last week to keep the old "
        "ferry running for another year although the new bridge had been paid for."
    )
    caption = (
        "Ada Quill has faced questions after telling the council last week to keep the old ferry running for another "
        "year although the new bridge had been paid for"
    )
    assert kinds(body, AFTER, caption, "It rained.")[2] == ("repeat", 1)


def test_a_caption_may_join_two_paragraphs() -> None:
    first = "The harbour office said that it had counted more than 900 passengers, and 160 dogs that paid nothing."
    second = "They will give the figures to the council, which decides on ferries and bridges of the town."
    joined = f"{first.removesuffix('.')}, and they will give the figures to the council, which decides on ferries"
    assert kinds(first, second, joined, "It rained.")[2] == ("repeat", 1)


@pytest.mark.parametrize(
    "other",
    [
        "The council voted on Tuesday to keep the old ferry running for another year.",  # another day
        "The council voted on Monday not to keep the old ferry running for another year.",  # the opposite
        "The council voted on Monday to keep the old ferry running for another year and to paint it.",  # more
        "The senate voted on Monday to keep the old ferry running for another year.",  # somebody else
        "The council voted on Monday against a second ferry, which the northern bank had asked for.",
    ],
)
def test_what_differs_in_what_it_says_is_no_repeat(other: str) -> None:
    assert kinds(BODY, other, AFTER)[1] == ("body", None)


def test_the_same_paragraph_again_is_a_repeat_and_a_short_answer_is_not() -> None:
    assert kinds(BODY, AFTER, BODY)[2] == ("repeat", 1)
    assert kinds("“No.”", "He asked again.", "“No.”")[2] == ("body", None)


def test_lines_are_numbered_from_one_and_blank_ones_are_not() -> None:
    text = "\n\n  One went.  \r\n\r\nTwo came.\rThree stayed.\n"
    assert segment(text) == [Segment(1, "body", 4, 13), Segment(2, "body", 19, 28), Segment(3, "body", 29, 42)]


WIRE = """LINDEN (Example Wire) - The town council voted late on Monday
to keep the old ferry running for another year, after a debate
that lasted until midnight and ended in song.

The mayor said that she had not expected so many people to
come, and that the ferry would get a new coat of paint before
the summer."""


def test_hard_wrapped_copy_is_recognised_and_unwrapped() -> None:
    assert looks_hard_wrapped(WIRE)
    assert looks_hard_wrapped(WIRE.replace("\n", "\r\n"))
    found = segment(WIRE, unwrap=True)
    assert [WIRE[s.start : s.end] for s in found] == WIRE.split("\n\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY,
        "\n".join([BODY] * 9),
        "\n\n".join(WIRE.split("\n")),
        "a\nb\nc\nd\ne\nf",
        "\n".join(f"A passenger of {age} who had come from the northern bank" for age in range(20, 30)),
    ],
)
def test_ordinary_text_is_not_taken_for_hard_wrapped(text: str) -> None:
    assert not looks_hard_wrapped(text)


HUGE = {
    "one line": "The council met on Friday. " * 400_000,
    "one word": "a" * 5_000_000,
    "blanks": "a" + " " * 5_000_000,
    "lines": "".join(f"On day {n} the council heard witness {n * 13} of the ferry.\n" for n in range(10_000)),
    "repeats": f"{BODY}\n" * 10_000,
    "short lines": "x\ny\n" * 20_000,
    "bullets": "• Adults pay\n" * 20_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_huge_texts_take_linear_time(text: str) -> None:
    """Each took at most 1.3 s where this was written; quadratic time would take minutes."""
    began = time.process_time()
    assert segment(text)
    looks_hard_wrapped(text)
    assert time.process_time() - began < 20


texts = st.text(st.sampled_from("ab c.\n\r\t•\u2028é😀Related:2016") | st.characters(), max_size=300)
pages = st.lists(st.sampled_from([line for _, line in BY_THEIR_WORDS] + [CAPTION, BODY, "", "• Item"])).map("\n".join)


@given(texts | pages, st.booleans())
def test_segments_hold_every_visible_character_once_and_in_order(text: str, unwrap: bool) -> None:
    found = segment(text, unwrap=unwrap)
    assert [s.number for s in found] == list(range(1, len(found) + 1))
    position = 0
    for s in found:
        assert text[position : s.start].strip() == ""
        assert text[s.start : s.end] == text[s.start : s.end].strip() != ""
        assert (s.repeats is not None) == (s.kind == "repeat")
        assert s.repeats is None or 1 <= s.repeats < s.number
        position = s.end
    assert text[position:].strip() == ""
    looks_hard_wrapped(text)

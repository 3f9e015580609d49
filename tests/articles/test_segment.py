"""Paragraphs and their kinds, as tables of original lines; offsets that always fit, as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.segment import looks_hard_wrapped, segment

BODY = "The council voted on Monday to keep the old ferry running for another year."

KINDS = [
    ("body", "The ferry leaves at eight."),
    ("body", "“We will keep rowing,” the ferryman said."),
    ("body", "He asked:"),
    ("heading", "A ferry for another year"),
    ("heading", "What happens next"),
    ("summary", "• The ferry keeps running until next summer"),
    ("summary", "- Fares stay as they are, the council says."),
    ("caption", "The ferry, seen from the northern bank, carries its first passengers of the year across the Linden"),
    ("caption", "The old ferry at its berth (Photo: Linden Post)"),
    ("caption", "The ferryman is pictured in an undated photo."),
    ("teaser", "RELATED: Why the bridge took eleven years"),
    ("teaser", "Read more: The ferry in numbers"),
    ("teaser", "Watch: A crossing in one minute"),
    ("teaser", "► The ferry in pictures"),
    ("teaser", "Click here to see the timetable."),
    ("boilerplate", "Copyright 2016 The Linden Post. All rights reserved."),
    ("boilerplate", "© 2016 Linden Post"),
    ("boilerplate", "Ada Quill is a transport reporter for The Linden Post."),
    ("boilerplate", "Follow Ada Quill on Twitter: @adaquill"),
    ("boilerplate", "Comments below are moderated before they appear."),
    ("boilerplate", "By posting your comment you accept what the editors decide."),
    ("boilerplate", "The views expressed here are those of the readers."),
    ("boilerplate", "Updated: June 3, 2016 at 4 p.m."),
    ("boilerplate", "Posted 12:40"),
    ("boilerplate", "Sign up for our newsletter and get the river in your inbox."),
    ("boilerplate", "desk@lindenpost.example"),
]

COUNTEREXAMPLES = [
    ("body", "She is a reporter's daughter and grew up by the river."),
    ("body", "The mayor said that comments on the plan were welcome until Friday."),
    ("body", "Two children who watch the river every day saw it first."),
    ("body", "He posted a letter on the door of the town hall on 3 June."),
    ("body", "The photo of the ferry was taken by a passenger, who sold it to the paper."),
]


@pytest.mark.parametrize(("kind", "line"), KINDS + COUNTEREXAMPLES)
def test_kind(kind: str, line: str) -> None:
    assert segment(f"{BODY}\n{line}\n")[1].kind == kind


def test_a_long_title_is_a_heading_where_it_comes_first() -> None:
    title = "Council keeps the ferry for another year, after a night in which nobody wanted to go home - Linden Post"
    assert [s.kind for s in segment(f"{title}\n{BODY}")] == ["heading", "body"]


def test_where_hardly_anything_ends_with_a_full_stop_long_lines_are_body() -> None:
    line = "the council met and talked about the ferry number {} until the lamps went out in the hall"
    assert {s.kind for s in segment("\n".join(line.format(n) for n in "abcdef"))[1:]} <= {"body", "repeat"}


def test_lines_are_numbered_from_one_and_blank_ones_are_not() -> None:
    text = "\n\n  One went.  \r\n\r\nTwo came.\n"
    assert [(s.number, text[s.start : s.end]) for s in segment(text)] == [(1, "One went."), (2, "Two came.")]


def test_the_second_printing_of_a_caption_is_a_repeat() -> None:
    caption = "The ferry at its berth in the rain on the evening before the vote that decided its fate"
    text = f"{BODY}\n{caption}\n{caption}\nIt rained.\n{caption}"
    assert [(s.kind, s.repeats) for s in segment(text)] == [
        ("body", None), ("caption", None), ("repeat", 2), ("body", None), ("repeat", 2),
    ]  # fmt: skip


def test_a_body_paragraph_is_no_repeat_of_the_summary_before_it() -> None:
    bullet = "• The council voted on Monday to keep the old ferry running"
    assert [s.kind for s in segment(f"{bullet}\n{BODY}")] == ["summary", "body"]


def test_a_caption_that_says_what_the_body_said_is_a_repeat() -> None:
    assert [(s.kind, s.repeats) for s in segment(f"{BODY}\n{BODY.rstrip('.')}")] == [("body", None), ("repeat", 1)]


def test_a_paragraph_that_shares_some_words_is_no_repeat() -> None:
    other = "The council voted on Monday against a second ferry, which the northern bank had asked for."
    assert [s.kind for s in segment(f"{BODY}\n{other}")] == ["body", "body"]


def test_a_short_answer_may_be_given_twice() -> None:
    assert [s.kind for s in segment("“No.”\nHe asked again.\n“No.”")] == ["body", "body", "body"]


WIRE = """LINDEN (Example Wire) - The town council voted late on Monday
to keep the old ferry running for another year, after a debate
that lasted until midnight and ended in song.

The mayor said that she had not expected so many people to
come, and that the ferry would get a new coat of paint before
the summer."""


def test_hard_wrapped_copy_is_recognised_and_unwrapped() -> None:
    assert looks_hard_wrapped(WIRE)
    assert [s.number for s in segment(WIRE, unwrap=True)] == [1, 2]


@pytest.mark.parametrize("text", ["", BODY, f"{BODY}\n{BODY}", "\n".join([BODY] * 9), "a\nb\nc\nd\ne\nf"])
def test_ordinary_text_is_not_taken_for_hard_wrapped(text: str) -> None:
    assert not looks_hard_wrapped(text)


texts = st.text(st.sampled_from("ab c.\n\r\t•\u2028é😀Related:") | st.characters(), max_size=300)


@given(texts, st.booleans())
def test_segments_hold_every_visible_character_once_and_in_order(text: str, unwrap: bool) -> None:
    found = segment(text, unwrap=unwrap)
    assert [s.number for s in found] == list(range(1, len(found) + 1))
    position = 0
    for s in found:
        assert text[position : s.start].strip() == ""
        assert text[s.start : s.end] == text[s.start : s.end].strip() != ""
        assert s.repeats is None or s.repeats < s.number
        position = s.end
    assert text[position:].strip() == ""

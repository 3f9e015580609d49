"""Names of minors and of victims. All sentences were written for these tests, and nobody in them exists."""

import time

import pytest

from tests.extraction.event_helpers import Line
from timeline.extraction import delicate


def found(text: str, title: str = "", kind: str = "body") -> set[tuple[str, str]]:
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        blocks.append(Line(number, kind, start, start + len(line)))
        start += len(line) + 1
    return {(hint.name, hint.why) for hint in delicate.find(text, blocks, title)}


MINORS = [
    ("Mira Soll, 16, was pulled from the river on Friday.", {"Mira Soll"}),
    ("Mira Soll (16) was pulled from the river.", {"Mira Soll"}),
    ("Rescuers found Mira Soll, aged 9, and Pit Oehm, 44.", {"Mira Soll"}),
    ("Mira Soll, 16, and Pit Oehm, 17, ran away.", {"Mira Soll", "Pit Oehm"}),
    ("Mira and Pit Oehm, both 12, ran away.", {"Mira", "Pit Oehm"}),
    ("A bus hit 15-year-old Mira Soll near the mill.", {"Mira Soll"}),
    ("A bus hit fifteen-year-old Mira Soll's bicycle.", {"Mira Soll"}),
    ("The 15-year-old pupil, named by her school as Mira Soll, was hurt.", {"Mira Soll"}),
    ("Mira Soll, a 15-year-old from Tarn, was hurt.", {"Mira Soll"}),
    ("Mira Soll, a shy 15-year-old, was hurt.", {"Mira Soll"}),
    ("Mira Soll was 15 when the fire broke out.", {"Mira Soll"}),
    ("Mira Soll is only 15.", {"Mira Soll"}),
    ("Mira van der Soll, who turned 13 in May, was hurt.", {"Mira van der Soll"}),
    ("Police said Mira Soll, 8, was safe.", {"Mira Soll"}),
    ("The eight-month-old, identified as Pit Oehm, was found asleep.", {"Pit Oehm"}),
    ("The schoolgirl Mira Soll was last seen at the ferry.", {"Mira Soll"}),
    ("The boy, Pit Oehm, was last seen at the ferry.", {"Pit Oehm"}),
    ("Pit Oehm, a seventh-grader, won the race.", {"Pit Oehm"}),
    ("MIRA SOLL, 16, MISSING SINCE FRIDAY", {"Mira Soll"}),
    ("Mira Soll fell from the pier. The 15-year-old was taken to hospital.", {"Mira Soll"}),
    ("Mira Soll,16, was hurt.", {"Mira Soll"}),
    ("At 16, Mira Soll left home.", {"Mira Soll"}),
    ("Sixth-grader Mira Soll was hurt.", {"Mira Soll"}),
    ("Mira “Lil Bee” Soll, 17, was hurt.", {"Mira Soll"}),
    ("Mira Soll rang. Soll, 16, had lost her way.", {"Mira Soll"}),
    ("Élodie Ñandú, 16 ans, a disparu.", {"Élodie Ñandú"}),
    ("Die 16-jährige Mira Soll ist wieder da.", {"Mira Soll"}),
    ("Mira Soll – 16 – was hurt.", {"Mira Soll"}),
    ("Police named the dead girl as Mira Soll.", {"Mira Soll"}),
    ("Police identified Mira Soll as the missing girl.", {"Mira Soll"}),
    ("At the age of 14, Mira Soll left home.", {"Mira Soll"}),
    ("Aged just 14, Mira Soll left home.", {"Mira Soll"}),
    ("At 14, Mira Soll left home.", {"Mira Soll"}),
    ("Mira Soll was found at dawn. She was 16.", {"Mira Soll"}),
    ("Mira Soll was found at dawn. He had just turned 16, police said.", {"Mira Soll"}),
    ("The child, whose name is Mira Soll, was hurt.", {"Mira Soll"}),
    ("Mira Soll, of Ulm, 16, was hurt.", {"Mira Soll"}),
    ("Mira Soll from Ulm, Tarn, 16, was hurt.", {"Mira Soll"}),
    ("The dead: Mira Soll (16), Pit Oehm (17) and Ann Bo (40).", {"Mira Soll", "Pit Oehm"}),
    ("J.T. Soll, 16, was hurt.", {"J.T. Soll"}),
    ("Mira O’Soll-Ray, 16, was hurt.", {"Mira O’Soll-Ray"}),
]
NOBODY = [
    "In Tarn, D.C., 12 were hurt.",
    "J.T., 16, was hurt.",
    "Mira Soll rang at dawn. She was 16 miles away.",
    "Mira Soll rang at dawn. She was 46.",
    "Police named the girl’s teacher as Mira Soll.",
    "Mira Soll, 46, was pulled from the river.",
    "Mira Soll, 18, was pulled from the river.",
    "Mira Soll was sentenced to 15 years in prison.",
    "On June 12, 2016, Mira Soll was hurt.",
    "Mira Soll, 16 miles away, heard the bang.",
    "The 15-year-old son of Mira Soll was hurt.",
    "The boy was hurt on Monday, 16 people said.",
    "The 15-year-old was hurt, Sheriff Pit Oehm said.",
    "Lowmoor beat Tarn 16-3 on Friday, 12 days after the first match.",
    "The 15-year law was signed by Mira Soll.",
    "Mira Soll, one of two lawyers, was hurt.",
    "Mira Soll, sister of the teen, was hurt.",
    "They found a 9-year-old Lowmoor girl.",
    "They found the 9-year-old girl on Lowmoor’s pier.",
    "Officers say the 16-year-old began to shout.",
    "",
]
VICTIMS = [
    ("The rape victim, Mira Soll, spoke on Friday.", {("Mira Soll", "abused")}),
    ("Mira Soll told the court that she was sexually assaulted.", {("Mira Soll", "abused")}),
    ("He was charged with raping Mira Soll.", {("Mira Soll", "abused")}),
    ("Mira Soll says he sexually assaulted her.", {("Mira Soll", "abused")}),
    ("Mira Soll was twice molested there.", {("Mira Soll", "abused")}),
    ("Mira Soll, a victim of sexual abuse, sued the school.", {("Mira Soll", "abused")}),
    ("The victim was identified as Mira Soll.", {("Mira Soll", "victim")}),
    ("Police identified the victim as Mira Soll.", {("Mira Soll", "victim")}),
    ("Police identified Mira Soll as the victim.", {("Mira Soll", "victim")}),
    ("Police named the victims as Mira Soll and Pit Oehm.", {("Mira Soll", "victim"), ("Pit Oehm", "victim")}),
    ("The victims, Mira Soll and Pit Oehm, were friends.", {("Mira Soll", "victim"), ("Pit Oehm", "victim")}),
    ("Pit Oehm stands trial for rape.", set()),
    ("The victim's mother spoke to Detective Pit Oehm.", set()),
]


@pytest.mark.parametrize(("text", "people"), MINORS)
def test_whoever_is_called_younger_than_eighteen_may_be_a_minor(text: str, people: set[str]) -> None:
    assert found(text) == {(name, "minor") for name in people}


@pytest.mark.parametrize("text", NOBODY)
def test_other_numbers_and_other_people_are_left_alone(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(("text", "hints"), VICTIMS)
def test_victims_with_a_name(text: str, hints: set[tuple[str, str]]) -> None:
    assert found(text) == hints


def test_a_title_tells_too_and_other_stories_do_not() -> None:
    assert found("Nothing more is known.", title="Mira Soll, 16, missing") == {("Mira Soll", "minor")}
    assert found("Read more: Mira Soll, 16, missing", kind="teaser") == set()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Apprentice, 16, dies after a fall", "A 16-year-old fell from a roof in Tarn."),
        ("APPRENTICE, 16, DIES", "He fell from a roof in Tarn."),
        ("Tarn: Cyclist, 15, hurt", "The rider fell near the mill."),
        ("Glazier, 17, falls", "The young glazier fell from a roof in Tarn."),
        ("", "The glazier fell. Glazier, 17, of Tarn. Nobody else was hurt."),
        ("Roofs unsafe", "However, the school spoke of the rape victim."),
    ],
)
def test_a_word_that_opens_a_sentence_is_no_name_for_its_capital(title: str, text: str) -> None:
    assert found(text, title) == set()


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Hope, 16, dies", "There was no hope. They found Hope at dawn, and the hope was gone.", "Hope"),
        ("Hope, 16, dies", "Hope Soll fell from the roof, and the hope was gone.", "Hope Soll"),
        ("Rider, 16, dies", "Rider Soll fell. Rider Bo did not. The rider was brave.", "Rider"),
        ("Mira, 16, dies", "The apprentice fell from the roof.", "Mira"),
        ("Roof kills Rider, 16", "The rider was brave.", "Rider"),
    ],
)
def test_a_name_that_is_a_word_too_stays_a_name(title: str, text: str, name: str) -> None:
    assert found(text, title) == {(name, "minor")}


def test_the_sentence_is_the_proof() -> None:
    text = "It rained. Mira Soll, 16, was hurt. Nobody else was."
    (hint,) = delicate.find(text, [Line(1, "body", 0, len(text))])
    assert text[hint.sentence.start : hint.sentence.end] == hint.sentence.text == "Mira Soll, 16, was hurt."


@pytest.mark.parametrize("line", ["Ann Bo, ", "Ann and ", "16 ", "victim Ann ", "15-year-old a ", "A", "the boy "])
def test_odd_texts_cost_their_length(line: str) -> None:
    began = time.process_time()
    found(line * 1000)
    assert time.process_time() - began < 1

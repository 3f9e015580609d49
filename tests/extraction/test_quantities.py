"""Counts, units and qualifiers."""

from decimal import Decimal

import pytest

from tests.extraction.event_helpers import mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They delivered nearly a million signatures on Tuesday.", [("nearly", 1_000_000, "signature")]),
        ("They delivered a million petition signatures on Tuesday.", [("", 1_000_000, "signature")]),
        ("They delivered more than 870,000 signatures on Tuesday.", [("more than", 870_000, "signature")]),
        ("They delivered 1.2 million signatures on Tuesday.", [("", 1_200_000, "signature")]),
        ("On Tuesday 20 prospective jurors refused to serve.", [("", 20, "juror")]),
        ("On Tuesday several jurors refused to serve.", []),
        ("He was sentenced on Tuesday to six months in jail.", [("", 6, "month")]),
        ("Twenty-two people were arrested on Tuesday.", [("", 22, "person")]),
        ("At least 46 demonstrators were arrested on Tuesday.", [("at least", 46, "demonstrator")]),
        ("Bail was set on Tuesday at $1.7 million.", [("", 1_700_000, "dollar")]),
        ("About 60 percent voted for the plan on Tuesday.", [("about", 60, "percent")]),
        ("A 30-year-old man was arrested on Tuesday.", []),
        ("Hundreds marched through Linden on Tuesday.", [("hundreds of", 100, "person")]),
        ("Tens of thousands marched through Linden on Tuesday.", [("tens of thousands of", 10_000, "person")]),
        ("Some 2,000 marched through Linden on Tuesday.", [("some", 2_000, "person")]),
        ("Dozens of protesters were arrested on Tuesday.", [("dozens of", 20, "protester")]),
        ("The hundreds who marched on Tuesday sang.", []),
        ("The clerk was arrested on June 14.", []),
    ],
)
def test_value_unit_and_qualifier(text, expected):
    (mention,) = [mention for mention in mentions(text) if mention.edtf]

    assert [(q.qualifier, q.value, q.unit) for q in mention.quantities] == [
        (qualifier, Decimal(value), unit) for qualifier, value, unit in expected
    ]


def test_a_quantity_keeps_its_words():
    text = "They delivered nearly a million signatures on Tuesday."
    (mention,) = [mention for mention in mentions(text) if mention.edtf]

    assert text[mention.quantities[0].start : mention.quantities[0].end] == "nearly a million signatures"

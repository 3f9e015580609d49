"""Every example of the rule files for events runs here."""

from pathlib import Path

import pytest

from tests.extraction.event_helpers import mentions
from timeline.extraction import EXTRACTOR, event_types
from timeline.extraction.taxonomy import echoes, english

TYPES = [type_ for type_ in event_types() if type_.verbs or type_.nouns]
EXAMPLES = [(type_.slug, text) for type_ in TYPES for text in type_.examples]
COUNTEREXAMPLES = [(type_.slug, text) for type_ in TYPES for text in type_.counterexamples]


@pytest.mark.parametrize(("slug", "text"), EXAMPLES)
def test_an_example_reports_its_type_with_a_date(slug, text):
    found = [mention for mention in mentions(text) if mention.type == slug]

    assert found
    assert all(mention.edtf for mention in found)


@pytest.mark.parametrize(("slug", "text"), COUNTEREXAMPLES)
def test_a_counterexample_does_not(slug, text):
    assert slug not in {mention.type for mention in mentions(text)}


@pytest.mark.parametrize("type_", TYPES, ids=lambda type_: type_.slug)
def test_each_type_has_two_examples_and_a_counterexample(type_):
    assert len(type_.examples) >= 2
    assert len(type_.counterexamples) >= 1


@pytest.mark.parametrize("echo", echoes(), ids=lambda echo: echo.name)
def test_an_echo_dates_the_event_told_before(echo):
    for text in echo.examples:
        dated = [mention for mention in mentions(text) if mention.edtf]
        assert [mention.type for mention in dated if english().types[mention.type].family in echo.families]
    for text in echo.counterexamples:
        assert not [mention for mention in mentions(text) if mention.rule.endswith(tuple(p.text for p in echo.verbs))]


def test_slugs_and_names_are_unique_and_fit_their_columns():
    slugs, names = [t.slug for t in event_types()], [t.name for t in event_types()]

    assert len(set(slugs)) == len(slugs)
    assert len(set(names)) == len(names)
    assert max(map(len, slugs)) <= 40
    assert max(map(len, names)) <= 60


def test_each_icon_is_a_symbol_of_the_sprite():
    sprite = (Path(__file__).parents[2] / "static" / "icons.svg").read_text(encoding="utf-8")

    assert [type_.icon for type_ in event_types() if f'id="{type_.icon}"' not in sprite] == []


def test_the_version_of_the_extractor_fits_its_column():
    assert 20 < len(EXTRACTOR) <= 64

"""How forms ask for a case: a list where there are few, a field to type in where there are many."""

import pytest
from django.core.exceptions import ValidationError

from articles import choosing
from articles.choosing import CaseField
from tests import factories as make
from timeline.admin.gathering import HandInForm

pytestmark = pytest.mark.django_db


def test_few_cases_stand_in_a_list_and_many_are_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.make_case()
    asked = HandInForm(initial={"case": case.pk})["case"]
    assert f'<option value="{case.pk}" selected>The Linden footbridge</option>' in str(asked)
    monkeypatch.setattr(choosing, "MOST_LISTED", 0)
    assert "<select" not in str(asked)
    assert 'value="footbridge"' in str(asked)


@pytest.mark.parametrize("typed", ["footbridge", "the linden FOOTBRIDGE", " The Linden footbridge ", "linden"])
def test_a_case_is_known_by_its_title_or_its_address(typed: str) -> None:
    case = make.make_case()
    make.make_case("ferry", title="The ferry")
    assert CaseField().clean(typed) == case
    assert CaseField().clean(str(case.pk)) == case


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("gull", "No case is called “gull”"),
        ("the", "(footbridge), “The ferry”"),
        ("\0", "required"),
        ("9" * 40, "valid"),
    ],
)
def test_what_fits_none_or_several_says_what_to_write(typed: str, told: str) -> None:
    make.make_case(title="A bridge, the Linden one")
    make.make_case("ferry", title="The ferry")
    with pytest.raises(ValidationError) as refused:
        CaseField().clean(typed)
    assert told in refused.value.messages[0]

"""What makes a suggestion more certain, and what less. The points themselves are held against gold in the module."""

import pytest

from tests.extraction.reporting import report
from timeline.extraction.certainty import HIGHEST, UNDATED
from timeline.extraction.coreference import cluster
from timeline.extraction.reports import Report

ONE = report("a", "sentencing", "2016-06-02", "Reed was sentenced on June 2.")
TWO = report("b", "sentencing", "2016-06-02", "On June 2 the ferryman was sentenced.")
THREE = report("c", "sentencing", "2016-06-02", "The sentencing was on June 2.")


def of(*reports: Report) -> int:
    return cluster(reports, {r.key: "" for r in reports}).certainty


LESS = [
    ("fewer voices", (ONE,), (ONE, TWO)),
    ("two voices", (ONE, TWO), (ONE, TWO, THREE)),
    (
        "one sentence in two articles",
        (ONE, report("b", "sentencing", "2016-06-02", "Reed was sentenced on June 2.")),
        (ONE, TWO),
    ),
    ("no date words", (report("a", "sentencing", "2016-06-02", "Reed was sentenced.", certain=False),), (ONE,)),
    ("about", (report("a", "sentencing", "2016-06~", "Reed was sentenced about June."),), (ONE,)),
    (
        "two readings",
        (report("a", "plea", "2016-01", "He pleaded last January.", candidates=("2016-01", "2015-01")),),
        (ONE,),
    ),
    ("a season", (report("a", "sentencing", "2016-21", "Reed was sentenced in spring."),), (ONE,)),
    (
        "an allegation",
        (report("a", "assault", "2016-06-02", "Reed is said to have struck.", status="alleged"),),
        (ONE,),
    ),
    ("mere talk", (report("a", "statement", "2016-06-02", "Reed spoke on June 2."),), (ONE,)),
    ("a conflict", (ONE, TWO, report("c", "sentencing", "2016-06-03", "He was sentenced on June 3.")), (ONE, TWO)),
    (
        "a denial",
        (ONE, report("b", "sentencing", "2016-06-02", "He was not sentenced on June 2.", status="negated")),
        (ONE, TWO),
    ),
]


@pytest.mark.parametrize(("less", "more"), [(less, more) for _, less, more in LESS], ids=[name for name, *_ in LESS])
def test_less_certain(less: tuple[Report, ...], more: tuple[Report, ...]) -> None:
    assert of(*less) < of(*more)


def test_an_event_without_a_date_is_never_certain() -> None:
    many = [report(f"{n}", "sentencing", None, f"Sentenced, they said for the {n}th time.") for n in range(9)]
    assert of(*many) == UNDATED


def test_nothing_is_quite_certain_unread() -> None:
    many = [report(f"{n}", "sentencing", "2016-06-02", f"Sentenced on June 2, paper {n} says.") for n in range(9)]
    assert 95 <= of(*many) <= HIGHEST

"""Whether it happened: by the words that carry the event."""

import pytest

from tests.extraction.event_helpers import mentions, the_mention


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Neighbors delivered the petition on Tuesday.", "petition-delivery", "occurred"),
        ("Neighbors will deliver the petition on Friday.", "petition-delivery", "planned"),
        ("Neighbors plan to deliver the petition on Friday.", "petition-delivery", "planned"),
        ("The petition is to be delivered on Friday.", "petition-delivery", "planned"),
        ("A hearing is scheduled for Friday.", "hearing", "planned"),
        ("The clerk is due in court on Friday.", "court-appearance", "planned"),
        ("His next court date is July 8.", "court-appearance", "planned"),
        ("The clerk allegedly attacked a guard on Tuesday.", "assault", "alleged"),
        ("She accused two men of assaulting a guard in 2007.", "assault", "alleged"),
        ("The harbour master did not resign on Tuesday.", "resignation", "negated"),
        ("The jurors refused to convict the clerk on Tuesday.", "conviction", "negated"),
        ("No arrests were made on Tuesday.", "arrest", "negated"),
        ("The rally on Tuesday was cancelled.", "rally", "negated"),
        ("Next week the jury will begin hearing evidence.", "hearing", "planned"),
        ("The jury began hearing evidence on Tuesday.", "hearing", "occurred"),
        ("Detectives came to investigate shootings on Tuesday.", "shooting", "occurred"),
        ("Prosecutors decided not to charge the clerk on Friday.", "charge", "negated"),
        ("The clerk was to be sentenced on Friday.", "sentencing", "planned"),
        ("The clerk was to be sentenced on Friday, but the hearing was delayed.", "sentencing", "negated"),
        ("The hearing scheduled for Friday was canceled.", "hearing", "negated"),
        ("A march planned for Friday was called off.", "protest", "negated"),
        ("The trial was postponed to March.", "trial", "planned"),
        ("The hearing was adjourned until Monday.", "hearing", "planned"),
        ("The trial has been rescheduled for Friday.", "trial", "planned"),
        ("The clerk never testified on Friday.", "testimony", "negated"),
        ("Police believe he stabbed the clerk on Friday.", "assault", "alleged"),
        ("Police believe the stabbing took place on Friday.", "assault", "occurred"),
        ("He is accused of stabbing the clerk on Friday.", "assault", "alleged"),
        ("They tried to rob the store on Friday.", "robbery", "occurred"),
        ("The clerk will serve six years in prison, a judge decided.", "sentencing", "occurred"),
    ],
)
def test_the_words_decide(text, kind, status):
    assert the_mention(text, kind).status == status


@pytest.mark.parametrize(
    "text",
    [
        "If the clerk is convicted on Friday, he will appeal.",
        "The clerk could be sentenced to ten years.",
        "Prosecutors asked the judge to sentence the clerk.",
        "The judge offered to sentence the clerk on Friday.",
    ],
)
def test_what_is_only_thought_of_is_no_mention(text):
    assert not [mention for mention in mentions(text) if mention.type in {"conviction", "sentencing"}]

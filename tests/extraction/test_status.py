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
        ("The city cancelled the parade after the attack on Friday.", "assault", "occurred"),
        ("The clerk pleaded no contest on Tuesday.", "plea", "occurred"),
        ("Not a day after the fire, the owner was arrested.", "arrest", "occurred"),
        ("Not one but two men were arrested on Tuesday.", "arrest", "occurred"),
        ("Not one clerk was arrested on Tuesday.", "arrest", "negated"),
        ("Next week the jury will begin hearing evidence.", "hearing", "planned"),
        ("The jury began hearing evidence on Tuesday.", "hearing", "occurred"),
        ("Detectives came to investigate shootings on Tuesday.", "shooting", "occurred"),
        ("Prosecutors decided not to charge the clerk on Friday.", "charge", "negated"),
        ("The clerk was to be sentenced on Friday.", "sentencing", "planned"),
        ("The clerk was to be sentenced on Friday, but the hearing was delayed.", "sentencing", "negated"),
        ("The hearing scheduled for Friday was canceled.", "hearing", "negated"),
        ("Organisers called off a march planned for Friday.", "protest", "negated"),
        ("The union suspended a second strike, due to begin on Friday.", "strike", "negated"),
        ("The union called off the strike that began on Tuesday.", "strike", "occurred"),
        ("He was to appear in court on Tuesday but did not turn up.", "court-appearance", "negated"),
        ("He gives evidence on Saturday.", "testimony", "planned"),
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
        ("Ada Quill, who was never tried and convicted on June 2, is free.", "conviction", "negated"),
        ("The clerk had not been tried and sentenced on June 2.", "sentencing", "negated"),
        ("The clerk was not arrested, charged or convicted on Friday.", "conviction", "negated"),
        ("The clerk was not charged with theft or arrested on Friday.", "arrest", "negated"),
        ("The police had not charged or arrested the clerk on Friday.", "arrest", "negated"),
        ("Nobody was arrested or charged on Friday.", "charge", "negated"),
        ("Police never arrested or charged the clerk on Friday.", "charge", "negated"),
        ("The clerk was not arrested, nor was he charged on Friday.", "charge", "negated"),
        ("The clerk was never found, and convicted in his absence on Friday.", "conviction", "occurred"),
        ("The clerk will be arrested and charged on Friday.", "charge", "planned"),
        ("The clerk was never caught and died on Friday.", "death", "occurred"),
        ("The clerk was not hurt and resigned on Friday.", "resignation", "occurred"),
        ("The clerk was not hurt but arrested on Friday.", "arrest", "occurred"),
        ("The clerk was not hurt in the crash, and arrested on Friday.", "arrest", "occurred"),
    ],
)
def test_the_words_decide(text, kind, status):
    assert the_mention(text, kind).status == status


@pytest.mark.parametrize(
    "text",
    [
        "The walkout by drivers, a strike called off on Tuesday, had been set for Friday.",
        "The strike was called off on Tuesday.",
        "Nurses called off their strike on Tuesday.",
        "The strike, called off on Tuesday, had been due to begin on Saturday.",
    ],
)
def test_the_day_of_calling_off_is_no_day_of_the_strike(text):
    assert not [m for m in mentions(text) if m.type == "strike" and (m.status, m.edtf) == ("occurred", "2016-06-14")]


@pytest.mark.parametrize(
    "text",
    [
        "If the clerk is convicted on Friday, he will appeal.",
        "The clerk could be sentenced to ten years.",
        "The clerk could be tried and convicted on Friday.",
        "The clerk cannot be tried or convicted before Friday.",
        "Prosecutors asked the judge to sentence the clerk.",
        "The judge offered to sentence the clerk on Friday.",
    ],
)
def test_what_is_only_thought_of_is_no_mention(text):
    assert not [mention for mention in mentions(text) if mention.type in {"conviction", "sentencing"}]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("The clerk narrowly escaped being shot on 2 June.", "shooting", "negated"),
        ("A guard prevented the man from stabbing the clerk on 2 June.", "assault", "negated"),
        ("A guard stopped the man from stabbing the clerk on 2 June.", "assault", "negated"),
        ("A guard could not stop the man from stabbing the clerk on 2 June.", "assault", "occurred"),
        ("The clerk did not escape being shot on 2 June.", "shooting", "occurred"),
        ("The clerk died from being shot on 2 June.", "shooting", "occurred"),
        ("Police arrested nobody on 2 June.", "arrest", "negated"),
        ("Police arrested none of the drivers on 2 June.", "arrest", "negated"),
        ("Divers found no bodies on 2 June.", "death", "negated"),
        ("Prosecutors filed no charges on 2 June.", "charge", "negated"),
        ("Police arrested no fewer than two drivers on 2 June.", "arrest", "occurred"),
        ("The council voted no on 2 June.", "vote", "occurred"),
        ("The clerk was yet to be arrested on 2 June.", "arrest", "negated"),
        ("The clerk is feared to have died on 2 June.", "death", "alleged"),
        ("The mayor forbade a protest planned for Friday.", "protest", "negated"),
        ("The mayor warned drivers after a strike on 2 June.", "strike", "occurred"),
        ("The school suspended two teachers after a protest on 2 June.", "protest", "occurred"),
    ],
)
def test_what_was_kept_from_being_done_was_not_done(text, kind, status):
    assert the_mention(text, kind).status == status


@pytest.mark.parametrize(
    "text", ["The union warned of a strike on 20 June.", "The union threatened a strike on Friday."]
)
def test_what_is_threatened_is_no_event(text):
    assert not [mention for mention in mentions(text) if mention.type == "strike"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The Rovers beat the Mill Street team 2-1 on Saturday.", set()),
        ("The Rovers were killed off by a late goal on Saturday.", set()),
        ("Two men beat a guard on Saturday.", {"assault"}),
    ],
)
def test_who_beats_a_team_hurts_nobody(text, kinds):
    assert {mention.type for mention in mentions(text)} == kinds

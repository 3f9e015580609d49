"""What is told only to deny, doubt or imagine it did not happen, or nobody knows."""

import datetime as dt

import pytest

from tests.extraction.event_helpers import mentions, the_mention

FRIDAY = dt.date(2026, 5, 15)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Police denied that the clerk was arrested on Saturday.", "arrest", "negated"),
        ("Police denied on Monday that the clerk was arrested on 2 May.", "arrest", "negated"),
        ("The lawyer denied that the clerk was charged on 4 May.", "charge", "negated"),
        ("It is not true that the clerk was convicted on 6 May.", "conviction", "negated"),
        ("It is untrue that the clerk was convicted on 6 May.", "conviction", "negated"),
        ("Police rejected reports that two clerks were arrested on Sunday.", "arrest", "negated"),
        ("Police dismissed the rumours that two clerks were arrested on Sunday.", "arrest", "negated"),
        ("The rumour that the clerk resigned on 2 May is false.", "resignation", "negated"),
        ("The claim that the clerk was arrested on 2 May is not true.", "arrest", "negated"),
        ("Reports that a shooting took place on 2 May were denied by the police.", "shooting", "negated"),
        ("The clerk disputed that he was arrested on 2 May.", "arrest", "alleged"),
        ("The clerk denied that he shot the guard on 2 May.", "shooting", "alleged"),
        ("The clerk is alleged to have assaulted a guard on 2 May.", "assault", "alleged"),
        ("The clerk is known to have assaulted a guard on 2 May.", "assault", "occurred"),
        ("According to the complaint, the clerk robbed a bank on 2 May.", "robbery", "alleged"),
        ("The clerk claims he was robbed on 2 May.", "robbery", "alleged"),
        ("The police doubt that the clerk was robbed on 2 May.", "robbery", "alleged"),
        ("There is no doubt that the clerk was robbed on 2 May.", "robbery", "occurred"),
        ("The clerk was found not guilty of robbing a bank on 2 May.", "robbery", "alleged"),
        ("A jury cleared the clerk of killing a guard on 2 May.", "killing", "alleged"),
        ("The clerk denied having stabbed a guard on 2 May.", "assault", "alleged"),
        ("The clerk denies ever having robbed a bank on 2 May.", "robbery", "alleged"),
        ("The clerk admitted having stabbed a guard on 2 May.", "assault", "occurred"),
        ("The clerk was exonerated on Monday of robbing a bank in 2010.", "robbery", "alleged"),
        ("A judge acquitted two clerks on Monday of stabbing a guard in 2014.", "assault", "alleged"),
        ("The clerk denied on Monday shooting at a guard on 2 May.", "shooting", "alleged"),
        ("The harbour police could not confirm that a clerk was arrested on 2 May.", "arrest", "alleged"),
        ("The sheriff was unable to verify reports that a guard was shot on 2 May.", "shooting", "alleged"),
        ("The sheriff declined to confirm that the clerk was charged on 4 May.", "charge", "alleged"),
        ("The mayor cannot confirm the clerk was charged on 4 May.", "charge", "alleged"),
        ("The mayor would neither confirm nor deny that the clerk was charged on 4 May.", "charge", "alleged"),
        ("The police have not ruled out that the guard was robbed on 2 May.", "robbery", "alleged"),
        ("Nobody was hurt, and the mayor confirmed that the clerk was charged on 4 May.", "charge", "occurred"),
        ("The mayor not only confirmed that the clerk was charged on 4 May.", "charge", "occurred"),
        ("Drivers called off Saturday's strike on Monday.", "strike", "negated"),
        ("The clerk was expected to resign on Friday but did not.", "resignation", "negated"),
        ("The strike, which was to begin on Monday, was averted.", "strike", "negated"),
        ("The mayor denied reports of an arrest on 2 May.", "arrest", "negated"),
        ("Denied reports of an arrest on 2 May spread through the town.", "arrest", "negated"),
        ("Rumours of a strike on 2 May spread through the town.", "strike", "alleged"),
        ("The mayor spoke of an arrest on 2 May.", "arrest", "occurred"),
        ("The clerk denies murdering a guard on 2 May.", "killing", "alleged"),
        ("The clerk denied shooting at a guard on 2 May.", "shooting", "alleged"),
        ("The clerk admitted shooting a guard on 2 May.", "shooting", "occurred"),
        ("The clerk pleaded not guilty to murdering a guard on 2 May.", "killing", "alleged"),
        ("The clerk pleaded guilty to murdering a guard on 2 May.", "killing", "occurred"),
        ("A rumour that the clerk resigned on 2 May spread through the town.", "resignation", "alleged"),
        ("The clerk did not deny that he was arrested on 2 May.", "arrest", "occurred"),
        ("Nobody denied that the clerk was arrested on 2 May.", "arrest", "occurred"),
        ("It is true that the clerk was convicted on 6 May.", "conviction", "occurred"),
        ("The judge rejected claims that the clerk was hurt after he was arrested on 2 May.", "arrest", "occurred"),
        ("The sheriff had two clerks arrested on 2 May.", "arrest", "occurred"),
    ],
)
def test_who_denies_or_doubts_decides(text, kind, status):
    assert the_mention(text, kind, published=FRIDAY).status == status


@pytest.mark.parametrize(
    ("text", "date", "candidates"),
    [
        ("Drivers called off Saturday's strike on Monday.", "2026-05-16", ()),
        ("Saturday's strike was called off on Monday.", "2026-05-16", ()),
        ("Drivers called off Wednesday's strike on Monday.", "2026-05-13", ()),
        ("Drivers called off Monday's strike.", "2026-05-18", ("2026-05-18", "2026-05-11")),
        ("Drivers called off Thursday's strike.", "2026-05-14", ("2026-05-14", "2026-05-21")),
        ("Drivers called off the 20 May strike on Monday.", "2026-05-20", ()),
    ],
)
def test_what_was_called_off_lay_ahead_then(text, date, candidates):
    told = the_mention(text, "strike", published=FRIDAY)
    assert (told.status, told.edtf, told.candidates) == ("negated", date, candidates)


@pytest.mark.parametrize(
    "text",
    [
        "Had the clerk resigned on 2 May, the board would have paid him.",
        "The board would have paid the clerk had he resigned on 2 May.",
        "If the clerk resigned on 2 May, nobody saw it.",
    ],
)
def test_what_is_imagined_is_no_event(text):
    assert not [mention for mention in mentions(text, published=FRIDAY) if mention.type == "resignation"]


@pytest.mark.parametrize("text", ["The fire broke out on 25 May, officials said.", "The fire broke out in June."])
def test_nothing_past_lies_after_publication(text):
    fire = the_mention(text, "fire", published=FRIDAY)
    assert fire.status == "occurred"
    assert fire.latest is not None
    assert fire.latest < FRIDAY


def test_a_past_day_shortly_after_publication_keeps_both_readings():
    fire = the_mention("The fire broke out on 25 May, officials said.", "fire", published=FRIDAY)
    assert (fire.edtf, fire.candidates) == ("2025-05-25", ("2025-05-25", "2026-05-25"))


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        (
            "The clerk robbed the pier office on 9 September and left the town, the court heard.",
            "robbery",
            "2025-09-09",
        ),
        ("The guard was stabbed on 20 September, the court heard.", "assault", "2025-09-20"),
        ("The clerk allegedly stabbed the guard on 20 September.", "assault", "2025-09-20"),
        ("The clerk was not arrested on 20 September.", "arrest", "2025-09-20"),
        ("The clerk was arrested on 12/05/2026.", "arrest", "2026-05-12"),
    ],
)
def test_nothing_past_has_a_reading_long_to_come(text, kind, date):
    told = the_mention(text, kind, published=FRIDAY)
    assert (told.edtf, told.candidates) == (date, ())


def test_what_an_update_tells_is_of_its_own_day():
    arrest = the_mention("Update, 20 May: Two clerks were arrested.", "arrest", published=FRIDAY)
    assert (arrest.edtf, arrest.candidates) == ("2026-05-20", ())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Police did not say that the clerk was arrested on 2 May.", "alleged"),
        ("Police declined on Monday to say that the clerk was arrested on 2 May.", "alleged"),
        ("Police did not say they arrested the clerk on 2 May.", "alleged"),
        ("The court did not find that the clerk was arrested on 2 May.", "alleged"),
        ("The lawyer failed to prove that the clerk was arrested on 2 May.", "alleged"),
        ("Nothing proves that the clerk was arrested on 2 May.", "alleged"),
        ("There is no evidence that the clerk was arrested on 2 May.", "alleged"),
        ("It is not clear that the clerk was arrested on 2 May.", "alleged"),
        ("It is unlikely that the clerk was arrested on 2 May.", "alleged"),
        ("The jury was not convinced that the clerk was arrested on 2 May.", "alleged"),
        ("Friends feared that the clerk was arrested on 2 May.", "alleged"),
        ("An allegation that the clerk was arrested on 2 May made the rounds.", "alleged"),
        ("Despite reports that the clerk was arrested on 2 May, he works.", "alleged"),
        ("Contrary to reports that the clerk was arrested on 2 May, he works.", "negated"),
        ("Police ruled out that the clerk was arrested on 2 May.", "negated"),
        ("Police denied they arrested the clerk on 2 May.", "alleged"),
        ("Police did not reveal that the clerk was arrested on 2 May.", "occurred"),
        ("Police did not say why the clerk was arrested on 2 May.", "occurred"),
        ("Nobody noticed that the clerk was arrested on 2 May.", "occurred"),
        ("Nothing was said of the clerk, who was arrested on 2 May.", "occurred"),
        ("There is evidence that the clerk was arrested on 2 May.", "occurred"),
        ("It is not clear why the clerk was arrested on 2 May.", "occurred"),
        ("The clerk, who feared that he was ill, was arrested on 2 May.", "occurred"),
    ],
)
def test_what_nobody_asserts_is_no_fact(text, status):
    assert the_mention(text, "arrest", published=FRIDAY).status == status


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("A report of a shooting on 2 May was unfounded.", "shooting", "negated"),
        ("A report of a shooting on 2 May turned out to be false.", "shooting", "negated"),
        ("A reported shooting on 2 May was a hoax.", "shooting", "negated"),
        ("The reported shooting on 2 May is being investigated.", "shooting", "occurred"),
        ("Instead of arresting the clerk on 2 May, police thanked him.", "arrest", "negated"),
        ("Instead of a strike on 2 May, drivers held talks.", "strike", "negated"),
        ("Why was the clerk arrested on 2 May?", "arrest", "occurred"),
        ("Is the man who was arrested on 2 May a clerk?", "arrest", "occurred"),
    ],
)
def test_what_was_only_reported_or_left_undone_was_not_done(text, kind, status):
    assert the_mention(text, kind, published=FRIDAY).status == status


@pytest.mark.parametrize(
    "text",
    [
        "Was the clerk arrested on 2 May?",
        "“Was the clerk arrested on 2 May?” the mayor asked.",
        "Is it true that the clerk was arrested on 2 May?",
        "Once arrested on Monday, the clerk will be charged.",
    ],
)
def test_what_is_asked_is_no_event(text):
    assert not [mention for mention in mentions(text, published=FRIDAY) if mention.type == "arrest"]

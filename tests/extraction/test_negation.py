"""What is denied is denied however it is spelled."""

import pytest

from tests.extraction.event_helpers import mentions, the_mention

WAS = ("was not", "wasn't", "wasn’t", "was never", "was no longer", "was not yet", "was not, however,")
DID = ("did not {0}", "didn't {0}", "didn’t {0}", "never {1}", "no longer {1}")


@pytest.mark.parametrize("was", WAS)
@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("The clerk {} arrested on Tuesday.", "arrest", "negated"),
        ("The clerk {} charged or arrested on Tuesday.", "arrest", "negated"),
        ("The clerk {} found to have robbed the bank on Tuesday.", "robbery", "negated"),
        ("The march planned for Friday {} called off.", "protest", "planned"),
        ("The hearing set for Friday {} postponed.", "hearing", "planned"),
        ("The report that the clerk was arrested on Tuesday {} denied by the police.", "arrest", "occurred"),
    ],
)
def test_was_not(text, kind, status, was):
    assert the_mention(text.format(was), kind).status == status


@pytest.mark.parametrize("did", DID)
@pytest.mark.parametrize(
    ("text", "forms", "kind", "status"),
    [
        ("The clerk {} on Tuesday.", ("resign", "resigned"), "resignation", "negated"),
        ("The union {} the strike planned for Friday.", ("call off", "called off"), "strike", "planned"),
        ("The union {} a second strike, due to begin on Friday.", ("suspend", "suspended"), "strike", "planned"),
        ("The sheriff {} that the clerk was arrested on Tuesday.", ("deny", "denied"), "arrest", "occurred"),
        ("The mayor {} that the clerk was arrested on Tuesday.", ("confirm", "confirmed"), "arrest", "alleged"),
        ("The paper {} that the clerk died on Tuesday.", ("wrongly report", "wrongly reported"), "death", "occurred"),
        ("A sheriff {} the statement that he died on Tuesday.", ("withdraw", "withdrew"), "death", "occurred"),
        ("The clerk {} to shooting the guard on 2 June.", ("admit", "admitted"), "shooting", "alleged"),
        ("He was to testify on Tuesday but {}.", ("appear", "appeared"), "testimony", "negated"),
    ],
)
def test_did_not(text, forms, kind, status, did):
    assert the_mention(text.format(did.format(*forms)), kind).status == status


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("The clerk has not yet been arrested over the fire on Tuesday.", "arrest", "negated"),
        ("The clerk hadn't so far been convicted on Tuesday.", "conviction", "negated"),
        ("The clerk was not, police said, arrested on Tuesday.", "arrest", "negated"),
        ("The clerk was not at any point arrested on Tuesday.", "arrest", "negated"),
        ("The clerk was not himself arrested on Tuesday.", "arrest", "negated"),
        ("The clerk was questioned but not arrested on Tuesday.", "arrest", "negated"),
        ("The strike will no longer begin on Friday.", "strike", "negated"),
        ("The strike won’t begin on Friday.", "strike", "negated"),
        ("Never was the clerk arrested on Tuesday.", "arrest", "negated"),
        ("Not one of the clerks was arrested on Tuesday.", "arrest", "negated"),
        ("Not a single clerk was arrested on Tuesday.", "arrest", "negated"),
        ("The clerk was not only arrested on Tuesday but also charged.", "arrest", "occurred"),
        ("No fewer than two clerks were arrested on Tuesday.", "arrest", "occurred"),
        ("The clerk was not hurt, police said, and was arrested on Tuesday.", "arrest", "occurred"),
        ("The door was not locked, and the clerk, arrested on Tuesday, ran.", "arrest", "occurred"),
    ],
)
def test_what_stands_between_decides_nothing(text, kind, status):
    assert the_mention(text, kind).status == status


@pytest.mark.parametrize("may", ["may not", "might not", "should not", "shouldn't", "cannot", "can't", "must not"])
def test_what_need_not_come_is_no_event(may):
    assert not mentions(f"The mayor {may} resign on Friday.")


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("The clerk did not resign until Tuesday.", "resignation", ("occurred", "2016-06-14")),
        ("The clerk wasn't arrested until Tuesday, when he came home.", "arrest", ("occurred", "2016-06-14")),
        ("The strike will not begin until Tuesday.", "strike", ("planned", "2016-06-21")),
        (
            "The clerk was not arrested on Monday, and they wait until Tuesday.",
            "arrest",
            ("negated", "2016-06-13"),
        ),
    ],
)
def test_what_was_not_done_until_a_day_was_done_then(text, kind, told):
    mention = the_mention(text, kind)
    assert (mention.status, mention.edtf) == told

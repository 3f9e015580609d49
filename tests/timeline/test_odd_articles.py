"""Articles that are nearly empty, very long, doubled, corrected, copied, misdated, or at odds with each other."""

import datetime as dt

import pytest

from articles.errors import IngestError
from articles.models import Article, Case
from tests import factories as make
from timeline import services
from timeline.models import Claim, Event, Mention

pytestmark = pytest.mark.django_db

SENTENCED = "Judge Rosa Linden sentenced the ferryman Tom Reed to six months in jail on June 2."
FILLER = "The ferry ran on time all day and nobody had anything to tell of it. "


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London")


def add(case: Case, text: str, key: str, *, source: str = "The Linden Post", published: str = "2016-06-08"):
    day = dt.date.fromisoformat(published)
    return services.add_article(
        case=case, key=key, source=source, title="", text=text, published=day, timezone="Europe/London", by=None
    )


@pytest.mark.parametrize("text", ["", " \n\t\n ", "– – –"])
def test_an_article_of_no_words_is_refused_and_leaves_no_trace(case: Case, text: str) -> None:
    with pytest.raises(IngestError):
        add(case, text, "a")
    assert not Article.objects.exists()


def test_an_article_of_one_word_is_kept_and_tells_of_nothing(case: Case) -> None:
    assert add(case, "Silence", "a").outcome == "added"
    assert not Mention.objects.exists()


def test_the_event_at_the_end_of_two_hundred_thousand_words_is_found(case: Case) -> None:
    paragraphs = "\n".join([FILLER * 10] * (200_000 // (10 * len(FILLER.split()))))
    text = f"{paragraphs}\n{SENTENCED}"
    try:
        version = add(case, text, "a").version
    except IngestError as refused:
        assert "an article may have" in str(refused)  # noqa: PT017 – it says how long one may be
        return
    mention = Event.objects.get().citations.get().mention
    assert version.text[mention.sentence_start : mention.sentence_end] == SENTENCED


def test_the_same_article_twice_is_one_source(case: Case) -> None:
    add(case, SENTENCED, "a")
    before = list(Event.objects.values())
    assert add(case, SENTENCED, "a").outcome == "unchanged"
    assert add(case, SENTENCED, "b").outcome == "unchanged"
    assert list(Event.objects.values()) == before
    assert Event.objects.get().citations.count() == 1


def test_a_copy_with_changes_supports_the_event_and_says_what_it_changed(case: Case) -> None:
    add(case, SENTENCED, "a")
    add(case, f"By our own writers.\n{SENTENCED.replace('six', 'eight')}", "b", source="Bank Street News")
    event = Event.objects.get()
    assert event.citations.count() == 2
    disputed = Claim.objects.filter(citation__event=event, field="quantity", disputed=True)
    assert sorted(disputed.values_list("value", flat=True)) == ["6 month", "8 month"]


@pytest.mark.parametrize(("published", "is_fact"), [("2016-05-30", False), ("2016-06-02", True), ("2019-01-01", True)])
def test_what_is_told_as_done_before_its_day_is_no_fact_yet(case: Case, published: str, is_fact: bool) -> None:
    """As where the day of publication is wrong; the mention stays for an editor to look at."""
    add(case, SENTENCED.replace("June 2", "June 2, 2016"), "a", published=published)
    assert Mention.objects.filter(type="sentencing").exists()
    assert Event.objects.filter(status="occurred", edtf="2016-06-02").exists() == is_fact


def test_two_articles_at_odds_are_kept_at_odds_and_none_is_chosen_in_silence(case: Case) -> None:
    add(case, SENTENCED, "a")
    add(case, SENTENCED.replace("June 2", "June 3"), "b", source="Bank Street News")
    event = Event.objects.get()
    disputed = Claim.objects.filter(citation__event=event, field="date", disputed=True)
    assert sorted(disputed.values_list("value", flat=True)) == ["2016-06-02", "2016-06-03"]
    assert "disagree on the date" in event.explanation

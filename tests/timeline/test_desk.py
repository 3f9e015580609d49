"""The review desk through the client: the order of the queue, its filters, each verb, two editors, and no scripts."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from articles.models import Case
from tests import factories as make
from tests.factories import FRIDAY, WEDNESDAY
from timeline import activity, desk, services
from timeline.desk import Wanted
from timeline.models import Distinct, Event, Likeness, Review
from timeline.presentation.desk import edtf_words

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/footbridge/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ann(client: Client) -> User:
    user = make.make_staff("Ann")
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return user


def suggested(case: Case, day: dt.date, headline: str, **fields) -> Event:
    """As the database has it: its revision has grown with its report."""
    return fresh(make.make_day_event(case, day, headline=headline, review=Review.SUGGESTED, **fields))


@pytest.fixture
def early(case: Case) -> Event:
    return suggested(case, dt.date(2016, 6, 1), "Planks were bought", certainty=95)


@pytest.fixture
def late(case: Case) -> Event:
    return suggested(case, dt.date(2016, 6, 3), "Planks were laid", certainty=60)


def titles(case: Case, wanted: Wanted | None = None) -> list[str]:
    first = desk.first(case, wanted or Wanted())
    return [event.headline for event in desk.window(first, wanted or Wanted()).entries] if first else []


def do(client: Client, verb: str, event: Event, **post):
    """The page that the editor reads after it."""
    told = {"do": verb, "event": event.public_id, "seen": event.revision, **post}
    return client.post(DESK + f"?event={event.public_id}", told, follow=True)


def open_title(response) -> str:
    found = re.search(r'<h2 id="entry-title"[^>]*>(.*?)</h2>', response.content.decode())
    assert found
    return found[1]


def fresh(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_what_needs_a_person_most_stands_on_top(case: Case, petition: Event, early: Event, late: Event) -> None:
    """`petition` is public and its sources differ; nothing of it waits, so it is not in the queue."""
    alike = suggested(case, dt.date(2016, 6, 5), "Planks were put down")
    Likeness.objects.create(case=case, first=late, second=alike, reasons=["same kind of event"], score=80)
    undated = make.make_dated_event(case, "", None, None, headline="Someone sang", review=Review.SUGGESTED)
    public = make.make_day_event(case, WEDNESDAY, headline="Ribbon was cut", accepted=False)
    differ = suggested(case, FRIDAY, "Umbrellas were counted")
    make.claim(differ, differ.citations.get().mention, "date", "2016-06-09")
    assert titles(case) == [e.headline for e in (differ, undated, public, late, alike, early)]
    assert desk.counts(case, Wanted()) == {"": 6, "differ": 1, "undated": 1, "fresh": 1, "same": 2}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=reading", {"Planks were bought", "Planks were laid"}),
        ("type=nothing", set()),
        ("certainty=80", {"Planks were bought"}),
        ("certainty=-80", {"Planks were laid"}),
        ("problem=undated", set()),
        ("problem=what&certainty=x&outlet=%00&article=9e9", {"Planks were bought", "Planks were laid"}),
    ],
)
def test_filters_stand_in_the_address(
    client: Client, ann: User, early: Event, late: Event, query: str, found: set[str]
) -> None:
    page = client.get(f"{DESK}?{query}").content.decode()
    assert {event.headline for event in (early, late) if event.headline in page} == found
    assert ("Nothing waits here." in page) == (not found)


def test_an_article_and_an_outlet_are_filters(case: Case, early: Event, late: Event) -> None:
    article = early.citations.get().mention.run.version.article
    assert titles(case, Wanted(article=article.pk)) == [early.headline]
    assert titles(case, Wanted(outlet=article.source_id)) == [early.headline, late.headline]
    assert titles(case, Wanted(outlet=article.source_id + 1)) == []


def test_outlets_and_articles_are_listed_where_they_are_asked_for(
    client: Client, ann: User, early: Event, late: Event
) -> None:
    article = early.citations.get().mention.run.version.article
    page = client.get(DESK).content.decode()
    assert 'name="outlet"' not in page
    assert f"?event={early.public_id}&amp;do=sieve" in page
    page = client.get(f"{DESK}?do=sieve").content.decode()
    assert f'<option value="{article.source_id}">{article.source.name}</option>' in page
    assert page.count("</select>") == client.get(DESK).content.decode().count("</select>") + 2
    page = client.get(f"{DESK}?article={article.pk}&outlet={article.source_id}").content.decode()
    assert f'<option value="{article.pk}" selected>' in page
    assert f'<option value="{article.source_id}" selected>' in page
    assert late.headline not in page


def test_an_entry_shows_its_evidence(client: Client, ann: User, petition: Event) -> None:
    page = client.get(f"{DESK}?event={petition.public_id}").content.decode()
    assert "<b>handed over</b> on <u>8 June</u>" in page
    assert "Trigger “handed over”; date words “8 June”: 8 June 2016." in page
    assert "Sources differ on the number of feathers." in page
    assert "Says nearly 1,000,000 feathers; others differ." in page
    assert "Orphan" not in page


def test_words_that_a_correction_took_out_are_shown_as_an_orphan(client: Client, ann: User, early: Event) -> None:
    version = early.citations.get().mention.run.version
    newer = make.make_version(version.article, "The gauge was never read.")
    services.extract_version(version=newer)
    page = client.get(f"{DESK}?event={early.public_id}").content.decode()
    assert "Orphan: the article no longer says this at this place." in page


def test_a_new_report_that_gives_another_day_says_so(client: Client, ann: User, case: Case) -> None:
    event = make.make_day_event(case, WEDNESDAY, headline="Ribbon was cut")
    sentence = "The ribbon was cut on Friday."
    version = make.make_article(case, sentence, source=make.make_source("Bay Sample News"))
    when = {"edtf": "2016-06-10", "earliest": FRIDAY, "latest": FRIDAY}
    mention = make.make_mention(version, sentence=sentence, trigger="cut", timex="Friday", **when)
    event.citations.create(mention=mention, case=case)
    page = client.get(DESK).content.decode()
    assert "New sources for a public event." in page
    assert "Bay Sample News gives 10 June 2016, not 8 June 2016." in page
    after = do(client, "approve", fresh(event))
    assert "New sources accepted" in after.content.decode()
    assert event.citations.filter(accepted=True).count() == 2


def test_approving_opens_the_next_and_undo_brings_it_back(client: Client, ann: User, early: Event, late: Event) -> None:
    page = do(client, "approve", early)
    assert fresh(early).review == Review.APPROVED
    assert open_title(page) == late.headline
    assert "Undo: approved “Planks were bought”" in page.content.decode()
    refused = do(client, "undo", late).content.decode()
    assert "Say why: “Planks were bought” has been public" in refused
    assert re.search(r'name="reason" autofocus', refused)
    page = do(client, "undo", late, reason="It was wood.")
    assert fresh(early).review == Review.SUGGESTED
    assert open_title(page) == early.headline
    assert "There is nothing to undo here." in do(client, "undo", late).content.decode()


def test_rejecting_the_last_one_leaves_a_clear_desk(client: Client, ann: User, early: Event) -> None:
    page = do(client, "reject", early)
    assert fresh(early).review == Review.REJECTED
    assert open_title(page) == "Nothing waits here."


def test_an_edited_entry_stays_open_until_it_is_approved(client: Client, ann: User, early: Event, late: Event) -> None:
    fields = {"headline": "Boards were bought", "type": early.type_id, "status": "occurred", "ordinal": 0}
    page = do(client, "edit", early, edtf="2016-06", **fields)
    assert open_title(page) == "Boards were bought"
    assert fresh(early).edtf == "2016-06"
    page = do(client, "edit", fresh(early), edtf="2016-06-02", then="approve", **fields)
    assert open_title(page) == late.headline
    assert (fresh(early).edtf, fresh(early).review) == ("2016-06-02", Review.APPROVED)
    do(client, "undo", late, reason="On second thoughts.")
    assert (fresh(early).edtf, fresh(early).review) == ("2016-06", Review.SUGGESTED)


def test_saving_nothing_and_approving_decides_nothing_unseen(client: Client, ann: User, early: Event) -> None:
    fields = {"headline": early.headline, "type": early.type_id, "status": early.status, "ordinal": 0}
    sentence = "A plank was sold."
    version = make.make_article(early.case, sentence)
    early.citations.create(
        case=early.case, mention=make.make_mention(version, sentence=sentence, trigger="sold", timex="")
    )
    page = do(client, "edit", early, edtf=early.edtf, then="approve", **fields).content.decode()
    assert "has changed since you opened it" in page
    assert fresh(early).review == Review.SUGGESTED


def test_an_undone_suggestion_that_no_report_is_left_of_waits_for_nobody(ann: User, case: Case, early: Event) -> None:
    Case.objects.update(is_public=False)
    (approved,) = services.approve_events(events=Event.objects.filter(pk=early.pk), by=ann)
    services.undo_decision(decision=approved, by=ann)
    assert titles(case) == [early.headline]
    early.citations.all().delete()
    assert titles(case) == []
    assert activity.queues(timezone.now()) == []
    services.edit_event(event=early, by=ann, headline="Planks, whatever the papers say")
    assert titles(case) == ["Planks, whatever the papers say"]
    assert [queue.waiting for queue in activity.queues(timezone.now())] == [1]


def test_what_has_been_public_waits_also_without_a_report(client: Client, ann: User, case: Case, early: Event) -> None:
    services.approve_events(events=Event.objects.filter(pk=early.pk), by=ann)
    services.return_events(events=Event.objects.filter(pk=early.pk), by=ann, reason="A doubt.")
    page = client.get(DESK).content.decode()
    assert "a chief editor withdraws it" in page
    assert 'value="reject"' not in page
    early.citations.all().delete()
    assert "No report is left of it" in client.get(DESK).content.decode()


def test_an_event_without_new_sources_is_not_said_to_have_some(client: Client, ann: User, petition: Event) -> None:
    Event.objects.filter(pk=petition.pk).update(review=Review.APPROVED)
    petition.citations.update(accepted=True)
    assert "new sources for" not in client.get(f"{DESK}?event={petition.public_id}").content.decode().lower()


@pytest.mark.parametrize("query", ["do=certain&least=" + "1" * 5000, "do=certain&least=²", "article=1e9", "outlet=-1"])
def test_whatever_stands_in_the_address_the_desk_opens(client: Client, ann: User, early: Event, query: str) -> None:
    assert open_title(client.get(f"{DESK}?{query}")) in {early.headline, "Nothing waits here."}


def test_what_does_not_fit_stands_beside_the_field_with_all_that_was_typed(
    client: Client, ann: User, early: Event
) -> None:
    fields = {"headline": "Boards were bought", "type": early.type_id, "status": "occurred", "ordinal": 0}
    page = do(client, "edit", early, edtf="yesterday", reason="As told.", then="approve", **fields).content.decode()
    assert "Write a date as EDTF" in page
    for typed in ("Boards were bought", "yesterday", "As told."):
        assert f'value="{typed}"' in page
    assert fresh(early).review == Review.SUGGESTED


def test_merging_goes_into_the_approved_one(client: Client, ann: User, case: Case, early: Event) -> None:
    public = make.make_day_event(case, dt.date(2016, 6, 2), headline="Wood was bought")
    page = client.get(f"{DESK}?event={early.public_id}&do=merge").content.decode()
    assert "Wood was bought" in page
    assert "<strong>this one stays</strong>, the open entry goes into it" in page
    page = client.get(f"{DESK}?event={public.public_id}&do=merge").content.decode()
    assert "goes into the open entry" in page
    other = f"{public.pk}:{fresh(public).revision}"
    refused = do(client, "merge", early, other=other).content.decode()
    assert "Say why" in refused
    assert re.search(rf'value="{other}"[^>]* checked', refused)  # the choice is kept
    do(client, "merge", early, other=other, reason="One purchase.")
    assert fresh(early).review == Review.MERGED
    assert public.citations.count() == 2
    do(client, "undo", early, reason="On second thoughts.")
    assert public.citations.count() == 1


def test_partners_are_likely_ones_then_near_ones_then_what_is_searched(
    client: Client, ann: User, case: Case, early: Event, late: Event
) -> None:
    far = suggested(case, dt.date(2014, 1, 1), "A plank was dreamt of")
    Likeness.objects.create(case=case, first=early, second=far, reasons=["both name Plank"], score=70)
    page = client.get(f"{DESK}?event={early.public_id}&do=merge").content.decode()
    assert page.index("both name Plank") < page.rindex(late.headline)
    assert [event.pk for event in desk.partners(early, "dreamt")] == [far.pk]
    undated = make.make_dated_event(case, "", None, None, headline="Planks, planks", review=Review.SUGGESTED)
    assert {event.pk for event in desk.partners(undated)} == {early.pk, late.pk, far.pk}


def test_not_the_same_is_kept_and_the_entry_stays(client: Client, ann: User, early: Event, late: Event) -> None:
    page = do(client, "distinct", early, other=f"{late.pk}:{late.revision}")
    assert Distinct.objects.count() == 1
    assert open_title(page) == early.headline
    do(client, "undo", early, reason="On second thoughts.")
    assert not Distinct.objects.exists()


def test_ticked_reports_become_an_event_of_their_own(client: Client, ann: User, case: Case, petition: Event) -> None:
    report = petition.citations.last()
    page = client.get(f"{DESK}?event={petition.public_id}&do=split").content.decode()
    assert f'name="citation" value="{report.pk}"' in page
    do(client, "split", fresh(petition), citation=report.pk, reason="Two deliveries.")
    made = Event.objects.get(review=Review.SUGGESTED)
    assert made.citations.get() == report
    assert titles(case) == [made.headline]


def test_what_is_certain_is_listed_and_approved_together(client: Client, ann: User, early: Event, late: Event) -> None:
    page = client.get(f"{DESK}?do=certain&least=90").content.decode()
    assert f'value="{early.pk}:{early.revision}" checked' in page
    assert f'value="{late.pk}:{late.revision}"' not in page
    both = [f"{event.pk}:{event.revision}" for event in (early, late)]
    do(client, "certain", early, certain=both)
    assert {fresh(early).review, fresh(late).review} == {Review.APPROVED}
    do(client, "undo", early, reason="On second thoughts.")
    assert {fresh(early).review, fresh(late).review} == {Review.SUGGESTED}


def test_the_second_editor_sees_what_the_first_did(client: Client, ann: User, early: Event) -> None:
    services.edit_event(event=early, by=make.make_chief("Bob"), headline="Boards were bought")
    page = do(client, "approve", early).content.decode()
    assert "Edited by Bob on" in page
    assert "“Planks were bought” became “Boards were bought”" in page
    assert fresh(early).review == Review.SUGGESTED
    do(client, "approve", fresh(early))
    assert fresh(early).review == Review.APPROVED


def test_an_undo_in_whose_way_something_stands_names_it(client: Client, ann: User, early: Event, late: Event) -> None:
    do(client, "approve", early)
    services.return_events(events=Event.objects.filter(pk=early.pk), by=make.make_chief("Bob"), reason="Look again.")
    page = do(client, "undo", late).content.decode()
    assert "A later decision stands in the way: Returned to the queue by Bob" in page


def test_journalists_read_and_decide_nothing(client: Client, early: Event) -> None:
    reader = make.make_staff("reader")
    client.force_login(reader)
    assert client.get(DESK).status_code == 403
    reader.groups.add(Group.objects.get(name="Journalist"))
    page = client.get(DESK).content.decode()
    assert "deciding takes an editor" in page
    assert 'value="approve"' not in page
    assert "Deciding on an event takes an editor" in do(client, "approve", early).content.decode()
    assert fresh(early).review == Review.SUGGESTED


def test_scripts_get_the_desk_alone_and_others_the_page(client: Client, ann: User, early: Event) -> None:
    part, whole = client.get(DESK, headers=HTMX), client.get(DESK)
    assert part.content.decode().lstrip().startswith('<div id="desk">')
    assert whole.content.decode().startswith("<!DOCTYPE html>")
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in whole["Vary"]


def test_what_makes_no_sense_is_refused(client: Client, ann: User, early: Event) -> None:
    assert client.post(DESK, {"do": "everything"}).status_code == 400
    assert client.get("/admin/desk/nowhere/").status_code == 404
    assert "This entry is gone" in client.post(DESK, {"do": "approve", "event": "zzz"}).content.decode()
    assert "Choose one of the events" in do(client, "merge", early, other="x").content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2016-06-10", "10 June 2016"),
        ("", "not dated"),
        ("soon", "No date yet: see “How dates are written”."),
        ("10 June 2016", "Write 2016-06-10 for 10 June 2016."),
        ("next Friday", "No date yet: see “How dates are written”."),
        ("2016-06~", "about June 2016"),
    ],
)
def test_a_typed_date_is_read_aloud(client: Client, ann: User, text: str, words: str) -> None:
    assert client.get("/admin/desk/date/", {"edtf": text}).content.decode().lower() == words.lower()
    assert edtf_words(text).lower() == words.lower()


@pytest.mark.parametrize("count", [2, 30])
def test_a_page_asks_a_fixed_number_of_questions(
    client: Client, ann: User, case: Case, django_assert_num_queries, count: int
) -> None:
    for n in range(count):
        suggested(case, WEDNESDAY + dt.timedelta(days=n), f"Plank {n} was laid")
    with django_assert_num_queries(23):
        assert client.get(DESK).content.decode().count("Plank 1 was laid") >= 1


def test_the_window_is_bounded_and_goes_on(case: Case) -> None:
    for n in range(25):
        suggested(case, WEDNESDAY + dt.timedelta(days=n), f"Plank {n:02} was laid")
    seen = [desk.first(case, Wanted())]
    while after := desk.window(seen[-1], Wanted()).after:
        seen.append(after[0])
    assert [event.headline[6:8] for event in seen] == [f"{n:02}" for n in range(25)]
    middle = desk.window(seen[10], Wanted())
    assert len(middle.entries) == desk.BEFORE + 1 + desk.AFTER
    assert desk.following(seen[-1], Wanted()) == seen[0]

"""What the review desk does with events that wait for nobody: find them, edit, withdraw, put back, restore."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.timeline.test_desk import DESK, do, fresh, open_title, suggested
from timeline import desk
from timeline.models import Decision, Event, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> User:
    user = make.make_chief("Cleo")
    client.force_login(user)
    return user


@pytest.fixture
def public(case: Case) -> Event:
    return fresh(make.make_day_event(case, dt.date(2016, 6, 2), headline="Ribbon was cut"))


@pytest.fixture
def waiting(case: Case) -> Event:
    return suggested(case, dt.date(2016, 6, 3), "Planks were laid")


def test_any_event_is_found_by_its_words(client: Client, chief: User, public: Event, waiting: Event) -> None:
    page = client.get(f"{DESK}?find=ribbon").content.decode()
    assert f'href="?event={public.public_id}"' in page
    assert "<strong>Approved</strong>" in page
    assert "No event of this case holds “gull”" in client.get(f"{DESK}?find=gull").content.decode()


def test_what_is_off_the_timeline_is_found_last_and_what_was_merged_not_at_all(case: Case, public: Event) -> None:
    gone = make.make_day_event(case, dt.date(2015, 1, 1), headline="Ribbon was lost", review=Review.WITHDRAWN)
    make.make_day_event(case, dt.date(2015, 1, 1), headline="Ribbon was sold", review=Review.MERGED)
    assert desk.search(case, "ribbon") == [public, gone]


def test_what_waited_for_nobody_stays_open_after_a_decision(
    client: Client, chief: User, public: Event, waiting: Event
) -> None:
    fields = {"headline": "Ribbon was torn", "type": public.type_id, "status": public.status, "ordinal": 0}
    page = do(client, "edit", public, edtf=public.edtf, reason="It was no pair of scissors.", **fields)
    assert open_title(page) == "Ribbon was torn"
    assert f'href="/events/{public.public_id}/ribbon-was-torn/"' in page.content.decode()


def test_a_refused_merge_of_public_events_keeps_its_panel_and_all_that_was_chosen(
    client: Client, chief: User, case: Case, public: Event
) -> None:
    far = make.make_day_event(case, dt.date(2012, 6, 3), headline="Ribbon was woven")
    for day in range(3, 14):
        make.make_day_event(case, dt.date(2016, 6, day), headline=f"Tape {day} was cut")
    other = f"{far.pk}:{fresh(far).revision}"
    for found in ("woven", ""):  # by which it was found, and what else is near
        text = do(client, "merge", public, other=other, q=found, reason=" ").content.decode()
        assert "Say why: “Ribbon was cut” has been public" in text
        assert "Merge with which event?" in text
        assert re.search(rf'value="{other}"[^>]* checked', text)
    part = client.post(
        f"{DESK}?event={public.public_id}",
        {"do": "merge", "event": public.public_id, "seen": public.revision, "other": other},
        headers={"HX-Request": "true"},
    )
    assert "Merge with which event?" in client.get(DESK + part["HX-Replace-Url"]).content.decode()


def test_a_public_event_is_withdrawn_and_restored(client: Client, chief: User, public: Event, waiting: Event) -> None:
    panel = client.get(f"{DESK}?event={public.public_id}&do=withdraw").content.decode()
    assert '<option value="error">it was wrong</option>' in panel
    assert "Choose what the address" in do(client, "withdraw", public, reason="Wrong day.").content.decode()
    refused = do(client, "withdraw", public, grounds="error").content.decode()
    assert "Say why" in refused
    assert '<option value="error" selected>' in refused
    assert fresh(public).review == Review.APPROVED

    page = do(client, "withdraw", public, grounds="error", reason="Wrong day.")
    assert open_title(page) == public.headline
    assert fresh(public).review == Review.WITHDRAWN
    assert client.get(public.get_absolute_url()).status_code == 410
    assert 'data-key="o"' in page.content.decode()
    do(client, "restore", fresh(public), reason="Right day.")
    assert fresh(public).review == Review.APPROVED


def test_the_decision_to_publish_is_taken_back_with_a_reason(client: Client, chief: User, public: Event) -> None:
    """Also long after it was the last decision on this desk."""
    assert "Say why" in do(client, "return", public).content.decode()
    do(client, "return", public, reason="A doubt.")
    assert fresh(public).review == Review.SUGGESTED
    assert Decision.objects.latest("pk").reason == "A doubt."


def test_an_editor_returns_and_does_not_withdraw(client: Client, public: Event) -> None:
    ann = make.make_staff("Ann")
    ann.groups.add(Group.objects.get(name="Editor"))
    client.force_login(ann)
    page = client.get(f"{DESK}?event={public.public_id}").content.decode()
    assert "do=return" in page
    assert "do=withdraw" not in page
    refused = do(client, "withdraw", public, grounds="error", reason="Wrong.").content.decode()
    assert "takes a chief editor" in refused
    assert fresh(public).review == Review.APPROVED


@pytest.mark.parametrize("do_what", ["withdraw", "return"])
def test_what_was_never_public_is_not_offered_to_be_taken_back(
    client: Client, chief: User, waiting: Event, do_what: str
) -> None:
    page = client.get(f"{DESK}?event={waiting.public_id}&do={do_what}").content.decode()
    assert f'name="do" value="{do_what}"' not in page


def test_staff_come_to_the_desk_from_the_public_pages(client: Client, chief: User, public: Event) -> None:
    address = f"{DESK}?event={public.public_id}"
    assert f'href="{address}"' in client.get(public.get_absolute_url(), follow=True).content.decode()
    assert f'href="{DESK}"' in client.get(public.case.get_absolute_url()).content.decode()
    do(client, "withdraw", public, grounds="error", reason="Wrong day.")
    gone = client.get(public.get_absolute_url())
    assert (gone.status_code, address in gone.content.decode()) == (410, True)
    client.logout()
    for url in (public.get_absolute_url(), public.case.get_absolute_url()):
        assert DESK not in client.get(url, follow=True).content.decode()


def test_a_draft_case_says_so_and_is_published_from_the_desk(client: Client, chief: User, waiting: Event) -> None:
    assert "Only staff see this case." not in client.get(DESK).content.decode()
    Case.objects.update(is_public=False)
    assert "Only staff see this case." in client.get(DESK).content.decode()
    page = do(client, "publish", waiting)
    assert open_title(page) == waiting.headline
    assert "Undo: case published" in page.content.decode()
    assert Case.objects.get().is_public
    do(client, "undo", waiting)
    assert not Case.objects.get().is_public


def test_an_editor_is_told_who_publishes(client: Client, waiting: Event) -> None:
    Case.objects.update(is_public=False)
    ann = make.make_staff("Ann")
    ann.groups.add(Group.objects.get(name="Editor"))
    client.force_login(ann)
    assert "a chief editor publishes it" in client.get(DESK).content.decode()
    assert "takes a chief editor" in do(client, "publish", waiting).content.decode()
    assert not Case.objects.get().is_public


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"title": "Harbour fire"}, "Now add its first article."),
        ({"title": "The Linden footbridge", "slug": "footbridge"}, "There is a case “footbridge” already."),
        ({"title": "港口"}, "none could be made of this title"),
        ({"title": ""}, "This field is required."),
    ],
)
def test_a_new_case_needs_a_title_alone(client: Client, chief: User, case: Case, told: dict, said: str) -> None:
    form = {"status": "running", "timezone": "UTC", "slug": "", "settings-TOTAL_FORMS": 0, "settings-INITIAL_FORMS": 0}
    page = client.post("/admin/articles/case/add/", form | told, follow=True).content.decode()
    assert said in page
    assert Case.objects.filter(slug="harbour-fire").exists() == (said.startswith("Now"))

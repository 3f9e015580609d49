"""Editors at work in the admin: adding articles, seeing what was found, deciding."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article, Case
from tests import factories as make
from timeline import services
from timeline.models import Event, Review
from timeline.presentation.rooms import ROOMS
from timeline.services.searching import refresh_search

pytestmark = pytest.mark.django_db

TEXT = "Judge Rosa Linden sentenced the ferryman Tom Reed to six months in jail on Thursday.\n\nNobody spoke."
ADD = "/admin/articles/article/add/"


@pytest.fixture
def chief(client: Client) -> Client:
    editor = make.make_staff()
    editor.is_superuser = True
    editor.save()
    client.force_login(editor)
    return client


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London", title="The ferryman", is_public=False)


def filled(case: Case, **changes: object) -> dict[str, object]:
    return {
        "case": case.pk,
        "source": "The Linden Post",
        "published": "2016-06-03",
        "title": "Six months",
        "text": TEXT,
        **changes,
    }


def test_an_editor_pastes_an_article_and_sees_what_was_found(chief: Client, case: Case) -> None:
    page = chief.post(ADD, filled(case), follow=True)
    assert page.redirect_chain == [(reverse("admin:articles_article_change", args=[Article.objects.get().pk]), 302)]
    html = page.content.decode()
    assert "Below is what was found in it" in html
    assert "2 June 2016" in html
    assert "Sentencing" in html
    assert Event.objects.get().review == Review.SUGGESTED


def test_a_file_in_an_old_encoding_is_read(chief: Client, case: Case) -> None:
    text = "The café owner Tom Reed – “Reedy” to his friends – was arrested on Thursday, police said."
    upload = SimpleUploadedFile("reed.txt", text.encode("cp1252"))
    chief.post(ADD, filled(case, text="", file=upload))
    assert Article.objects.get().versions.get().text == text


def test_a_web_page_tells_its_own_title(chief: Client, case: Case) -> None:
    body = "".join(
        f"<p>{TEXT.splitlines()[0]} It rained on day {n}, and the river rose by an inch.</p>" for n in range(5)
    )
    head, heading = "<head><title>Ferryman jailed</title></head>", "<h1>Ferryman jailed</h1>"
    html = f"<html>{head}<body><article>{heading}{body}</article></body></html>"
    chief.post(ADD, filled(case, text="", title="", file=SimpleUploadedFile("a.html", html.encode())))
    article = Article.objects.get()
    assert article.title == "Ferryman jailed"
    assert "<p>" not in article.versions.get().text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": ""}, "It is empty"),
        ({"text": " \n "}, "It is empty"),
        ({"text": "a\0b"}, "Null characters are not allowed"),
        ({"text": "a\x07b"}, "U+0007"),
        ({"published": "soon"}, "is no day of publication"),
        ({"published": "03/04/2016"}, "is no day of publication"),
        ({"published": ""}, "No day of publication was found"),
        ({"published": "2999-01-01"}, "still to come"),
        ({"timezone": "Mars/Phobos"}, "is no time zone"),
        ({"source": "  "}, "Write the outlet&#x27;s name."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"text": "x" * 2_000_001}, "an article may have 2,000,000"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_stored(
    chief: Client, case: Case, changes: dict, message: str
) -> None:
    page = chief.post(ADD, filled(case, **changes))
    assert page.status_code == 200
    assert message in page.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("junk", [b"\x00\x01\x02\xff" * 100, b""])
def test_a_file_that_is_no_text_is_refused(chief: Client, case: Case, junk: bytes) -> None:
    page = chief.post(ADD, filled(case, text="", file=SimpleUploadedFile("a.txt", junk)))
    assert page.status_code == 200
    assert not Article.objects.exists()


def test_markup_in_a_text_is_text(chief: Client, case: Case) -> None:
    page = chief.post(ADD, filled(case, text=f"<script>alert(1)</script> {TEXT}"), follow=True)
    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_the_same_article_twice_is_said_to_be_there(chief: Client, case: Case) -> None:
    chief.post(ADD, filled(case))
    page = chief.post(ADD, filled(case), follow=True)
    assert "We have this article already" in page.content.decode()
    assert Article.objects.count() == 1


def test_an_editor_approves_and_publishes(chief: Client, case: Case) -> None:
    chief.post(ADD, filled(case))
    event = Event.objects.get()
    queue = "/admin/timeline/event/"
    page = chief.post(queue, {"action": "approve", "_selected_action": [event.pk]}, follow=True)
    assert "still a draft" in page.content.decode()
    assert not Event.objects.public().exists()
    chief.post("/admin/articles/case/", {"action": "publish", "_selected_action": [case.pk]})
    assert Event.objects.public().get() == event
    page = chief.post(queue, {"action": "reject", "_selected_action": [event.pk]}, follow=True)
    assert "has been public: withdraw it" in page.content.decode()
    withdraw = {"action": "withdraw", "_selected_action": [event.pk], "grounds": "error"}
    page = chief.post(queue, withdraw, follow=True)
    assert "Say why" in page.content.decode()
    assert Event.objects.public().exists()
    chief.post(queue, {**withdraw, "reason": "Another ferryman."})
    assert not Event.objects.public().exists()


def test_an_editor_corrects_an_event(chief: Client, case: Case) -> None:
    chief.post(ADD, filled(case))
    event = Event.objects.get()
    address = reverse("admin:timeline_event_change", args=[event.pk])
    assert TEXT.splitlines()[0] in chief.get(address).content.decode()
    fields = {"headline": "Six months for the ferryman", "type": "sentencing", "status": "occurred", "ordinal": 0}
    page = chief.post(address, {**fields, "edtf": "2016-02-31"})
    assert "Write a date as EDTF" in page.content.decode()
    chief.post(address, {**fields, "edtf": "2016-06"})
    event.refresh_from_db()
    assert (event.headline, event.edtf, event.edited) == ("Six months for the ferryman", "2016-06", True)


def test_a_change_of_the_rules_is_read_by_the_worker(chief: Client, case: Case) -> None:
    chief.post("/admin/articles/case/", {"action": "read_again", "_selected_action": [case.pk]})
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("timeline.tasks.begin_rereading", {"case_id": case.pk})


def test_no_list_of_the_admin_asks_a_query_per_row(chief: Client, case: Case, django_assert_max_num_queries) -> None:
    case.is_public = True
    case.save()
    for month in range(1, 13):
        make.make_dated_event(case, f"2016-{month:02}", *_month(month), review=Review.SUGGESTED)
    for address in ("/admin/timeline/event/", "/admin/articles/article/", "/admin/articles/case/"):
        with django_assert_max_num_queries(14):
            assert chief.get(address).status_code == 200


def _month(month: int) -> tuple[dt.date, dt.date]:
    return dt.date(2016, month, 1), dt.date(2016, month, 28)


def test_the_admin_is_for_staff(client: Client, case: Case) -> None:
    assert client.get(ADD).status_code == 302
    client.force_login(make.make_staff("visitor"))  # staff without permissions
    assert client.post(ADD, filled(case)).status_code == 403
    assert not Article.objects.exists()


def test_who_may_only_look_decides_nothing(client: Client, case: Case) -> None:
    visitor = make.make_staff("visitor")
    visitor.user_permissions.set(Permission.objects.filter(codename__in=["view_event", "view_case"]))
    client.force_login(visitor)
    event = make.make_event(case, review=Review.SUGGESTED)
    client.post("/admin/timeline/event/", {"action": "approve", "_selected_action": [event.pk]})
    client.post("/admin/articles/case/", {"action": "publish", "_selected_action": [case.pk]})
    event.refresh_from_db()
    case.refresh_from_db()
    assert (event.review, case.is_public) == (Review.SUGGESTED, False)


def test_an_address_that_names_no_article_leads_back(chief: Client) -> None:
    assert chief.get("/admin/articles/article/abc/change/").status_code == 302


def test_the_addresses_of_cases_and_types_stay(chief: Client, case: Case) -> None:
    fields = {"title": "Renamed", "slug": "renamed", "summary": "", "timezone": "UTC", "status": "running"}
    fields |= {"settings-TOTAL_FORMS": "0", "settings-INITIAL_FORMS": "0"}
    chief.post(f"/admin/articles/case/{case.pk}/change/", fields)
    case.refresh_from_db()
    assert (case.title, case.slug) == ("Renamed", "ferry")
    assert chief.post(f"/admin/articles/case/{case.pk}/delete/", {"post": "yes"}).status_code == 403


def test_what_the_reports_say_stands_beside_what_an_editor_wrote(chief: Client, case: Case) -> None:
    chief.post(ADD, filled(case))
    event = Event.objects.get()
    page = chief.get(reverse("admin:timeline_event_change", args=[event.pk]))
    assert "the same" in page.content.decode()
    services.edit_event(event=event, by=make.make_chief("other"), headline="Six months")
    page = chief.get(reverse("admin:timeline_event_change", args=[event.pk]))
    assert "Judge Rosa Linden sentenced" in page.content.decode()  # what the reports say stands beside it


def test_the_words_of_an_earlier_version_change_nothing_and_this_is_said(chief: Client, case: Case) -> None:
    chief.post(ADD, filled(case))
    version = Article.objects.get().versions.get()
    make.make_version(version.article, TEXT.replace("six", "nine"))
    page = chief.post(ADD, filled(case), follow=True).content.decode()
    assert "an earlier version of this article" in page
    assert "nine months" in page
    assert version.article.versions.count() == 2


@pytest.mark.filterwarnings("error::DeprecationWarning")
def test_the_address_of_an_outlet_means_https(chief: Client) -> None:
    source = make.make_source("The Linden Post")
    posted = {"name": source.name, "url": "lindenpost.example", "rights": source.rights}
    chief.post(f"/admin/articles/source/{source.pk}/change/", posted)
    source.refresh_from_db()
    assert source.url == "https://lindenpost.example"


def test_words_that_an_outlet_withholds_are_no_longer_found(chief: Client, case: Case) -> None:
    event = make.make_event(case)
    refresh_search(events=Event.objects.all())
    assert Event.objects.filter(search__words="harbour").exists()
    source = event.citations.get().mention.run.version.article.source
    chief.post(f"/admin/articles/source/{source.pk}/change/", {"name": source.name, "url": "", "rights": "link"})
    assert not Event.objects.filter(search__words="harbour").exists()


def test_every_list_stands_in_one_room_of_the_first_page() -> None:
    admin.autodiscover()
    named = [key for lists in ROOMS.values() for key in lists]
    assert sorted(named) == sorted(model._meta.object_name for model in admin.site._registry)


@pytest.mark.parametrize(
    ("role", "there", "missing"),
    [
        ("Editor", ["Outlets", "Links handed in", "Events"], ["Webhooks", "Failed jobs", "Accounts"]),
        ("Administrator", ["Outlets", "Webhooks", "Failed jobs", "Accounts"], ["Audit log"]),
    ],
)
def test_the_first_page_shows_a_role_what_is_theirs(
    client: Client, role: str, there: list[str], missing: list[str]
) -> None:
    user = make.make_staff()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    html = client.get("/admin/").content.decode()
    for name in there:
        assert f">{name}</a>" in html
    for name in missing:
        assert f">{name}</a>" not in html

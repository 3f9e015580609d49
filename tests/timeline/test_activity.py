"""What colleagues say, who looks after what, and who did what since yesterday."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from articles.models import Case
from tests import factories as make
from timeline import services
from timeline.activity import deeds
from timeline.models import Comment, Event

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now().date() - dt.timedelta(days=1)


def member(name: str, role: str = "Editor") -> User:
    user = make.make_staff(name)
    user.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def mara() -> User:
    return member("mara")


@pytest.fixture
def case() -> Case:
    return make.make_case()


@pytest.fixture
def event(case: Case) -> Event:
    return make.make_event(case, [make.make_mention(make.make_article(case))], review="suggested")


def test_a_remark_tells_those_whom_it_names(event: Event, mara: User) -> None:
    iven = member("iven.k", "Journalist")
    said = services.comment_on(event=event, by=mara, text=" @Iven.K. is this mail@example.org’s day? ")
    assert said.text.startswith("@Iven.K.")
    assert list(said.to.all()) == [iven]


@pytest.mark.parametrize(
    ("text", "reason"),
    [(" \n", "Write something"), ("x" * 4001, "at most 4,000"), ("@nobody look", "called @nobody")],
)
def test_a_remark_that_reaches_nobody_is_refused(event: Event, mara: User, text: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        services.comment_on(event=event, by=mara, text=text)
    assert not Comment.objects.exists()


def test_an_event_is_given_to_somebody_of_the_staff(event: Event, mara: User) -> None:
    services.assign_event(event=event, to=mara, by=mara)
    assert Event.objects.get().assigned_to == mara
    services.assign_event(event=event, to=None, by=mara)
    assert Event.objects.get().assigned_to is None
    with pytest.raises(ValidationError, match="not of the staff"):
        services.assign_event(event=event, to=User.objects.create_user("reader"), by=mara)


def test_the_activity_of_a_case_tells_remarks_and_articles(
    case: Case, event: Event, mara: User, django_assert_num_queries
) -> None:
    services.comment_on(event=event, by=mara, text="Is this the right Wednesday?")
    other = make.make_case("other", title="Other")
    services.comment_on(event=make.make_event(other, []), by=mara, text="Elsewhere")
    with django_assert_num_queries(4):
        told = deeds(case, YESTERDAY)
    assert [(deed.what, deed.who) for deed in told] == [("Commented", "mara"), ("Added an article", "")]
    assert told[0].of[0].event == event
    assert deeds(case, timezone.now().date() + dt.timedelta(days=2)) == []


def test_remarks_are_made_on_the_page_of_an_event(client: Client, event: Event, mara: User) -> None:
    client.force_login(mara)
    url = f"/admin/timeline/event/{event.pk}/change/"
    post = {"text": "See ¶3, @mara", "next": url}
    page = client.post(f"/admin/events/{event.public_id}/comment/", post, follow=True)
    assert page.redirect_chain == [(url, 302)]
    assert Comment.objects.get().text == "See ¶3, @mara"
    refused = client.post(f"/admin/events/{event.public_id}/comment/", {"text": "@nobody"}, follow=True)
    assert "Nobody of the staff is called @nobody" in refused.content.decode()
    client.post(f"/admin/events/{event.public_id}/assign/", {"to": "mara", "next": "https://elsewhere.example/"})
    assert Event.objects.get().assigned_to == mara
    front = client.get("/admin/").content.decode()
    assert "See ¶3, @mara" in front
    assert "Yours to look after" in front


def test_a_foreign_address_is_not_gone_back_to(client: Client, event: Event, mara: User) -> None:
    client.force_login(mara)
    post = {"text": "Yes", "next": "https://elsewhere.example/"}
    response = client.post(f"/admin/events/{event.public_id}/comment/", post)
    assert response["Location"] == f"/admin/timeline/event/{event.pk}/change/"


@pytest.mark.parametrize("since", ["", "2016-06-10", "2016-13-45", "yesterday", "x" * 10_000])
def test_the_page_of_activity_takes_any_day(client: Client, event: Event, mara: User, since: str) -> None:
    client.force_login(mara)
    page = client.get(f"/admin/activity/{event.case.slug}/", {"since": since})
    assert page.status_code == 200
    assert "Added an article" in page.content.decode()


def test_visitors_are_sent_to_sign_in(client: Client, event: Event) -> None:
    assert client.get(f"/admin/activity/{event.case.slug}/").status_code == 302
    assert client.post(f"/admin/events/{event.public_id}/comment/", {"text": "x"}).status_code == 302
    assert not Comment.objects.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_the_first_page_asks_a_fixed_number_of_questions(
    client: Client, mara: User, django_assert_num_queries, count: int
) -> None:
    for n in range(count):
        case = make.make_case(f"case-{n}", title=f"Case {n}")
        make.make_event(case, [make.make_mention(make.make_article(case))], review="suggested")
    client.force_login(mara)
    with django_assert_num_queries(9):
        text = client.get("/admin/").content.decode()
    assert text.count("review__exact=suggested") == count


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31", "2016-13-01", "yesterday"])
def test_whatever_day_is_asked_the_page_answers(client: Client, mara: User, case: Case, since: str) -> None:
    client.force_login(mara)
    assert client.get(f"/admin/activity/{case.slug}/", {"since": since}).status_code == 200

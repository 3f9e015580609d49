"""Filters that a journalist keeps under a name, for herself or for the newsroom."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.timeline.test_pages import body
from timeline import services
from timeline.models import SavedView
from timeline.services import saving

pytestmark = pytest.mark.django_db
CASE, FORM = "/cases/footbridge/", "/admin/views/footbridge/"


@pytest.fixture
def ann() -> User:
    return journalist("ann")


def journalist(name: str) -> User:
    user = make.make_staff(name)
    user.groups.add(Group.objects.get(name="Journalist"))
    return user


def keep(case: Case, by: User, name: str = "Votes of 2016", **told: object) -> SavedView:
    return services.save_view(case=case, by=by, name=name, **{"query": "?type=vote&from=2016&to=2016", **told})


def test_a_filter_is_kept_found_again_and_leads_to_the_same_list(client: Client, case: Case, ann: User) -> None:
    client.force_login(ann)
    told = {"name": "Votes of 2016", "query": "?to=2016&from=2016&type=vote&open=all&after=abc&since=2016-01-01"}
    response = client.post(FORM, told, follow=True)
    assert response.redirect_chain == [(f"{CASE}?type=vote&from=2016&to=2016", 302)]
    text = body(response)
    assert "Saved as “Votes of 2016”." in text
    assert "Votes of 2016 yours" in text
    page = client.get(CASE).content.decode()
    assert f'href="{CASE}?type=vote&amp;from=2016&amp;to=2016"' in page


def test_only_what_is_shared_is_found_by_others_and_nothing_by_readers(client: Client, case: Case, ann: User) -> None:
    keep(case, ann, "For all", is_shared=True)
    keep(case, ann, "For me")
    assert "For all" not in body(client.get(CASE))
    client.force_login(journalist("bob"))
    page = client.get(CASE)
    assert "For all by ann" in body(page)
    assert "For me" not in body(page)
    assert "no-store" in page["Cache-Control"]
    assert "Change" not in page.content.decode().split('id="views"')[1].split("</details>")[0]


def test_its_owner_alone_renames_shares_and_deletes_it(client: Client, case: Case, ann: User) -> None:
    view, bob = keep(case, ann), journalist("bob")
    for act in (
        lambda: services.change_view(view=view, by=bob, name="Mine", is_shared=False),
        lambda: services.delete_view(view=view, by=bob),
    ):
        with pytest.raises(PermissionDenied):
            act()
    client.force_login(bob)
    assert client.post(FORM, {"do": "delete", "view": view.pk}).status_code == 403
    client.force_login(ann)
    client.post(FORM, {"do": "change", "view": view.pk, "name": " All \x00 votes ", "shared": "1"})
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("All votes", True)
    assert "Deleted: “All votes”." in body(client.post(FORM, {"do": "delete", "view": view.pk}, follow=True))
    assert not SavedView.objects.exists()


def test_a_name_stands_for_one_filter(case: Case, ann: User) -> None:
    first, other = keep(case, ann), keep(case, ann, "Openings")
    assert keep(case, ann, query="?differ=1") == first
    assert SavedView.objects.get(pk=first.pk).query == "?differ=1"
    with pytest.raises(ValidationError, match="another view called"):
        services.change_view(view=other, by=ann, name="Votes of 2016", is_shared=False)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": " "}, "Give the view a name"),
        ({"name": "x" * 81}, "at most 80"),
        ({"query": ""}, "Set a filter first"),
        ({"query": "?since=2016-01-01&open=all&from=soon"}, "Set a filter first"),
        ({"query": "?" + "&".join(f"type={'x' * 70}{n}" for n in range(60))}, ""),
    ],
)
def test_what_cannot_be_kept_is_said_so(
    client: Client, case: Case, ann: User, told: dict[str, str], words: str
) -> None:
    client.force_login(ann)
    page = body(client.post(FORM, {"name": "View", "query": "?type=vote", **told}, follow=True))
    assert words in page
    assert SavedView.objects.exists() == (not words)


def test_there_is_an_end_of_them(case: Case, ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST", 2)
    for name in ("One", "Two", "Two"):
        keep(case, ann, name)
    with pytest.raises(ValidationError, match="delete one first"):
        keep(case, ann, "Three")

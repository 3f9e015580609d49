"""Whoever withholds a name is told before which other names lose a part with it."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.timeline import test_reconcile_case as story
from timeline import services
from timeline.models import Event, Person, Policy
from timeline.namesakes import also_hidden
from timeline.withholding import Named

pytestmark = pytest.mark.django_db
ODO = Named("Odo Wend")
CHILD = "Odo Wend, 14, was arrested at the weir on June 7, 2016."
FAMILY = "Marta Wend was questioned at the weir on June 8, 2016.\nHer lawyer said Marta Wend knew nothing."


@pytest.fixture
def case() -> Case:
    case = make.make_case("weir", title="The weir", timezone="Europe/London")
    add(case, CHILD, key="child")
    return case


def add(case: Case, text: str, key: str = "a", source: str = "Bank Street News") -> None:
    story.add(case, text, published="2016-06-24", key=key, source=source)


@pytest.mark.parametrize(
    ("line", "beside"),
    [
        ("Marta Wend wept.", ["Marta Wend"]),
        ("On Monday Judge Wend ruled.", ["Judge Wend"]),
        ("Then Judge Marta Wend’s clerk spoke.", ["Marta Wend"]),
        ("The crowd walked down Wend Street.", ["Wend Street"]),
        ("Odo Brandt is a friend.", ["Odo Brandt"]),
        ("The 15-year-old Lia Wend is safe.", ["Lia Wend"]),
        ("Near the weir lives Lia. Wend left, and Pia S. Wend stayed.", ["Pia S. Wend"]),
        ("Odo Wend, O. Wend, Wend and Mr. Wend are one.", []),
        ("Prosecutor Accuses Odo Wend Of Theft", []),
        ("Wend Arrested At The Weir", []),
        ("LIVE AT WEND: A FAIR", []),
        ("Marta Wendling wept.", []),
    ],
)
def test_names_that_share_one_word(case: Case, line: str, beside: list[str]) -> None:
    add(case, f"A rope was stolen at the weir on June 8, 2016.\nOdo Wend was near.\n{line}")
    articles = set(case.articles.values_list("pk", flat=True))
    assert also_hidden(case, [ODO], articles) == {"Odo Wend": beside}


def test_those_that_are_told_most_often_come_first(case: Case) -> None:
    add(case, f"Lia Wend was questioned at the weir on June 8, 2016.\n{FAMILY}")
    assert also_hidden(case, [ODO, Named("Ira Kolb")]) == {"Odo Wend": ["Marta Wend", "Lia Wend"], "Ira Kolb": []}


def test_of_whom_readers_may_read_the_surname_alone_is_hidden(case: Case) -> None:
    add(case, FAMILY)
    services.save_person(case=case, by=None, name="Marta Wend", policy=Policy.NAME)
    assert also_hidden(case, [ODO]) == {"Odo Wend": ["Marta Wend where the surname stands alone"]}


def test_what_is_hidden_already_is_not_told(case: Case) -> None:
    add(case, FAMILY)
    services.save_person(case=case, by=None, name="Pia Wend", policy=Policy.WITHHELD)
    assert also_hidden(case, [ODO]) == {"Odo Wend": []}


def test_many_names_take_no_more_queries_than_one(case: Case, django_assert_num_queries) -> None:
    add(case, FAMILY)
    for people in ([ODO], [ODO, Named("Ira Kolb"), Named("Marta Wend")]):
        with django_assert_num_queries(4):
            also_hidden(case, people)
    with django_assert_num_queries(0):
        assert also_hidden(case, []) == {}


@pytest.mark.parametrize(("group", "has_link"), [("Editor", False), ("Chief editor", True)])
def test_the_desk_tells_before_the_name_is_withheld(client: Client, case: Case, group: str, has_link: bool) -> None:
    add(case, FAMILY)
    user = make.make_staff("Ann")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    event = Event.objects.get(headline__contains="Odo Wend")
    for url in (f"/admin/desk/weir/?event={event.public_id}", "/admin/desk/weir/?do=names"):
        page = client.get(url).content.decode()
        assert "Withholding it also hides parts of: Marta Wend." in page
        link = f"/admin/timeline/person/add/?case={case.pk}&amp;name=Odo%20Wend&amp;policy=withheld"
        assert (link in page) == has_link


@pytest.fixture
def chief(client: Client) -> User:
    user = make.make_chief()
    client.force_login(user)
    return user


def test_the_page_of_a_person_asks_first(client: Client, case: Case, chief: User) -> None:
    add(case, FAMILY)
    url = "/admin/timeline/person/add/"
    asked = {"case": str(case.pk), "name": "Odo Wend", "policy": "initials"}
    form = client.get(url, {"case": case.pk, "name": "Odo Wend", "policy": "withheld"}).content.decode()
    assert 'type="checkbox" name="parts_too"' not in form
    page = client.post(url, asked).content.decode()
    assert "This also hides parts of: Marta Wend." in page
    assert 'type="checkbox" name="parts_too"' in page
    assert not Person.objects.exists()
    client.post(url, {**asked, "parts_too": "on"})
    person = Person.objects.get()
    assert person.policy == Policy.INITIALS
    change = f"/admin/timeline/person/{person.pk}/change/"
    assert "It also hides parts of: Marta Wend." in client.get(change).content.decode()
    client.post(change, {"name": "Odo Wend", "policy": "withheld"})
    person.refresh_from_db()
    assert person.policy == Policy.WITHHELD  # no more is hidden than was


def test_nothing_is_asked_of_whom_nobody_shares_a_word_with(client: Client, case: Case, chief: User) -> None:
    told = {"case": str(case.pk), "name": "Odo Wend", "policy": "withheld"}
    client.post("/admin/timeline/person/add/", told)
    assert Person.objects.get().name == "Odo Wend"

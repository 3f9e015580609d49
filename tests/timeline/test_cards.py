"""What a closed card says besides its headline: the words of its date, and who is named."""

import datetime as dt
import re

import pytest
from django.test import Client

from articles.models import Case, Rights
from tests import factories as make
from tests.timeline.test_pages import body
from timeline import services
from timeline.models import Event, Person, Policy

pytestmark = pytest.mark.django_db
D = dt.date
CASE = "/cases/footbridge/"


def foot(client: Client, case: Case) -> str:
    page = client.get(case.get_absolute_url()).content.decode()
    feet = re.findall(r'<p class="foot">.*?</p>', page, re.DOTALL)
    assert len(feet) == 1
    return " ".join(re.sub(r"<[^>]+>", "", feet[0]).split())


def test_the_date_words_of_the_oldest_report_stand_on_the_closed_card(client: Client, petition: Event) -> None:
    assert foot(client, petition.case) == "2 articles 8 June, in an article of 9 June 2016"
    assert '<q lang="en">8 June</q>' in client.get(CASE).content.decode()


def test_words_that_give_another_date_than_the_event_are_kept_back(client: Client, petition: Event) -> None:
    services.edit_event(event=petition, by=None, reason="A slip.", edtf="2016-06-07")
    assert foot(client, petition.case) == "2 articles"


@pytest.mark.parametrize("how", ["not accepted", "a link only"])
def test_words_that_readers_may_not_have_are_kept_back(client: Client, petition: Event, how: str) -> None:
    citation = petition.citations.get(mention__timex="8 June")
    if how == "not accepted":
        petition.citations.filter(pk=citation.pk).update(accepted=False)
    else:
        services.set_rights(source=citation.mention.run.version.article.source, rights=Rights.LINK, by=None)
    assert "Wednesday, in an article of 10 June 2016" in foot(client, petition.case)


def test_people_are_named_as_readers_may_read_them(client: Client, case: Case) -> None:
    sentence = "Ida Brandt and Jon Quay opened the bridge with Dora Wintergreen on Wednesday."
    version = make.make_article(case, sentence)
    make.make_event(case, [make.make_mention(version, sentence=sentence)])
    for name, policy in (("Ida Brandt", Policy.NAME), ("Jon Quay", Policy.NAME), ("Dora Wintergreen", Policy.WITHHELD)):
        services.save_person(case=case, by=None, name=name, policy=policy)
    assert foot(client, case) == "1 article Wednesday, in an article of 10 June 2016 Ida Brandt, Jon Quay"
    ida = Person.objects.get(name="Ida Brandt")
    services.save_person(case=case, by=None, person=ida, policy=Policy.INITIALS)
    assert foot(client, case).endswith("Jon Quay")
    assert "Brandt" not in body(client.get(CASE))


def test_a_name_that_another_case_withholds_is_named_by_no_card(client: Client, case: Case) -> None:
    sentence = "Ida Brandt opened the bridge on Wednesday."
    version = make.make_article(case, sentence)
    make.make_event(case, [make.make_mention(version, sentence=sentence)])
    services.save_person(case=case, by=None, name="Ida Brandt", policy=Policy.NAME)
    other = make.make_case("other")
    other.case_articles.create(article=version.article, key="1")
    services.save_person(case=other, by=None, name="Ida Brandt", policy=Policy.WITHHELD)
    assert "Brandt" not in foot(client, case)


def test_many_people_are_counted(client: Client, case: Case) -> None:
    names = ["Ida Brandt", "Jon Quay", "Lea Storm", "Max Thorne", "Nia Vale"]
    sentence = f"{', '.join(names)} opened the bridge on Wednesday."
    version = make.make_article(case, sentence)
    make.make_event(case, [make.make_mention(version, sentence=sentence)])
    for name in names:
        services.save_person(case=case, by=None, name=name)
    assert foot(client, case).endswith("Ida Brandt, Jon Quay and 3 others")

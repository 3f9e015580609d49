"""For the tests of the doctor: a case that people have worked on, and a way to break it."""

from django.db import connection

from articles.models import Case
from tests import factories as make
from tests.timeline.test_reconcile_case import DONE, PLAN, SENTENCED, add
from timeline import doctor, services
from timeline.models import Event, Policy

KNOWN = {check.name: check for check in doctor.CHECKS}
FOUND = "The harbour police arrested Tom Reed at the old weir on June 3."


def make_worked_case() -> Case:
    """Public: three events approved, two of them merged since, two reports in dispute, a name withheld and one not."""
    case, chief = make.make_case("ferry", timezone="Europe/London"), make.make_chief("chief")
    for n, text in enumerate([PLAN, DONE, SENTENCED, FOUND]):
        add(case, text, key=f"{n}", source=f"Outlet {n}", published="2016-06-11" if text == DONE else "2016-06-08")
    services.approve_events(events=case.events.all(), by=chief)
    one, other = case.events.exclude(type="petition-delivery")
    services.merge_events(survivor=one, others=Event.objects.filter(pk=other.pk), by=chief, reason="One affair.")
    services.save_person(case=case, by=None, name="Tom Reed", role="the ferryman", policy=Policy.ROLE)
    services.save_person(case=case, by=None, name="Ada Quill", policy=Policy.NAME)
    return case


def break_it(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else tables with rows that are yet to be checked stay closed
        for statement in statements:
            cursor.execute(statement)

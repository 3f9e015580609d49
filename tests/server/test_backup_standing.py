"""A backup that failed, or that nobody makes, is told to those who look after the site."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from casetracker.backup import standing
from tests import factories as make

MADE = dt.datetime(2026, 3, 1, 3, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
FAILED = "The last backup failed, 2 March 2026, 03:00 UTC: No room."


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CASETRACKER_STATE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("done", "days", "after", "told"),
    [
        ([], 2, 0 * DAY, "No backup has been made of this site."),
        ([], 0, 0 * DAY, ""),
        (["made"], 2, 2 * DAY, ""),
        (["made"], 2, 3 * DAY, "The newest backup is of 1 March 2026, 03:00 UTC."),
        (["made"], 7, 3 * DAY, ""),
        (["made", "failed"], 2, 1 * DAY, FAILED),
        (["failed"], 2, 1 * DAY, FAILED),
        (["failed", "made"], 2, 1 * DAY, ""),
        (["made", "failed"], 0, 9 * DAY, ""),
    ],
)
def test_what_is_told_of_backups(
    state: Path, settings: Any, done: list[str], days: int, after: dt.timedelta, told: str
) -> None:
    settings.BACKUP_DAYS = days
    for what in done:
        standing.note_made(MADE) if what == "made" else standing.note_failed(MADE + DAY, "No room.")
    assert standing.problem(MADE + after) == told


def test_a_note_that_was_cut_short_is_as_good_as_none(state: Path) -> None:
    (state / standing.NAME).write_text('{"made": "2026')
    assert standing.problem(MADE) == "No backup has been made of this site."


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "is_told"), [("Administrator", True), ("Editor", False)])
def test_a_failed_backup_stands_on_the_first_page_of_administrators(
    state: Path, client: Client, role: str, is_told: bool
) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", str(state / "gone" / "site.tar"))
    user = make.make_staff()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    html = client.get("/admin/").content.decode()
    assert ("The last backup failed" in html) is is_told
    assert ("There is no folder" in html) is is_told

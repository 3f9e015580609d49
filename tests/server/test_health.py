"""What supervisors ask."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_asks_nobody(client):
    response = client.get("/healthz")  # pytest-django refuses a database here
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_when_all_is_well(client):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_tells_what_keeps_no_reader_from_a_page(client, monkeypatch):
    monkeypatch.setattr("casetracker.telemetry.census.free_bytes", lambda: 40 * 1024**2)
    response = client.get("/readyz")
    assert (response.status_code, response.content.decode().splitlines()) == (
        200,
        ["ok", "no worker has told of itself of late: run `manage.py work`", "the disk is nearly full: 40 MB left"],
    )


@pytest.mark.django_db
def test_readyz_asks_the_database_little(client, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(3):
        client.get("/readyz")


@pytest.mark.django_db
def test_readyz_names_pending_migrations(client):
    MigrationRecorder.Migration.objects.filter(app="timeline").latest("name").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"1 migrations are pending: run `manage.py migrate`\n"

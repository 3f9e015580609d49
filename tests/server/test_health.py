"""What supervisors ask."""

import pytest
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_asks_nobody(client):
    response = client.get("/healthz")  # pytest-django refuses a database here
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_when_all_is_well(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_names_pending_migrations(client):
    MigrationRecorder.Migration.objects.filter(app="timeline").latest("name").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"1 migrations are pending: run `manage.py migrate`\n"

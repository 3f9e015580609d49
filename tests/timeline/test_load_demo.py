"""When the demonstration case cannot be loaded, nothing is."""

import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Case
from tests.factories import make_case
from timeline.services.demonstration import SLUG, DemonstrationError, load_demonstration

pytestmark = pytest.mark.django_db


def test_a_case_of_ones_own_is_not_taken_for_the_demonstration():
    make_case(SLUG, title="Somebody's own work")
    with pytest.raises(CommandError, match="another slug"):
        call_command("load_demo")
    assert not Case.objects.get(slug=SLUG).articles.exists()


def test_a_folder_without_its_texts_leaves_nothing_behind(tmp_path):
    manifest = {"case": {"title": "Half a demonstration"}, "articles": [{"id": "1", "file": "gone.txt"}]}
    (tmp_path / "articles.json").write_text(json.dumps(manifest))
    with pytest.raises(DemonstrationError, match="row 1"):
        load_demonstration(folder=tmp_path)
    assert not Case.objects.filter(slug=SLUG).exists()

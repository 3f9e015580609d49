"""Static files of the version that is still at work stay until the one after the next."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from casetracker import assets

REAL = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}


@pytest.fixture
def deploy(tmp_path: Path) -> Iterator[Callable[..., set[str]]]:
    """Collects these files (name → content), and returns the names of what is there to be served."""
    sources, root = tmp_path / "static", tmp_path / "served"
    sources.mkdir()
    days = count(1_000_000, -86_400)  # each release is older than the last: as one that is taken back is

    def collect(**files: str) -> set[str]:
        day = next(days)
        for path in sources.iterdir():
            path.unlink()
        for name, content in files.items():
            (sources / f"{name}.css").write_text(content)
            os.utime(sources / f"{name}.css", (day, day))
        assert not assets.are_collected()
        assets.collect()
        assert assets.are_collected()
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.name != assets.STAMP}

    with override_settings(
        STATIC_ROOT=root,
        STATICFILES_DIRS=[sources],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES={**settings.STORAGES, "staticfiles": REAL},
    ):
        yield collect


LONG = "a { color: teal; }\n" * 200  # so that it is worth packing


def test_the_files_of_the_last_version_stay_and_those_of_before_go(deploy: Callable[..., set[str]]) -> None:
    first = deploy(case=LONG, old="b { }")
    second = deploy(case=LONG + "/* 2 */")
    assert first < second
    third = deploy(case=LONG + "/* 3 */")
    assert second - first < third
    assert {name.split(".")[0] for name in first - third} == {"case", "old"}


def test_a_file_of_an_older_date_takes_the_place_of_a_newer_one(deploy: Callable[..., set[str]]) -> None:
    deploy(case="a { color: teal; }")
    deploy(case="a { color: plum; }")
    assert "plum" in Path(settings.STATIC_ROOT, "case.css").read_text()

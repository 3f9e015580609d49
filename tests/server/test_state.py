"""The state folder, and what is kept in it once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from casetracker.state import state_dir, write_once


def test_racing_writers_agree(tmp_path):
    numbers = count()
    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(lambda _: write_once(tmp_path / "key", lambda: f"key {next(numbers)}"), range(200)))
    assert answers == {(tmp_path / "key").read_text()}
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"], "nothing else is left"


def test_what_is_kept_is_not_made_again(tmp_path):
    write_once(tmp_path / "key", lambda: "first")
    assert write_once(tmp_path / "key", lambda: "second") == "first"


def test_the_state_folder_is_made_closed_and_an_existing_one_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("CASETRACKER_STATE", str(tmp_path / "new" / "state"))
    assert stat.S_IMODE(state_dir().stat().st_mode) in {0o700, 0o711}
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    monkeypatch.setenv("CASETRACKER_STATE", str(tmp_path / "open"))
    assert stat.S_IMODE(state_dir().stat().st_mode) == 0o755

"""The extract command: JSON lines in, JSON lines out, in order, whatever single lines hold; and never a database."""

import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

TEXT = "Judge Rosa Linden sentenced the ferryman to six months in jail on Thursday.\n\nRELATED: The ferry\n\nHe left."
DOCUMENT = {"id": "d1", "published": "2016-06-10", "timezone": "Europe/London", "title": "Six months", "text": TEXT}


def extract(tmp_path: Path, *documents: object, jobs: int = 1, fails: bool = False) -> tuple[list[dict[str, Any]], str]:
    """The answers, and what was said on standard error. Text stands as a line of its own, all else as JSON."""
    lines = [d if isinstance(d, str) else json.dumps(d) for d in documents]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    err, target = StringIO(), tmp_path / "out.jsonl"
    args = [str(tmp_path / "in.jsonl"), "--output", str(target), "--jobs", str(jobs)]
    if fails:
        with pytest.raises(CommandError):
            call_command("extract", *args, stderr=err)
    else:
        call_command("extract", *args, stderr=err)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()], err.getvalue()


def test_the_shape_of_an_answer(tmp_path: Path) -> None:
    ((answer,), said) = extract(tmp_path, DOCUMENT)
    assert said == ""
    assert list(answer) == ["id", "timexes", "mentions"]
    timex = next(t for t in answer["timexes"] if t["text"] == "Thursday")
    assert {name: timex[name] for name in ("start", "end", "type", "value", "edtf", "earliest", "latest")} == {
        "start": TEXT.index("Thursday"),
        "end": TEXT.index("Thursday") + 8,
        "type": "DATE",
        "value": "2016-06-09",
        "edtf": "2016-06-09",
        "earliest": "2016-06-09",
        "latest": "2016-06-09",
    }
    assert timex["rule"]
    (mention,) = answer["mentions"]
    assert (mention["type"], mention["status"], mention["edtf"]) == ("sentencing", "occurred", "2016-06-09")
    assert (mention["earliest"], mention["latest"]) == ("2016-06-09", "2016-06-09")
    assert (mention["paragraph"], answer["timexes"][mention["timex"]]) == (1, timex)
    assert mention["sentence"] == {"start": 0, "end": TEXT.index("\n")}
    start = TEXT.index("sentenced")
    assert mention["trigger"] == {"start": start, "end": start + 9, "text": "sentenced"}
    (quantity,) = mention["quantities"]
    assert (quantity["value"], quantity["unit"]) == (6, "month")
    assert mention["explanation"]


@pytest.mark.parametrize("published", [None, ""])
def test_without_a_day_relative_dates_stay_open(tmp_path: Path, published: str | None) -> None:
    (answer, same), _ = extract(tmp_path, {**DOCUMENT, "published": published}, {"text": TEXT})
    assert {t["text"]: t["edtf"] for t in answer["timexes"]}["Thursday"] is None
    assert (same["id"], same["timexes"]) == (None, answer["timexes"])


def test_the_day_is_that_of_the_documents_zone(tmp_path: Path) -> None:
    late = {**DOCUMENT, "published": "2016-06-10T02:00:00Z", "timezone": "America/New_York"}
    ((answer,), _) = extract(tmp_path, late)
    assert answer["mentions"][0]["edtf"] == "2016-06-09"


def test_an_expression_may_span_the_lines_of_wrapped_copy(tmp_path: Path) -> None:
    text = (
        "LINDEN (Example Wire) - The council said that the old ferry sank on 3\n"
        "June 2016, when the river was high after many days of rain, and that\n"
        "nobody had been on board but the ferryman, who swam to the northern\n"
        "bank and was given tea.\n\nThe bridge will be opened in the autumn of this year, the mayor said."
    )
    ((answer,), _) = extract(tmp_path, {"id": 1, "text": text, "published": "2016-06-10"})
    assert "3\nJune 2016" in [t["text"] for t in answer["timexes"]]


BAD = [
    ("{", "line 2: this is no JSON"),
    ("[" * 100_000, "line 2: this is no JSON"),
    ('{"id": ' + "9" * 5000 + ', "text": ""}', "line 2: this is no JSON"),
    ("[]", "line 2: It has no text"),
    ({"id": 1}, "line 2: It has no text"),
    ({"text": None}, "line 2: It has no text"),
    ({"text": "On Friday.", "published": "soon"}, "line 2: 'soon' is no day of publication"),
    ({"text": "On Friday.", "published": 2016}, "line 2: “published” is a day"),
    ({"text": "On Friday.", "published": "2016-06-10", "timezone": 3}, "line 2: “published” is a day"),
    ({"text": "On Friday.", "published": "2016-06-10", "timezone": "Mars"}, "line 2: 'Mars' is no time zone"),
]


@pytest.mark.parametrize(("line", "why"), BAD)
def test_a_bad_line_is_named_and_the_others_are_done(tmp_path: Path, line: object, why: str) -> None:
    answers, said = extract(tmp_path, DOCUMENT, line, {**DOCUMENT, "id": "d3"}, fails=True)
    assert [a["id"] for a in answers] == ["d1", "d3"]
    assert why in said


def test_half_a_character_stays_what_it_is(tmp_path: Path) -> None:
    ((answer,), _) = extract(tmp_path, {"id": "\ud83d", "text": "“On Friday \ud83d.”"})
    assert (answer["id"], answer["timexes"][0]["text"]) == ("\ud83d", "Friday")


def test_bytes_that_are_no_utf_8_are_named(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes('{"text": "café"}\n'.encode("latin-1"))
    err = StringIO()
    with pytest.raises(CommandError, match="1 lines could not be read"):
        call_command("extract", str(tmp_path / "in.jsonl"), "--output", str(tmp_path / "out.jsonl"), stderr=err)
    assert "line 1: this is not UTF-8" in err.getvalue()


@pytest.mark.parametrize(
    "text", ["", " \n\n", "\0", "<script>alert(1)</script>", "x" * 100_000, "\u2028\ufeff😀\r\r\n"]
)
def test_any_text_has_an_answer(tmp_path: Path, text: str) -> None:
    answers, _ = extract(tmp_path, {"id": "d1", "text": text, "published": "2016-06-10"})
    assert len(answers) == 1


def test_several_processes_give_the_same_answers_in_the_same_order(tmp_path: Path) -> None:
    documents = [{**DOCUMENT, "id": n, "text": f"{TEXT}\nOn {n + 1} March 2015 he rowed home."} for n in range(28)]
    one, _ = extract(tmp_path, *documents)
    two, said = extract(tmp_path, *documents[:20], "{", *documents[20:], jobs=2, fails=True)
    assert two == one
    assert "line 21:" in said


def test_no_jobs_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="takes a number from 1"):
        call_command("extract", "-", "--jobs", "0")
    with pytest.raises(CommandError, match="No such file"):
        call_command("extract", str(tmp_path / "none.jsonl"))


def test_from_the_shell_without_any_database_and_at_once(tmp_path: Path) -> None:
    """The address of the database leads nowhere, and the folder of the embedded one stays empty."""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "CASETRACKER_STATE": str(tmp_path / "state"),
        "CASETRACKER_SECRET_KEY": "of no use here",
        "PYTHONIOENCODING": "latin-1",
    }
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "manage.py", "extract"],
        input=json.dumps({**DOCUMENT, "id": "“d1”"}).encode(),
        capture_output=True,
        cwd=settings.BASE_DIR,
        env=environment,
        check=False,
    )
    took = time.monotonic() - began
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["id"] == "“d1”"
    assert not (tmp_path / "state").exists()
    assert took < 30  # 0.9 s on a quiet machine

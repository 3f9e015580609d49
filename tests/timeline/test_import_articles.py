"""The import command as a newsroom uses it: folders, manifests, the same thing twice, and all that goes wrong."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.models import Article, ArticleVersion, Case, Paragraph
from timeline.models import Citation, Event, ExtractionRun, Mention

pytestmark = pytest.mark.django_db

PLEA = "Tom Reed, a ferryman, pleaded guilty on Monday to sinking the old ferry.\n\nNobody in court spoke."
SENTENCE = "Judge Rosa Linden sentenced the ferryman Tom Reed to six months in jail on Thursday.\n\nHe was taken away."
ROWS = [
    {
        "id": "001",
        "file": "plea.txt",
        "source": "The Linden Post",
        "published": "2016-05-03",
        "timezone": "Europe/London",
    },
    {
        "id": "002",
        "file": "sentence.txt",
        "source": "Linden Radio",
        "published": "2016-06-03T00:30:00+02:00",
        "timezone": "Europe/London",
        "title": "Six months",
        "url": "https://radio.example/six-months",
    },
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plea.txt").write_text(PLEA)
    (tmp_path / "sentence.txt").write_text(SENTENCE)
    manifest(tmp_path, ROWS)
    return tmp_path


def manifest(folder: Path, rows: list[dict[str, Any]]) -> None:
    case = {"slug": "ferry", "title": "The ferryman", "summary": "A ferry sank.", "timezone": "Europe/London"}
    (folder / "articles.json").write_text(json.dumps({"case": case, "articles": rows}))


def run(*args: object, fails: bool = False) -> str:
    """What the command says; `fails`: it ends with an error, as it must where something was refused."""
    out = StringIO()
    if fails:
        with pytest.raises(CommandError):
            call_command("import_articles", *map(str, args), stdout=out)
    else:
        call_command("import_articles", *map(str, args), stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[Any]]:
    """All rows that an import can touch, with their contents."""
    models = (Case, Article, ArticleVersion, Paragraph, ExtractionRun, Mention, Event, Citation)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_folder_becomes_a_case_with_suggested_events(folder: Path) -> None:
    assert run("ferry", folder) == "added 2: 001, 002\nunchanged 0\ncorrected 0\nrefused 0\n"
    case = Case.objects.get()
    assert (case.slug, case.title, case.timezone, case.is_public) == ("ferry", "The ferryman", "Europe/London", False)
    assert list(
        case.case_articles.order_by("key").values_list("key", "article__published", "article__source__name")
    ) == [
        ("001", Article.objects.get(source__name="The Linden Post").published, "The Linden Post"),
        ("002", Article.objects.get(source__name="Linden Radio").published, "Linden Radio"),
    ]
    assert str(Article.objects.get(title="Six months").published) == "2016-06-02"  # in London it was still the 2nd
    sentencing = case.events.get(type="sentencing")
    assert (sentencing.review, str(sentencing.earliest), sentencing.citations.count()) == ("suggested", "2016-06-02", 1)


def test_again_changes_nothing(folder: Path) -> None:
    run("ferry", folder)
    before = everything()
    assert run("ferry", folder) == "added 0\nunchanged 2: 001, 002\ncorrected 0\nrefused 0\n"
    assert everything() == before


def test_a_dry_run_says_the_same_and_does_nothing(folder: Path) -> None:
    assert "added 2: 001, 002" in run("ferry", folder, "--dry-run")
    assert all(rows == [] for rows in everything().values())
    run("ferry", folder)
    before = everything()
    (folder / "plea.txt").write_text(f"{PLEA}\nHe went home.")
    assert "corrected 1: 001" in run("ferry", folder, "--dry-run")
    assert everything() == before


def test_a_corrected_text_is_the_next_version_and_its_events_follow(folder: Path) -> None:
    run("ferry", folder)
    (folder / "sentence.txt").write_text(SENTENCE.replace("Thursday", "Wednesday"))
    assert "unchanged 1: 001\ncorrected 1: 002\n" in run("ferry", folder)
    assert ArticleVersion.objects.filter(article__title="Six months").count() == 2
    assert str(Event.objects.get(type="sentencing").earliest) == "2016-06-01"


def test_a_corrected_day_moves_the_events(folder: Path) -> None:
    run("ferry", folder)
    manifest(folder, [ROWS[0], {**ROWS[1], "published": "2016-06-10"}])
    assert "corrected 1: 002" in run("ferry", folder)
    assert str(Event.objects.get(type="sentencing").earliest) == "2016-06-09"


def test_an_import_that_was_cut_short_is_finished_by_the_next(folder: Path) -> None:
    run("ferry", folder)
    Event.objects.all().delete()
    ExtractionRun.objects.all().delete()
    run("ferry", folder)
    assert Event.objects.filter(type="sentencing").exists()


def test_a_case_takes_articles_from_elsewhere(folder: Path, tmp_path: Path) -> None:
    run("ferry", folder)
    assert "added 2: 001, 002" in run("rivers", folder)
    assert (Article.objects.count(), ArticleVersion.objects.count()) == (2, 2)
    assert Event.objects.filter(case__slug="rivers", type="sentencing").exists()


def test_a_plain_file_is_told_about_by_options(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(SENTENCE)
    run(
        "ferry",
        tmp_path / "one.txt",
        "--source",
        "Linden Radio",
        "--published",
        "2016-06-03",
        "--timezone",
        "Asia/Tokyo",
    )
    article = Article.objects.get()
    assert (article.source.name, str(article.published), article.timezone) == (
        "Linden Radio",
        "2016-06-03",
        "Asia/Tokyo",
    )
    assert Case.objects.get().title == "Ferry"


def test_a_manifest_beside_the_paths(folder: Path) -> None:
    assert "added 2: 001, 002" in run("ferry", folder, "--manifest", folder / "articles.json")
    assert "unchanged 2" in run("ferry", folder / "plea.txt", "--manifest", folder / "articles.json")


def test_the_same_article_twice_in_one_import_is_one(folder: Path) -> None:
    manifest(folder, [ROWS[0], ROWS[0], {**ROWS[0], "id": "003"}, ROWS[1]])
    said = run("ferry", folder)
    assert said.startswith("added 2: 001, 002\nunchanged 2: 001, 003\ncorrected 0\nrefused 0\n")
    assert "row 3 (plea.txt): the case has this article already, as '001'." in said
    assert Article.objects.count() == 2


BAD = [
    ({"file": "none.txt"}, None, "articles.json, row 2: There is no file none.txt beside the manifest. Add it"),
    ({"published": "soon"}, None, "row 2 (sentence.txt): 'soon' is no day of publication. Write"),
    ({"published": "03/04/2016"}, None, "'03/04/2016' is no day of publication"),
    ({"published": None}, None, "row 2 (sentence.txt): It has no day of publication. Write the day"),
    ({"published": "2999-01-01"}, None, "2999-01-01, which is still to come"),
    ({"timezone": "Mars/Olympus"}, None, "'Mars/Olympus' is no time zone. Write one like America/Los_Angeles"),
    ({"url": "radio"}, None, "'radio' is no web address"),
    ({"id": "001"}, None, "Its id '001' was used above for another text. Give it one of its own."),
    ({"id": ""}, None, "It has no id"),
    ({}, b"", "row 2 (sentence.txt): It is empty. Paste or point to"),
    ({}, b"\n \n", "It is empty"),
    ({}, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "row 2: This is no text file. Save the article as .txt or .html"),
    ({}, b"x" * 10_000_000, "It has 10,000,000 bytes; at most 8,000,000 are read. Split it."),
    ({}, b"word " * 500_000, "It has 2,500,000 characters; an article may have 2,000,000. Split it"),
]


@pytest.mark.parametrize(("change", "content", "why"), BAD)
def test_one_bad_article_is_refused_and_the_others_come_in(
    folder: Path, change: dict[str, Any], content: bytes | None, why: str
) -> None:
    manifest(folder, [ROWS[0], {**ROWS[1], **change}])
    if content is not None:
        (folder / "sentence.txt").write_bytes(content)
    said = run("ferry", folder, fails=True)
    assert said.startswith("added 1: 001\nunchanged 0\ncorrected 0\nrefused 1\n")
    assert why in said
    assert (Article.objects.count(), ArticleVersion.objects.count(), ExtractionRun.objects.count()) == (1, 1, 1)


def test_a_case_is_not_made_for_articles_that_are_refused(folder: Path) -> None:
    manifest(folder, [{**ROWS[0], "published": "soon"}])
    run("ferry", folder, fails=True)
    assert not Case.objects.exists()


def test_windows_1252_and_markup_are_text(tmp_path: Path) -> None:
    text = "“It’s the café,” she said.\r\n<script>alert(1)</script> was painted on the wall on 3 June 2016."
    (tmp_path / "one.txt").write_bytes(text.encode("windows-1252"))
    run("ferry", tmp_path, "--published", "2016-06-10")
    assert ArticleVersion.objects.get().text == text.replace("\r\n", "\n")


def test_a_guessed_encoding_is_noted(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes("“It’s the café,” she said.".encode("mac_roman"))
    assert "one.txt: read as mac" in run("ferry", tmp_path, "--published", "2016-06-10")


def test_a_manifest_that_is_not_there_is_named(folder: Path) -> None:
    assert "none.json: It cannot be read (No such file" in run("ferry", "--manifest", folder / "none.json", fails=True)


@pytest.mark.parametrize(("name", "text"), [("a.csv", ""), ("a.csv", "id,text,published\n"), ("a.jsonl", "\n")])
def test_a_list_without_an_article_is_an_error(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(CommandError, match="no article in what you named"):
        call_command("import_articles", "ferry", str(tmp_path / name), stdout=StringIO())
    assert not Case.objects.exists()


def test_where_all_was_refused_the_worker_reads_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    assert "worker" not in run("ferry", tmp_path / "a.txt", "--queue", fails=True)


@pytest.mark.parametrize("args", [["ferry"], ["the ferry", "x.txt"], ["férry", "x.txt"]])
def test_a_call_that_cannot_be_meant_is_refused(args: list[str]) -> None:
    with pytest.raises(CommandError, match=r"Name at least one file|is no slug"):
        call_command("import_articles", *args)


def test_a_case_with_odd_characters_in_its_title_is_made_all_the_same(folder: Path) -> None:
    case = {"slug": "ferry", "title": "The\u0000 ferryman\ud800", "summary": "A ferry\u0000 sank."}
    (folder / "articles.json").write_text(json.dumps({"case": case, "articles": ROWS}))
    run("ferry", folder)
    assert Case.objects.get().title == "The ferryman"


def test_a_case_name_that_is_too_long_is_refused(folder: Path) -> None:
    assert "write at most 80" in run("f" * 81, folder, fails=True)
    assert not Case.objects.exists()


def test_a_text_that_bears_another_day_is_told_of(folder: Path) -> None:
    (folder / "plea.txt").write_text(f"Posted May 9, 2011\n{PLEA}")
    assert "articles.json, row 1 (plea.txt): Its text is stamped “Posted May 9, 2011”" in run("ferry", folder)
    assert "Its text is stamped" not in run("ferry", folder), "who was told once has seen to it"

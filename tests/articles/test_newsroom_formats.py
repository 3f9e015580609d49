"""ninjs and WordPress exports: what they hold, and what is wrong with them."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.drafts import Draft, Refused
from articles.errors import IngestError
from articles.files import File
from articles.newsroom_formats import row_of_ninjs, text_of_html, wordpress_rows
from articles.reading import read_paths

ONE = {
    "uri": "https://linden.example/items/7",
    "type": "text",
    "versioncreated": "2016-06-10T09:00:00+02:00",
    "headline": "The gull &amp; the quay",
    "body_html": "<p>A gull <b>flew</b>.</p><script>x</script><p>It landed.</p>",
    "organisation": [{"name": "Linden Wire"}],
}
TWO = {
    "uri": "urn:newsml:linden:8",
    "standard": {"name": "ninjs", "version": "2.0"},
    "contentcreated": "2016-06-11T09:00:00Z",
    "headlines": [{"role": "main", "value": "The ferry"}],
    "bodies": [
        {"contenttype": "text/html", "value": "<p>Marked up.</p>"},
        {"contenttype": "text/plain", "value": "The ferry left."},
    ],
}
ITEM = """<item><title>{title}</title><link>https://blog.example/{n}</link><content:encoded><![CDATA[{body}]]></content:encoded>
<wp:post_id>{n}</wp:post_id><wp:post_date_gmt>2016-06-10 08:00:00</wp:post_date_gmt><wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type></item>"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Quay blog</title>
<wp:wxr_version>1.2</wp:wxr_version>"""


def item(n: int, **told: str) -> str:
    usual = {"title": "A gull", "body": "<p>It flew.</p>[gallery ids='1']<p>It landed.</p>", "status": "publish"}
    return ITEM.format(n=n, **{**usual, "kind": "post", **told})


def drafts(path: Path) -> list[Any]:
    return [found for found in read_paths([path]) if isinstance(found, Draft)]


def refusals(path: Path) -> list[str]:
    return [f"{found.where}: {found.why}" for found in read_paths([path]) if isinstance(found, Refused)]


@pytest.mark.parametrize("form", ["list", "lines", "single"])
def test_ninjs_is_read_wherever_rows_are(tmp_path: Path, form: str) -> None:
    path = tmp_path / ("items.jsonl" if form == "lines" else "items.json")
    items = [ONE] if form == "single" else [ONE, TWO]
    path.write_text("\n".join(map(json.dumps, items)) if form != "list" else json.dumps(items))
    first, *rest = drafts(path)
    assert (first.key, first.url, first.source) == (ONE["uri"], ONE["uri"], "Linden Wire")
    assert (first.title, first.text) == ("The gull & the quay", "A gull flew.\nIt landed.")
    assert first.published == ONE["versioncreated"]
    assert [(d.key, d.url, d.title, d.text) for d in rest] == [
        ("urn:newsml:linden:8", "", "The ferry", "The ferry left.")
    ][: len(items) - 1]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": "picture"}, "It is of the type 'picture'. Only texts are taken"),
        ({"pubstatus": "canceled"}, "not to be used"),
        ({"uri": 7}, "Its uri is no text"),
        ({"body_html": None}, "It has no body"),
        ({"body_html": None, "bodies": [7, {"value": 1}]}, "It has no body"),
    ],
)
def test_a_malformed_item_is_named(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    (path := tmp_path / "items.json").write_text(json.dumps([{**ONE, **change}]))
    (told,) = refusals(path)
    assert "row 1: " in told
    assert why in told


def test_a_wordpress_export_is_its_published_posts(tmp_path: Path) -> None:
    items = [item(1), item(2, status="draft"), item(3, kind="attachment"), item(4, kind="page", title="About &amp; so")]
    (path := tmp_path / "blog.xml").write_text(HEAD + "".join(items) + "</channel></rss>")
    first, second = drafts(path)
    assert (first.key, first.url, first.source) == ("post-1", "https://blog.example/1", "Quay blog")
    assert (first.text, first.published) == ("It flew.\nIt landed.", "2016-06-10T08:00:00+00:00")
    assert (second.key, second.title) == ("post-4", "About & so")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEAD + item(1) + "<item>", "From here on it is no XML"),
        ("<rss><channel></channel></rss>", "It is no export of WordPress"),
        ("no markup", "no XML"),
        ("<!DOCTYPE rss [<!ENTITY a 'gull'>]><rss>&a;</rss>", "It declares entities or a document type"),
        (HEAD + item(1, body="") + "</channel></rss>", "The post 1 has no text"),
        (HEAD + item(1).replace("<wp:post_id>1</wp:post_id>", "") + "</channel></rss>", "no wp:post_id"),
    ],
)
def test_what_is_wrong_with_an_export_is_named(tmp_path: Path, text: str, why: str) -> None:
    (path := tmp_path / "blog.xml").write_text(text)
    assert why in refusals(path)[0]
    assert len(drafts(path)) == (1 if "From here" in why else 0)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)


JSON = st.recursive(st.none() | st.integers() | st.text(max_size=20), nested)
GARBLED = st.text(max_size=100).map(lambda text: (HEAD + text + item(1)).encode("utf-8", "replace"))


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from([*ONE, *TWO, "pubstatus", "body_text"]), JSON))
def test_any_object_is_an_item_or_refused(told: dict[str, Any]) -> None:
    try:
        row = row_of_ninjs(told)
    except IngestError:
        return
    assert all(isinstance(value, str) for value in row.values())


@settings(max_examples=60)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=100).map(lambda s: (HEAD + s + item(1)).encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_posts_or_refused(raw: bytes) -> None:
    try:
        rows = list(wordpress_rows(File("x.xml", "x.xml", len(raw), lambda: BytesIO(raw))))
    except IngestError:
        return
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))


@given(st.text(max_size=200))
def test_any_markup_is_lines_without_blank_ones(markup: str) -> None:
    assert all(line == " ".join(line.split()) != "" for line in text_of_html(markup).split("\n")) or not text_of_html(
        markup
    )

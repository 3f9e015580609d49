"""Exports of other newsroom programs → rows like those of our own lists. IPTC ninjs (1.x to 3.x) in JSON, and WordPress
(WXR) in XML. Pure but for reading the file, a piece at a time; each thing that is malformed is named by its row."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from articles.errors import IngestError
from articles.files import File
from articles.lists import LONGEST_ROW, Rows

BLOCK_END = re.compile(r"</(?:p|div|h[1-6]|li|blockquote|figcaption|tr)\s*>|<br\s*/?>", re.IGNORECASE)
SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SHORTCODE = re.compile(r"\[/?[a-z][\w-]*(?:\s[^\]\n]{0,500})?\]")
WXR = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
PIECE = 1 << 16


def is_ninjs(row: Any) -> bool:
    """Whether an object is a news item as IPTC ninjs has it: it has a `uri`, and no `id`, `text` or `file` of ours."""
    return isinstance(row, Mapping) and "uri" in row and not {"id", "text", "file"} & row.keys()


def row_of_ninjs(item: Mapping[str, Any]) -> dict[str, str]:
    """A row of ours. Raises IngestError for what is no text, or has none.

    1.x has `body_text`, `body_html`, `headline` and the like; from 2.0 on these are lists: `bodies`, `headlines`.
    """
    kind = str(item.get("type") or "text")
    if kind not in {"text", "composite"}:
        raise IngestError(f"It is of the type {kind!r:.40}. Only texts are taken: leave it out.")
    if str(item.get("pubstatus") or "usable") != "usable":
        raise IngestError(f"Its pubstatus is {item['pubstatus']!r:.40}: it is not to be used. Leave it out.")
    uri = item.get("uri")
    if not isinstance(uri, str) or not uri.strip():
        raise IngestError("Its uri is no text. It is what the item is known by.")
    published = item.get("versioncreated") if not item.get("firstcreated") else item["firstcreated"]
    published = item.get("contentcreated") or published
    return {
        "id": uri.strip()[-200:],
        "text": _ninjs_body(item),
        "title": _ninjs_text(item, "headline", "headlines") or _ninjs_text(item, "title", "titles"),
        "published": str(published or ""),
        "source": _ninjs_source(item),
        "url": uri if uri.startswith(("http://", "https://")) and len(uri) <= 1000 else "",
    }


def _ninjs_body(item: Mapping[str, Any]) -> str:
    for key in ("body_text", "body_xhtml", "body_html"):
        if isinstance(item.get(key), str):
            return str(item[key]) if key == "body_text" else text_of_html(item[key])
    bodies = [body for body in _list(item, "bodies") if isinstance(body.get("value"), str)]
    plain = [body for body in bodies if str(body.get("contenttype") or "").startswith("text/plain")]
    for body in [*plain, *bodies]:
        return str(body["value"]) if body in plain else text_of_html(body["value"])
    raise IngestError("It has no body: no body_text, body_html or bodies. Leave it out.")


def _ninjs_text(item: Mapping[str, Any], single: str, several: str) -> str:
    if isinstance(item.get(single), str):
        return text_of_html(item[single])
    return next((text_of_html(one["value"]) for one in _list(item, several) if isinstance(one.get("value"), str)), "")


def _ninjs_source(item: Mapping[str, Any]) -> str:
    named = [one.get("name") for key in ("organisation", "organisations", "infosource") for one in _list(item, key)]
    told = [item.get("copyrightholder"), *named]
    return next((name for name in told if isinstance(name, str) and name), "")[:200]


def _list(item: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = item.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def wordpress_rows(file: File) -> Rows:
    """The published posts and pages of a WordPress export, one at a time. Raises IngestError where it is none."""
    number, is_export, site = 0, False, ""
    for item in _items(file):
        if isinstance(item, str):
            is_export, site = True, site or item
            continue
        fields = {WXR.sub("wp:", child.tag): child.text or "" for child in item if isinstance(child.tag, str)}
        if fields.get("wp:post_type") not in {"post", "page"} or fields.get("wp:status") != "publish":
            continue
        number += 1
        yield number, _row_of_post(fields, site)
    if not is_export and not number:
        raise IngestError("It is no export of WordPress. Export it there under Tools → Export, as “All content”.")


def _row_of_post(fields: Mapping[str, str], site: str) -> Any:
    identity, link = fields.get("wp:post_id", "").strip(), fields.get("link", "").strip()
    if not identity:
        return IngestError("This post has no wp:post_id. Export it anew.")
    day = fields.get("wp:post_date_gmt", "")
    moment = f"{day.strip().replace(' ', 'T')}+00:00" if re.match(r"\d{4}-(?!00)", day.strip()) else ""
    text = text_of_html(SHORTCODE.sub("", fields.get(CONTENT, "")))
    if not text:
        return IngestError(f"The post {identity[:40]} has no text. Leave it out.")
    title = text_of_html(fields.get("title", ""))
    told = {"id": f"post-{identity}", "text": text, "title": title, "source": site, "url": link}
    return {**told, "published": moment or fields.get("wp:post_date", "").strip().replace(" ", "T")}


def _items(file: File) -> Iterator[Any]:
    """The site's name once its head is read, then each item; no more than one is held."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        with file.open() as stream:
            bounded = _Bounded(stream)
            depth: list[Any] = []
            for event, element in iterparse(bounded, events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    depth.append(element)
                    continue
                depth.pop()
                if element.tag == "wxr_version" or WXR.sub("wp:", element.tag) == "wp:wxr_version":
                    yield (depth[-1].findtext("title") or "").strip()[:200] if depth else ""
                elif element.tag == "item":
                    yield element
                    bounded.taken = 0
                    depth[-1].remove(element)
    except ParseError as error:
        raise IngestError(f"From here on it is no XML ({error}). Export it anew.") from error
    except DefusedXmlException as error:
        raise IngestError("It declares entities or a document type, which no export does. Export it anew.") from error


class _Bounded:
    """A stream that gives out so much between two items, and no more."""

    def __init__(self, stream: Any) -> None:
        self._stream, self.taken = stream, 0

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self._stream.read(PIECE if size < 0 else size)
        self.taken += len(chunk)
        if self.taken > 4 * LONGEST_ROW:
            raise IngestError(f"An item has more than {4 * LONGEST_ROW:,} bytes, which no article has.")
        return chunk


def text_of_html(markup: str) -> str:
    """The words of a fragment, a paragraph a line."""
    plain = TAG.sub("", BLOCK_END.sub("\n", SCRIPT.sub(" ", markup)))
    lines = (" ".join(line.split()) for line in html.unescape(plain).split("\n"))
    return "\n".join(line for line in lines if line)

"""From a page to its article: markup and scripts go, words and paragraphs stay."""

import pytest

from articles.clean import clean_html
from articles.errors import IngestError

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Ferry kept for a year | The Linden Post</title>
<meta property="article:published_time" content="2013-03-12T02:31:00+00:00">
<meta property="article:modified_time" content="2015-01-01T00:00:00+00:00">
<meta property="og:site_name" content="The Linden Post"><link rel="canonical" href="https://lindenpost.example/ferry">
<script>var day = "March 1, 2001";</script><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Ferry kept for a year</h1>
<p>The council voted on <b>Monday</b> to keep the old ferry running for another year, after a long debate.</p>
<script>alert("boo")</script>
<p>“We will keep rowing,” the ferryman said on Tuesday, when he heard of the vote &amp; of the reasons for it.</p>
<p>The mayor had not expected so many people to come to the hall, and sent for more chairs.</p>
</article><footer>Imprint</footer></body></html>"""


def test_the_article_of_a_page() -> None:
    page = clean_html(PAGE)
    assert page.text.split("\n") == [
        "Ferry kept for a year",
        "The council voted on Monday to keep the old ferry running for another year, after a long debate.",
        "“We will keep rowing,” the ferryman said on Tuesday, when he heard of the vote & of the reasons for it.",
        "The mayor had not expected so many people to come to the hall, and sent for more chairs.",
    ]
    assert (page.title, page.source, page.url) == (
        "Ferry kept for a year",
        "The Linden Post",
        "https://lindenpost.example/ferry",
    )


def test_the_day_is_that_of_the_first_publication_with_its_offset() -> None:
    assert clean_html(PAGE).published == "2013-03-12T02:31:00+0000"


def test_a_page_of_two_lines_is_read_and_its_day_is_not_guessed() -> None:
    page = clean_html("<html><body><p>The ferry sank on Monday.</p><p>Nobody was hurt.</p></body></html>")
    assert (page.text, page.published) == ("The ferry sank on Monday.\nNobody was hurt.", "")


def test_an_address_that_is_no_whole_one_is_left_out() -> None:
    assert clean_html(PAGE.replace("https://lindenpost.example/ferry", "/ferry")).url == ""


@pytest.mark.parametrize("html", ["", "<html></html>", "<script>alert(1)</script>", "<" * 10_000, "\x01"])
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(IngestError, match="No article was found"):
        clean_html(html)


FIRST = "The harbour police came to the yard by the river in the early hours, and stayed there for most of the week."
LAST = "The council said that it had not been told of the search before, and that it would ask the minister about it."
MIDDLE = "Nobody at the yard would talk to this paper, though its gates stood open and its lamps were lit all night."
CRANES = "<li>The yard was closed on Wednesday morning.</li><li>Inspectors seized the crane <a href='/l'>logs</a>.</li>"
NESTED = "<li>On Monday the yard closed:<ul><li>Two cranes stood still.</li></ul></li><li>Nobody was hurt.</li>"
ELSEWHERE = "<ul><li><a href='/a'>The old ferry sinks in the night</a></li><li><a href='/b'>Mayor resigns</a></li></ul>"
TABLE = (
    "<table><tr><th>Monday</th><td>The first crane fell</td></tr><tr><th>Friday</th><td>It was sold</td></tr></table>"
)
CLOSED = ["- The yard was closed on Wednesday morning.", "- Inspectors seized the crane logs."]
BARE = "<p>{}</p>{}<p>{}</p>"


@pytest.mark.parametrize(
    "page", [BARE, f"<article>{BARE}</article>", f"<main>{BARE}</main>", f"<html><div><div>{BARE}</div></div>"]
)
@pytest.mark.parametrize(
    ("among", "items"),
    [
        (f"<ul>{CRANES}</ul>", CLOSED),
        (f"<div><ol>{CRANES}</ol></div>", CLOSED),
        (f"<ul>{NESTED}</ul>", ["- On Monday the yard closed:", "  - Two cranes stood still.", "- Nobody was hurt."]),
        ("<dl><dt>Monday</dt><dd>The yard was closed.</dd></dl>", ["- Monday", "- The yard was closed."]),
    ],
)
def test_the_items_of_a_list_are_paragraphs_wherever_they_stand(page: str, among: str, items: list[str]) -> None:
    read = clean_html(page.format(FIRST, among, LAST))
    assert (read.text.split("\n"), read.lacks) == ([FIRST, *items, LAST], "")


@pytest.mark.parametrize(
    "page", [BARE, f"<article>{BARE}</article>", f"<body>{ELSEWHERE}{BARE}<footer>{ELSEWHERE}</footer>"]
)
def test_lists_that_lead_elsewhere_stay_out_and_are_no_loss(page: str) -> None:
    read = clean_html(page.format(FIRST, f"<p>{MIDDLE}</p><ul>{CRANES}</ul>{ELSEWHERE}", LAST))
    assert (read.text.split("\n"), read.lacks) == ([FIRST, MIDDLE, *CLOSED, LAST], "")
    read = clean_html(page.format(FIRST, f"<p>{MIDDLE}</p>{ELSEWHERE}", LAST))
    assert (read.text.split("\n"), read.lacks) == ([FIRST, MIDDLE, LAST], "")


def test_the_editor_is_told_what_of_the_article_is_still_missing() -> None:
    read = clean_html(BARE.format(FIRST, f"<p>{MIDDLE}</p><ul>{CRANES}</ul>{TABLE}", LAST))
    assert read.text.split("\n") == [FIRST, MIDDLE, *CLOSED, LAST]
    assert read.lacks.startswith("A list or table of this page was left out: “Monday The first crane fe")
    assert read.notes == ()  # the text is right, and may be gathered

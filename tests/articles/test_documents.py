"""Files of all kinds → an article's text, and what is said of those that hold none."""

import pytest

from articles.documents import kind_of, read_document
from articles.errors import IngestError
from tests.articles.files import ENCRYPTED, RELATIONS, archive, docx, pdf, zip_bomb

LEAD = "The ferry sank on Monday, and nobody was hurt."
TRACKED = (
    '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>Two boats came</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="a"><w:r><w:delText>Three boats came</w:delText></w:r></w:del>'
    "<w:r><w:br/><w:t>within the hour.</w:t></w:r></w:p>"
)
TABLE = (
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>June</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>40,000</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (docx(LEAD, "Divers went down."), f"{LEAD}\nDivers went down."),
        (docx("<b>Bold</b> & <script>"), "<b>Bold</b> & <script>"),
        (docx(LEAD, body=TRACKED), f"{LEAD}\nTwo boats came\nwithin the hour."),
        (docx(LEAD, body=TABLE), f"{LEAD}\nJune\n40,000"),
    ],
)
def test_a_word_document_is_read_as_it_is_seen(raw: bytes, text: str) -> None:
    lines = [line for line in read_document(raw, "docx").text.split("\n") if line]
    assert lines == text.split("\n")


def test_a_paragraph_that_is_styled_as_the_title_is_the_title() -> None:
    """Word names the style “Title” in every language; only its id is translated."""
    style = '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    title = '<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>A ferry sinks</w:t></w:r></w:p>'
    lead = f"<w:p><w:r><w:t>{LEAD}</w:t></w:r></w:p>"
    page = read_document(docx(body=title + lead, styles=style), "docx")
    assert (page.title, page.text.split()[0]) == ("A ferry sinks", "A")
    assert read_document(docx(LEAD), "docx").title == ""


COLUMNS = [
    (50, 700, "The ferry sank on Monday near the"),
    (50, 686, "quay, the harbour master said, and"),
    (50, 672, "nobody who had been on it was hurt."),
    (50, 644, "Divers went down on Tuesday to find"),
    (50, 630, "out why; they come back to-"),
    (320, 700, "morrow. The owner, who lives near"),
    (320, 686, "the quay, was not to be found."),
]


def test_a_pdf_is_read_column_by_column_with_its_paragraphs_whole() -> None:
    assert read_document(pdf(COLUMNS), "pdf").text.split("\n") == [
        "The ferry sank on Monday near the quay, the harbour master said, and nobody who had been on it was hurt.",
        "Divers went down on Tuesday to find out why; they come back tomorrow. "
        "The owner, who lives near the quay, was not to be found.",
    ]


def test_a_sentence_runs_on_over_the_end_of_a_page_and_its_running_head() -> None:
    pages = [
        [(50, 780, f"The Linden Post, page {n}"), (50, 400, words)]
        for n, words in enumerate(["The ferry sank on", "Monday. It was", "raised on Friday."], 1)
    ]
    assert read_document(pdf(*pages), "pdf").text == "The ferry sank on\nMonday. It was raised on Friday."


def test_lines_that_are_set_in_begin_a_paragraph() -> None:
    lines = [
        (62, 700, "The ferry sank on Monday near the quay, and"),
        (50, 686, "nobody who had been on it was hurt that day."),
        (62, 672, "Nobody knew why it had sunk, said the master"),
        (50, 658, "of the harbour, who had seen it from his boat."),
    ]
    first, second = read_document(pdf(lines), "pdf").text.split("\n")
    assert (first[-9:], second[:11]) == ("that day.", "Nobody knew")


def test_a_hyphen_at_the_end_of_a_line_stays_where_the_word_has_one_elsewhere() -> None:
    lines = [
        (50, 700, "He kept the log-book of the ferry in a log-"),
        (50, 686, "book's cover, and it was on the mas-"),
        (50, 672, "ter's table on Monday."),
    ]
    assert "in a log-book's cover, and it was on the master's table" in read_document(pdf(lines), "pdf").text


REFUSED = [
    ("docx", b"PK\x03\x04 and nothing more", "This is no .docx file, although its name says so. Open it"),
    ("docx", b"\xd0\xcf\x11\xe0 and more", "an old .doc file, or one with a password. Save it as .docx"),
    ("docx", zip_bomb(), "Unpacked it would have 101,000,000 bytes; at most 100,000,000 are read"),
    ("docx", archive({"a.txt": "x"}), "This .docx file is damaged"),
    ("docx", archive({"_rels/.rels": RELATIONS, "word/document.xml": "<w:document"}), "This .docx file is damaged"),
    ("docx", docx(), "holds no text"),
    ("pdf", b"<html>", "This is no PDF"),
    ("pdf", b"%PDF-1.4 and nothing more", "This PDF is damaged"),
    ("pdf", pdf(COLUMNS)[:400], "This PDF is damaged"),
    ("pdf", pdf(), "pictures of pages and no text: a scan. Run text recognition"),
    ("pdf", pdf(COLUMNS, extra=ENCRYPTED), "protected by a password. Save it without one"),
    ("html", b"<html><body></body></html>", "No article was found"),
    ("text", b"\x00\x01", "This is no text file"),
]


@pytest.mark.parametrize(("kind", "raw", "why"), REFUSED)
def test_what_holds_no_article_is_refused_with_the_remedy(kind: str, raw: bytes, why: str) -> None:
    with pytest.raises(IngestError, match=why):
        read_document(raw, kind)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.txt", "text"), ("A.HTM", "html"), ("b.c.docx", "docx"), ("ü.PDF", "pdf"), ("a.md", "text")]
)
def test_the_ending_of_its_name_says_what_a_file_is(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.doc", "kind .doc are not read. Save it as .docx"),
        ("a.exe", "Paste its text"),
        ("a.ZIP", "import_articles"),
        ("a.csv", "import_articles"),
        ("notes", "without ending"),
    ],
)
def test_other_endings_are_refused(name: str, why: str) -> None:
    with pytest.raises(IngestError, match=why):
        kind_of(name)


def test_a_guessed_encoding_is_noted() -> None:
    greek = "Το φέρι βυθίστηκε τη Δευτέρα κοντά στο λιμάνι και κανείς δεν τραυματίστηκε.".encode("iso8859-7")
    assert "which is a guess" in read_document(greek, "text").notes[0]
    assert read_document(greek, "text", "iso-8859-7").notes == ()

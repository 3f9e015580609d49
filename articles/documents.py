"""The bytes of a file → an article's parts, whatever kind of file it is. Pure.

What is handed in may be hostile: the site reads it in a child process with limits (`articles.limited`), never here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from articles.clean import Page, clean_html
from articles.encodings import decode
from articles.errors import IngestError

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
LARGEST_UNPACKED = 100_000_000  # bytes in a .docx once unpacked; a book of a thousand pages has a tenth of it
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .doc, and any file that Office encrypts
PDF_MARK, PDF_MARK_WITHIN = b"%PDF-", 1024
END_OF_LINE = re.compile(r"<br />|</(?:p|h[1-6]|li|td|th)>")  # as mammoth writes them
TITLE_IS_HEADING = "p[style-name='Title'] => h1:fresh"  # word processors have a style of that name beside headings
FIRST_HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": ""})
INDENT = 0.5  # heights of a line: by so much the first line of a paragraph is set in
COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
BROKEN_WORD = re.compile(r"[a-zß-ÿ]-$")
MID_SENTENCE = re.compile(r"[\w,;–—-]$")
RUNNING_HEAD_PAGES = 3  # a line that stands on so many pages, numbers aside, is no part of the story

SetPage = list[list[tuple[float, float, str]]]  # blocks of lines: how far set in, how high, and the words


def kind_of(name: str) -> str:
    """What a file of this name holds: "text", "html", "docx" or "pdf". Raises IngestError for other endings."""
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        raise IngestError(f"Files of the kind {ending or 'without ending'} are not read. {_remedy(ending)}.")
    return KINDS[ending]


def _remedy(ending: str) -> str:
    if ending in {".doc", ".odt", ".rtf", ".pages"}:
        return "Save it as .docx"
    if ending in {".csv", ".json", ".jsonl", ".xml", ".zip"}:
        return "A list or an archive of articles is imported by manage.py import_articles"
    return "Paste its text instead"


def read_document(raw: bytes, kind: str, charset: str = "") -> Page:
    """The article in a file of that kind. `charset` is what came with it, if anything did. Raises IngestError."""
    readers: dict[str, Callable[[], Page]] = {
        "text": lambda: _read_text(raw, charset),
        "html": lambda: _read_html(raw, charset),
        "docx": lambda: _read_docx(raw),
        "pdf": lambda: _read_pdf(raw),
    }
    return readers[kind]()


def _read_text(raw: bytes, charset: str) -> Page:
    decoded = decode(raw, charset)
    return Page(text=decoded.text, notes=_doubt(decoded.guess))


def _read_html(raw: bytes, charset: str) -> Page:
    decoded = decode(raw, charset)
    page = clean_html(decoded.text)
    return page.noting(*_doubt(decoded.guess))


def _doubt(guess: str) -> tuple[str, ...]:
    return (f"It was read as {guess}, which is a guess. Where letters look wrong, save it as UTF-8.",) if guess else ()


def _read_docx(raw: bytes) -> Page:
    import lxml.html
    import mammoth

    _check_archive(raw)
    try:
        no_picture = mammoth.images.img_element(lambda image: {})
        html = mammoth.convert_to_html(BytesIO(raw), convert_image=no_picture, style_map=TITLE_IS_HEADING).value
        text = lxml.html.fromstring(f"<div>{END_OF_LINE.sub(_with_line_end, html)}</div>").text_content()
    except MemoryError:
        raise
    except Exception as error:  # a damaged file can make a parser raise anything
        raise IngestError("This .docx file is damaged. Open it, save it anew, or paste its text.") from error
    heading = FIRST_HEADING.search(html)
    title = " ".join(lxml.html.fromstring(heading[0]).text_content().split()) if heading and heading[1].strip() else ""
    return Page(title=title, text=_not_empty(text, "This .docx file holds no text. Paste the article's text instead."))


def _with_line_end(found: re.Match[str]) -> str:
    return found[0] + "\n"


def _check_archive(raw: bytes) -> None:
    """Before anything is unpacked: that it is an archive, and how large it says it is. It cannot unpack to more."""
    if raw.startswith(OLD_OFFICE):
        raise IngestError("This is an old .doc file, or one with a password. Save it as .docx without a password.")
    try:
        with ZipFile(BytesIO(raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, ValueError, NotImplementedError) as error:
        remedy = "Open it in a word processor and save it as .docx, or paste its text."
        raise IngestError(f"This is no .docx file, although its name says so. {remedy}") from error
    if unpacked > LARGEST_UNPACKED:
        raise IngestError(
            f"Unpacked it would have {unpacked:,} bytes; at most {LARGEST_UNPACKED:,} are read. Paste its text instead."
        )


def _read_pdf(raw: bytes) -> Page:
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    if PDF_MARK not in raw[:PDF_MARK_WITHIN]:
        raise IngestError("This is no PDF, although its name says so. Paste the article's text instead.")
    try:
        set_lines = list(_pages(raw))
        compounds = _compounds(set_lines)
        pages = [list(_blocks(page, compounds)) for page in set_lines]
    except MemoryError:
        raise
    except PDFPasswordIncorrect as error:
        raise IngestError("This PDF is protected by a password. Save it without one, or paste its text.") from error
    except Exception as error:  # a damaged file can make a parser raise anything
        raise IngestError("This PDF is damaged. Print it to a new PDF, or paste its text.") from error
    text = "\n".join(_join_broken(_without_running_heads(pages), compounds))
    scan = "This PDF holds pictures of pages and no text: a scan. Run text recognition (OCR) on it first."
    return Page(text=_not_empty(text, scan))


def _not_empty(text: str, why: str) -> str:
    if not re.search(r"\w", text):
        raise IngestError(why)
    return text.strip()


def _pages(raw: bytes) -> Iterator[SetPage]:
    """The blocks of each page in reading order; a block is its lines: how far set in, how high, and the words."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextBox, LTTextLine

    for page in extract_pages(BytesIO(raw), laparams=LAParams()):
        yield [
            [(line.x0 - box.x0, line.height, line.get_text()) for line in box if isinstance(line, LTTextLine)]
            for box in page
            if isinstance(box, LTTextBox)
        ]


def _compounds(pages: Sequence[SetPage]) -> frozenset[str]:
    """The words with a hyphen that stand within a line somewhere: "log-book"."""
    return frozenset(word for page in pages for block in page for line in block for word in COMPOUND.findall(line[2]))


def _blocks(page: SetPage, compounds: frozenset[str]) -> Iterator[str]:
    """The paragraphs of a page: its blocks, and within one each line that is set in after a finished sentence."""
    for block in page:
        words = ""
        for indent, height, line in block:
            line = " ".join(line.translate(LIGATURES).split())
            if words and indent > INDENT * height and not MID_SENTENCE.search(words):
                yield words
                words = ""
            words = _join(words, line, compounds)
        if words:
            yield words


def _join(words: str, line: str, compounds: frozenset[str]) -> str:
    """A line put to the words before it. A hyphen at the line's end goes, unless the word has one elsewhere as well."""
    if BROKEN_WORD.search(words) and line[:1].islower():
        word = COMPOUND.search(words.split()[-1] + line.split()[0])
        return words + line if word and word[0] in compounds else words[:-1] + line
    return f"{words} {line}" if words and line else words or line


def _without_running_heads(pages: Sequence[Sequence[str]]) -> list[str]:
    """The blocks of all pages, without those that stand on several."""

    def shape(block: str) -> str:
        return re.sub(r"\d+", "0", block)

    on_pages = Counter(found for page in pages for found in {shape(block) for block in page})
    return [block for page in pages for block in page if on_pages[shape(block)] < RUNNING_HEAD_PAGES]


def _join_broken(blocks: Iterable[str], compounds: frozenset[str]) -> list[str]:
    """All paragraphs in order; one that a column's or page's end breaks in mid-sentence is one again."""
    joined: list[str] = []
    for block in blocks:
        if joined and MID_SENTENCE.search(joined[-1]) and block[:1].islower():
            joined[-1] = _join(joined[-1], block, compounds)
        else:
            joined.append(block)
    return joined

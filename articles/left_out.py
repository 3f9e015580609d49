"""Lists and tables that stand among a page's paragraphs and are missing from the article that was found in it. Pure."""

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TELLING = 4  # words in one item, outside links: "The gates were shut." Menus and buttons to share have fewer
MOST = 500  # paragraphs and lists of one page that are looked at
BEGINNING = 60  # characters of what is missing, for the editor to find it in the page
PARAGRAPHS = "//p | //div[not(.//div or .//p or .//ul or .//ol or .//dl or .//table)]"
LISTS = (
    ".//*[self::ul or self::ol or self::dl or self::table[not(.//p)]]"
    "[not(ancestor::ul or ancestor::ol or ancestor::dl or ancestor::table[not(.//p)])]"
    "[not(ancestor::nav or ancestor::aside or ancestor::footer or ancestor::header or ancestor::form)]"
)


def left_out(tree: "HtmlElement", text: str) -> "tuple[HtmlElement | None, tuple[str, ...]]":
    """What holds all paragraphs of the text, and how each list or table in it begins that the text lacks. Lists of
    links lead elsewhere and are no loss."""
    told = _squeezed(text)
    around = _around([p for p in islice(tree.xpath(PARAGRAPHS), MOST) if (own := _squeezed(_text(p))) and own in told])
    if around is None:
        return None, ()
    lists = [
        found for found in islice(around.xpath(LISTS), MOST) if _tells(found) and _squeezed(_text(found)) not in told
    ]
    return around, tuple(_beginning(found) for found in lists)


def enclose(around: "HtmlElement") -> None:
    """Make one article of what it holds: a page that names no part as its article is read by its paragraphs alone."""
    article = around.makeelement("article")
    article.text, around.text = around.text, None
    article.extend(list(around))
    around.append(article)


def _around(paragraphs: "list[HtmlElement]") -> "HtmlElement | None":
    """The innermost element that holds them all."""
    shared: list[HtmlElement] = []
    for number, paragraph in enumerate(paragraphs):
        path = [*paragraph.iterancestors()][::-1]
        same = [a for a, b in zip(shared, path, strict=False) if a is b]
        shared = same if number else path
    return shared[-1] if shared else None


def _tells(found: "HtmlElement") -> bool:
    links = sum(len(_squeezed(_text(link))) for link in found.iter("a"))
    items = found.xpath(".//li | .//dd | self::table")
    most = max((len(_text(item).split()) for item in items), default=0)
    return most >= TELLING and 2 * links < len(_squeezed(_text(found)))


def _beginning(found: "HtmlElement") -> str:
    words = " ".join(_text(found).split())
    return words if len(words) <= BEGINNING else words[:BEGINNING].rsplit(" ", 1)[0] + " …"


def _text(element: "HtmlElement") -> str:
    return " ".join(element.itertext())


def _squeezed(text: str) -> str:
    """Letters and figures alone: marks of lists, breaks and spaces are not what is compared."""
    return "".join(filter(str.isalnum, text))

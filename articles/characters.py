"""Characters that no text of a person holds on purpose, and that some formats do not allow. Pure."""

import re
from typing import Any

# XML 1.0 (fifth edition), 2.2: no reference stands for them either. Of control characters only tabs and line ends stay.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def one_line(text: str) -> str:
    """The words of a text on one line: no control characters, single spaces."""
    return " ".join(typed(text).split())


def typed(text: str) -> str:
    """What somebody typed, on as many lines: control characters are spaces."""
    return NOT_IN_XML.sub(" ", text.replace("\x7f", " "))


def for_xml(value: Any) -> Any:
    """A value, or dictionaries and lists of such, without the characters that XML does not allow."""
    match value:
        case str():
            return NOT_IN_XML.sub("", value)
        case dict():
            return {for_xml(name): for_xml(each) for name, each in value.items()}
        case list():
            return [for_xml(each) for each in value]
    return value

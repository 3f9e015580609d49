"""Numbers as they come in addresses and forms: anybody may have typed anything."""


def whole_number(raw: str | None) -> int:
    """The key or count that the text is; 0, which no row has, for anything else."""
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 18 else 0


def key_and_revision(text: str) -> tuple[int, int]:
    """ "12:3": the event 12 as it was shown in its revision 3."""
    key, _, revision = text.partition(":")
    return whole_number(key), whole_number(revision)

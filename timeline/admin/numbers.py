"""Numbers as they come in addresses and forms: anybody may have typed anything."""


def whole_number(raw: str | None) -> int:
    """The key or count that the text is; 0, which no row has, for anything else."""
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 18 else 0

"""What is wrong with something that was handed in."""


class IngestError(Exception):
    """An article cannot be taken; the message says why, and what to do."""


class AwayError(IngestError):
    """A page cannot be had now, and perhaps can later."""

"""What is wrong with something that was handed in."""


class IngestError(Exception):
    """An article cannot be taken; the message says why, and what to do."""


class AwayError(IngestError):
    """A page cannot be had now, and perhaps can later."""


class GoneError(IngestError):
    """The site says itself that it has no such page."""


class NoSiteError(IngestError):
    """The name of the site leads nowhere."""


KINDS = {kind.__name__: kind for kind in (IngestError, AwayError, GoneError, NoSiteError)}  # across processes

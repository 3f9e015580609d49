"""What goes wrong with the embedded database; kept apart so that every module can raise it."""


class LocalPostgresError(Exception):
    """The embedded database cannot be used; the message says what to do."""

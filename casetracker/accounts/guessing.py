"""Passwords and codes cannot be guessed at leisure, and nobody is locked out by those who try.

Three counts. *This account from this address*: a few; a success clears it. *This address*: more, since a whole newsroom
may share one. *This account, from addresses it was never signed in from*: many computers guessing together get no
further than one, while its owner signs in from where they always do.
"""

from django.http import HttpRequest

from casetracker.accounts import audit
from casetracker.accounts.counting import Limit
from casetracker.visitors import address_of

WINDOW = 15 * 60
PAIR = Limit("account and address", 5, WINDOW)
ADDRESS = Limit("address", 50, WINDOW)
STRANGERS = Limit("account, strangers", 20, 60 * 60)


def count_attempt(request: HttpRequest, username: str, step: str) -> None:
    """Before a password or a code is looked at. Raises TooOften."""
    name, address = username.casefold()[:150], address_of(request)
    ADDRESS.take(step, address)
    PAIR.take(step, name, address)
    if not audit.knows(account=username, address=address):
        STRANGERS.take(step, name)


def forgive(request: HttpRequest, username: str, step: str) -> None:
    """It was right. However many of a newsroom sign in from one address, they do not count."""
    address = address_of(request)
    PAIR.forgive(step, username.casefold()[:150], address)
    ADDRESS.give_back(step, address)

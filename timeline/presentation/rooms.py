"""The lists of the admin as a newsroom looks for them: by what is done there, not by the program's parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from timeline.models import Event
from timeline.presentation.wording import capital

# By heading: the lists there, each with its name and what it is for.
ROOMS: dict[str, dict[str, tuple[str, str]]] = {
    "Texts": {
        "Case": ("Cases", "the running stories, each with its timeline"),
        "Article": ("Articles", "what was published; add one by text, file or link"),
        "Address": ("Links handed in", "pages to fetch, and what became of them"),
        "Feed": ("Feeds", "of outlets, looked into by themselves"),
        "Source": ("Outlets", "who published, and how much of their text we may show"),
    },
    "Timeline": {
        "Event": ("Events", "all of them; those that wait are on the desk of their case"),
        "EventType": ("Event types", "and the words that tell of them"),
        "Person": ("People", "and which of their names the public reads"),
    },
    "Readers": {
        "Follower": ("Readers who follow", "by e-mail"),
        "Webhook": ("Webhooks", "other sites that are told of each public change"),
        "Delivery": ("Sent to webhooks", "and what they answered"),
    },
    "House": {
        "User": ("Accounts", "of the staff, and their roles"),
        "Group": ("Roles", "what each may do"),
        "Entry": ("Audit log", "who signed in, and who changed an account"),
        "DeadLetter": ("Failed jobs", "what the program could not do by itself"),
        "Rereading": ("Reading again", "of all articles, after the rules have changed"),
    },
}


def desk_of(event: Event) -> str:
    """Where an editor decides of this event. It comes with its case."""
    return f"{reverse('desk', args=[event.case.slug])}?event={event.public_id}"


@dataclass(frozen=True, slots=True)
class Door:
    """A list; `add` is "" where this visitor adds nothing."""

    name: str
    hint: str
    url: str
    add: str


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    doors: tuple[Door, ...]


def rooms(app_list: Iterable[Mapping[str, Any]]) -> list[Room]:
    """What of `AdminSite.get_app_list` this visitor may open, and what all staff may use."""
    open_ = {model["object_name"]: model for app in app_list for model in app["models"] if model.get("admin_url")}
    found = [Room(name, tuple(_doors(lists, open_))) for name, lists in ROOMS.items()]
    lab = Door("Date lab", "paste a text, see how its dates are read", reverse("date-lab"), "")
    return [room for room in (*found, Room("Tools", (lab,))) if room.doors]


def door_of(opts: Any) -> Door:
    """How the list of a model (its `_meta`) is called, and what it is for."""
    for lists in ROOMS.values():
        if told := lists.get(opts.object_name):
            return Door(*told, url="", add="")
    return Door(capital(str(opts.verbose_name_plural)), "", url="", add="")


def _doors(lists: Mapping[str, tuple[str, str]], open_: Mapping[str, Mapping[str, Any]]) -> Iterable[Door]:
    for key, (name, hint) in lists.items():
        if model := open_.get(key):
            yield Door(name, hint, model["admin_url"], model.get("add_url") or "")

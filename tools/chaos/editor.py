"""An editor at work over HTTP, who writes down what the site acknowledged."""

import http.client
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tools.chaos.paper import text
from tools.chaos.site import Site

PAUSE = 0.1  # seconds between an answer and the next request
OPEN = """
    SELECT e.id, e.public_id, e.revision, e.review FROM timeline_event e JOIN articles_case c ON c.id = e.case_id
    WHERE c.slug = %s AND e.review IN ('suggested', 'approved')
"""


@dataclass(slots=True)
class Act:
    """What was asked under a word of its own, and what the answer was: acknowledged, refused, or unknown."""

    token: str
    verb: str
    answer: str = "unknown"


@dataclass(slots=True)
class Editor:
    site: Site
    draw: random.Random
    acts: list[Act] = field(default_factory=list)
    case: str = ""
    is_public: dict[str, bool | None] = field(default_factory=dict)  # as last acknowledged; None: nobody can know
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Once the answer to what is under way is in."""
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _work(self) -> None:
        verbs: list[Callable[[], None]] = [self._approve, self._approve, self._merge, self._merge, self._reject]
        verbs += [self._undo, self._publish, self._add]
        while not self._stop.is_set():
            self.draw.choice(verbs)()
            time.sleep(PAUSE)

    def _approve(self) -> None:
        self._decide("approve", ["suggested"])

    def _reject(self) -> None:
        self._decide("reject", ["suggested"])

    def _undo(self) -> None:
        self._decide("undo", ["suggested", "approved"])

    def _merge(self) -> None:
        rows = self.site.rows(OPEN, self.case)
        if len(rows) > 1:
            one, other = self.draw.sample(rows, 2)
            self._post("merge", one, other=f"{other[0]}:{other[2]}")

    def _decide(self, verb: str, reviews: list[str]) -> None:
        rows = [row for row in self.site.rows(OPEN, self.case) if row[3] in reviews]
        if rows:
            self._post(verb, self.draw.choice(rows))

    def _post(self, verb: str, event: tuple, **more: str) -> None:
        act = self._note(verb)
        told = {"do": verb, "event": event[1], "seen": event[2], "reason": act.token, **more}
        act.answer = self._ask(f"/admin/desk/{self.case}/", told)

    def _add(self) -> None:
        """An article by the form, its word for a title."""
        act = self._note("add")
        (case,) = self.site.rows("SELECT id FROM articles_case WHERE slug = %s", self.case)[:1] or [(None,)]
        draft = {"take": "on", "timezone": "UTC", "text": text(self.draw, 100_000 + len(self.acts)), "title": act.token}
        draft |= {"source": "By hand", "published": "2016-06-28"}
        told = {"case": case[0], "drafts": 1, **{f"0-{name}": value for name, value in draft.items()}, "_add": ""}
        act.answer = self._ask("/admin/articles/article/add/", told)

    def _publish(self) -> None:
        wanted = self.draw.random() < 0.7
        case = self.site.rows("SELECT id FROM articles_case WHERE slug = %s", self.case)
        if not case:
            return
        told = {"action": "publish" if wanted else "unpublish", "_selected_action": case[0][0], "index": 0}
        answer = self._ask("/admin/articles/case/", told)
        if answer != "refused":
            self.is_public[self.case] = wanted if answer == "acknowledged" else None

    def _note(self, verb: str) -> Act:
        self.acts.append(Act(f"chaos {len(self.acts)}", verb))
        return self.acts[-1]

    def _ask(self, path: str, told: dict[str, object]) -> str:
        token = "c" * 32
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.site.session}; csrftoken={token}",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        with suppress(OSError, http.client.HTTPException):
            connection.request("POST", path, urlencode({**told, "csrfmiddlewaretoken": token}), headers)
            status = connection.getresponse().status
            return {302: "acknowledged", 200: "refused"}.get(status, "unknown")
        return "unknown"

"""An editor at the desk of a large case, first alone and then while articles of it are read and put together.

    python -m benchmarks.bench_desk [--articles 1000] [--more 200] [--state FOLDER]

The case is made for it, which takes longer than all else, unless a state folder is named whose case `newsroom` is there
already. Decisions that the program asks to repeat, since it holds the case, are counted beside those that it takes.
"""

import argparse
import itertools
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.__main__ import site
from benchmarks.bench_load import finish, manage, share, take_in
from benchmarks.goals import HEAD, Figure
from benchmarks.newsroom import EDITOR, PASSWORD, STAFF, Browser, Seen, hidden, sign_in

DESK = "/admin/desk/newsroom/"
LOOKS = 40  # while nothing else goes on
PAUSE_SECONDS = 0.5
BUSY = "put together just now"
DECIDED = "decided"
GOALS = {"alone": (150, 500), "while it is read": (300, 1000)}  # milliseconds: of half the looks, of 99 in 100


class Day:
    """What an editor saw: seconds to each answer, and what became of the decisions."""

    def __init__(self, port: int) -> None:
        self.seen, self.taken, self.put_off = Seen(), 0, 0
        self.browser = Browser(port, self.seen)
        sign_in(self.browser)
        self.seen.seconds |= {STAFF: [], DECIDED: []}

    def look(self, *, decide: bool) -> str:
        """The desk, and with `decide` an approval of what stands on top."""
        status, page, _ = self.browser.ask(DESK, None, STAFF)
        if status == 200 and decide:
            status, told, _ = self.browser.ask(DESK, {**hidden(page), "do": "approve"}, DECIDED)
            self.taken += status == 302
            self.put_off += BUSY in told
        time.sleep(PAUSE_SECONDS)
        return page

    def figures(self, when: str) -> Iterator[Figure]:
        looks, decided, (half, most) = self.seen.seconds[STAFF], self.seen.seconds[DECIDED], GOALS[when]
        print(f"{when}: {len(looks)} looks, {self.taken} decisions taken, {self.put_off} to be repeated", flush=True)
        print(*self.seen.errors[:5], sep="\n", end="\n" if self.seen.errors else "")
        yield Figure(f"the desk {when}, half of the looks within", 1000 * share(looks, 0.5), half, "ms")
        yield Figure(f"the desk {when}, 99 in 100 within", 1000 * share(looks, 0.99), most, "ms")
        yield Figure(f"decisions {when}, all within", 1000 * max(decided, default=0), 2 * most, "ms")
        yield Figure(f"the desk {when}, errors", len(self.seen.errors), 0, "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, help="in the case")
    parser.add_argument("--more", type=int, default=200, help="that come in while the editor works")
    parser.add_argument("--state", type=Path, help="a state folder where the case is already")
    asked = parser.parse_args()
    os.environ |= {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "CASETRACKER_LOG_LEVEL": "WARNING"}
    there = nullcontext(str(asked.state.parent)) if asked.state else tempfile.TemporaryDirectory(prefix="ct-bench-")
    with there as folder:
        Path(folder).chmod(0o711)  # root's database server runs as another user, who must get in
        state = asked.state or Path(folder, "state")
        with site(state) as (address, _):
            if not asked.state:
                finish(take_in(state, "first", range(asked.articles)))
                manage(state, "createsuperuser", "--noinput", "--username", EDITOR, "--email", "").wait()
            more = range(asked.articles, asked.articles + asked.more)
            figures = [*measured(urlsplit(address).port or 0, state, more)]
    print(f"\n{HEAD}", *(figure.line() for figure in figures), sep="\n")
    return int(any(figure.is_missed for figure in figures))


def measured(port: int, state: Path, more: range) -> Iterator[Figure]:
    day = Day(port)
    pages = [day.look(decide=number % 4 == 3) for number in range(LOOKS)]
    found = re.search(r"(\d+) in all", pages[0])
    print(f"{found[1] if found else 'few'} entries wait")
    yield from day.figures("alone")
    day, importing = Day(port), take_in(state, "more", more)
    for number in itertools.takewhile(lambda _: importing.poll() is None, itertools.count()):
        day.look(decide=number % 4 == 3)
    finish(importing)
    yield from day.figures("while it is read")


if __name__ == "__main__":
    sys.exit(main())

"""A newsroom's day, and then more than the machine can do: `make load`, or

    python -m benchmarks.bench_load [--minutes 30]

Everything runs on this machine and stops by itself, in a state folder of its own. Readers open permalinks and
timelines, others search and fetch files, an editor works at the desk, and 5,000 articles come in (in less than thirty
minutes fewer, in proportion). An answer counts as kept where it says its age. In the end many come at once and never
pause.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.__main__ import ROOT, first_link, get, site
from benchmarks.bench_http import processes, servers
from benchmarks.goals import HEAD, Figure
from benchmarks.newsroom import (
    DRAWN,
    EDITOR,
    KEPT,
    PASSWORD,
    STAFF,
    Browser,
    Seen,
    crowd,
    edit,
    read,
    search,
    write_articles,
)

ARTICLES, DAY_MINUTES = 5000, 30
FIRST = 20
READERS, SEARCHERS = 3, 1
CROWDS, CROWD_EACH, CROWD_SECONDS = 2, 40, 10
RECOVERY_SECONDS = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=DAY_MINUTES)
    minutes = parser.parse_args().minutes
    # All visitors come from one address here: nobody is to be told that they ask too often.
    os.environ |= {f"CASETRACKER_LIMIT_{kind}": "0" for kind in ("SEARCH", "API", "FILES")}
    os.environ |= {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "CASETRACKER_LOG_LEVEL": "WARNING"}
    with tempfile.TemporaryDirectory(prefix="ct-bench-") as folder:
        Path(folder).chmod(0o711)  # root's database server runs as another user, who must get in
        state = Path(folder, "state")
        with site(state) as (address, _):
            figures = [*day(address, state, 60 * minutes), *overload(address)]
    print(f"\n{HEAD}", *(figure.line() for figure in figures), sep="\n")
    return int(any(figure.is_missed for figure in figures))


def day(address: str, state: Path, seconds: float) -> Iterator[Figure]:
    manage(state, "createsuperuser", "--noinput", "--username", EDITOR, "--email", "").wait()
    port, pages = urlsplit(address).port or 0, pages_of(address)
    articles = round(ARTICLES * min(1, seconds / 60 / DAY_MINUTES))
    finish(take_in(state, "first", range(FIRST)))  # so that there is a desk to work at
    seen, end = Seen(), time.time() + seconds
    importing = take_in(state, "others", range(FIRST, FIRST + articles))
    with ProcessPoolExecutor(READERS + SEARCHERS + 1) as pool:
        roles = [read] * READERS + [search] * SEARCHERS
        visits = [pool.submit(role, port, end, pages) for role in roles] + [pool.submit(edit, port, end, "newsroom")]
        time.sleep(seconds / 10)  # what fills in the first minutes, as kept pages, is no growth
        before = Standing.of(address, state)
        collect(visits, seen)
    finish(importing)
    after = Standing.of(address, state)
    yield from told(seen, articles, before, after)


def take_in(state: Path, name: str, numbers: range) -> "subprocess.Popen[bytes]":
    path = state.parent / f"{name}.jsonl"
    write_articles(path, numbers)
    return manage(state, "import_articles", "newsroom", str(path))


class Standing:
    """Memory of each process in MB, by its number and name, and connections to the database."""

    def __init__(self, memory: dict[tuple[int, str], float], connections: int) -> None:
        self.memory, self.connections = memory, connections

    @classmethod
    def of(cls, address: str, state: Path) -> "Standing":
        lines = get(f"{address}/metrics").splitlines()
        counts = [float(line.split()[-1]) for line in lines if line.startswith("casetracker_database_connections{")]
        return cls(memory_of(state), int(sum(counts)))


def memory_of(state: Path) -> dict[tuple[int, str], float]:
    """Of the server, its workers and the database; of each what it does not share, and its part of what it does."""
    parents: dict[int, list[int]] = {}
    for pid, stat in processes():
        parents.setdefault(int(stat[1]), []).append(pid)
    postmaster = int((state / "postgres/data/postmaster.pid").read_text().split()[0])
    serving = servers(parents)
    found = {(pid, name_of(pid)): proportional(pid) for each in serving for pid in (each, *parents.get(each, []))}
    database = [postmaster, *parents.get(postmaster, [])]
    return {**found, (postmaster, "database"): sum(proportional(pid) for pid in database)}


def name_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return "worker" if "work" in words else "web" if "serve" in words else words[0]


def proportional(pid: int) -> float:
    """MB; 0 of a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def told(seen: Seen, articles: int, before: Standing, after: Standing) -> Iterator[Figure]:
    print(f"{articles:,} articles came in; errors: {len(seen.errors)}", *seen.errors[:20], sep="\n  ")
    for kind, seconds in seen.seconds.items():
        print(f"{kind:6} {len(seconds):8,} answers, half of them in {1000 * share(seconds, 0.5):.0f} ms")
    for (pid, name), megabytes in after.memory.items():
        print(f"{name:9} {pid:8} {before.memory.get((pid, name), 0):7.0f} MB at the begin, {megabytes:7.0f} at the end")
    yield Figure("errors", len(seen.errors), 0, "")
    yield Figure("refused with 503 on that day", len(seen.shed), 0, "")
    yield Figure("kept pages, 99 in 100 within", 1000 * share(seen.seconds[KEPT], 0.99), 50, "ms")
    yield Figure("drawn pages, 99 in 100 within", 1000 * share(seen.seconds[DRAWN], 0.99), 300, "ms")
    yield Figure("the editor's pages, 99 in 100 within", 1000 * share(seen.seconds[STAFF], 0.99), 1000, "ms")
    for name in ("web", "worker"):
        grown = [m - before.memory[key] for key, m in after.memory.items() if key[1] == name and key in before.memory]
        yield Figure(f"growth of the largest {name} process", max(grown, default=0), 40, "MB")
    yield Figure("connections to the database", after.connections, before.connections + 2, "")


def overload(address: str) -> Iterator[Figure]:
    """Many who never pause, while one reader opens a kept page; then how long until all is answered again."""
    port, pages, seen, calm = urlsplit(address).port or 0, pages_of(address), Seen(), Seen()
    end = time.time() + CROWD_SECONDS
    with ProcessPoolExecutor(CROWDS + 1) as pool:
        crowds = [pool.submit(many, port, end, pages) for _ in range(CROWDS)]
        reader = pool.submit(read, port, end, pages[1:2])
        collect(crowds, seen)
        collect([reader], calm)
    begun = time.perf_counter()
    after = Browser(port, Seen())
    while len(after.seen.seconds[DRAWN]) < 10 and time.perf_counter() - begun < 60:
        if after.ask(f"{pages[1]}?as=after{time.time_ns()}")[0] != 200:
            after.seen.seconds[DRAWN].clear()
    recovered = time.perf_counter() - begun
    print(
        f"\noverload: {len(seen.seconds[DRAWN]):,} answers, {len(seen.shed):,} refusals", *seen.errors[:5], sep="\n  "
    )
    yield Figure("overload: refusals", len(seen.shed), 1, "", True)
    yield Figure("overload: other failures", len(seen.errors) + len(calm.errors), 0, "")
    yield Figure("overload: half of the refusals within", 1000 * share(seen.shed, 0.5), 1000, "ms")
    yield Figure("overload: kept pages, half of them within", 1000 * share(calm.seconds[KEPT], 0.5), 1000, "ms")
    yield Figure("overload: until all is answered again", 1000 * recovered, 1000 * RECOVERY_SECONDS, "ms")


def many(port: int, end: float, pages: Sequence[str]) -> Seen:
    seen = Seen()
    with ThreadPoolExecutor(CROWD_EACH) as pool:
        for each in [pool.submit(crowd, port, end, pages) for _ in range(CROWD_EACH)]:
            seen.add(each.result())
    return seen


def collect(visits: Sequence[Future[Seen]], into: Seen) -> None:
    for visit in visits:
        into.add(visit.result())


def pages_of(address: str) -> list[str]:
    """Home, the demonstration case, its permalinks."""
    case = first_link(get(f"{address}/"), "/cases/")
    return ["/", case, *sorted(set(re.findall(r'href="(/events/[^"?#]+)"', get(address + case))))]


def manage(state: Path, *words: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "CASETRACKER_STATE": str(state)}
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def finish(importing: "subprocess.Popen[bytes]") -> None:
    """It is not waited for beyond a quarter of an hour."""
    try:
        status = importing.wait(900)
    except subprocess.TimeoutExpired:
        importing.terminate()
        status = importing.wait()
    if status:
        raise SystemExit(f"The import ended with {status}.")


def share(seconds: Sequence[float], part: float) -> float:
    """The time within which that part of them was answered."""
    return sorted(seconds)[min(len(seconds) - 1, int(part * len(seconds)))] if seconds else 0.0


if __name__ == "__main__":
    sys.exit(main())

"""Requests per second, and processor time for each, beside those of a hello-world view of the same server.

    python -m benchmarks.bench_http [--rounds 5] [--seconds 0.8]

All kinds of requests take turns in each round, so that a busy machine slows all of them alike. The goals in per cent
are of hello's requests per second. The visitors of this program share the processor with the server; the processor time
is that of the server and its database alone (Linux only). Everything takes gzip, as browsers do.
"""

import argparse
import contextlib
import itertools
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from benchmarks.__main__ import first_link, get, site
from benchmarks.goals import HEAD, Figure

VISITORS = 4  # each a process with one connection at a time
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Kind:
    """One kind of request. `path` may hold {}, for a number that never came before; `share` is the goal in per cent of
    hello's requests per second, `milliseconds` that of the processor time."""

    name: str
    path: str
    etag: str = ""
    status: int = 200
    share: float = 0
    milliseconds: float = 0
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.8, help="of each kind of request in each round")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.hello_settings"
    with tempfile.TemporaryDirectory(prefix="ct-bench-") as folder, ProcessPoolExecutor(VISITORS) as pool:
        Path(folder).chmod(0o711)  # root's database server runs as another user, who must get in
        state = Path(folder, "state")
        with site(state) as (address, _):
            kinds = kinds_at(address)
            for number in range(options.rounds + 1):  # the first warms up
                for kind in kinds:
                    measure(kind, address, state, options.seconds, pool, counts=number > 0)
    return report(kinds)


def kinds_at(address: str) -> list[Kind]:
    case = first_link(get(address + "/"), "/cases/")
    event = first_link(get(address + case), "/events/")
    return [
        Kind("hello", "/hello"),
        Kind("timeline, kept", case, share=70),
        Kind("permalink, kept", event, share=70),
        Kind("timeline, 304", case, etag=etag_of(address + case), status=304, share=25),
        Kind("permalink, 304", event, etag=etag_of(address + event), status=304, share=25),
        Kind("timeline, drawn", case + "?as={}", share=5, milliseconds=5),
        Kind("permalink, drawn", event + "?as={}", share=8, milliseconds=3),
    ]


def measure(kind: Kind, address: str, state: Path, seconds: float, pool: ProcessPoolExecutor, *, counts: bool) -> None:
    before, begun = spent(state), time.perf_counter()
    visits = [pool.submit(visit, address, kind, seconds, visitor) for visitor in range(VISITORS)]
    answered = sum(each.result() for each in visits)
    elapsed, used = time.perf_counter() - begun, spent(state) - before
    if counts:
        kind.rates.append(answered / elapsed)
        kind.costs.append(1000 * used / answered)


def visit(address: str, kind: Kind, seconds: float, visitor: int) -> int:
    """Ask again and again; the number of answers. Raises RuntimeError for one that is not as it should be."""
    place = urlsplit(address)
    condition = f"If-None-Match: {kind.etag}\r\n" if kind.etag else ""
    request = f"GET {kind.path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Encoding: gzip\r\n{condition}\r\n"
    expected = b"HTTP/1.1 %d " % kind.status
    end = time.perf_counter() + seconds
    with socket.create_connection((place.hostname, place.port), timeout=30) as wire:
        for number in itertools.count():
            if time.perf_counter() > end:
                return number
            wire.sendall(request.replace("{}", f"{visitor}-{time.time_ns()}").encode())
            if not (head := receive(wire)).startswith(expected):
                raise RuntimeError(f"{kind.name}: {head[:200]!r}")
    raise AssertionError("unreachable")


def receive(wire: socket.socket) -> bytes:
    """The head of an answer; its body is read to the end."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (more := wire.recv(65536)):
            raise RuntimeError("The server hung up.")
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    _, _, told = head.lower().partition(b"content-length:")
    left = int(told.split(b"\r\n")[0] or 0) - len(body)
    while left > 0:
        left -= len(wire.recv(65536))
    return head


def etag_of(url: str) -> str:
    with urlopen(url, timeout=60) as response:  # noqa: S310 (our own address)
        return str(response.headers["ETag"])


def spent(state: Path) -> float:
    """Seconds of processor time that the server, its database and all that these started have taken."""
    postmaster = int((state / "postgres/data/postmaster.pid").read_text().split()[0])
    parents: dict[int, list[int]] = {}
    taken: dict[int, int] = {}
    for pid, stat in processes():
        parents.setdefault(int(stat[1]), []).append(pid)
        taken[pid] = sum(map(int, stat[11:15]))  # its own and that of its children that have ended
    todo, total = [postmaster, *servers(parents)], 0
    while todo:
        pid = todo.pop()
        total += taken.get(pid, 0)
        todo += parents.get(pid, [])
    return total / TICKS


def processes() -> Iterator[tuple[int, list[str]]]:
    """Each with the fields of its stat file that follow its name."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it may have ended
            yield int(path.parent.name), path.read_text().rpartition(")")[2].split()


def servers(parents: dict[int, list[int]]) -> list[int]:
    """Our children that serve; the others are visitors."""
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in parents.get(os.getpid(), [])}
    return [pid for pid, command in commands.items() if b"manage.py" in command]


def report(kinds: list[Kind]) -> int:
    print(f"{'':20} requests/s   ms of processor, each")
    for kind in kinds:
        print(f"{kind.name:20} {statistics.median(kind.rates):10,.0f} {statistics.median(kind.costs):12.2f}")
    hello = kinds[0]
    figures = []
    for kind in kinds[1:]:
        # Of the same round: a machine that is slower for a while is so for both.
        shares = [100 * rate / of_hello for rate, of_hello in zip(kind.rates, hello.rates, strict=True)]
        figures.append(Figure(f"{kind.name}, of hello's requests", statistics.median(shares), kind.share, "%", True))
        if kind.milliseconds:
            spent_each = 1000 * statistics.median(kind.costs)
            figures.append(Figure(f"{kind.name}: processor", spent_each, 1000 * kind.milliseconds, "µs"))
    print(f"\n{HEAD}", *(figure.line() for figure in figures), sep="\n")
    return int(any(figure.is_missed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())

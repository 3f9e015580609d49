"""Measure the queue: jobs that do nothing, done by one worker, and how soon a job begins that is queued while it waits.

python -m benchmarks.bench_jobs [--jobs 1000]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.goals import HEAD, Figure

PAUSE = 0.02  # seconds between two jobs of which the delay is measured
SINGLE = 150  # such jobs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--work", choices=["rate", "delay"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        return work(options.work, options.jobs)
    with tempfile.TemporaryDirectory(prefix="ct-bench-") as folder:
        Path(folder).chmod(0o711)  # root's database server runs as another user, who must get in
        os.environ["CASETRACKER_STATE"] = str(Path(folder, "state"))
        os.environ.pop("DATABASE_URL", None)
        found = figures(options.jobs)
    print(HEAD)
    for figure in found:
        print(figure.line())
    return int(any(figure.is_missed for figure in found))


def figures(jobs: int) -> list[Figure]:
    """On a database of its own, which lives as long as this process."""
    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    nothing = task([])
    moment = time.time()
    nothing.batch_defer(*({"queued": moment} for _ in range(jobs)))
    with worker("rate", jobs) as process:
        (rate,) = told(process)
    with worker("delay", SINGLE) as process:
        process.stdout.readline()  # type: ignore[union-attr]  # it waits
        time.sleep(1)
        for _ in range(SINGLE):
            nothing.defer(queued=time.time())
            time.sleep(PAUSE)
        median, slow = told(process)
    return [
        Figure("jobs done by one worker", rate, 200, "/s", at_least=True),
        Figure("from queueing a job to its start, median", median, 50, "ms"),
        Figure("the same, 95th of 100", slow, 50, "ms"),
    ]


def worker(what: str, jobs: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.bench_jobs", "--work", what, "--jobs", str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> list[float]:
    said, _ = process.communicate(timeout=300)
    if process.returncode:
        raise SystemExit("The worker failed.")
    return [float(number) for number in said.split()]


def work(what: str, jobs: int) -> int:
    """A worker until so many jobs are done: prints jobs a second, or the median and the 95th of 100 of the delays."""
    start()
    from django.db import connections

    from casetracker.jobs import worker as room

    delays: list[float] = []
    task(delays, jobs)
    if what == "delay":
        print("waits", flush=True)
    room.run(concurrency=4)
    if what == "rate":
        print((jobs - 1) / (max(delays) - min(delays)))  # all were queued at one moment
    else:
        print(1000 * statistics.median(delays), 1000 * statistics.quantiles(delays, n=20)[-1])
    connections.close_all()
    return 0


def task(delays: list[float], last: int = 0):  # type: ignore[no-untyped-def]  # of procrastinate's own, with its arguments
    """A job that does nothing but note how long it waited; the last of them tells the worker to end."""
    import signal

    from procrastinate.contrib.django import app

    @app.task(name="benchmarks.nothing", queue="bench")
    def nothing(queued: float) -> None:
        delays.append(time.time() - queued)
        if len(delays) == last:
            os.kill(os.getpid(), signal.SIGTERM)

    return nothing


def start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())

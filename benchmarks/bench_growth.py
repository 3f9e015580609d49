"""Growth: one more article in a case of 100, 1,000 and 10,000, beside grouping the case anew.

    python -m benchmarks.bench_growth [--sizes 100 1000 10000] [--more 20]

The reports are invented (`tests/extraction/newsroom.py`): a collection of many stories, and one story that all articles
tell. What is remembered lies in dictionaries, so that grouping is timed and not the database; seconds are the
processor's. Fails when a case of 20,000 mentions takes more than 60 s or 500 MB.
"""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.goals import HEAD, Figure
from tests.extraction import newsroom
from tests.extraction.remembering import Remembered
from timeline.extraction.case_statistics import Statistics
from timeline.extraction.regrouping import TooWide, group_all, regroup
from timeline.extraction.reports import Report

MAKERS = {"collection": newsroom.collection, "one story": newsroom.story}


LARGE = 20_000  # mentions; from here on the goals hold


@dataclass(frozen=True)
class Result:
    """Seconds of grouping all `reports` anew, and of adding articles one by one."""

    reports: int
    anew: float
    taken: Sequence[float]
    placed: Sequence[int]  # reports placed anew for each article
    wide: int  # articles for which the whole case was grouped
    megabytes: float  # of the process, at most until now

    def row(self) -> str:
        taken = [1000 * seconds for seconds in self.taken] or [0.0]
        often = statistics.median(self.placed or [0])
        more = f"{statistics.median(taken):.0f} | {max(taken):.0f} | {often:.0f} | {self.wide}"
        return f"{self.reports:,} | {self.anew:.1f} | {more} | {self.megabytes:.0f}"

    def figures(self, name: str) -> list[Figure]:
        if self.reports < LARGE:
            return []
        what = f"{name}, {self.reports:,} mentions"
        return [Figure(f"{what}: grouped anew", self.anew, 60, "s"), Figure(what, self.megabytes, 500, "MB")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000], help="articles in the case")
    parser.add_argument("--more", type=int, default=20, help="articles that come one by one")
    options = parser.parse_args()
    print("| case | articles | reports | anew, s | one more, ms: median | most | placed anew | whole again | MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    figures = []
    for name, make in MAKERS.items():
        for size in options.sizes:
            articles = list(make(size + options.more).values())
            result = measure(articles[:size], articles[size:])
            print(f"| {name} | {size:,} | {result.row()} |", flush=True)
            figures += result.figures(name)
    print(f"\n{HEAD}", *(figure.line() for figure in figures), sep="\n")
    return int(any(figure.is_missed for figure in figures))


def measure(there: Sequence[list[Report]], coming: Sequence[list[Report]]) -> Result:
    reports = [report for article in there for report in article]
    begun = time.process_time()
    counted = Statistics.of(reports)
    whole = group_all(reports, counted)
    anew = time.process_time() - begun
    memory, mains = Remembered(), whole.mains
    memory.keep(reports, whole.placed)
    known = {report.key: report for article in [*there, *coming] for report in article}
    taken, placed, wide = [], [], 0
    for article in coming:
        begun = time.process_time()
        try:
            found = regroup(fresh=article, statistics=counted, memory=memory, mains=mains)
        except TooWide:
            wide += 1
            continue
        taken.append(time.process_time() - begun)
        placed.append(len(found.placed))
        memory.keep([known[key] for key in found.placed], found.placed)
        mains = found.mains
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Result(len(reports), anew, taken, placed, wide, used)


if __name__ == "__main__":
    sys.exit(main())

"""Growth: one more article in a case of 100, 1,000 and 10,000, beside grouping the case anew.

    python benchmarks/bench_growth.py [--sizes 100 1000 10000] [--more 20]

The reports are invented (`tests/extraction/newsroom.py`): a collection of many stories, and one story that all articles
tell. What is remembered lies in dictionaries, so that grouping is timed and not the database; seconds are the
processor's.
"""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.extraction import newsroom
from tests.extraction.remembering import Remembered
from timeline.extraction.case_statistics import Statistics
from timeline.extraction.regrouping import TooWide, group_all, regroup
from timeline.extraction.reports import Report

MAKERS = {"collection": newsroom.collection, "one story": newsroom.story}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000], help="articles in the case")
    parser.add_argument("--more", type=int, default=20, help="articles that come one by one")
    options = parser.parse_args()
    print("| case | articles | reports | anew, s | one more, ms: median | most | placed anew | whole again | MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, make in MAKERS.items():
        for size in options.sizes:
            articles = list(make(size + options.more).values())
            print(f"| {name} | {size:,} | {measure(articles[:size], articles[size:])} |", flush=True)


def measure(there: Sequence[list[Report]], coming: Sequence[list[Report]]) -> str:
    reports = [report for article in there for report in article]
    counted = Statistics.of(reports)
    begun = time.process_time()
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
        taken.append(1000 * (time.process_time() - begun))
        placed.append(len(found.placed))
        memory.keep([known[key] for key in found.placed], found.placed)
        mains = found.mains
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    median, most = (statistics.median(taken), max(taken)) if taken else (0, 0)
    often = statistics.median(placed) if placed else 0
    return f"{len(reports):,} | {anew:.1f} | {median:.0f} | {most:.0f} | {often:.0f} | {wide} | {used:.0f}"


if __name__ == "__main__":
    main()

"""Kill web, worker and database by -9 at random instants of importing, merging and publishing, and see what is lost.

    python -m tools.chaos [--rounds 50] [--seed N] [--doctor-every 10]

It has a state folder, a database and a port of its own, and ends nothing but what it started. Exit status 1 where
anything is lost, broken or done twice, or where the site is away for longer than BACK seconds.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from tools.chaos import ledger, paper
from tools.chaos.editor import Editor
from tools.chaos.site import Site

TARGETS = ("web", "postgres", "worker", "importer", "backend")
BACK = 3.0  # seconds
LATEST = 2.5  # seconds into a round: so long an import and a re-reading take
ARTICLES = 6  # a round
LARGE = 10  # rounds in one case; then the next begins


@dataclass
class Run:
    site: Site
    draw: random.Random
    editor: Editor
    keys: list[str] = field(default_factory=list)
    folders: dict[str, list[str]] = field(default_factory=dict)  # by case
    away: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def round(self, number: int, target: str) -> None:
        """One kill while an import, a re-reading and an editor are at work."""
        folder = self.site.folder / f"round-{number}"
        self.keys += paper.write_folder(folder, self.draw, number * ARTICLES, ARTICLES)
        self.editor.case = case = f"chaos-{number // LARGE}"
        self.folders.setdefault(case, []).append(str(folder))
        self.queue_reading(number)
        importer = self.site.start([sys.executable, "manage.py", "import_articles", case, str(folder)])
        self.editor.begin()
        time.sleep(self.draw.uniform(0.1, LATEST))
        if target == "importer":
            importer.kill()
        else:
            self.site.kill(target, self.draw)
        self.away.setdefault(target, []).append(self.site.seconds_until_back())
        try:
            importer.wait(60)
        except subprocess.TimeoutExpired:
            importer.kill()
            self.wrong.append(f"round {number}: the import hung")
        self.editor.end()
        self.wrong += [f"round {number} ({target}): {what}" for what in ledger.broken_promises(self.editor)]

    def queue_reading(self, number: int) -> None:
        """Make the program believe that an older one has read some articles, and queue their reading again."""
        asked = """
            WITH stale AS (
                UPDATE timeline_extractionrun SET extractor = %s || id
                WHERE id IN (SELECT max(id) FROM timeline_extractionrun GROUP BY version_id ORDER BY random() LIMIT 9)
                    AND extractor NOT LIKE 'older%%' RETURNING 1)
            SELECT count(*) FROM stale
        """
        if self.site.rows(asked, f"older-{number}-")[0][0]:
            self.site.manage("read_again")

    def finish(self) -> None:
        """Bring everything to its end: nothing is missing, nothing was done twice, and the doctor finds nothing."""
        self.site.seconds_until_back()
        for case, folders in self.folders.items():
            done = self.site.manage("import_articles", case, *folders)
            if done.returncode:
                self.wrong.append(f"the last import failed: {done.stderr[-300:]}")
        self.site.manage("read_again")
        self.wrong += ledger.jobs_done_otherwise_than_once(self.site, 60)
        self.wrong += ledger.missing_articles(self.site, self.keys)
        self.wrong += ledger.broken_promises(self.editor)
        self.wrong += ledger.doctors_findings(self.site)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--back", type=float, default=BACK, help="seconds within which the site has to be back")
    parser.add_argument("--minutes", type=float, default=60, help="after which no further round begins")
    parser.add_argument("--doctor-every", type=int, default=10, metavar="ROUNDS")
    options = parser.parse_args()
    print(f"chaos: {options.rounds} rounds, --seed {options.seed}", flush=True)
    draw, start, site = random.Random(options.seed), time.monotonic(), Site()
    run = Run(site, draw, Editor(site, random.Random(draw.random())))
    try:
        site.set_up()
        site.seconds_until_back()
        for number in range(options.rounds):
            target = TARGETS[number] if number < len(TARGETS) else draw.choice(TARGETS)
            run.round(number, target)
            print(f"{number + 1}: {target}, back after {run.away[target][-1]:.2f} s", flush=True)
            if (number + 1) % options.doctor_every == 0 and number + 1 < options.rounds:
                run.wrong += ledger.doctors_findings(site)
            if run.wrong or time.monotonic() - start > 60 * options.minutes:
                break
        run.finish()
        report(run, time.monotonic() - start, options.back)
    finally:
        site.close(keep=bool(run.wrong))
    return 1 if run.wrong or max(max(times) for times in run.away.values()) > options.back else 0


def report(run: Run, seconds: float, back: float) -> None:
    print(f"\n{sum(map(len, run.away.values()))} rounds.\n")
    print("| killed | times | back after, s: median | most |\n|---|---|---|---|")
    for target, times in run.away.items():
        print(f"| {target} | {len(times)} | {statistics.median(times):.2f} | {max(times):.2f} |")
    answers = Counter((act.verb, act.answer) for act in run.editor.acts)
    told = ", ".join(f"{verb} {answer} {count}" for (verb, answer), count in sorted(answers.items()))
    print(f"\n{len(run.keys)} articles by import; asked over HTTP: {told}. {seconds:.0f} s.")
    for what in run.wrong:
        print(f"LOST: {what}")
    load = os.getloadavg()[2] / (os.cpu_count() or 1)
    print(f"{len(run.wrong)} findings. Goal: none, and back within {back:g} s. Load of the machine: {load:.1f} a core.")
    if run.wrong:
        print(f"Everything is kept in {run.site.folder}.")


if __name__ == "__main__":
    sys.exit(main())

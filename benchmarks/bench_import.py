"""How fast articles come in, and what that takes: rows a second, a second import of the same, memory.

    python -m benchmarks.bench_import [--articles 10000] [--large 0] [--goal]

In a database of its own, made for this and dropped. An article has twelve paragraphs of invented words; rows are those
of articles, versions, paragraphs, sketches and places in the case, with all indexes live. What is timed is the command
(`--queue`: reading them for events is the worker's). With `--large 100000` memory is compared with a tenth of that.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.goals import HEAD, Figure

PARAGRAPHS = 12
ROWS_A_SECOND, AGAIN_SECONDS, GROWTH = 8000, 2, 1.25
KNOWN = 5000
TABLES = ("article", "articleversion", "paragraph", "sketch", "casearticle")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=0, help="articles of a further import, for its memory")
    parser.add_argument("--goal", action="store_true", help="fail where a goal is missed")
    parser.add_argument("--import", dest="path", help=argparse.SUPPRESS)  # what a process of its own is asked
    options = parser.parse_args()
    if options.path:
        return _import(Path(options.path))
    print(HEAD)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="ct-bench-") as folder:
        Path(folder).chmod(0o711)  # root's database server runs as another user, who must get in
        os.environ["CASETRACKER_STATE"] = f"{folder}/state"
        os.environ.pop("DATABASE_URL", None)
        for figure in figures(Path(folder), options.articles, options.large):
            missed += figure.is_missed
            print(figure.line(), flush=True)
    return int(missed > 0 and options.goal)


def figures(folder: Path, articles: int, large: int) -> Iterator[Figure]:
    _manage("migrate", "--verbosity", "0")
    some = write(folder / "some.jsonl", range(articles))
    first = measure(some)
    yield Figure(f"import of {articles:,} articles, rows", first["rows"] / first["seconds"], ROWS_A_SECOND, "/s", True)
    known = write(folder / "known.jsonl", range(KNOWN))
    yield Figure(f"the same {KNOWN:,} again", 1000 * measure(known)["seconds"], 1000 * AGAIN_SECONDS, "ms")
    if large:
        tenth = measure(write(folder / "tenth.jsonl", range(articles, articles + large // 10)))
        whole = measure(write(folder / "large.jsonl", range(2 * articles, 2 * articles + large)))
        yield Figure(f"memory of {large:,} articles", whole["megabytes"], GROWTH * tenth["megabytes"], "MB")
        yield Figure("the same, rows", whole["rows"] / whole["seconds"], ROWS_A_SECOND, "/s", True)


def write(path: Path, numbers: Sequence[int]) -> Path:
    """Articles as JSON Lines; the same number is the same article."""
    words = ["".join(random.Random(n).choices("abcdefghijklmnopqrstuvwxyz", k=2 + n % 9)) for n in range(20_000)]
    with path.open("w") as lines:
        for number in numbers:
            of_article = random.Random(number)
            text = "\n".join(_paragraph(of_article, words) for _ in range(PARAGRAPHS))
            row = {"id": f"a{number}", "published": "2016-06-10", "source": f"The Post {number % 40}", "text": text}
            lines.write(json.dumps({**row, "url": f"https://example.org/{number}", "title": f"Story {number}"}) + "\n")
    return path


def _paragraph(of_article: random.Random, words: Sequence[str]) -> str:
    return " ".join(of_article.choices(words, k=of_article.randint(20, 50))).capitalize() + "."


def measure(path: Path) -> dict[str, float]:
    """An import in a process of its own: what it took, and the rows that it added."""
    command = [sys.executable, "-m", "benchmarks.bench_import", "--import", str(path)]
    as_installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=as_installed)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _import(path: Path) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings")
    import django

    django.setup()
    from django.core.management import call_command

    before, begun = _rows(), time.perf_counter()
    with Path(os.devnull).open("w") as nothing:
        call_command("import_articles", "large", str(path), queue=True, stdout=nothing)
    seconds = time.perf_counter() - begun
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "rows": _rows() - before, "megabytes": megabytes}))
    return 0


def _rows() -> int:
    from django.apps import apps

    models: list[Any] = [apps.get_model("articles", name) for name in TABLES]
    return sum(model.objects.count() for model in models)


def _manage(*args: str) -> None:
    subprocess.run([sys.executable, "manage.py", *args], check=True)


if __name__ == "__main__":
    sys.exit(main())

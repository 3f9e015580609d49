"""What `make audit` runs: tools that others wrote look for what we overlooked. Ends with 1 where one finds something.

python -m tools.audit
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.crawl import crawl
from tools.served import DOCUMENTED, ROOT, Site, served

OURS = ["articles", "timeline", "casetracker", "tools"]
# Stories that attack: the API by its own description, every page's headers, every way inside, forms, uploads, names.
STORIES = [
    "tests/articles/test_attacks.py",
    "tests/articles/test_fetch.py",
    "tests/articles/test_limited.py",
    "tests/articles/test_parsers.py",
    "tests/server/test_accounts.py",
    "tests/server/test_attacks.py",
    "tests/server/test_crawl.py",
    "tests/server/test_headers.py",
    "tests/server/test_sealing.py",
    "tests/server/test_secrets.py",
    "tests/timeline/test_api.py",
    "tests/timeline/test_gate.py",
    "tests/timeline/test_headers_everywhere.py",
    "tests/timeline/test_limits.py",
    "tests/timeline/test_parsers.py",
    "tests/timeline/test_webhooks.py",
]
# Findings of bandit that are none, beside those whose line carries ruff's `noqa` of the same number with its reason.
KNOWN = {
    ("B608", "timeline/doctor/"): "put together from names of tables that the code itself lists",
    ("B308", "timeline/admin/events.py"): "a line break, written there",
    ("B701", "casetracker/jinja.py"): "Django turns escaping on for all its Jinja environments",
    (
        "B108",
        "casetracker/localpg/cluster.py",
    ): "a folder of its own there, refused unless it is ours and closed to others",
    ("B506", "timeline/extraction/taxonomy.py"): "the loader is a subclass of the safe one",
    ("B506", "timeline/extraction/timex_rules.py"): "the loader is a subclass of the safe one",
}
# Of wapiti: those that ask nobody but us.
ATTACKS = "cookieflags,csp,http_headers,redirect,crlf,csrf,sql,xss"
BOUNDED = (
    "--scope folder -d 2 --max-links-per-page 20 --max-files-per-dir 5 --max-parameters 8 --max-scan-time 60".split()
)
WAPITI_SECONDS = 300
KNOWN_TO_WAPITI = ["X-XSS-Protection is not set"]  # browsers no longer have what it turned on, which leaked
UNREACHED = re.compile(
    r"could not be audited|ConnectionError|Failed to (?:connect|resolve)|ServiceError|Max retries", re.I
)


def main() -> int:
    told = dict(outcomes())
    print("\n" + "\n".join(f"{name:<18} {outcome}" for name, outcome in told.items()))
    return 1 if any(outcome.startswith("FOUND") for outcome in told.values()) else 0


def outcomes() -> Iterator[tuple[str, str]]:
    """Of each audit, one after the other; the first that finds something keeps none of the others from looking."""
    for audit in (bandit, pip_audit, check_deploy):
        yield _named(audit.__name__), audit()
    with served() as site:
        for look in (headers_and_doors, schemathesis, wapiti):
            yield _named(look.__name__), look(site)
        errors = site.errors()
        print("\n".join(errors))
        yield "the log", f"FOUND {len(errors)} errors" if errors else "no error meanwhile"
    yield "stories", stories()


def bandit() -> str:
    """Our own code: what is dangerous by the look of it."""
    told = run([sys.executable, "-m", "bandit", "-q", "-r", *OURS, "-ll", "-f", "json"])
    found = [each for each in json.loads(told.stdout)["results"] if not _is_known(each)]
    for each in found:
        print(f"{each['filename']}:{each['line_number']} {each['test_id']} {each['issue_text']}")
    return f"FOUND {len(found)}" if found else "nothing found of medium or high severity"


def pip_audit() -> str:
    """What we rest on: whether it has known holes. Says so where the service that knows cannot be asked."""
    told = run(
        [sys.executable, "-m", "pip_audit", "-r", "requirements.lock", "--disable-pip", "--progress-spinner", "off"]
    )
    if told.returncode == 0 and not UNREACHED.search(told.stdout + told.stderr):
        return "nothing found"
    if "Known vulnerabilities" in (text := told.stdout + told.stderr) or re.search(r"Found [1-9]\d* known", text):
        print(text)
        return "FOUND holes in packages"
    return "NOT RUN: the service that knows of holes in packages cannot be asked from here"


def check_deploy() -> str:
    """The configuration that docs/operations.md tells to set up."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    documented = {**DOCUMENTED, "DATABASE_URL": "postgres://casetracker@localhost/none"}
    told = run(["env", *(f"{name}={value}" for name, value in documented.items()), *command])
    print(told.stderr, end="")
    return "nothing found" if told.returncode == 0 else "FOUND warnings"


def headers_and_doors(site: Site) -> str:
    """Every page over HTTP, as a visitor, a stranger at the staff's doors, and a superuser: see tools/crawl.py."""
    crawled = crawl(site)
    print("\n".join(crawled.found))
    return f"FOUND {len(crawled.found)}" if crawled.found else f"nothing found in {crawled.asked:,} answers"


def schemathesis(site: Site) -> str:
    """The API by its own description: all of its phases, for a minute."""
    program = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{site.address}/api/v1/openapi.json"]
    proxied = [word for name, value in site.proxied.items() for word in ("--header", f"{name}: {value}")]
    # A description cannot say all of what a date is, nor which cursors there are.
    told = run(
        [*program, *proxied, "--exclude-checks", "positive_data_acceptance", "--max-examples", "60", "--no-color"]
    )
    if told.returncode:
        print(told.stdout[-6000:], told.stderr[-2000:])
    return "nothing found" if told.returncode == 0 else "FOUND faults of the API"


def wapiti(site: Site) -> str:
    """A scanner of others (Debian: wapiti), where it is installed, as a visitor."""
    if not (program := shutil.which("wapiti")):
        return "NOT RUN: it is not installed (Debian: apt install wapiti)"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        proxied = [word for name, value in site.proxied.items() for word in ("-H", f"{name}: {value}")]
        into = ["--store-session", folder, "-o", str(report), "-f", "json", "--no-bugreport"]
        try:
            told = run(
                [program, "-u", f"{site.address}/", *BOUNDED, *into, *proxied, "-m", ATTACKS], seconds=WAPITI_SECONDS
            )
        except subprocess.TimeoutExpired:
            return f"NOT RUN to its end: it takes more than {WAPITI_SECONDS} seconds here"
        if not report.exists():
            print(told.stdout[-2000:], told.stderr[-2000:])
            return "NOT RUN: it did not begin"
        kinds = json.loads(report.read_text())["vulnerabilities"]
    found = [f"{kind}: {place['method']} {place['path']} {place['info']}" for kind in kinds for place in kinds[kind]]
    found = [line for line in found if not any(known in line for known in KNOWN_TO_WAPITI)]
    print(*found[:20], sep="\n")
    return f"FOUND {len(found)}" if found else "nothing found"


def stories() -> str:
    """Our own attacks."""
    told = subprocess.run([sys.executable, "-m", "pytest", "-q", *STORIES], cwd=ROOT)
    return "all withstood" if told.returncode == 0 else "FOUND: a story of an attack failed"


def _named(audit: str) -> str:
    return audit.replace("_", " ")


def run(command: list[str], seconds: float | None = None) -> subprocess.CompletedProcess[str]:
    """Raises subprocess.TimeoutExpired."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds)


def _is_known(finding: dict[str, Any]) -> bool:
    path, rule = finding["filename"].removeprefix("./"), finding["test_id"]
    if any(rule == known and path.startswith(where) for known, where in KNOWN):
        return True
    lines = (ROOT / path).read_text().splitlines()
    first, last = min(finding["line_range"]), max(finding["line_range"])
    said = " ".join(lines[first - 1 : last + 1])
    number = {"B703": "308"}.get(rule, rule[1:])
    return bool(re.search(rf"noqa: (?:S\d+, ?)*S{number}\b", said)) or "/migrations/" in path


if __name__ == "__main__":
    sys.exit(main())

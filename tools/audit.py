"""What `make audit` runs: tools that others wrote look for what we overlooked. Ends with 1 where one finds something.

python tools/audit.py
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OURS = ["articles", "timeline", "casetracker", "tools"]
# What an installation behind HTTPS sets, as docs/operations.md has it.
DOCUMENTED = {
    "CASETRACKER_HTTPS": "1",
    "CASETRACKER_ALLOWED_HOSTS": "cases.example.org",
    "CASETRACKER_SITE_URL": "https://cases.example.org",
    "CASETRACKER_SECRET_KEY": "for the check alone: fifty letters, of many kinds 0123456789",
    "DATABASE_URL": "postgres://casetracker@localhost/none",
}
# Stories that attack: the API by its own description, every page's headers, every way inside, forms, uploads, names.
STORIES = [
    "tests/timeline/test_api.py",
    "tests/timeline/test_gate.py",
    "tests/timeline/test_headers_everywhere.py",
    "tests/timeline/test_limits.py",
    "tests/server/test_accounts.py",
    "tests/server/test_headers.py",
    "tests/server/test_secrets.py",
    "tests/articles/test_fetch.py",
    "tests/articles/test_limited.py",
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
UNREACHED = re.compile(
    r"could not be audited|ConnectionError|Failed to (?:connect|resolve)|ServiceError|Max retries", re.I
)


def main() -> int:
    told = {audit.__name__.replace("_", " "): audit() for audit in (bandit, pip_audit, check_deploy, stories)}
    print("\n" + "\n".join(f"{name:<13} {outcome}" for name, outcome in told.items()))
    return 1 if any(outcome.startswith("FOUND") for outcome in told.values()) else 0


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
    told = run(["env", *(f"{name}={value}" for name, value in DOCUMENTED.items()), *command])
    print(told.stderr, end="")
    return "nothing found" if told.returncode == 0 else "FOUND warnings"


def stories() -> str:
    """Our own attacks."""
    told = subprocess.run([sys.executable, "-m", "pytest", "-q", *STORIES], cwd=ROOT)
    return "all withstood" if told.returncode == 0 else "FOUND: a story of an attack failed"


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


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

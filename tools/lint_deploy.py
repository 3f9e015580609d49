"""Check the files of deploy/ with the programs that know their formats: `make lint-deploy`.

hadolint and the schema of compose files come with the packages; systemd-analyze and caddy are asked where they are
installed (Debian: systemd, caddy). None of them starts anything.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
BESIDE = Path(sys.executable).parent  # the programs of the virtual environment
EXPOSURE = "25"  # in tenths, of systemd's own scale from 0 to 10; what it calls "OK"


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, command in checks(Path(folder)).items():
            if not shutil.which(command[0]):
                print(f"{name}: not checked, there is no {Path(command[0]).name} here")
                continue
            told = subprocess.run(
                command, env={**os.environ, "SITE_HOST": "cases.example.org"}, capture_output=True, text=True
            )
            print(f"{name}: {'well' if told.returncode == 0 else 'WRONG'}")
            if told.returncode:
                failed += 1
                print(told.stdout, told.stderr, sep="")
    return int(failed > 0)


def checks(folder: Path) -> dict[str, list[str]]:
    """What is checked, and the command that does it."""
    units = [str(unit) for unit in runnable(folder)]
    security = ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager"]
    return {
        "Dockerfile": [str(BESIDE / "hadolint"), str(DEPLOY / "Dockerfile")],
        "compose.yaml": [
            *(str(BESIDE / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec"),
            str(DEPLOY / "compose.yaml"),
        ],
        "Caddyfile": ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")],
        "systemd units": ["systemd-analyze", "verify", "--man=no", *units],
        "what the units may do": [*security, *(unit for unit in units if unit.endswith(".service"))],
    }


def runnable(folder: Path) -> list[Path]:
    """Copies of the units that name a program which is here, too: they are checked before anything is installed."""
    copies = []
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        copy = folder / unit.name
        copy.write_text(unit.read_text().replace("/opt/casetracker/.venv/bin/", f"{BESIDE}/"))
        copies.append(copy)
    return copies


if __name__ == "__main__":
    sys.exit(main())

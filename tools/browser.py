"""Find the browser that the tests drive, and install one where there is none: `python tools/browser.py`."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

REMEDY = """The tests need a Chromium or a Chrome, and none could be installed. Install one, as by
    apt install chromium        (Debian, as root)
    playwright install chromium (anywhere that its download can be reached)
or name one: CASETRACKER_BROWSER=/path/to/chrome make test"""


def find() -> str | None:
    """The path of a browser that runs: CASETRACKER_BROWSER, else one of the system, else Playwright's own."""
    candidates = [os.environ.get("CASETRACKER_BROWSER"), *map(shutil.which, NAMES), MAC]
    return next((path for path in candidates if path and runs(path)), None) or playwrights_own()


def runs(path: str) -> bool:
    """On Ubuntu `chromium-browser` may be a mere hint to install something else."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and runs(path) else None


def install() -> None:
    """From the system's packages where we may (root on Debian), else Playwright's own download."""
    if os.geteuid() == 0 and is_debian():
        print("Installing Chromium for the tests …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL)
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


def is_debian() -> bool:
    """Debian itself: on Ubuntu the package is a hint to install a snap."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        sys.exit(REMEDY)

"""The short form of `make chaos`: web, database and worker killed once each, and nothing lost."""

import subprocess
import sys

import pytest

from tests.server.conftest import ROOT

pytestmark = pytest.mark.server


def test_three_kills_lose_nothing() -> None:
    """How soon it is back depends on who else is at work here: that is measured by the whole run."""
    command = [sys.executable, "-m", "tools.chaos", "--rounds", "3", "--seed", "7", "--back", "60"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert "0 findings" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0, done.stdout + done.stderr
    assert "acknowledged" in done.stdout, "an editor was at work"

"""What deploy/ and docs/operations.md say is what the code reads and measures."""

import json
import re
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from prometheus_client import REGISTRY, Metric

from casetracker.telemetry import figures  # noqa: F401 (so that they are registered)
from casetracker.telemetry.census import Census
from tests.server.conftest import ROOT

DEPLOY = ROOT / "deploy"
SETTING = re.compile(r'"(CASETRACKER_[A-Z_]+|DATABASE_(?:[A-Z]+_)?URL|SENTRY_DSN|WEB_CONCURRENCY|PROMETHEUS_[A-Z_]+)"')
EXAMPLE = dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", (DEPLOY / "env.example").read_text(), re.MULTILINE))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = ("migrate", "web", "worker", "backup")
HARDENED = """
    NoNewPrivileges ProtectHome PrivateTmp PrivateDevices ProtectClock ProtectControlGroups ProtectHostname
    ProtectKernelLogs ProtectKernelModules ProtectKernelTunables RestrictNamespaces RestrictRealtime
    RestrictSUIDSGID LockPersonality
""".split()


def settings_read() -> set[str]:
    return {name for path in (ROOT / "casetracker").rglob("*.py") for name in SETTING.findall(path.read_text())}


def test_every_setting_is_explained_and_in_the_example():
    read, told = settings_read(), (ROOT / "docs/operations.md").read_text()
    assert {"CASETRACKER_HTTPS", "DATABASE_URL", "CASETRACKER_PG_BIN", "WEB_CONCURRENCY"} <= read
    assert {name for name in read if f"`{name}`" not in told} == set()
    assert read - EXAMPLE.keys() == set()


def test_the_example_names_nothing_that_nobody_reads():
    of_compose = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    assert EXAMPLE.keys() - settings_read() == of_compose


def test_images_are_official_ones_of_one_version():
    named = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    named += [service["image"] for name, service in COMPOSE["services"].items() if name not in OURS]
    assert len(named) == 4
    for image in named:
        assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z-]+", image), image


@pytest.mark.parametrize("name", OURS)
def test_what_a_break_in_would_find_in_a_container(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service


def test_nobody_outside_reaches_the_database():
    reached = [name for name, service in COMPOSE["services"].items() if "ports" in service]
    assert reached == ["proxy"]
    assert COMPOSE["services"]["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_the_image_runs_as_nobody_in_particular():
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]


def test_the_image_holds_all_packages_of_ours_and_is_sent_nothing_else():
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    sent = {line.split()[1] for line in lines if line.startswith("COPY") and "--from" not in line}
    allowed = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert sent == allowed
    assert all((ROOT / name).exists() for name in sent)
    assert {path.parent.name for path in ROOT.glob("*/apps.py")} <= sent


def units() -> list[Path]:
    return sorted((DEPLOY / "systemd").glob("*.service"))


@pytest.mark.parametrize("path", units(), ids=lambda path: path.stem)
def test_what_a_break_in_would_find_below_systemd(path):
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[method-assign, assignment]
    unit.read(path)
    service = unit["Service"]
    assert service["User"] == "casetracker"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert [name for name in HARDENED if service.get(name) != "yes"] == []


def test_commands_that_units_and_containers_run_are_there():
    named = re.findall(r"manage\.py (\w+)", "".join(path.read_text() for path in units()))
    named += [s["command"][2] for s in COMPOSE["services"].values() if s.get("command", [""])[0] == "python"]
    assert {"work", "migrate"} <= set(named)
    assert set(named) - get_commands().keys() == set()


@pytest.mark.django_db
def test_the_dashboard_asks_for_figures_that_there_are():
    families = [family for collector in (REGISTRY, Census()) for family in collector.collect()]
    there = {family.name: names(family) for family in families if family.name.startswith("casetracker_")}
    assert {"casetracker_request_seconds", "casetracker_jobs"} <= there.keys()
    panels = json.loads((DEPLOY / "grafana.json").read_text())["panels"]
    asked = {name for panel in panels for t in panel["targets"] for name in re.findall(r"casetracker_\w+", t["expr"])}
    assert asked - set().union(*there.values()) == set()


def names(family: Metric) -> set[str]:
    """Of its samples; one with labels that nothing was counted for has none yet."""
    endings = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"], "gauge": [""]}
    return {family.name + ending for ending in endings[family.type]}

"""A real Chromium before a real server. What a page says on its console, or asks of another site, fails the test."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.story import Story, tell
from tests.conftest import empty_tables
from tools.browser import find

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 60_000  # ms. How soon a page answers is a matter of who else is at work here
expect.set_options(timeout=PATIENCE)

PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)  # without it pytest-django would make no test database


@dataclass
class Watch:
    """What a page did that no page may do."""

    home: str
    said: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        self.said.append(f"{message.type}: {message.text}")

    def on_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(self.home):
            self.strangers.append(request.url)


OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def story(django_db_setup: None, django_db_blocker) -> Iterator[Story]:
    """Told once for all browser tests, which only read; taken out of the database after the last of them."""
    with django_db_blocker.unblock():
        yield tell()
        if not empty_tables():
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def browser(story: Story) -> Iterator[Browser]:
    """The Chromium on PATH; where there is none, Playwright's own.

    Playwright's synchronous face keeps an event loop in this thread, which Django would take for our own.
    """
    path = find()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def site(story: Story) -> Iterator[str]:
    """The address of a server in a thread of this process, on a free port."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Opens a path in a fresh context with the options given, and watches it to the end of the test."""
    with _watched(browser, site) as open_at:
        yield open_at


@pytest.fixture(scope="module", params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def view(request: pytest.FixtureRequest) -> dict[str, int]:
    return request.param


@pytest.fixture(scope="module")
def kept_page(browser: Browser, site: str, view: dict[str, int]) -> Iterator[Page]:
    """One page of each width for all tests of a module that begin by going somewhere, watched to the end of them."""
    with _watched(browser, site) as open_at:
        yield open_at("about:blank", viewport=view)


@contextmanager
def _watched(browser: Browser, site: str) -> Iterator[OpenPage]:
    contexts: list[BrowserContext] = []
    watch = Watch(site)

    def open_at(path: str, **options) -> Page:
        context = browser.new_context(base_url=site, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", watch.on_console)
        page.on("pageerror", lambda error: watch.said.append(f"pageerror: {error}"))
        page.on("request", watch.on_request)
        page.goto(path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert watch.said == []
    assert watch.strangers == []


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Playwright's own waiting evaluates text, which the pages' policy forbids."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not condition():
        assert time.monotonic() < deadline, "waited for in vain"
        page.wait_for_timeout(50)

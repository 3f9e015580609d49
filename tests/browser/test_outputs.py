"""What other programs make of our files in a real browser: its own reading of the data in a page, and TimelineJS."""

import json
import mimetypes
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.conftest import OpenPage
from tests.browser.story import Story
from tests.factories import permalink

TIMELINEJS = Path(__file__).resolve().parents[2] / "build/peers/node_modules/@knight-lab/timelinejs/dist"
ELSEWHERE = "http://127.0.0.1:9"  # nobody listens there: `answer` does
# Browsers ask before another site may read this machine, where the tests are served.
ALLOWED = ["local-network-access"]
PAGE = """<!doctype html><title>Elsewhere</title><link rel="stylesheet" href="/css/timeline.css">
<script src="/js/timeline.js"></script><div id="t" style="height: 600px"></div>
<script>window.drawn = new TL.Timeline("t", "{source}", {{font: null}});</script>"""


def test_the_data_of_a_page_is_there_under_its_policy(open_page: OpenPage, story: Story) -> None:
    """The watch on the console would tell of a block."""
    for path, kind in (("/cases/footbridge/", "ItemList"), (permalink(story.petition), "Event")):
        page = open_page(path)
        text = page.locator("script[type='application/ld+json']").text_content()
        assert json.loads(text or "")["@type"] == kind


def test_other_sites_read_events_and_the_policy_of_ours_lets_them(browser: Browser, site: str, story: Story) -> None:
    context = browser.new_context(permissions=ALLOWED)
    context.route(
        f"{ELSEWHERE}/**", lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")
    )
    page = context.new_page()
    page.goto(ELSEWHERE)
    read = "(url) => fetch(url, {headers: {'If-None-Match': '\"x\"'}}).then((answer) => answer.json())"
    told = page.evaluate(read, f"{site}/api/v1/cases/footbridge/events?limit=2")
    assert len(told["events"]) == 2
    page.evaluate(read, f"{site}/events/{story.petition.public_id}.json")
    context.close()


@pytest.mark.skipif(not TIMELINEJS.is_dir(), reason="TimelineJS is not here: `make bench-browser` gets it by npm")
def test_timelinejs_draws_every_slide(browser: Browser, site: str, story: Story) -> None:
    source = f"{site}/cases/footbridge/timelinejs.json"
    context = browser.new_context(permissions=ALLOWED)
    context.route(f"{ELSEWHERE}/**", lambda route: answer(route, source))
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(ELSEWHERE)
    page.wait_for_selector(".tl-timemarker", state="attached")
    slides = page.evaluate("(url) => fetch(url).then((answer) => answer.json())", source)
    assert page.locator(".tl-timemarker").count() == len(slides["events"]) == 8
    assert page.locator(".tl-slide").count() == 9  # a title before them
    headlines = page.locator(".tl-timemarker h2").all_text_contents()
    assert {slide["text"]["headline"] for slide in slides["events"]} == set(headlines)
    assert {"2014", "12 September 2015"} <= set(page.locator(".tl-headline-date").all_inner_texts())
    assert page.locator(".tl-message-full").is_hidden()
    assert problems == []
    context.close()


def answer(route: Route, source: str) -> None:
    """The page of a newsroom, and TimelineJS from its own folder."""
    path = TIMELINEJS / route.request.url.removeprefix(ELSEWHERE).lstrip("/")
    if path.is_file():
        kind = mimetypes.guess_type(path.name)[0] or "text/plain"
        route.fulfill(body=path.read_bytes(), content_type=kind)
    else:
        route.fulfill(body=PAGE.format(source=source), content_type="text/html")

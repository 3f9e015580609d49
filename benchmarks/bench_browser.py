"""What a reader's browser has to do: our case page beside TimelineJS3 and vis-timeline, in one run of one Chromium.

    python -m benchmarks.bench_browser [CASE_ADDRESS …] [--peers 500 5000] [--runs 5]

Measures the pages at the addresses given (a case of 50 events, one of a million), else the demonstration case, which
it serves itself. Let a server of large cases have no background work (gunicorn alone, not `manage.py serve`, which
reads the articles again when rules have changed). The peers come from npm into build/peers, where npm is found, and
draw events of the same shape. All pages come over the loopback interface, compressed. Fails when a goal is missed.
"""

import argparse
import contextlib
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from benchmarks.__main__ import first_link, get, site
from benchmarks.goals import HEAD, Figure
from benchmarks.peers import Peer, peers
from tools.browser import find

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUIET = 300  # ms without a change of the page, after which it has settled
OPENED = 700  # ms for the browser to draw its own window: who opens an address has one already
REACHED = 200  # ms at the least between the pointer's coming to a link and the press
TIMEOUT = 60_000
GOALS = {"transfer": 40, "first": 250, "blocked": 0, "nodes": 1000, "zoom_repainted": 60, "zoom_settled": 250}
GOALS |= {"filter_settled": 250, "open_settled": 250, "back_settled": 250}
SLOWED = {"first": 800, "zoom_settled": 600}  # the processor four times slower

# Runs before the page's own scripts: notes the first event in view, long tasks, and each change of the page.
WATCH = """selector => {
  const seen = window.__seen = {first: null, blocked: 0, changed: 0, painted: 0};
  new PerformanceObserver(list => list.getEntries().forEach(task => seen.blocked += task.duration - 50))
    .observe({type: "longtask", buffered: true});
  const look = () => {
    const element = document.querySelector(selector);
    const box = element?.getBoundingClientRect();
    if (box && box.width && box.top < innerHeight && element.checkVisibility()) seen.first = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const change = () => {
    seen.changed = performance.now();
    if (seen.acted && !seen.painted) requestAnimationFrame(() => { seen.painted ||= performance.now() - seen.acted; });
  };
  new MutationObserver(change).observe(document, {subtree: true, childList: true, attributes: true});
}"""
ACT = """() => {
  const seen = window.__seen;
  seen.changed = seen.acted = performance.now();
  seen.painted = 0;
  seen.asked = location.href;
}"""
SETTLED = f"performance.now() - window.__seen.changed > {QUIET} && window.__seen.changed > window.__seen.acted"
ANSWERED = "location.href !== window.__seen.asked"  # each act of ours has an address: a slow answer is waited for
FLOOR = "/healthz"  # a word, and no database: what the browser itself takes to open a page of this server


@dataclass(frozen=True)
class Measured:
    """`transfer` in kB as they came over the line, `nodes` a number, all else in ms; NaN where there is no such act."""

    transfer: float
    first: float
    blocked: float
    nodes: float
    zoom_repainted: float = float("nan")
    zoom_settled: float = float("nan")
    filter_settled: float = float("nan")
    open_settled: float = float("nan")
    back_settled: float = float("nan")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--peers", nargs="*", type=int, default=[500], help="how many events the peers draw")
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with sync_playwright() as playwright, contextlib.ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        addresses = asked.addresses or [stack.enter_context(_demonstration())]
        print(f"| page | {' | '.join(field.name.replace('_', ' ') for field in fields(Measured))} |")
        print(f"|---|{'---|' * len(fields(Measured))}")
        missed = [_ours(browser, address, asked.runs) for address in addresses]
        for peer in stack.enter_context(peers(asked.peers)):
            _print(peer.name, _median(browser, peer.address, peer, asked.runs))
    return int(any(missed))


@contextlib.contextmanager
def _demonstration() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="ct-bench-") as folder:
        Path(folder).chmod(0o711)
        with site(Path(folder, "state")) as (address, _):
            yield address + first_link(get(address), "/cases/")


def _ours(browser: Browser, address: str, runs: int) -> bool:
    """Whether a goal was missed."""
    floors = [_floor(browser, urljoin(address, FLOOR), runs, slowed) for slowed in (1, 4)]
    quick = _median(browser, address, None, runs)
    slow = _median(browser, address, None, runs, slowed=4)
    _print(address, quick)
    _print(f"{address}, processor slowed four times", slow)
    print(f"first, of a page that says a word: {floors[0]:,.0f} ms; slowed: {floors[1]:,.0f} ms", flush=True)
    units = {"transfer": "kB", "nodes": ""}
    figures = [Figure(name, getattr(quick, name), goal, units.get(name, "ms")) for name, goal in GOALS.items()]
    figures += [Figure(f"{name}, slowed", getattr(slow, name), goal, "ms") for name, goal in SLOWED.items()]
    print(HEAD, *(figure.line() for figure in figures), sep="\n", file=sys.stderr)
    return any(figure.is_missed for figure in figures)


def _print(name: str, measured: Measured) -> None:
    cells = ("–" if value != value else f"{value:,.0f}" for value in asdict(measured).values())  # NaN is not itself
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _median(browser: Browser, address: str, peer: Peer | None, runs: int, *, slowed: int = 1) -> Measured:
    found = [_measure(browser, address, peer, slowed) for _ in range(runs)]
    columns = {field.name: [getattr(one, field.name) for one in found] for field in fields(Measured)}
    return Measured(**{name: statistics.median(values) for name, values in columns.items()})


def _measure(browser: Browser, address: str, peer: Peer | None, slowed: int) -> Measured:
    """A first visit: nothing cached."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = _window(context)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        sizes = _sizes(session)
        page.add_init_script(f"({WATCH})({(peer.event if peer else '.card, .key-events li')!r})")
        page.goto(address)
        page.wait_for_function("() => window.__seen.first !== null")
        page.wait_for_function(f"() => performance.now() - window.__seen.changed > {QUIET}")
        seen = page.evaluate("() => window.__seen")
        nodes = page.evaluate("() => document.getElementsByTagName('*').length")
        first = Measured(sum(sizes) / 1000, seen["first"], seen["blocked"], nodes)
        acts = _zoom_of(page, peer) if peer else _acts(page)
        return Measured(**{**asdict(first), **acts})


def _floor(browser: Browser, address: str, runs: int, slowed: int) -> float:
    """Milliseconds until a page shows that has nothing to load, lay out or run: no page comes sooner."""
    found: list[float] = []
    for _ in range(runs):
        with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
            page = _window(context)
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            page.add_init_script(f"({WATCH})('pre')")
            page.goto(address)
            page.wait_for_function("() => window.__seen.first !== null")
            found.append(page.evaluate("() => window.__seen.first"))
    return statistics.median(found)


def _window(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.wait_for_timeout(OPENED)
    return page


def _sizes(session: CDPSession) -> list[float]:
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    return sizes


def _zoom_of(page: Page, peer: Peer) -> dict[str, float]:
    page.evaluate(ACT)
    page.evaluate(peer.zoom)
    return _zoomed(page, of_ours=False)


def _zoomed(page: Page, *, of_ours: bool = True) -> dict[str, float]:
    settled = _until_settled(page, of_ours)
    painted = page.evaluate("() => window.__seen.painted")
    return {"zoom_repainted": painted, "zoom_settled": settled}


def _until_settled(page: Page, of_ours: bool = True) -> float:
    page.wait_for_function(f"() => {SETTLED} && {ANSWERED}" if of_ours else f"() => {SETTLED}")
    took: float = page.evaluate("() => window.__seen.changed - window.__seen.acted")
    return took


def _acts(page: Page) -> dict[str, float]:
    """What readers do: into a period, a card open, back, and one type alone. The page itself clicks, so that the
    driver's own way to it does not count; the pointer has come there before, as it does to whatever is pressed."""
    page.hover(".zoom a:not([aria-current])")
    page.wait_for_timeout(REACHED)
    _press(page, ".zoom a:not([aria-current])")
    found = _zoomed(page)
    _press(page, ".toggle")
    found["open_settled"] = _until_settled(page)
    page.evaluate(ACT)
    page.evaluate("() => history.back()")
    found["back_settled"] = _until_settled(page)
    _press(page, ".choice:not(.is-none) input[name=type]")
    found["filter_settled"] = _until_settled(page)
    return found


def _press(page: Page, selector: str) -> None:
    page.evaluate(ACT)
    page.evaluate("selector => document.querySelector(selector).click()", selector)


if __name__ == "__main__":
    sys.exit(main())

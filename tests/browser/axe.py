"""What axe says of a page, at each width and in each scheme of colours."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

Look = tuple[Literal["light", "dark"], int, dict[str, Any]]
OF_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# How elements pass is not asked: to name each takes axe longest. Nor are sheets loaded that sheets import: axe would
# copy them into styles, which the policy forbids, and the two rules that need them find no violations.
ASKED = {"resultTypes": ["violations"], "preload": False}
RUN = "async rules => ({ violations: (await axe.run(rules)).violations })"


def looks(rules: list[str]) -> tuple[Look, ...]:
    """Colours decide nothing but contrast, and widths most of the rest: each rule sees each scheme and width."""
    everything = {"runOnly": rules}
    return (
        ("light", 320, everything),
        ("dark", 320, CONTRAST),
        ("dark", 1280, everything),
        ("light", 1280, CONTRAST),
    )


EVERY_LOOK, LOOKS_OF_STAFF = looks([*OF_WCAG, "best-practice"]), looks(OF_WCAG)


def look_at(page: Page, name: str, looks: tuple[Look, ...] = EVERY_LOOK) -> None:
    """Fails where axe finds anything."""
    for scheme, width, rules in looks:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found = AxeResults(page.evaluate(RUN, {**rules, **ASKED}))
        assert found.violations_count == 0, f"{name}, {scheme}, {width} px:\n{found.generate_report()}"

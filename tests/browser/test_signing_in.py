"""Signing in with a code, and the page of one's account: as people see them, and without scripts."""

import re
from base64 import b32decode
from pathlib import Path

from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from tests.browser.axe import LOOKS_OF_STAFF, look_at
from tests.browser.conftest import OpenPage
from tests.factories import PASSWORD
from tests.server.test_accounts import code_of

# What is drawn of the QR code fits into its frame.
WHOLE = """() => {
    const svg = document.querySelector(".qr svg"), frame = svg.getBoundingClientRect();
    const drawn = [...svg.querySelectorAll("path")].map((path) => path.getBoundingClientRect());
    return drawn.every((box) => box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1);
}"""


def enter(page: Page) -> None:
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def telephone(key: str) -> TOTPDevice:
    return TOTPDevice(key=b32decode(key.replace(" ", "")).hex())


def looked_at(page: Page, name: str, folder: Path) -> None:
    look_at(page, page.url, LOOKS_OF_STAFF)
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=folder / f"{name}-{scheme}.png", full_page=True)


def test_a_second_factor_is_set_up_asked_for_and_turned_off(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/admin/login/")
    looked_at(page, "login", tmp_path)
    enter(page)
    page.get_by_role("link", name="Your account").click()
    looked_at(page, "account", tmp_path)
    page.get_by_role("link", name="Set up a second factor").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    looked_at(page, "set-up", tmp_path)
    assert page.evaluate(WHOLE), "the picture is cut off"
    device = telephone(page.locator(".key").inner_text())
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Code").fill(code_of(device))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".codes li")).to_have_count(10)
    looked_at(page, "codes", tmp_path)
    _come_in_by_paper(open_page, page.locator(".codes code").first.inner_text(), tmp_path)
    page.goto("/admin/account/")
    expect(page.get_by_role("button", name="End all others")).to_be_visible()
    looked_at(page, "sessions", tmp_path)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Turn it off, or change the telephone").click()
    expect(page.get_by_text("The second factor is off.")).to_be_visible()


def _come_in_by_paper(open_page: OpenPage, paper: str, folder: Path) -> None:
    page = open_page("/admin/login/")
    enter(page)
    page.get_by_label(re.compile("^Code from your telephone")).fill("000000")
    page.get_by_role("button", name="Log in").click()
    looked_at(page, "code", folder)
    page = open_page("/admin/login/", java_script_enabled=False)
    enter(page)
    page.get_by_label(re.compile("^Code from your telephone")).fill("000000")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("not right, or no longer")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    page.screenshot(path=folder / "wrong-code.png")
    page.get_by_label(re.compile("^Code from your telephone")).fill(paper)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="What waits")).to_be_visible()

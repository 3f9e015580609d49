"""The review desk in a real browser: an editor's whole story by keyboard, without scripts, and what axe says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, Case
from tests import factories as make
from tests.browser.conftest import OpenPage
from tests.browser.test_adding import ADD, look, look_at
from timeline import services
from timeline.models import Decision, Event, NameHint, Review

CASE = "/cases/towpath/"
TEXT = (
    "Police arrested the ferryman Tom Reed on Tuesday near the harbour.\n"
    "Judge Rosa Linden sentenced Tom Reed to six months in jail on Thursday.\n"
)


SIZES = {"twenty": 20, "two": 2, "three": 3, "looked-at": 3, "refused": 2}  # cases with a queue, by their slugs


@dataclass
class Cast:
    towpath: Case
    queues: dict[str, list[Event]]


@pytest.fixture(scope="module")
def cast(site: str, django_db_blocker) -> Iterator[Cast]:
    """A case for each test and a clerk who may do everything, gone after these tests: the others of this folder share
    one story. What a test writes itself, the server would not see."""
    with django_db_blocker.unblock():
        before = set(Article.objects.values_list("pk", flat=True))
        towpath = make.make_case("towpath", title="The towpath")
        queues = {slug: fill_queue(make.make_case(slug, title=f"Lock {slug}"), size) for slug, size in SIZES.items()}
        disputed = queues["looked-at"][1]
        make.claim(disputed, disputed.citations.get().mention, "date", "2016-06-30")
        let_a_name_wait(queues["looked-at"][0])
        clerk = make.make_staff("clerk")
        clerk.is_superuser = True
        clerk.save()
        services.approve_events(events=Event.objects.filter(case__slug="refused"), by=None)
        yield Cast(towpath, queues)
        for decision in Decision.objects.filter(case__slug__in=["towpath", *SIZES]).order_by("-pk"):
            decision.delete()  # what was taken back is protected as long as the taking back is there
        Case.objects.filter(slug__in=["towpath", *SIZES]).delete()
        clerk.delete()
        Article.objects.exclude(pk__in=before).delete()


def desk_of(slug: str) -> str:
    return f"/admin/desk/{slug}/"


def log_in(page: Page) -> None:
    page.get_by_label("Username").fill("clerk")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")  # the keys listen from here on


def title(page: Page):
    return page.locator("#entry-title")


def fill_queue(case: Case, count: int) -> list[Event]:
    """An article with this many mentions, each of an event of its own."""
    sentences = [f"Gate {n} of the lock was opened on {n + 1} June." for n in range(count)]
    version = make.make_article(case, "\n".join(sentences), title="Gate by gate")
    found = []
    for n, sentence in enumerate(sentences):
        day = make.WEDNESDAY.replace(day=n + 1)
        when = {"timex": f"{n + 1} June", "edtf": day.isoformat(), "earliest": day, "latest": day}
        mention = make.make_mention(version, sentence=sentence, headline=f"Gate {n} opened", **when)
        found.append(make.make_event(case, [mention], review=Review.SUGGESTED))
    return found


def let_a_name_wait(event: Event) -> None:
    """Of a child whom it names, as a public event does, in which the name of a grown-up holds the same surname."""
    told = "On Wednesday Odo Wend, 14, fell into the lock. Marta Wend pulled him out."
    version = make.make_article(event.case, told, title="Into the lock")
    mention = make.make_mention(version, sentence=told, trigger="fell", headline="Odo Wend fell into the lock")
    make.make_event(event.case, [mention])
    NameHint.objects.create(
        run=mention.run, article=version.article, name="Odo Wend", why="minor", quote=told, start=0, end=len(told)
    )


def test_from_the_paste_to_the_public_page_and_back(open_page: OpenPage, cast: Cast) -> None:
    page, reader = open_page(f"/admin/login/?next={ADD}"), open_page(CASE)
    log_in(page)
    paste_and_open_the_desk(page, cast.towpath)
    permalink = approve_and_read(page, reader)
    merge_and_take_back(page, reader, permalink)
    assert page.evaluate("window.sameDocument"), "a decision loaded a new page"
    withhold_and_look(page, reader, permalink)


def paste_and_open_the_desk(page: Page, case: Case) -> None:
    page.goto(f"{ADD}?case={case.pk}")
    page.get_by_label("Text:").fill(TEXT)
    page.get_by_label("Source:").fill("The Linden Post")
    page.get_by_label("Published on:").fill("2016-06-10")
    look(page)
    page.get_by_role("button", name="Add this article").click()
    page.get_by_role("link", name="Review its events").click()
    expect(title(page)).to_contain_text("arrested")
    expect(title(page)).to_be_focused()
    page.evaluate("window.sameDocument = true")


def approve_and_read(page: Page, reader: Page) -> str:
    """The address under which the reader finds what one key has approved."""
    page.keyboard.press("a")
    expect(title(page)).to_contain_text("sentenced")
    expect(title(page)).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("Approved: “")
    reader.goto(CASE)
    expect(reader.locator(".card")).to_have_count(1)
    expect(reader.locator(".card")).to_contain_text("Tom Reed")
    reader.locator(".headline a").click()
    expect(reader.locator("blockquote")).to_have_count(1)
    return reader.url


def merge_and_take_back(page: Page, reader: Page, permalink: str) -> None:
    """What has been public asks for a reason before anything is sent, and takes it where the cursor stands then."""
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Merge with which event?")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("input[name=other]").first).to_be_checked()
    expect(page.get_by_label("Reason", exact=True)).to_be_focused()
    page.keyboard.type("One and the same affair.")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("Nothing waits here.")
    reader.goto(permalink)
    expect(reader.locator("blockquote")).to_have_count(2)
    expect(reader.locator("blockquote").last).to_contain_text("sentenced")

    page.keyboard.press("u")
    expect(page.locator("#refused")).to_contain_text("Say why")
    expect(page.get_by_label("Reason for undoing")).to_be_focused()
    page.keyboard.type("Two affairs after all.")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Taken back: merged")
    reader.goto(permalink)
    expect(reader.locator("blockquote")).to_have_count(1)
    expect(reader.get_by_text("sentenced")).to_have_count(0)


def withhold_and_look(page: Page, reader: Page, permalink: str) -> None:
    page.goto("/admin/timeline/person/add/")
    page.get_by_label("Case:").select_option("The towpath")
    page.get_by_label("Name:", exact=True).fill("Tom Reed")
    page.get_by_label("The public reads:").select_option("Withheld")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    for path in (CASE, f"{CASE}?open=all", permalink, f"{CASE}?q=Reed"):
        reader.goto(path)
        shown = reader.locator("main").inner_text().replace("q=Reed", "")
        assert "Tom" not in shown, path
    expect(reader.locator(".card")).to_have_count(0)
    page.goto(desk_of("towpath"))
    expect(page.get_by_text("The public reads:")).to_be_visible()


def test_an_article_of_twenty_mentions_takes_thirty_keys_at_most(open_page: OpenPage, cast: Cast) -> None:
    events = cast.queues["twenty"]
    page = open_page(f"/admin/login/?next={desk_of('twenty')}")
    log_in(page)
    keys = 0

    def press(key: str, then: str) -> None:
        nonlocal keys
        page.keyboard.press(key)
        keys += 1
        expect(page.get_by_role("heading", name=then, exact=True)).to_be_focused()

    expect(title(page)).to_be_focused()
    for event in events[1:16]:
        press("a", event.headline)
    press("r", events[16].headline)
    press("n", events[17].headline)
    press("p", events[16].headline)
    press("m", "Merge with which event?")
    page.keyboard.press("1")
    keys += 1
    expect(page.locator(".said")).to_contain_text("Merged into")
    while title(page).inner_text() != "Nothing waits here.":
        was = title(page).inner_text()
        page.keyboard.press("a")
        keys += 1
        expect(title(page)).not_to_have_text(was)
    assert keys <= 30
    assert page.locator(".queue").count() == 0


def test_keys_rest_while_a_field_is_filled_in(open_page: OpenPage, cast: Cast) -> None:
    page = open_page(f"/admin/login/?next={desk_of('two')}")
    log_in(page)
    page.keyboard.press("e")
    headline = page.get_by_label("Headline:")
    expect(headline).to_be_focused()
    page.keyboard.type("area ?")
    expect(headline).to_have_value("area ?")
    page.get_by_label("Date (EDTF):").fill("2016-06~")
    expect(page.locator("#date-means")).to_have_text(re.compile("about June 2016", re.IGNORECASE))
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("area ?")
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()


def test_the_same_without_scripts(open_page: OpenPage, cast: Cast) -> None:
    first, second, third = cast.queues["three"]
    page = open_page(f"/admin/login/?next={desk_of('three')}", java_script_enabled=False)
    log_in(page)
    page.get_by_role("button", name="Approve a").click()
    expect(title(page)).to_have_text(second.headline)
    page.get_by_role("link", name="Next n").click()
    expect(title(page)).to_have_text(third.headline)
    page.get_by_label("Reason for undoing").fill("Too soon.")
    page.get_by_role("button", name="Undo").click()
    expect(title(page)).to_have_text(first.headline)
    page.get_by_role("link", name="Merge … m").click()
    page.get_by_role("radio", name=second.headline).check()
    page.get_by_label("Reason", exact=True).fill("One gate.")
    page.get_by_role("button", name="Merge with the chosen").click()
    expect(page.locator(".said")).to_contain_text("Merged into")
    page.get_by_role("link", name="Split … s").click()
    page.get_by_role("checkbox", name="this report").last.check()
    page.get_by_label("Reason", exact=True).fill("Two gates.")
    page.get_by_role("button", name="Split off the ticked").click()
    expect(page.locator(".said")).to_contain_text("Split off")
    withdraw_what_is_public(page, third)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_refused_merge_of_public_events_keeps_its_panel(open_page: OpenPage, cast: Cast, scripts: bool) -> None:
    first, second = cast.queues["refused"]
    desk = f"{desk_of('refused')}?event={first.public_id}"
    page = open_page("/admin/login/?next=/admin/", java_script_enabled=scripts)
    log_in(page)
    page.goto(desk)
    page.get_by_role("link", name="Merge … m").click()
    page.get_by_role("radio", name=second.headline).check()
    page.get_by_role("button", name="Merge with the chosen").click()
    expect(page.locator("#refused")).to_contain_text("Say why")
    expect(page.get_by_role("radio", name=second.headline)).to_be_checked()
    expect(page.get_by_label("Reason", exact=True)).to_be_focused()
    if scripts:
        page.reload()
        expect(page.get_by_role("heading", name="Merge with which event?")).to_be_visible()


def withdraw_what_is_public(page: Page, event: Event) -> None:
    for act in (page.get_by_role("button", name="Approve a"), page.get_by_role("link", name="Withdraw … w")):
        page.get_by_label("Any event, public or not").fill(event.headline)
        page.get_by_role("button", name="Find").click()
        page.get_by_role("region", name="Events with").get_by_role("link", name=event.headline).click()
        expect(title(page)).to_have_text(event.headline)
        act.click()
    page.get_by_label("Its address says").select_option("it was wrong")
    page.get_by_label("Reason", exact=True).fill("No gate there.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".said")).to_contain_text("Withdrawn: “")
    expect(title(page)).to_have_text(event.headline)


def test_axe_finds_nothing_and_targets_are_large_enough(browser: Browser, site: str, cast: Cast) -> None:
    """Not watched: axe itself sets styles that the policy forbids, and says so on the console."""
    page = browser.new_page(base_url=site)
    page.goto(f"/admin/login/?next={desk_of('looked-at')}")
    log_in(page)
    for panel in ("", "?do=merge", "?do=split", "?do=certain&least=1", "?do=names", "?type=none"):
        page.goto(desk_of("looked-at") + panel)
        for told in ("may be a minor, and readers read the name now", "also hides parts of: Marta Wend."):
            expect(page.locator(".delicate")).to_contain_text(told)
        look_at(page, panel)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{panel} at {width} px"
            small = page.evaluate(
                """() => [...document.querySelectorAll("#desk :is(button, input, select, summary, .tick, .acts a)")]
                    .filter((e) => e.checkVisibility() && !e.matches("[type=hidden], [type=radio], [type=checkbox]"))
                    .map((e) => [e.textContent.trim() || e.id, e.getBoundingClientRect()])
                    .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
            )
            assert small == [], f"{panel} at {width} px"
    page.close()

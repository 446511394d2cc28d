"""What the journey does not pass by: other screens, the keyboard, narrow windows, stillness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, Served
from tests.browser.steps import is_sound, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
BOTH = ("light", "dark")


@pytest.fixture(scope="module")
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """One therapist, signed in, for every look around."""
    context = chromium.new_context(base_url=served.url, viewport=DESK, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


@pytest.fixture(scope="module")
def places(page: Page) -> dict[str, str]:
    """The address of each kind of screen, of a demo client who has come for a while."""
    page.goto("/clients/?q=Brandt")
    page.locator("main").get_by_role("link", name=re.compile("Brandt")).first.click()
    page.wait_for_url("**/clients/*/")
    client = page.url

    def first(pattern: str) -> str:
        return str(page.locator(f"main a[href{pattern}]").first.get_attribute("href"))

    return {
        "today": "/",
        "clients": "/clients/",
        "nobody found": "/clients/?q=zzzz",
        "new client": "/clients/new",
        "client": client,
        "edit": f"{client}edit",
        "screening": f"{client}screening/",
        "send questions": f"{client}intake/",
        "in person": f"{client}intake/in-person",
        "answers": first("^='/intakes/'"),
        "new episode": f"{client}episodes/new/",
        "cockpit": first("^='/episodes/'"),
        "progress": first("$='/progress/'"),
        "signed note": first("^='/visits/'"),
        "not there": "/nothing/here/",
        "sign out": "/account/logout/",
    }


def test_every_other_screen_is_sound_in_light_and_dark(page: Page, places: dict[str, str]) -> None:
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for address in places.values():
            page.goto(address)
            is_sound(page, *BOTH)


def test_nothing_runs_off_a_window_of_320_pixels(page: Page, places: dict[str, str]) -> None:
    """What a desk browser shows at 400 % (WCAG 1.4.10)."""
    page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for name, address in places.items():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    page.set_viewport_size(DESK)
    assert wide == []


def test_the_keyboard_sees_where_it_is(page: Page, places: dict[str, str]) -> None:
    """Each stop of the Tab key is in sight, shows a ring and has a name (WCAG 2.4.7, 2.4.11)."""
    page.set_viewport_size(DESK)
    for name in ("today", "client", "cockpit", "signed note", "progress"):
        page.goto(places[name])
        if name == "cockpit":
            page.wait_for_selector("[data-ready=yes]")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        for _ in range(30):
            page.keyboard.press("Tab")
            lost = page.evaluate(
                """() => {
                    const at = document.activeElement;
                    if (at === document.body) return "";
                    const shown = [at, at.closest("label"), at.nextElementSibling].filter(Boolean);
                    const ring = shown.some((e) => {
                        const style = getComputedStyle(e);
                        return style.outlineStyle !== "none" || style.boxShadow !== "none";
                    });
                    const box = at.getBoundingClientRect();
                    const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
                    const top = document.elementFromPoint(x, y);
                    const tiny = box.width <= 1 || getComputedStyle(at).opacity === "0";
                    const seen = tiny || (top && (at.contains(top) || top.contains(at)
                        || top.closest("label") === at.closest("label")));
                    return ring && seen ? "" : `${at.outerHTML.slice(0, 160)} ring ${ring}`
                        + ` under ${top ? top.outerHTML.slice(0, 80) : "nothing"}`;
                }"""
            )
            assert not lost, f"{name}: {lost}"


def test_nothing_moves_where_stillness_is_asked_for(page: Page, places: dict[str, str]) -> None:
    page.emulate_media(reduced_motion="reduce")
    for name in ("today", "cockpit", "signed note"):
        page.goto(places[name])
        moving = page.evaluate(
            """document.getAnimations()
                .map((a) => a.effect.getComputedTiming().duration).filter((ms) => ms > 1)"""
        )
        assert moving == []


def test_the_page_reads_in_order_of_headings(page: Page, places: dict[str, str]) -> None:
    for name, address in places.items():
        page.goto(address)
        levels = page.eval_on_selector_all(
            "h1, h2, h3, h4",
            "all => all.filter((h) => h.checkVisibility()).map((h) => +h.tagName[1])",
        )
        assert levels.count(1) == 1, name
        assert all(b <= a + 1 for a, b in pairwise(levels)), f"{name}: {levels}"

"""The cockpit in a real browser: paint, find, rank, confirm, plan; nothing is lost on the way."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import NECK, find, is_sound, paint, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def open_cockpit(page: Page) -> str:
    """Signed in, with a new episode of a demo client whom nothing keeps from being treated."""
    sign_in(page)
    page.goto("/clients/")
    clients = [a.get_attribute("href") for a in page.locator("main a.list-link").all()]
    for client in filter(None, clients):
        page.goto(f"{client}episodes/new/")
        page.fill("[name=title]", "Neck pain with headache")
        page.fill("[name=how_long]", "14")
        page.get_by_role("button", name="Open and paint the pain").click()
        page.wait_for_selector("[data-ready=yes]")
        if page.locator(".strip.ok, .strip.good").count():
            return page.url
    pytest.fail("no demo client may be treated without changes")


def test_from_the_first_stroke_to_a_saved_plan(desk: Page) -> None:
    open_cockpit(desk)
    expect(desk.locator(".causes .empty")).to_be_visible()
    paint(desk, NECK)
    expect(desk.locator(".cause").first).to_be_visible()
    desk.keyboard.press("/")
    expect(desk.locator("#finding-input")).to_be_focused()
    find(desk, "upper trapezius right reproduces taut")
    expect(desk.locator(".cause-name").first).to_contain_text("Upper trapezius, right")
    desk.locator(".cause-open").nth(1).hover()
    expect(desk.locator(".region.essential").first).to_be_attached()
    find(desk, "qzxv wobble")
    expect(desk.locator(".found-group", has_text="qzxv wobble")).to_contain_text("not understood")
    desk.get_by_role("button", name="Confirm: Upper trapezius, right").click()
    desk.locator("#plan-toggle").click()
    expect(desk.locator(".plan-step").nth(1)).to_be_visible()
    is_sound(desk)
    desk.get_by_role("button", name="Save plan").click()
    expect(desk.locator(".plan-message")).to_have_text("The plan is saved.")
    address = desk.get_by_role("link", name="PDF").get_attribute("href")
    assert desk.request.get(str(address)).body().startswith(b"%PDF")


def test_the_next_test_is_answered_with_one_tap(desk: Page) -> None:
    open_cockpit(desk)
    paint(desk, NECK)
    proposed = desk.locator(".test h3").inner_text()
    with desk.expect_response(lambda r: r.url.endswith("/sync")):
        desk.locator(".test-answers .button").nth(1).click()
    expect(desk.locator(".found-row")).to_have_count(1)
    expect(desk.locator(".test h3")).not_to_have_text(proposed)


def test_two_tabs_are_asked_which_drawing_to_keep(desk: Page) -> None:
    address = open_cockpit(desk)
    other = desk.context.new_page()
    other.goto(address)
    other.wait_for_selector("[data-ready=yes]")
    paint(desk, NECK)
    paint(other, [(0.5, 0.4), (0.52, 0.42)])
    question = other.locator("dialog.conflict")
    expect(question).to_contain_text("changed in another tab")
    question.get_by_role("button", name="Look at both").click()
    expect(question.locator(".figure")).to_have_count(4)
    question.get_by_role("button", name="Take theirs").click()
    expect(question).to_have_count(0)
    expect(other.locator("#saved")).to_contain_text("Saved")
    expect(other.locator(".cause-name").first).to_have_text(
        desk.locator(".cause-name").first.inner_text()
    )


def test_paint_and_words_outlive_a_lost_connection_and_a_closed_page(desk: Page) -> None:
    address = open_cockpit(desk)
    paint(desk, NECK)
    desk.route("**/sync", lambda route: route.abort())
    desk.locator("#finding-input").fill("worse sitting")
    desk.keyboard.press("Enter")
    expect(desk.locator("#saved")).to_have_text("Kept on this device, will be sent")
    expect(desk.locator(".found-row")).to_have_count(1)
    desk.close(run_before_unload=False)
    context = desk.context
    again = context.new_page()
    again.goto(address)
    again.wait_for_selector("[data-ready=yes]")
    kept = again.evaluate("Object.entries(localStorage).find(([k]) => k.includes('chart'))")
    assert json.loads(kept[1])["steps"][0]["words"]
    # A tab that is gone hands over what it had once it has been silent for a minute.
    again.evaluate(
        "([k, v]) => localStorage.setItem(k, JSON.stringify({...JSON.parse(v), at: 0}))", kept
    )
    with again.expect_response(lambda r: r.url.endswith("/sync")):
        again.reload()
    expect(again.locator(".found-row")).to_have_count(1)
    assert again.evaluate("Object.keys(localStorage).filter(k => k.includes('chart'))") == []


def test_the_whole_drawing_can_be_made_by_keyboard(desk: Page) -> None:
    open_cockpit(desk)
    desk.keyboard.press("r")
    desk.keyboard.type("back of the neck, right")
    desk.keyboard.press("Tab")
    with desk.expect_response(lambda r: r.url.endswith("/sync")):
        desk.keyboard.press("Enter")
    expect(desk.locator(".region-item[aria-pressed=true]")).to_have_count(1)
    is_sound(desk)
    desk.keyboard.press("Escape")
    expect(desk.locator(".cause").first).to_be_visible()
    with desk.expect_response(lambda r: r.url.endswith("/sync")):
        desk.keyboard.press("Control+z")
    expect(desk.locator(".causes .empty")).to_be_visible()


def test_a_phone_shows_one_part_at_a_time(phone: Page) -> None:
    open_cockpit(phone)
    phone.get_by_role("button", name="Back", exact=True).click()
    paint(phone, NECK)
    for part, shown in [("Causes", ".cause"), ("Tests", ".test"), ("Plan", ".plan-step")]:
        phone.locator(".pane-bar button", has_text=part).click()
        expect(phone.locator(shown).first).to_be_visible()
        expect(phone.locator(".strip")).to_be_visible()
        is_sound(phone)
    phone.locator(".pane-bar button", has_text="Causes").click()
    phone.locator(".cause-open").first.click()
    phone.get_by_role("button", name="Show on the body").click()
    expect(phone.locator(".region.essential").first).to_be_attached()
    is_sound(phone)

"""The visit note in a real browser: few taps, nothing lost, signed for good."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from palpate.clinic.accounts.demo import DEMO_PIN
from tests.browser.conftest import DESK, PHONE, Served, own_database
from tests.browser.steps import SAVED, is_sound, sign_in, step

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OFFLINE = "Kept on this device, no connection"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Served]:
    """A demo clinic of our own: this module kills its server."""
    with pytest.MonkeyPatch.context() as patch:
        if address := os.environ.get("PALPATE_DATABASE"):
            patch.setenv("PALPATE_DATABASE", own_database(address, f"note_{worker_id}"))
        server = Served(tmp_path_factory.mktemp("notes"))
        server.start()
        yield server
        server.kill()


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, clinic: Served) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=clinic.url, viewport=DESK)
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page)
    page.close()
    yield context
    context.close()


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    page = signed_in.new_page()
    page.set_viewport_size(DESK)
    yield page
    page.close()
    signed_in.set_offline(False)


def open_visit(page: Page, family: str) -> None:
    """The note of today for a demo client, by way of the cockpit."""
    page.goto(f"/clients/?q={family}")
    page.locator("main").get_by_role("link", name=re.compile(family)).first.click()
    page.wait_for_url("**/clients/*/")
    page.locator("a[href^='/episodes/']").first.click()
    page.wait_for_url("**/episodes/*/")
    page.evaluate("document.getElementById('start-visit').submit()")
    page.wait_for_url("**/visits/*/")


class Hand:
    """Counts what a therapist's hand does: one for a tap, one for a word or number typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.began = page, 0, time.monotonic()

    def tap(self, group: str, choice: str) -> None:
        step(self.page, group, choice).click()
        self.count += 1

    def press(self, button: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=button).click()
        self.count += 1

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self.count += 1


def test_a_follow_up_note_with_three_points_takes_at_most_fifteen_interactions(page):
    open_visit(page, "Brandt")
    keys = [p.get_attribute("data-point") for p in page.locator("[data-point]").all()][:3]
    assert len(keys) == 3
    hand = Hand(page)
    hand.tap("course", "Better")
    hand.tap("pain_before", "5")
    for key in keys:
        hand.tap(f"points.{key}.response", "Released")
        hand.tap(f"points.{key}.pain_during", "6")
    hand.tap("pain_after", "3")
    hand.tap("reactions", "None")
    hand.press("Sign note")
    hand.type("Your PIN", DEMO_PIN)
    hand.press(re.compile("^Sign as"))
    expect(page.get_by_text("Checked: the text is what was signed.")).to_be_visible()
    seconds = time.monotonic() - hand.began
    assert hand.count <= 15
    assert seconds < 60
    print(f"follow-up note: {hand.count} interactions, {seconds:.1f} s by script")
    expect(page.get_by_text("Pain 5 of 10 before, 3 after: 2 points less.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes('palpate.note'))") == []
    is_sound(page)
    page.get_by_text("Add to this note").click()
    page.get_by_label("Why").fill("Forgotten")
    page.get_by_label("What to add").fill("Sleeps on the left side now.")
    page.get_by_label("Your PIN").fill(DEMO_PIN)
    page.get_by_role("button", name="Sign the addition").click()
    expect(page.get_by_text("Sleeps on the left side now.")).to_be_visible()
    pdf = page.request.get(page.url + "note.pdf")
    assert pdf.body().startswith(b"%PDF")


def test_a_cap_binds_the_slider_and_says_why(page):
    open_visit(page, "Brandt")
    point = page.locator("[data-point]").first
    point.get_by_text("Pressure, hold, technique").click()
    slider = point.get_by_role("slider", name="Pressure")
    assert float(slider.get_attribute("max")) <= 4
    expect(point.locator("[data-cap]")).to_contain_text("At most")
    slider.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".save-state")).to_have_text(SAVED)
    page.reload()
    kept = page.locator("[data-point] input[type=range]").first
    assert float(kept.input_value()) <= 4


def test_a_saved_note_survives_a_killed_server_and_typing_survives_its_absence(page, clinic):
    open_visit(page, "Ferreira")
    page.get_by_role("textbox", name="Assessment").fill("Saved before the cut.")
    page.get_by_role("textbox", name="What changed").focus()
    expect(page.locator(".save-state")).to_have_text(SAVED)
    clinic.kill()
    page.get_by_role("textbox", name="Plan and next visit").fill("Typed in the dark.")
    expect(page.locator(".save-state")).to_have_text(OFFLINE)
    address = page.url
    page.goto("about:blank")
    clinic.start()
    page.goto(address)
    expect(page.get_by_role("textbox", name="Assessment")).to_have_value("Saved before the cut.")
    plan = page.get_by_role("textbox", name="Plan and next visit")
    expect(plan).to_have_value("Typed in the dark.")
    expect(page.locator(".save-state")).to_have_text(SAVED)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(plan).to_have_value("Typed in the dark.")


def test_a_lost_connection_keeps_everything_and_comes_back_by_itself(page, signed_in):
    open_visit(page, "Keller")
    signed_in.set_offline(True)
    step(page, "pain_before", "4").click()
    page.get_by_role("textbox", name="What changed").fill("In the lift.")
    expect(page.locator(".save-state")).to_have_text(OFFLINE)
    page.get_by_role("button", name="Sign note").click()
    page.get_by_label("Your PIN").fill(DEMO_PIN)
    page.get_by_role("button", name=re.compile("^Sign as")).click()
    expect(page.get_by_role("alert").filter(has_text="kept on this device")).to_be_visible()
    page.keyboard.press("Escape")
    signed_in.set_offline(False)
    expect(page.locator(".save-state")).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_role("textbox", name="What changed")).to_have_value("In the lift.")


def test_two_tabs_on_one_note_are_asked_side_by_side_and_nothing_is_lost(page, signed_in):
    open_visit(page, "Haddad")
    other = signed_in.new_page()
    other.goto(page.url)
    page.get_by_role("textbox", name="Plan and next visit").fill("From the first tab")
    page.get_by_role("textbox", name="What changed").fill("Only here")
    page.get_by_role("textbox", name="Assessment").focus()
    expect(page.locator(".save-state")).to_have_text(SAVED)
    other.get_by_role("textbox", name="Plan and next visit").fill("From the second tab")
    other.get_by_role("textbox", name="Assessment").focus()
    question = other.get_by_role("dialog", name="This note was also changed elsewhere")
    expect(question).to_be_visible()
    expect(question.get_by_text("From the first tab", exact=True)).to_be_visible()
    is_sound(other)
    question.get_by_role("radio", name=re.compile("^Both")).check()
    question.get_by_role("button", name="Keep what I chose").click()
    expect(other.locator(".save-state")).to_have_text(SAVED)
    both = "From the first tab\nFrom the second tab"
    expect(other.get_by_role("textbox", name="Plan and next visit")).to_have_value(both)
    expect(other.get_by_role("textbox", name="What changed")).to_have_value("Only here")
    other.reload()
    expect(other.get_by_role("textbox", name="Plan and next visit")).to_have_value(both)
    other.close()


def test_a_note_is_written_by_keyboard_alone_on_a_desk(page):
    open_visit(page, "Lindqvist")
    page.get_by_role("combobox", name="Add a point").focus()
    page.keyboard.type("Splenius capitis")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    added = page.locator("[data-point]").last
    expect(added).to_contain_text("Splenius capitis, left")
    page.keyboard.press("Space")
    expect(added.get_by_role("radio", name="Released", exact=True)).to_be_checked()
    expect(page.locator(".save-state")).to_have_text(SAVED)


def test_note_and_progress_on_a_phone_are_sound(page):
    page.set_viewport_size(PHONE)
    open_visit(page, "Lindqvist")
    is_sound(page)
    page.goto("/clients/?q=Lindqvist")
    page.locator("main").get_by_role("link", name=re.compile("Lindqvist")).first.click()
    page.locator("a[href$='/progress/']").first.click()
    is_sound(page)
    page.locator(".scale label").filter(has_text=re.compile("^2$")).click()
    page.get_by_role("button", name="Record pain").click()
    expect(page.get_by_text("Numeric Pain Rating Scale (0-10): 2 is recorded.")).to_be_visible()

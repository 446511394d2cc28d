"""A new practice, its first client, and the health questions on that client's phone."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, Served, own_database
from tests.browser.steps import answer_all, is_sound, private_link

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Served]:
    """A Palpate on which nobody has an account yet."""
    with pytest.MonkeyPatch.context() as patch:
        if address := os.environ.get("PALPATE_DATABASE"):
            patch.setenv("PALPATE_DATABASE", own_database(address, f"intake_{worker_id}"))
        server = Served(tmp_path_factory.mktemp("practice"))
        server.start(demo=False)
        yield server
        server.kill()


@pytest.fixture(scope="module")
def therapist(practice: Served, chromium: Browser) -> Iterator[Page]:
    """The owner, just welcomed, at a desk."""
    context = chromium.new_context(base_url=practice.url, viewport=DESK)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/welcome/")
    page.get_by_label("Name of the practice").fill("Riverside")
    page.get_by_label("Your name").fill("Mara Lind")
    page.get_by_label("Your e-mail").fill("mara@riverside.example")
    page.get_by_label("Password").fill("press-and-release")
    page.get_by_role("button", name="Open the practice").click()
    yield page
    context.close()


def test_a_client_answers_on_a_phone_and_the_therapist_cannot_miss_the_referral(
    therapist: Page, chromium: Browser
) -> None:
    link = private_link(therapist, "Jonas")
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    phone = context.new_page()
    phone.goto(link)
    is_sound(phone)
    phone.get_by_label("In your own words").fill("My neck is stiff.")
    expect(phone.locator("#saved")).to_contain_text("Saved")
    phone.reload()
    expect(phone.get_by_label("In your own words")).to_have_value("My neck is stiff.")
    expect(phone.locator("#progress-words")).to_have_text("1 of 12")
    while True:
        answer_all(phone, vessels="yes", vessels_what="clot_past")
        is_sound(phone)
        if not phone.locator("#next").is_visible():
            break
        phone.locator("#next").click()
    phone.get_by_role("button", name="Sign and send").click()
    expect(phone.get_by_role("alert").first).to_contain_text("everything else is kept")
    phone.get_by_label("I have read this and I agree").check()
    phone.get_by_label("Your full name").fill("Jonas Weber")
    phone.get_by_role("button", name="Sign and send").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you, Jonas")
    is_sound(phone)
    kept = phone.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('intake'))")
    assert kept == []
    context.close()

    therapist.goto("/")
    expect(therapist.get_by_role("heading", name="Stopped by screening")).to_be_visible()
    expect(therapist.get_by_role("heading", name="Intakes to read")).to_be_visible()
    is_sound(therapist)
    therapist.get_by_role("link", name="Jonas Weber").first.click()
    therapist.get_by_role("link", name="Record clearance").first.click()
    therapist.get_by_label("Cleared by").fill("Dr. Vale")
    is_sound(therapist)
    therapist.get_by_role("button", name="Record clearance").click()
    expect(therapist.get_by_text("Dr. Vale").first).to_be_visible()
    is_sound(therapist)


def test_a_lost_connection_loses_no_answer(therapist: Page, chromium: Browser) -> None:
    link = private_link(therapist, "Lea")
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    phone = context.new_page()
    phone.goto(link)
    phone.route("**/draft", lambda route: route.abort("internetdisconnected"))
    phone.get_by_label("In your own words").fill("Written on a train.")
    expect(phone.locator("#saved")).to_contain_text("Kept on this device")
    phone.reload()
    expect(phone.get_by_label("In your own words")).to_have_value("Written on a train.")
    phone.unroute("**/draft")
    expect(phone.locator("#saved")).to_contain_text("Saved", timeout=20_000)
    other = chromium.new_context(viewport=DESK).new_page()
    other.goto(link)
    expect(other.get_by_label("In your own words")).to_have_value("Written on a train.")
    other.context.close()
    context.close()


def test_two_devices_are_asked_which_answers_stay(therapist: Page, chromium: Browser) -> None:
    link = private_link(therapist, "Ida")
    contexts = [chromium.new_context(viewport=PHONE), chromium.new_context(viewport=DESK)]
    first, second = (c.new_page() for c in contexts)
    for page in (first, second):
        page.goto(link)
    first.get_by_label("In your own words").fill("My knee.")
    expect(first.locator("#saved")).to_contain_text("Saved")
    second.get_by_label("In your own words").fill("My hip.")
    expect(second.get_by_role("dialog")).to_be_visible()
    is_sound(second)
    second.get_by_role("button", name="Those from the other device").click()
    expect(second.get_by_label("In your own words")).to_have_value("My knee.")
    for context in contexts:
        context.close()

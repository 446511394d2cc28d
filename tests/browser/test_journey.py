"""From a stranger's pain to a safe plan, a signed note and a curve, at desk and phone size."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from palpate.clinic.accounts.demo import DEMO_PIN
from tests.browser.conftest import PHONE
from tests.browser.steps import (
    NECK,
    add_client,
    answer_all,
    find,
    is_sound,
    note_is_saved,
    paint,
    send,
    sign_in,
    step,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
BOTH = ("light", "dark")


@pytest.fixture(params=["desk", "phone"])
def therapist(request: pytest.FixtureRequest) -> Page:
    page: Page = request.getfixturevalue(request.param)
    return page


def is_phone(page: Page) -> bool:
    return page.viewport_size == PHONE


def show(page: Page, part: str) -> None:
    """Bring a part of the chart to the front; at a desk all but the plan are in sight."""
    if is_phone(page):
        page.locator(".pane-bar button", has_text=part).click()
    elif part == "Plan" and page.locator("#plan-toggle[aria-expanded=false]").count():
        page.locator("#plan-toggle").click()


def side(page: Page, name: str) -> None:
    """Turn the body; at a desk front and back stand side by side."""
    if is_phone(page):
        page.get_by_role("group", name="View").get_by_role("button", name=name).click()


def open_episode(page: Page, client: str, title: str) -> str:
    page.goto(client)
    page.get_by_role("link", name="Open an episode").click()
    page.get_by_label("The problem").or_(page.locator("[name=title]")).first.fill(title)
    page.locator("[name=how_long]").fill("14")
    is_sound(page, *BOTH)
    page.get_by_role("button", name="Open and paint the pain").click()
    page.wait_for_selector("[data-ready=yes]")
    return page.url


def words_of(page: Page, link: Locator) -> str:
    """The text of the PDF that a link leads to."""
    pdf = page.request.get(str(link.get_attribute("href"))).body()
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_whole_journey(therapist: Page, chromium: Browser) -> None:
    page = therapist
    family = "Okafor" if is_phone(page) else "Marchetti"
    page.goto("/account/login/")
    is_sound(page, *BOTH)
    sign_in(page)
    is_sound(page, *BOTH)

    # A stranger answers the health questions on their own phone, by a private link.
    address = add_client(page, "Livia", family, born="1979-05-04")
    expect(page.get_by_role("heading", name="Not screened yet")).to_be_visible()
    is_sound(page, *BOTH)
    page.get_by_role("link", name="Send the questions").click()
    page.get_by_role("button", name="Make the link").click()
    is_sound(page, *BOTH)
    link = page.get_by_role("textbox", name="Private link").input_value()
    context = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark"
    )
    client = context.new_page()
    client.goto(link)
    client.get_by_label("In your own words").fill("My neck aches, up to the temple.")
    while True:
        answer_all(client, thinner="yes")
        medicine = client.get_by_label("Medicine 1")
        if medicine.is_visible():
            medicine.fill("Warfarin")
            is_sound(client, "dark")
        if not client.locator("#next").is_visible():
            break
        client.locator("#next").click()
    client.get_by_label("I have read this and I agree").check()
    client.get_by_label("Your full name").fill(f"Livia {family}")
    is_sound(client, "dark")
    client.get_by_role("button", name="Sign and send").click()
    expect(client.get_by_role("heading", level=1)).to_have_text("Thank you, Livia")
    is_sound(client, "dark")
    context.close()

    # The verdict: what binds, why, and from where.
    page.goto(address)
    page.get_by_role("link", name="Reasons and sources").click()
    rule = page.locator(".rule", has_text="blood thinner").or_(
        page.locator(".rule", has_text=re.compile("anticoagul", re.I))
    )
    expect(rule.first).to_be_visible()
    rule.first.get_by_text("Reason and source").click()
    expect(rule.first.get_by_role("link").first).to_be_visible()
    is_sound(page, *BOTH)
    page.locator("main").get_by_role("link", name=re.compile("^Answers of")).click()
    expect(page.get_by_text("Warfarin").first).to_be_visible()
    expect(page.get_by_text(f"Livia {family}").first).to_be_visible()
    is_sound(page, *BOTH)

    # An episode opens; the pain is painted; what ears and hands find ranks the causes anew.
    open_episode(page, address, "Neck pain with headache")
    show(page, "Body")
    side(page, "Back")
    page.locator(".ramp .step", has_text=re.compile("^7$")).click()
    page.get_by_role("group", name="What it feels like").get_by_role("button").first.click()
    paint(page, NECK)
    side(page, "Front")
    paint(page, [(0.43, 0.035), (0.425, 0.05), (0.43, 0.06)], view="front")
    expect(page.locator("#saved")).to_contain_text("Saved")
    is_sound(page, *BOTH)
    show(page, "Causes")
    leader = page.locator(".cause-name").first.inner_text()
    show(page, "Tests")
    find(page, "suboccip right reproduces taut")
    find(page, "worse sitting")
    expect(page.locator(".found-row")).to_have_count(2)
    is_sound(page, *BOTH)
    show(page, "Causes")
    expect(page.locator(".cause-name").first).to_contain_text("Suboccipitals, right")
    assert "Suboccipitals" not in leader
    other = page.locator(".cause-open").nth(1)
    if is_phone(page):
        other.click()
        page.get_by_role("button", name="Show on the body").click()
    else:
        other.hover()
    expect(page.locator(".region.essential").first).to_be_attached()
    is_sound(page, *BOTH)

    # The test that would tell most is taken, and another is proposed.
    show(page, "Tests")
    proposed = page.locator(".test h3").inner_text()
    with page.expect_response(lambda r: r.url.endswith("/sync")):
        page.locator(".test-answers > .button").last.click()
    expect(page.locator(".found-row")).to_have_count(3)
    expect(page.locator(".test h3")).not_to_have_text(proposed)

    # A cause is confirmed, a plan forms within what the screening allows, and is kept.
    show(page, "Causes")
    page.get_by_role("button", name="Confirm: Suboccipitals, right").click()
    expect(page.locator(".cause-decided").first).to_contain_text("Confirmed")
    show(page, "Plan")
    expect(page.get_by_role("button", name="Save plan")).to_be_enabled()
    pressed = page.locator(".plan-step", has=page.locator("input[type=range]"))
    expect(pressed.nth(1)).to_be_visible()
    caps = pressed.locator("[type=range]").evaluate_all("all => all.map((s) => +s.max)")
    assert max(caps) <= 4, "on a blood thinner"
    planned = pressed.filter(has_text="Suboccipitals").first
    technique = planned.locator(".step-name .soft").inner_text().strip()
    is_sound(page, *BOTH)
    page.get_by_role("button", name="Save plan").click()
    expect(page.locator(".plan-message")).to_have_text("The plan is saved.")
    sheet = words_of(page, page.get_by_role("link", name="PDF"))
    for words in (f"Livia {family}", "Suboccipitals", technique, "blood thinner", "at most"):
        assert words in sheet

    # The visit is charted and signed; what is signed stays.
    page.get_by_role("button", name="Start visit note").click()
    page.wait_for_url("**/visits/*/")
    point = page.locator("[data-point]", has_text="Suboccipitals").first
    key = point.get_attribute("data-point")
    step(page, "pain_before", "7").click()
    step(page, f"points.{key}.response", "Released").click()
    step(page, f"points.{key}.pain_during", "5").click()
    step(page, "pain_after", "4").click()
    step(page, "reactions", "None").click()
    note_is_saved(page)
    is_sound(page, *BOTH)
    page.get_by_role("button", name="Sign note").click()
    is_sound(page, *BOTH)
    page.get_by_label("Your PIN", exact=True).fill(DEMO_PIN)
    page.get_by_role("button", name=re.compile("^Sign as")).click()
    expect(page.get_by_text("Checked: the text is what was signed.")).to_be_visible()
    expect(page.get_by_text("Pain 7 of 10 before, 4 after: 3 points less.")).to_be_visible()
    refused = send(
        page, f"{page.url}save", {"revision": 1, "changes": {"pain_after": {"from": 4, "to": 0}}}
    )
    assert refused["status"] == 410
    assert "amend" in str(refused["text"])
    is_sound(page, *BOTH)
    page.get_by_text("Add to this note").click()
    page.get_by_label("Why").fill("Forgotten")
    page.get_by_label("What to add").fill("Slept better since.")
    page.get_by_label("Your PIN").fill(DEMO_PIN)
    page.get_by_role("button", name="Sign the addition").click()
    expect(page.get_by_text("Slept better since.")).to_be_visible()
    expect(page.get_by_text("Pain 7 of 10 before, 4 after: 3 points less.")).to_be_visible()
    sheet = words_of(page, page.get_by_role("link", name="Download PDF"))
    for words in (f"Livia {family}", "Suboccipitals", "Slept better since.", "Dana Demo"):
        assert words in sheet

    # A score between the visits bends the relief curve.
    page.goto(address)
    is_sound(page, *BOTH)
    page.locator("a[href$='/progress/']").first.click()
    expect(page.locator(".curve-dot:visible")).to_have_count(2)
    page.locator(".scale label").filter(has_text=re.compile("^2$")).click()
    page.get_by_role("button", name="Record pain").click()
    expect(page.locator(".curve-dot:visible")).to_have_count(3)
    expect(page.locator(".curve-word:visible")).to_have_count(1)
    is_sound(page, *BOTH)


def test_an_emergency_stops_planning_until_its_clearance_is_on_record(therapist: Page) -> None:
    page = therapist
    sign_in(page)
    address = add_client(page, "Aron", "Brekke" if is_phone(page) else "Sato", born="1961-02-11")
    page.get_by_role("link", name="Ask in person").first.click()
    page.get_by_label("In their words").fill("An ache between the shoulder blades.")
    while True:
        answer_all(page, alarm_upper="chest")
        if not page.locator("#next").is_visible():
            break
        page.locator("#next").click()
    page.get_by_label("I have read this and I agree").check()
    page.get_by_label("The client's full name").fill("Aron Brekke")
    page.get_by_role("button", name="Keep and screen").click()
    page.wait_for_url("**/clients/*/**")
    page.goto(address)
    expect(page.locator(".verdict.emergency[role=alert]")).to_be_visible()
    is_sound(page, *BOTH)
    cockpit = open_episode(page, address, "Pain between the shoulder blades")
    side(page, "Back")
    paint(page, [(0.5, 0.22), (0.5, 0.26)])
    expect(page.locator(".strip.emergency")).to_be_visible()
    show(page, "Causes")
    page.locator(".decide[data-word=confirmed]").first.click()
    show(page, "Plan")
    expect(page.locator(".stop-panel.emergency")).to_contain_text("No treatment today")
    expect(page.locator(".plan-step input[type=range]")).to_have_count(0)
    expect(page.locator(".plan-actions .primary:enabled")).to_have_count(0)
    is_sound(page, *BOTH)
    while (stopped := page.locator(".stop-panel")).count():
        stopped.get_by_role("link", name="Record clearance").first.click()
        page.get_by_label("Cleared by").fill("Dr. Vale")
        is_sound(page, *BOTH)
        page.get_by_role("button", name="Record clearance").click()
        page.wait_for_url("**/screening/")
        expect(page.get_by_text("By Dr. Vale").first).to_be_visible()
        page.goto(cockpit)
        page.wait_for_selector("[data-ready=yes]")
        show(page, "Plan")
        page.locator(".plan-steps, .stop-panel").first.wait_for()
    expect(page.locator(".plan-step input[type=range]").first).to_be_visible()
    page.get_by_role("button", name="Save plan").click()
    expect(page.locator(".plan-message")).to_have_text("The plan is saved.")

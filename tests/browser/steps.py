"""What a therapist's and a client's hands do, for every journey; and what each screen must be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from palpate.clinic.accounts.demo import DEMO_EMAIL, DEMO_PASSWORD

Points = Iterable[tuple[float, float]]
NECK: Points = [(0.53, 0.125), (0.555, 0.14), (0.57, 0.155)]
SAVED = re.compile(r"Saved \d\d:\d\d · on this device and the server")
AXE = Axe().axe_script
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def sign_in(page: Page) -> None:
    """As the demo clinic's therapist."""
    page.goto("/account/login/")
    page.fill("[name=login]", DEMO_EMAIL)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/")


def axe(page: Page) -> list[dict[str, Any]]:
    """The violations that axe-core sees; its script is put into a page once."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(rules).then(r => r.violations)", RULES
    )
    return found


def is_sound(page: Page, *schemes: str) -> None:
    """Nothing that axe-core minds, in `schemes` (light if none), and nothing runs off the side."""
    for scheme in schemes or ("light",):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        told = [
            (violation["id"], node["target"], node["failureSummary"])
            for violation in axe(page)
            for node in violation["nodes"]
            if "partially obscured" not in node["failureSummary"]  # scrolled below a fixed bar
        ]
        assert not told, f"{page.url}, {scheme}: {told}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def add_client(page: Page, given_name: str, family_name: str, born: str = "") -> str:
    """A new client; the address of their page."""
    page.goto("/clients/new")
    page.get_by_label("Given name").fill(given_name)
    page.get_by_label("Family name").fill(family_name)
    if born:
        page.get_by_label("Date of birth").fill(born)
    page.get_by_role("button", name="Add client").click()
    page.get_by_role("link", name="Send the questions").wait_for()
    return page.url


def private_link(page: Page, given_name: str) -> str:
    """Add a client and make the link to their questions."""
    add_client(page, given_name, "Weber")
    page.get_by_role("link", name="Send the questions").click()
    page.get_by_role("button", name="Make the link").click()
    is_sound(page)
    return page.get_by_role("textbox", name="Private link").input_value()


def answer_all(page: Page, **answers: str) -> None:
    """Answer what stands on this screen as somebody who is well, but for `answers`."""
    while True:
        todo = page.locator(
            "[data-q][data-required]:visible:not(:has(:checked)):not([data-kind=sites])"
        )
        if not todo.count():
            return
        first = todo.first
        asked = first.get_attribute("data-q") or ""
        wanted = [answers[asked]] if asked in answers else ["none", "no", "yes"]
        if asked == "understand":
            wanted = ["yes"]
        for value in wanted:
            option = first.locator(f"input[value={value}]")
            if option.count():
                option.check()
                break


def paint(page: Page, points: Points, view: str = "back") -> None:
    """A stroke through points given as shares of the figure's width and height."""
    box = page.locator(f".figure[data-view={view}] canvas.live").bounding_box()
    assert box is not None
    first, *rest = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]
    with page.expect_response(lambda r: r.url.endswith("/sync")):
        page.mouse.move(*first)
        page.mouse.down()
        for point in rest:
            page.mouse.move(*point, steps=4)
        page.mouse.up()


def find(page: Page, words: str) -> None:
    """Type a finding and take the first that is offered."""
    page.locator("#finding-input").fill(words)
    with page.expect_response(lambda r: r.url.endswith("/sync")):
        page.keyboard.press("Enter")


def step(page: Page, field: str, choice: str) -> Locator:
    """A step of a scale or a chip of the note, as the finger meets it."""
    words = re.compile(f"^\\s*{re.escape(choice)}\\s*$")
    return page.locator(f"[data-field='{field}'] label").filter(has_text=words)


def note_is_saved(page: Page) -> None:
    expect(page.locator(".save-state")).to_have_text(SAVED)


def send(
    page: Page, address: str, body: dict[str, object], *, cut: int | None = None, pad: int = 0
) -> dict[str, object]:
    """What the server tells this session's page that sends `body`: cut short, or padded out."""
    told: dict[str, object] = page.evaluate(
        """async ([address, text, pad]) => {
            const headers = JSON.parse(document.body.getAttribute("hx-headers"));
            const answer = await fetch(address, {
                method: "POST", headers: {...headers, "Content-Type": "application/json"},
                body: text + " ".repeat(pad),
            });
            return {status: answer.status, text: await answer.text()};
        }""",
        [address, json.dumps(body)[:cut], pad],
    )
    return told

"""Make the documentation's pictures from a freshly served demo clinic: run this file with Python.

Needs the development requirements and a built front end. Writes `docs/pictures/*.png`.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from palpate.clinic.accounts.demo import DEMO_EMAIL, DEMO_PASSWORD

OUT = Path(__file__).parents[1] / "docs" / "pictures"
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
Stroke = tuple[tuple[float, float], ...]
BUTTOCK: tuple[Stroke, ...] = (
    ((0.40, 0.470), (0.43, 0.462), (0.46, 0.472)),
    ((0.385, 0.490), (0.42, 0.486), (0.465, 0.492)),
    ((0.385, 0.512), (0.42, 0.512), (0.46, 0.518)),
)
THIGH: Stroke = ((0.40, 0.545), (0.41, 0.60), (0.415, 0.645))
CALF: Stroke = ((0.405, 0.765), (0.40, 0.80), (0.405, 0.84))
MOST = 300_000
"""Bytes of a picture at most: the README shall load on a slow line."""


@contextmanager
def served() -> Iterator[str]:
    """The address of a demo clinic in a folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="palpate-pictures-") as folder:
        command = [sys.executable, "-m", "palpate", "serve", "--demo", "--data", folder]
        process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{address}/account/login/", timeout=5)
                    break
                except OSError:
                    time.sleep(0.2)
            yield address
        finally:
            process.terminate()
            process.wait()


def like(size: dict[str, int]) -> dict[str, Any]:
    """The settings of a browser that looks like a desk or a phone."""
    phone = size is PHONE
    return {
        "viewport": size,
        "color_scheme": "light",
        "reduced_motion": "reduce",
        "device_scale_factor": 2 if phone else 1,
        "has_touch": phone,
        "is_mobile": phone,
    }


def open_page(browser: Browser, address: str, size: dict[str, int]) -> Page:
    context = browser.new_context(base_url=address, **like(size))
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("[name=login]", DEMO_EMAIL)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{address}/")
    return page


def open_client(page: Page, family: str) -> None:
    page.goto(f"/clients/?q={family}")
    page.locator("main").get_by_role("link", name=re.compile(family)).first.click()
    page.wait_for_url("**/clients/*/")


def open_cockpit(page: Page, family: str, title: str = "") -> None:
    open_client(page, family)
    page.locator("a.list-link[href^='/episodes/']", has_text=title).first.click()
    page.wait_for_selector("[data-ready=yes]")


def keep(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    path = OUT / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.name}: {size // 1000} kB")
    if size > MOST:
        raise SystemExit(f"{path.name} has {size} bytes; at most {MOST} are allowed")


def shade(page: Page, view: str, strength: int, quality: str, *strokes: Stroke) -> None:
    """Paint as a hand does; points are shares of the figure's width and height."""
    page.locator(".ramp .step").nth(strength).click()
    for chip in page.locator(".quality[aria-pressed=true]").all():
        chip.click()
    page.locator(".quality", has_text=quality).first.click()
    box = page.locator(f".figure[data-view={view}] canvas.live").bounding_box()
    assert box is not None
    for stroke in strokes:
        at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in stroke]
        with page.expect_response(lambda r: r.url.endswith("/sync")):
            page.mouse.move(*at[0])
            page.mouse.down()
            for point in at[1:]:
                page.mouse.move(*point, steps=6)
            page.mouse.up()


def find(page: Page, words: str) -> None:
    page.locator("#finding-input").fill(words)
    with page.expect_response(lambda r: r.url.endswith("/sync")):
        page.keyboard.press("Enter")
    page.locator("#finding-input").blur()


def cockpit(page: Page) -> None:
    """A leg that may come from a muscle, a nerve or a joint."""
    open_client(page, "Haddad")
    page.get_by_role("link", name="New episode").click()
    page.fill("[name=title]", "Buttock and down the leg, left")
    page.fill("[name=story]", "A deep ache when I sit; by the evening it runs down to the calf.")
    page.fill("[name=how_long]", "9")
    page.get_by_role("button", name="Open and paint the pain").click()
    page.wait_for_selector("[data-ready=yes]")
    page.get_by_role("button", name="Broad brush").click()
    shade(page, "back", 7, "Aching", *BUTTOCK)
    page.get_by_role("button", name="Medium brush").click()
    shade(page, "back", 5, "Burning", THIGH)
    shade(page, "back", 3, "Tingling", CALF)
    find(page, "worse sitting")
    find(page, "worse driving")
    page.locator(".cause-open").first.hover()
    page.locator(".cause-open").first.hover()
    keep(page, "cockpit")


def cockpit_phone(page: Page) -> None:
    open_cockpit(page, "Haddad", "Buttock")
    page.locator(".views button", has_text="Back").click()
    keep(page, "cockpit-phone")
    page.locator(".pane-bar button", has_text="Causes").click()
    keep(page, "causes-phone")


def note(page: Page) -> None:
    """A follow-up, half written."""
    open_cockpit(page, "Brandt")
    page.evaluate("document.getElementById('start-visit').submit()")
    page.wait_for_url("**/visits/*/")
    tap(page, "course", "Better")
    tap(page, "pain_before", "4")
    key = page.locator("[data-point]").first.get_attribute("data-point")
    tap(page, f"points.{key}.response", "Released")
    tap(page, f"points.{key}.pain_during", "6")
    page.get_by_text("Saved").first.wait_for()
    page.evaluate("scrollTo(0, 0)")
    keep(page, "note")


def progress(page: Page) -> None:
    open_client(page, "Lindqvist")
    page.locator("a[href$='/progress/']").first.click()
    keep(page, "progress")


def intake(page: Page, browser: Browser, address: str) -> None:
    """A client's own phone, some questions in."""
    open_client(page, "Larch")
    page.locator("a[href$='/intake/']").first.click()
    page.get_by_role("button", name=re.compile("Make")).first.click()
    link = page.get_by_role("textbox", name="Private link").input_value()
    phone = browser.new_context(**like(PHONE)).new_page()
    phone.goto(link)
    phone.get_by_label("In your own words").fill(
        "The inside of my elbow burns when I play, and two fingers go to sleep."
    )
    keep(phone, "intake-phone")


def tap(page: Page, field: str, choice: str) -> None:
    words = re.compile(f"^\\s*{re.escape(choice)}\\s*$")
    page.locator(f"[data-field='{field}'] label").filter(has_text=words).click()


def today(page: Page) -> None:
    page.goto("/")
    keep(page, "today")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        desk, phone = (open_page(browser, address, size) for size in (DESK, PHONE))
        today(desk)
        progress(desk)
        cockpit(desk)
        cockpit_phone(phone)
        note(desk)
        intake(desk, browser, address)
        browser.close()


if __name__ == "__main__":
    main()

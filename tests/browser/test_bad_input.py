"""Hasty, broken and hostile input to the real server: told in words, nothing half-written."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import NECK, add_client, paint, send, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def open_episode(page: Page, family: str) -> str:
    client = add_client(page, "Nora", family, born="1980-02-29")
    page.goto(f"{client}episodes/new/")
    page.fill("[name=title]", "Stiff neck")
    page.get_by_role("button", name="Open and paint the pain").click()
    page.wait_for_selector("[data-ready=yes]")
    return client


def test_a_hasty_double_click_makes_one_of_each(desk: Page) -> None:
    sign_in(desk)
    desk.route("**/clients/new", lambda route: (time.sleep(0.3), route.continue_()))
    desk.goto("/clients/new")
    desk.get_by_label("Given name").fill("Nora")
    desk.get_by_label("Family name").fill("Zweifach")
    desk.get_by_role("button", name="Add client").dblclick()
    desk.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/"))
    client = desk.url
    desk.goto("/clients/?q=Zweifach")
    expect(desk.locator("main a.list-link")).to_have_count(1)
    desk.goto(f"{client}episodes/new/")
    desk.fill("[name=title]", "Stiff neck")
    desk.get_by_role("button", name="Open and paint the pain").dblclick()
    desk.wait_for_selector("[data-ready=yes]")
    episode = desk.url
    desk.goto(client)
    expect(desk.locator("main a[href^='/episodes/'].list-link")).to_have_count(1)
    desk.goto(f"{episode}progress/")
    desk.locator(".scale label").filter(has_text=re.compile("^6$")).click()
    desk.get_by_role("button", name="Record pain").dblclick()
    expect(desk.locator(".curve-dot:visible")).to_have_count(1)


def test_the_server_refuses_in_words_what_cannot_be(desk: Page) -> None:
    """An unknown region, an intensity of 12, half a request, a day that is not in the calendar."""
    sign_in(desk)
    client = open_episode(desk, "Unmoeglich")
    address, sync = desk.url, f"{desk.url}sync"
    paint(desk, NECK)
    kept = desk.evaluate("JSON.parse(document.getElementById('cockpit-setup').textContent)")
    version = re.findall(r"/body/([\w-]+)/", kept["views"])[0]

    def drawing(**mark: object) -> dict[str, object]:
        whole = {"site": "neck.posterior.right", "intensity": 5, "qualities": [], **mark}
        body = {"mesh_version": version, "strokes": [], "marks": [whole]}
        return {"revision": 1, "drawing": body, "steps": []}

    for body, words in (
        (drawing(site="neck.tail.right"), "neck.tail"),
        (drawing(intensity=12), "12"),
        (drawing(qualities=["purple"]), "purple"),
    ):
        told = send(desk, sync, body)
        assert told["status"] == 400
        assert words in str(told["text"])
    told = send(desk, sync, drawing(), cut=40)
    assert told["status"] == 400
    assert "error" in str(told["text"])
    told = send(desk, sync, {"revision": 1, "drawing": None, "steps": []}, pad=50_000_000)
    assert told["status"] in (400, 413)
    assert "MB" in str(told["text"])
    desk.goto(address)
    desk.wait_for_selector("[data-ready=yes]")
    setup = desk.evaluate("JSON.parse(document.getElementById('cockpit-setup').textContent)")
    assert len(setup["drawing"]["strokes"]) == 1
    assert setup["drawing"]["marks"] == []
    desk.goto(f"{client}edit")
    desk.get_by_label("Date of birth").evaluate("field => { field.type = 'text'; }")
    desk.get_by_label("Date of birth").fill("1979-02-30")
    desk.get_by_label("Occupation").fill("Violinist")
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator(".field-error, .errorlist").first).to_be_visible()
    expect(desk.get_by_label("Occupation")).to_have_value("Violinist")
    desk.goto(f"{client}edit")
    expect(desk.get_by_label("Date of birth")).to_have_value("1980-02-29")


def test_a_spoilt_copy_on_the_device_holds_up_nothing(desk: Page) -> None:
    """What a device kept is as untrusted as any input: the bad part is named, the rest goes on."""
    sign_in(desk)
    open_episode(desk, "Verdorben")
    episode = desk.url.rstrip("/").rsplit("/", 1)[1]
    desk.evaluate(
        """([episode]) => {
            const setup = JSON.parse(document.getElementById("cockpit-setup").textContent);
            const version = setup.views.match(/body\\/([\\w-]+)\\//)[1];
            const step = (kind, words) => ({do: "add", key: crypto.randomUUID(), kind, code: "",
                words, side: "", detail: {}});
            localStorage.setItem(`palpate.chart.${episode}.gone`, JSON.stringify({
                revision: 0, at: 0, steps: [step("nonsense", "Bad"), step("symptom", "Good")],
                drawing: {mesh_version: version, marks: [], strokes: [{view: "back",
                    points: [[500, 200]], radius: 10, intensity: 12, qualities: [], erase: false}]},
            }));
            localStorage.setItem(`palpate.chart.${episode}.half`, '{"revision": 0, "dra');
        }""",
        [episode],
    )
    desk.reload()
    desk.wait_for_selector("[data-ready=yes]")
    expect(desk.locator(".cockpit-notice")).to_be_visible()
    expect(desk.locator(".found-row", has_text="Good")).to_have_count(1)
    expect(desk.locator("#saved")).to_contain_text("Saved")
    paint(desk, NECK)
    expect(desk.locator(".cause").first).to_be_visible()
    desk.reload()
    desk.wait_for_selector("[data-ready=yes]")
    expect(desk.locator(".found-row")).to_have_count(1)
    expect(desk.locator(".cause").first).to_be_visible()


def test_a_plan_is_kept_on_the_page_while_the_connection_is_lost(desk: Page) -> None:
    sign_in(desk)
    desk.goto("/clients/?q=Brandt")
    desk.locator("main").get_by_role("link", name=re.compile("Brandt")).first.click()
    desk.locator("a[href^='/episodes/']").first.click()
    desk.wait_for_selector("[data-ready=yes]")
    desk.locator("#plan-toggle").click()
    slider = desk.locator(".plan-step input[type=range]").first
    slider.focus()
    desk.keyboard.press("Home")
    desk.keyboard.press("ArrowRight")
    softer = slider.input_value()
    desk.route("**/plan", lambda route: route.abort("internetdisconnected"))
    desk.get_by_role("button", name="Save plan").click()
    expect(desk.locator(".plan-message")).to_contain_text("Not saved: there is no connection")
    expect(slider).to_have_value(softer)
    desk.unroute("**/plan")
    desk.get_by_role("button", name="Save plan").click()
    expect(desk.locator(".plan-message")).to_have_text("The plan is saved.")
    desk.reload()
    desk.wait_for_selector("[data-ready=yes]")
    desk.locator("#plan-toggle").click()
    expect(slider).to_have_value(softer)

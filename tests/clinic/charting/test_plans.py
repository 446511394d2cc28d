"""The plan stays inside what the screening allows, and is saved only for what is confirmed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.http import HttpResponse
from pypdf import PdfReader

from palpate.clinic.charting import services
from palpate.clinic.charting.models import Episode, PlanRecord
from tests.clinic.charting.conftest import NECK, Device, ask, marks, signed_in
from tests.support.practice import Practice

CONFIRM = {
    "do": "decide",
    "cause": "trigger_point/upper_trapezius/right",
    "word": "confirmed",
    "label": "Upper trapezius, right",
    "number": 1,
}


def save(device: Device, **sent: Any) -> HttpResponse:
    return device.browser.post(
        f"/episodes/{device.episode.id}/plan",
        json.dumps({"minutes": 60} | sent),
        content_type="application/json",
    )


def propose(device: Device, minutes: object = 60) -> dict[str, Any]:
    told: dict[str, Any] = device.browser.get(
        f"/episodes/{device.episode.id}/plan?minutes={minutes}"
    ).json()
    return told


def test_before_a_cause_is_confirmed_the_plan_says_what_it_rests_on(device: Device) -> None:
    device.send(marks(*NECK))
    plan = propose(device)
    assert plan["steps"]
    assert plan["from_confirmed"] is False
    refused = save(device)
    assert refused.status_code == 409
    assert "Confirm" in refused.json()["error"]["message"]
    assert not PlanRecord.objects.exists()


def test_a_confirmed_cause_makes_a_plan_that_can_be_saved_and_printed(
    device: Device, episode: Episode
) -> None:
    device.send(marks(*NECK), CONFIRM)
    plan = propose(device, 45)
    assert plan["from_confirmed"] is True
    assert sum(s["minutes"] for s in plan["steps"]) <= 45.01
    assert save(device, minutes=45).status_code == 200
    assert services.latest_plan(episode).minutes == 45
    page = device.browser.get(f"/episodes/{episode.id}/plan.pdf")
    assert page["Content-Type"] == "application/pdf"
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(page.content)).pages)
    assert "Upper trapezius" in text


def test_the_therapist_may_press_softer_but_never_past_the_cap(
    device: Device, episode: Episode, practice: Practice
) -> None:
    ask(practice, "apixaban 5 mg")
    device.send(marks(*NECK), CONFIRM)
    step = next(s for s in propose(device)["steps"] if s["presses"] and s["pressure_cap"] < 10)
    softer = {step["key"]: {"pressure": 1.0, "minutes": step["minutes"]}}
    assert save(device, adjustments=softer).status_code == 200
    kept = {s["key"]: s for s in services.latest_plan(episode).plan["steps"]}
    assert kept[step["key"]]["pressure"] == 1.0
    refused = save(device, adjustments={step["key"]: {"pressure": step["pressure_cap"] + 0.5}})
    assert refused.status_code == 400
    assert refused.json()["error"]["message"]
    assert PlanRecord.objects.count() == 1


@pytest.mark.parametrize("minutes", [0, 61, 1000, "long"])
def test_a_visit_that_is_not_booked_is_not_planned(device: Device, minutes: object) -> None:
    assert propose(device, minutes)["error"]["field"] == "minutes"


@pytest.mark.parametrize("pressure", [-1, 11, "hard", True])
def test_a_pressure_that_cannot_be_is_refused(device: Device, pressure: object) -> None:
    device.send(marks(*NECK), CONFIRM)
    refused = save(device, adjustments={"x": {"pressure": pressure}})
    assert refused.status_code == 400
    assert refused.json()["error"]["field"] == "adjustments.x.pressure"


def test_an_emergency_stops_planning_and_points_to_the_clearance(
    device: Device, episode: Episode, practice: Practice
) -> None:
    device.send(marks(*NECK), CONFIRM)
    ask(practice, alarm_upper=["chest"])
    plan = propose(device)
    assert plan["stopped"]["disposition"] == "emergency"
    assert "clearance" in plan["stopped"]["rules"][0]["clearance"]
    assert not [s for s in plan["steps"] if s["presses"]]
    assert save(device).status_code == 409
    assert not PlanRecord.objects.exists()
    assert device.send(marks(*NECK)).json()["blocked"]["rules"]


def test_nobody_is_planned_for_before_the_screening(practice: Practice) -> None:
    device = Device(signed_in(practice.therapist), practice.episode)
    device.send(marks(*NECK), CONFIRM)
    assert "intake" in propose(device)["error"]["message"]

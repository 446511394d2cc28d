"""What a device sends: taken in as a whole or not at all, never silently overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client as Browser

from palpate.clinic.accounts.models import AuditEntry
from palpate.clinic.charting import services
from palpate.clinic.charting.models import AssessmentRecord, Drawing, Episode
from tests.clinic.charting.conftest import NECK, Device, marks, signed_in
from tests.support.practice import Practice, make_practice

STROKE = {
    "view": "back",
    "points": [[500, 300], [520, 320]],
    "radius": 20,
    "intensity": 5,
    "qualities": [],
    "erase": False,
}


def add(words: str, kind: str = "symptom", **changes: object) -> dict[str, object]:
    return {"do": "add", "key": str(uuid.uuid4()), "kind": kind, "words": words} | changes


def test_each_stroke_brings_ranked_causes_with_reasons_and_patterns(device: Device) -> None:
    said = device.send(marks(*NECK)).json()
    first = said["assessment"]["causes"][0]
    assert said["revision"] == 1
    assert {p["site"] for p in said["painted"]} == set(NECK)
    assert first["for"]
    assert set(first["essential"]) & set(NECK)
    assert 0 < first["probability"] <= 1
    assert said["assessment"]["next_tests"]


def test_an_empty_chart_says_that_it_knows_only_what_is_common(device: Device) -> None:
    assert device.send(marks()).json()["assessment"]["certainty"]["level"] == "prior"


def test_paint_on_an_older_body_is_kept_beside_the_new(device: Device, episode: Episode) -> None:
    device.send(marks("back.lumbar.left"))
    Drawing.objects.update(plain=marks("back.lumbar.left", mesh_version="older"))
    assert device.send(marks(*NECK)).status_code == 200
    assert [d.plain["mesh_version"] == "older" for d in services.drawings(episode)] == [False, True]


def test_a_repeated_request_changes_nothing(device: Device, episode: Episode) -> None:
    finding = add("sitting", kind="aggravating")
    device.send(marks(*NECK), finding)
    again = device.post({"revision": 0, "drawing": marks(*NECK), "steps": [finding]})
    assert again.status_code == 200
    assert episode.findings.count() == 1
    assert Drawing.objects.get().revision == 1


def test_two_tabs_are_asked_and_neither_drawing_is_lost(
    open_device: Callable[[], Device], episode: Episode
) -> None:
    mine, theirs = open_device(), open_device()
    theirs.send(marks("back.lumbar.left"))
    refused = mine.send(marks(*NECK), add("stiff neck"))
    assert refused.status_code == 409
    assert refused.json()["theirs"]["drawing"]["marks"][0]["site"] == "back.lumbar.left"
    assert refused.json()["theirs"]["revision"] == 1
    assert not episode.findings.exists(), "nothing of a refused request is kept"
    mine.revision = 1
    assert mine.send(marks(*NECK)).status_code == 200


def test_a_tab_that_only_adds_a_finding_hears_of_the_new_drawing(
    open_device: Callable[[], Device],
) -> None:
    mine, theirs = open_device(), open_device()
    theirs.send(marks("back.lumbar.left"))
    heard = mine.send(None, add("stiff neck")).json()
    assert heard["drawing"]["marks"][0]["site"] == "back.lumbar.left"


@pytest.mark.parametrize(
    ("drawing", "field"),
    [
        (marks("back.lumber.left"), "drawing.marks[0].site"),
        (marks(*NECK, intensity=12), "drawing.marks[0].intensity"),
        (marks(mesh_version="another"), "drawing.mesh_version"),
        (marks(strokes=[STROKE] * 10_000), "drawing.strokes"),
        (marks(strokes=[STROKE | {"radius": -1}]), "drawing.strokes[0].radius"),
        (marks(strokes=[STROKE | {"points": [["a", 1]]}]), "drawing.strokes[0].points[0]"),
        (marks(strokes=[STROKE | {"view": "above"}]), "drawing.strokes[0].view"),
        ([], "drawing"),
    ],
)
def test_a_drawing_that_cannot_be_is_named_and_nothing_is_written(
    device: Device, episode: Episode, drawing: dict[str, object], field: str
) -> None:
    answer = device.send(drawing, add("stiff neck"))
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert error["field"] == field
    assert error["allowed"]
    assert error["message"]
    assert not episode.drawings.exists()
    assert not episode.findings.exists()


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (add("x" * 201), "words"),
        (add(""), "words"),
        (add("pain", kind="smell"), "kind"),
        (add("pain", side="top"), "side"),
        (add("pain", code="no_such_code"), "code"),
        (add("pain", key="7"), "key"),
        (add("Spurling", kind="test", detail={"result": "maybe"}), "result"),
        (add("muscle", kind="palpation", detail={"tender": 1}), "detail.tender"),
        ({"do": "burn"}, "do"),
        ({"do": "decide", "cause": "trigger_point/no_muscle/right", "word": "confirmed"}, "cause"),
        ({"do": "decide", "cause": "joint/sacroiliac/top", "word": "confirmed"}, "cause"),
        ("add", "steps"),
    ],
)
def test_a_step_that_cannot_be_takes_the_whole_request_with_it(
    device: Device, episode: Episode, step: dict[str, object], field: str
) -> None:
    answer = device.send(marks(*NECK), add("stiff neck"), step)
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == field
    assert not episode.drawings.exists()
    assert not episode.findings.exists()


@pytest.mark.parametrize(
    "text",
    [
        '{"revision": 0',
        '{"revision": NaN}',
        "[]",
        '{"revision": -1, "drawing": {}}',
        "\0",
        "[" * 9999,
    ],
)
def test_text_that_is_no_request_is_refused_in_words(device: Device, text: str) -> None:
    answer = device.post(text)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_a_request_over_two_megabytes_is_refused_in_words(device: Device) -> None:
    answer = device.post('{"x": "' + "x" * 2_200_000 + '"}')
    assert answer.status_code == 400
    assert "2 MB" in answer.json()["error"]["message"]


def test_words_that_nothing_matches_are_kept_and_shown(device: Device) -> None:
    said = device.send(None, add("qzxv wobble")).json()
    assert [f["words"] for f in said["findings"]] == ["qzxv wobble"]
    assert said["assessment"]["unmatched"] == ["qzxv wobble"]


def test_a_finding_changes_side_and_goes_away(device: Device) -> None:
    step = add("Upper trapezius", kind="palpation", code="upper_trapezius", side="right")
    key = step["key"]
    device.send(None, step)
    told = device.send(
        None, {"do": "change", "key": key, "side": "left", "detail": {"taut_band": True}}
    ).json()
    assert told["findings"][0]["side"] == "left"
    assert told["findings"][0]["detail"] == {"taut_band": True}
    assert device.send(None, {"do": "remove", "key": key}).json()["findings"] == []


def test_palpation_that_reproduces_the_pain_leads(device: Device) -> None:
    said = device.send(
        marks(*NECK),
        add(
            "Upper trapezius",
            kind="palpation",
            code="upper_trapezius",
            side="right",
            detail={"reproduces_pain": True, "taut_band": True},
        ),
    ).json()
    assert said["assessment"]["causes"][0]["key"] == "trigger_point/upper_trapezius/right"


def test_a_decision_keeps_the_assessment_it_rests_on(device: Device, episode: Episode) -> None:
    device.send(marks(*NECK))
    decide = {
        "do": "decide",
        "cause": "trigger_point/upper_trapezius/right",
        "word": "confirmed",
        "label": "Upper trapezius, right",
        "number": 1,
    }
    said = device.send(None, decide).json()
    told = {c["key"]: c["decided"] for c in said["assessment"]["causes"]}
    assert told["trigger_point/upper_trapezius/right"] == "confirmed"
    kept = AssessmentRecord.objects.get()
    assert kept.knowledge_version
    assert kept.case["pain"]
    assert [d.label for d in services.confirmed_causes(episode)] == ["Upper trapezius, right"]
    device.send(None, decide | {"word": ""})
    assert services.confirmed_causes(episode) == []


def test_a_ruled_out_cause_stays_in_sight_and_counts_against_itself(device: Device) -> None:
    device.send(marks(*NECK))
    key = "trigger_point/upper_trapezius/right"
    said = device.send(None, {"do": "decide", "cause": key, "word": "ruled_out"}).json()
    out = next(c for c in said["assessment"]["causes"] if c["key"] == key)
    assert out["decided"] == "ruled_out"
    assert out["probability"] < 0.001


def test_what_is_not_ours_cannot_be_confirmed(device: Device) -> None:
    answer = device.send(None, {"do": "decide", "cause": "refer/anything/", "word": "confirmed"})
    assert answer.status_code == 400
    assert "refer" in answer.json()["error"]["message"]


def test_skin_said_to_be_clear_is_told_to_the_engine(device: Device, episode: Episode) -> None:
    device.send(marks("neck.posterior.right", intensity=0))
    assert services.plain_case(episode)["clear"] == [{"region": "neck.posterior", "side": "right"}]
    assert services.plain_case(episode)["pain"] == []


def test_another_clinic_finds_nothing(episode: Episode) -> None:
    stranger = Device(signed_in(make_practice("Oak Lane").therapist), episode)
    assert stranger.send(marks(*NECK)).status_code == 404
    for page in ("", "plan", "plan.pdf"):
        assert stranger.browser.get(f"/episodes/{episode.id}/{page}").status_code == 404
    assert not episode.drawings.exists()


def test_the_front_desk_sees_no_chart(practice: Practice, episode: Episode) -> None:
    assert signed_in(practice.front_desk).get(f"/episodes/{episode.id}/").status_code == 403


def test_a_form_from_elsewhere_changes_nothing(practice: Practice, episode: Episode) -> None:
    guarded = Browser(enforce_csrf_checks=True)
    guarded.force_login(
        practice.therapist, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert Device(guarded, episode).send(marks(*NECK)).status_code == 403
    assert not episode.drawings.exists()


def test_every_change_is_in_the_audit_log(device: Device, episode: Episode) -> None:
    device.send(marks(*NECK), add("stiff neck"))
    entry = AuditEntry.objects.filter(action="change chart").get()
    assert entry.client_id == episode.client_id
    assert "stiff neck" in entry.subject

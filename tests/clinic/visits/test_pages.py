"""The addresses of a note: who may, what they answer, what the audit log keeps."""

from __future__ import annotations

import json

import pytest
from django.test import Client as Browser
from django.urls import reverse

from palpate.clinic.accounts.models import AuditEntry
from palpate.clinic.visits import services
from palpate.clinic.visits.models import Visit
from tests.clinic.visits.conftest import restriction
from tests.support.practice import NOW, PASSWORD, PIN, TODAY, make_practice


@pytest.fixture
def browser(practice):
    browser = Browser()
    browser.force_login(
        practice.therapist, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return browser


def send(browser, name, visit, **body):
    return browser.post(
        reverse(name, args=[visit.id]), json.dumps(body), content_type="application/json"
    )


def change(before, after):
    return {"from": before, "to": after}


def test_a_visit_from_start_to_signature_and_amendment(browser, practice):
    for _ in range(2):
        started = browser.post(reverse("visit-start", args=[practice.episode.id]))
    visit = Visit.objects.get()
    assert started.headers["Location"] == visit.get_absolute_url()
    assert browser.get(visit.get_absolute_url()).status_code == 200
    saved = send(
        browser,
        "visit-save",
        visit,
        revision=0,
        changes={
            "pain_before": change(None, 6),
            "pain_after": change(None, 2),
            "points.a.structure": change(None, "Upper trapezius, right"),
            "points.a.response": change(None, "released"),
        },
    )
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    assert "content" not in saved.json()
    signed = send(browser, "visit-sign", visit, pin=PIN, revision=1)
    assert signed.json() == {"address": visit.get_absolute_url()}
    page = browser.get(visit.get_absolute_url()).content.decode()
    assert "Pain 6 of 10 before, 2 after: 4 points less." in page
    assert "Checked: the text is what was signed." in page
    for name, body in (("visit-save", {"changes": {"plan": change(None, "x")}}),):
        assert send(browser, name, visit, revision=1, **body).status_code == 410
    assert browser.post(reverse("visit-discard", args=[visit.id])).status_code == 302
    assert Visit.objects.get().content["pain_after"] == 2
    amended = browser.post(
        reverse("visit-amend", args=[visit.id]), {"text": "Left.", "why": "Slip", "pin": PIN}
    )
    assert amended.status_code == 302
    assert "Left." in browser.get(visit.get_absolute_url()).content.decode()
    actions = set(
        AuditEntry.objects.filter(client_id=practice.client.id).values_list("action", flat=True)
    )
    assert {"start note", "read note", "save note", "sign note", "amend note"} <= actions


def test_a_wrong_pin_keeps_the_text_of_an_amendment(browser, signed):
    answer = browser.post(
        reverse("visit-amend", args=[signed.id]),
        {"text": "A long addition.", "why": "Slip", "pin": "9999"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "A long addition." in page
    assert "4 more tries" in page


def test_a_field_changed_elsewhere_is_asked_with_both_values(browser, visit):
    send(browser, "visit-save", visit, revision=0, changes={"plan": change(None, "one")})
    answer = send(browser, "visit-save", visit, revision=0, changes={"plan": change(None, "two")})
    assert answer.status_code == 409
    (asked,) = answer.json()["conflicts"]
    assert asked == {
        "field": "plan",
        "label": "Plan and next visit",
        "mine": "two",
        "theirs": "one",
    }
    assert answer.json()["content"]["plan"] == "one"


def test_a_pressure_over_the_cap_is_refused_with_the_reason(browser, visit, screened):
    screened(restriction(4))
    answer = send(
        browser,
        "visit-save",
        visit,
        revision=0,
        changes={"points.a.structure": change(None, "Neck"), "points.a.pressure": change(None, 9)},
    )
    assert answer.status_code == 422
    told = answer.json()["refused"]["points.a.pressure"]["message"]
    assert "allowed: 0 to 4. Blood thinner" in told
    assert answer.json()["applied"] == ["points.a.structure"]


@pytest.mark.parametrize("body", ["", "{", "[]", '{"changes": []}', '{"changes": {"plan": 3}}'])
def test_garbage_is_refused_in_words(browser, visit, body):
    answer = browser.post(
        reverse("visit-save", args=[visit.id]), body, content_type="application/json"
    )
    assert answer.status_code == 422
    assert answer.json()["problem"]


def test_another_clinic_and_the_front_desk_do_not_see_a_note(visit, signed, practice):
    other = make_practice("Oak Road")
    for user, status in ((other.therapist, 404), (practice.front_desk, 403)):
        browser = Browser()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for name in ("visit", "visit-pdf"):
            assert browser.get(reverse(name, args=[visit.id])).status_code == status
        for name in ("visit-save", "visit-sign"):
            assert send(browser, name, visit, revision=0, changes={}).status_code == status
        for name in ("visit-amend", "visit-discard"):
            assert browser.post(reverse(name, args=[visit.id])).status_code == status
        start = reverse("visit-start", args=[practice.episode.id])
        assert browser.post(start).status_code == status


def test_a_page_whose_session_ended_hears_so_in_words(visit):
    answer = send(Browser(), "visit-save", visit, revision=0, changes={})
    assert (answer.status_code, answer.json()["problem"]) == (401, "You are signed out.")


def test_the_first_pin_is_chosen_with_the_password(browser, practice, visit):
    practice.therapist.pin_hash = ""
    practice.therapist.save()
    send(browser, "visit-save", visit, revision=0, changes={"pain_before": change(None, 4)})
    assert send(browser, "visit-sign", visit, pin="", revision=1).status_code == 428
    chosen = browser.post(
        reverse("pin"),
        json.dumps({"pin": "7391", "password": PASSWORD}),
        content_type="application/json",
    )
    assert chosen.json() == {"chosen": True}
    assert send(browser, "visit-sign", visit, pin="7391", revision=1).status_code == 200


def test_the_note_as_pdf(browser, signed, practice):
    from io import BytesIO

    from pypdf import PdfReader

    answer = browser.get(reverse("visit-pdf", args=[signed.id]))
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "\n".join(p.extract_text() for p in PdfReader(BytesIO(answer.content)).pages)
    assert "Upper trapezius" in text
    assert "Anna Moss" in text
    second = services.start_visit(practice.episode, practice.therapist, at=NOW, on=TODAY)
    draft = browser.get(reverse("visit-pdf", args=[second.id]) + "?download")
    assert "attachment" in draft.headers["Content-Disposition"]

"""Scores, and what they say of relief."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from palpate.clinic.progress.curve import NARROW, SMALL, WIDE, Reading, draw
from palpate.clinic.progress.errors import ScoreError, ScoreExistsError
from palpate.clinic.progress.instruments import instrument
from palpate.clinic.progress.models import Score
from palpate.clinic.progress.outlook import outlook
from palpate.clinic.progress.page import notice_level, progress_context
from palpate.clinic.progress.services import record_score, relief_of, remove_score, scores_of
from tests.support.practice import NOW, make_practice


@pytest.fixture
def practice(db):
    return make_practice()


@pytest.fixture
def browser(practice):
    browser = Browser()
    browser.force_login(
        practice.therapist, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return browser


def record(practice, value, days=0, instrument_id="nprs", **more):
    return record_score(
        practice.episode,
        instrument_id,
        value=value,
        taken_at=NOW + timedelta(days=days),
        by=practice.therapist,
        now=NOW + timedelta(days=400),
        **more,
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [(12, "allowed: 0 to 10"), (-1, "0 to 10"), (6.5, "steps of 1"), (None, "empty")],
)
def test_a_score_out_of_range_is_refused_in_words(practice, value, told):
    with pytest.raises(ScoreError, match=told):
        record(practice, value)
    assert not Score.objects.exists()


def test_a_score_from_the_future_is_refused(practice):
    with pytest.raises(ScoreError, match="now or earlier"):
        record(practice, 4, days=500)


def test_one_time_has_one_score_and_a_double_press_is_one(practice):
    first = record(practice, 6)
    assert record(practice, 6) == first
    with pytest.raises(ScoreExistsError, match="already 6"):
        record(practice, 3)


def test_an_unknown_instrument_is_named(practice):
    with pytest.raises(ScoreError, match="mood"):
        record(practice, 4, instrument_id="mood")


def test_answers_are_scored_by_the_instruments_own_rule(practice):
    score = record(practice, None, instrument_id="peg", answers=[6, 3, 3])
    assert score.value == 4
    with pytest.raises(ScoreError):
        record(practice, None, days=1, instrument_id="peg", answers=[6, 30, 3])


def test_relief_is_measured_against_what_matters(practice):
    for day, pain in ((0, 7), (7, 6), (14, 4)):
        record(practice, pain, days=day)
    scores = list(scores_of(practice.episode, "nprs"))
    relief = relief_of(scores)
    assert relief.change == 3
    assert notice_level(relief, instrument("nprs")) == pytest.approx(7 - relief.mcid)
    assert "3" in progress_context(practice.episode)["sentence"]


def test_a_score_of_a_signed_note_stays(practice):
    from palpate.clinic.visits.models import Visit

    visit = Visit(number=3)
    with pytest.raises(ScoreError, match="amendment"):
        remove_score(Score(visit=visit, instrument="nprs", value=3))


@pytest.mark.parametrize("frame", [WIDE, NARROW, SMALL])
def test_the_curve_stays_in_its_frame_and_low_pain_is_low(frame):
    readings = [
        Reading(NOW + timedelta(days=d), v, after=a)
        for d, v, a in ((0, 10, False), (0.04, 6, True), (40, 3, False), (200, 0, False))
    ]
    curve = draw(readings, [NOW.date()], instrument("nprs"), notice=8, frame=frame)
    assert all(curve.left <= d.x <= curve.right for d in curve.dots)
    assert all(curve.top <= d.y <= curve.bottom for d in curve.dots)
    assert curve.dots[0].y < curve.dots[-1].y
    assert len(curve.drops) == 1
    assert "NaN" not in curve.line


def test_recording_and_removing_in_the_browser(browser, practice):
    page = reverse("progress", args=[practice.episode.id])
    assert "relief curve will be here" in browser.get(page).content.decode()
    send = reverse("score-record", args=[practice.episode.id])
    assert browser.post(send, {"instrument": "nprs", "value": "6"}).status_code == 302
    assert "<svg" in browser.get(page).content.decode()
    bad = browser.post(send, {"instrument": "nprs", "value": "12", "taken_at": "2026-03-01T10:00"})
    assert bad.status_code == 422
    assert "was not recorded" in bad.content.decode()
    for wrong in (
        {"value": "six"},
        {"value": "nan"},
        {"value": "5", "taken_at": "yesterday"},
        {"value": "5", "taken_at": "2999-01-01T10:00"},
        {"value": "5", "instrument": "x"},
    ):
        assert browser.post(send, {"instrument": "nprs", **wrong}).status_code == 422
    assert Score.objects.count() == 1
    browser.post(reverse("score-remove", args=[Score.objects.get().id]))
    assert not Score.objects.exists()


def test_another_clinic_sees_nothing(practice):
    other = make_practice("Oak Road")
    browser = Browser()
    browser.force_login(
        other.therapist, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    score = record(practice, 5)
    assert browser.get(reverse("progress", args=[practice.episode.id])).status_code == 404
    assert browser.post(reverse("score-record", args=[practice.episode.id])).status_code == 404
    assert browser.post(reverse("score-remove", args=[score.id])).status_code == 404


def test_the_weeks_to_come_are_drawn_and_said_while_scores_are_fresh(practice):
    for day, pain in ((0, 7), (7, 6), (14, 5)):
        record(practice, pain, days=day)
    scores = list(scores_of(practice.episode, "nprs"))
    last = scores[-1].taken_at
    asked = {"condition": "neck pain", "weeks_since_onset": 30}

    def at(now):
        return outlook(scores, [], instrument("nprs"), now=now, **asked)

    ahead = at(last)
    assert "4 weeks after the last score" in ahead.sentence
    readings = [Reading(s.taken_at, s.value) for s in scores]
    curve = draw(readings, [], instrument("nprs"), notice=None, expected=ahead.expected)
    assert len(curve.bands) == 2
    assert curve.ahead.startswith(f"M{curve.last.x} {curve.last.y}")
    assert curve.last.x < curve.right
    assert at(last + timedelta(weeks=7)) is None

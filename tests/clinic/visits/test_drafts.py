"""A note while it is written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.clinic.charting.models import AssessmentRecord, PlanRecord
from palpate.clinic.visits import services
from palpate.clinic.visits.content import FIELDS, POINT_FIELDS, clean, points_of
from palpate.clinic.visits.errors import NoteError
from palpate.clinic.visits.merge import Change
from palpate.clinic.visits.models import Visit
from palpate.screening import Disposition
from tests.clinic.visits.conftest import restriction, write
from tests.support.practice import NOW, TODAY

SHOULDER = "shoulder.top.right"


def a_plan(practice, pressure=6.0, cap=10.0):
    made = {"episode": practice.episode, "knowledge_version": "x", "made_by": practice.therapist}
    assessment = AssessmentRecord.objects.create(case={}, result={}, why="test", **made)
    step = {
        "role": "treat",
        "technique": "pressure_release",
        "pressure": pressure,
        "pressure_cap": cap,
        "cap_reason": "Near the lung.",
        "hold_seconds": [30.0, 60.0],
        "repetitions": [3, 5],
        "causes": [{"label": "Trigger point"}],
        "structure": {
            "id": "upper_trapezius",
            "label": "Upper trapezius",
            "side": "right",
            "sites": [SHOULDER],
        },
    }
    warm = {**step, "role": "prepare", "technique": "warming_glide"}
    PlanRecord.objects.create(
        assessment=assessment, minutes=45, plan={"steps": [warm, step]}, **made
    )


def test_pressing_start_twice_opens_one_note(practice):
    first = services.start_visit(practice.episode, practice.therapist, at=NOW, on=TODAY)
    again = services.start_visit(practice.episode, practice.colleague, at=NOW, on=TODAY)
    assert again.pk == first.pk
    assert Visit.objects.count() == 1


def test_an_old_draft_does_not_swallow_the_visit_of_the_next_day(visit, practice):
    tomorrow = TODAY + timedelta(days=1)
    second = services.start_visit(practice.episode, practice.therapist, at=NOW, on=tomorrow)
    assert (second.number, second.pk != visit.pk) == (2, True)


def test_a_note_starts_from_the_plan_with_nothing_marked_as_treated(practice):
    a_plan(practice)
    visit = services.start_visit(practice.episode, practice.therapist, at=NOW, on=TODAY)
    (point,) = points_of(visit.content)
    assert (point.structure, point.technique) == ("Upper trapezius, right", "pressure_release")
    assert (point.pressure, point.hold, point.repetitions) == (6, 30, 3)
    assert not point.treated
    assert visit.minutes == 45
    assert visit.pain_before is None


def test_a_follow_up_starts_from_what_was_treated_last(signed, practice):
    later = NOW + timedelta(days=7)
    second = services.start_visit(practice.episode, practice.therapist, at=later, on=later.date())
    (point,) = points_of(second.content)
    assert (point.structure, point.pressure) == ("Upper trapezius, right", 5)
    assert not point.treated
    assert "reactions" not in second.content


def test_a_prefilled_pressure_is_lowered_to_the_cap_and_a_blocked_place_left_off(
    practice, screened
):
    a_plan(practice)
    screened(restriction(4, SHOULDER))
    visit = services.start_visit(practice.episode, practice.therapist, at=NOW, on=TODAY)
    assert points_of(visit.content)[0].pressure == 4
    screened(restriction(0, SHOULDER, level=Disposition.LOCAL))
    other = services.start_visit(
        practice.episode, practice.therapist, at=NOW, on=TODAY + timedelta(days=1)
    )
    assert points_of(other.content) == ()


@pytest.mark.parametrize(
    ("rule", "pressure", "told"),
    [
        (restriction(4, SHOULDER), 4.5, "allowed: 0 to 4. Blood thinner"),
        (restriction(3), 7, "allowed: 0 to 3. Blood thinner"),
        (restriction(0, SHOULDER, level=Disposition.LOCAL), 1, "allowed: 0. Blood thinner"),
        (restriction(0, level=Disposition.REFER), 1, "No massage today: Blood thinner"),
    ],
)
def test_a_pressure_above_the_cap_is_refused_and_the_rest_is_saved(
    visit, practice, screened, rule, pressure, told
):
    screened(rule)
    saved = write(
        visit,
        practice,
        points__a__structure="Upper trapezius, right",
        points__a__sites=[SHOULDER],
        points__a__pressure=pressure,
        pain_before=7,
    )
    assert told in str(saved.refused["points.a.pressure"])
    assert visit.pain_before == 7
    assert "points.a.pressure" not in visit.content


def test_a_point_at_a_blocked_place_cannot_be_recorded_as_treated(visit, practice, screened):
    screened(restriction(0, SHOULDER, level=Disposition.LOCAL, label="Skin infection"))
    saved = write(visit, practice, points__a__sites=[SHOULDER], points__a__response="released")
    assert "no treatment here. Skin infection" in str(saved.refused["points.a.response"])


def test_the_cap_of_the_plan_binds_as_well(practice):
    a_plan(practice, pressure=4.0, cap=5.0)
    visit = services.start_visit(practice.episode, practice.therapist, at=NOW, on=TODAY)
    saved = write(visit, practice, points__p1__pressure=8)
    assert "0 to 5. Near the lung." in str(saved.refused["points.p1.pressure"])
    assert write(visit, practice, points__p1__cap=10).refused


def test_without_an_intake_nothing_is_treated(visit, practice, monkeypatch):
    monkeypatch.setattr("palpate.clinic.visits.safety.current_verdict", lambda client, on: None)
    saved = write(visit, practice, points__a__response="released", changed="Came, was sent home.")
    assert "no intake yet" in str(saved.refused["points.a.response"])
    assert visit.content["changed"] == "Came, was sent home."


def test_two_tabs_writing_one_field_are_asked_and_others_are_merged(visit, practice):
    write(visit, practice, plan="from tab one", pain_before=6)
    saved = services.save_draft(
        visit.id,
        {"plan": Change(None, "from tab two"), "objective": Change(None, "Taut band")},
        by=practice.therapist,
        at=NOW,
    )
    (conflict,) = saved.conflicts
    assert (conflict.field, conflict.mine, conflict.theirs) == (
        "plan",
        "from tab two",
        "from tab one",
    )
    assert saved.visit.content["objective"] == "Taut band"
    assert saved.visit.content["plan"] == "from tab one"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pain_before", 12),
        ("pain_before", 3.5),
        ("pain_before", "6"),
        ("pain_before", True),
        ("reactions", ["none", "soreness"]),
        ("reactions", ["death"]),
        ("course", "splendid"),
        ("minutes", 0),
        ("changed", "x" * 5000),
        ("secret", 1),
        ("points.a.pressure", 5.3),
        ("points.a.hold", -1),
        ("points.a.sites", ["neck.moon.left"]),
        ("points.A!.hold", 1),
    ],
)
def test_a_bad_value_names_the_field_the_value_and_what_is_allowed(name, value):
    with pytest.raises(NoteError) as caught:
        clean(name, value)
    assert caught.value.field == name
    assert caught.value.allowed


@given(
    name=st.sampled_from([*FIELDS, *(f"points.a.{f}" for f in POINT_FIELDS)]),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3),
    ),
)
def test_whatever_is_sent_is_stored_clean_or_refused_by_name(name, value):
    try:
        kept = clean(name, value)
    except NoteError as error:
        named = error.field
    else:
        named = name
        assert kept is None or clean(name, kept) == kept
    assert named == name


def test_unsigned_notes_are_the_therapists_own(visit, practice):
    assert list(services.unsigned_notes(practice.therapist)) == [visit]
    assert list(services.unsigned_notes(practice.colleague)) == []


def test_a_discarded_draft_is_gone(visit, practice):
    services.discard_draft(visit.id)
    assert not Visit.objects.exists()

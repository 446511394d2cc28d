"""The care tables hold together: ranges, evidence, and words that may be said to a client."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from palpate import care, knowledge
from palpate.care import ConfirmedCause
from palpate.knowledge.care_tables import CauseKind, Rating, TechniqueRole
from palpate.screening import Verdict
from tests.care.strategies import causes

KNOWN = knowledge.load()
CARE = KNOWN.care


def test_every_range_of_a_technique_runs_upwards_and_names_its_grounds() -> None:
    for t in KNOWN.techniques.values():
        assert t.pressure_low <= t.pressure_high, t.id
        assert (t.hold_low is None) == (t.hold_high is None), t.id
        assert (t.hold_low or 0) <= (t.hold_high or 0), t.id
        assert t.repetitions_low <= t.repetitions_high, t.id
        assert t.minutes_low <= t.minutes_high, t.id
        assert set(t.sourced) <= {"pressure", "hold", "repetitions", "minutes"}, t.id
        assert t.evidence or not t.sourced, f"{t.id} calls a number sourced without a source"
        assert t.basis_note, t.id


def test_every_kind_of_cause_has_a_technique_gentle_enough_for_a_low_cap() -> None:
    for kind in CauseKind:
        if kind is CauseKind.REFER:
            continue
        gentle = [
            t
            for t in KNOWN.techniques.values()
            if kind in t.kinds
            and t.role in (TechniqueRole.TREAT, TechniqueRole.SUPPORT)
            and t.pressure_low <= 1
            and not t.groups
        ]
        assert gentle, kind


def test_every_joint_says_whether_it_is_moved() -> None:
    assert set(CARE.joint_care) == set(KNOWN.joints)


def test_nothing_said_to_a_client_uses_words_the_evidence_forbids() -> None:
    forbidden = [c.avoid_wording.lower() for c in KNOWN.claims.values() if c.avoid_wording]
    told = [
        *(t.client_how for t in KNOWN.techniques.values()),
        *(t.client_label for t in KNOWN.techniques.values()),
        *(a.client_text for a in CARE.home_advice.values()),
        *(s.client_text for s in CARE.shared_care.values()),
        *(c.client_wording for c in KNOWN.claims.values()),
    ]
    for words in told:
        assert not any(f in words.lower() for f in forbidden), words
        assert not re.search(r"\b(diagnos|toxin|cure[sd]?\b)", words.lower()), words
    assert KNOWN.claims["lactic_acid"].rating is Rating.CONTRADICTED


def test_evidence_can_be_found_by_its_id() -> None:
    for row in CARE.course_patterns.values():
        assert row.visits_low <= row.visits_high
        assert row.review_visit <= row.visits_high
        assert row.per_week_low <= row.per_week_high
        assert all(CARE.evidence(e).sources for e in row.evidence)


@given(causes(), st.floats(0, 5000), st.none() | st.floats(0, 10))
def test_every_cause_at_every_age_has_a_course(
    cause: ConfirmedCause, weeks: float, pain: float | None
) -> None:
    made = care.plan([cause], Verdict(restrictions=()), pain=pain, duration_weeks=weeks)
    assert made.blocked or made.course is not None
    if made.course is not None:
        days = made.course.days()
        assert len(days) == made.course.visits_high
        assert all(a < b for a, b in itertools.pairwise(days))
        assert made.course.review_visit <= made.course.visits_high

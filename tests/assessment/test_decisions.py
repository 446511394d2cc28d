"""A confirmed or ruled-out cause is evidence for all others."""

from __future__ import annotations

import pytest

from palpate.assessment import Assessment, Cause, assess
from palpate.cases import case_from_plain

ELBOW = case_from_plain({"id": "elbow", "pain": [{"region": "elbow.lateral", "side": "right"}]})
TENDON = "joint/lateral_epicondylalgia/right"
MUSCLE = "trigger_point/supinator/right"


def named(found: Assessment, key: str) -> Cause:
    return next(c for c in found.causes if f"{c.kind}/{c.id}/{c.side or ''}" == key)


def test_a_ruled_out_cause_stays_in_sight_and_leaves_its_pain_to_the_others() -> None:
    before, after = assess(ELBOW), assess(ELBOW, decided={TENDON: False})
    out = named(after, TENDON)
    assert out.probability < 0.001
    assert out.decided is False
    assert any("ruled it out" in r.text for r in out.evidence_against)
    assert named(after, MUSCLE).probability > named(before, MUSCLE).probability
    assert named(after, MUSCLE).decided is None


def test_a_confirmed_cause_explains_the_others_away() -> None:
    before, after = assess(ELBOW), assess(ELBOW, decided={MUSCLE: True})
    first = after.causes[0]
    assert (first.id, first.decided) == ("supinator", True)
    assert first.probability > 0.99
    assert named(after, TENDON).probability < named(before, TENDON).probability


def test_one_side_ruled_out_leaves_the_other() -> None:
    plain = {"pain": [{"region": "elbow.lateral", "side": s} for s in ("left", "right")]}
    found = assess(case_from_plain({"id": "both", **plain}), decided={TENDON: False})
    left = named(found, "joint/lateral_epicondylalgia/left")
    assert named(found, TENDON).probability < 0.001 < left.probability
    assert left.decided is None


def test_a_decision_about_a_cause_that_is_gone_is_listed_and_a_malformed_one_refused() -> None:
    gone = "trigger_point/elbow_grease/right"
    assert assess(ELBOW, decided={gone: True}).unmatched == (gone,)
    with pytest.raises(ValueError, match="fairy/dust"):
        assess(ELBOW, decided={"fairy/dust/left": True})

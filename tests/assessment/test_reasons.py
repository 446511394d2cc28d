"""Reasons read like a colleague's."""

from __future__ import annotations

from typing import Any

from palpate.assessment import Cause, assess
from palpate.cases import case_from_plain
from palpate.knowledge import load


def first(**plain: Any) -> Cause:  # Any: a case as JSON gives it
    return assess(case_from_plain({"id": "told", **plain})).causes[0]


def test_findings_of_one_kind_are_told_in_one_line() -> None:
    pain = [{"region": r, "side": "left"} for r in ("hand.thumb", "hand.index", "hand.middle")]
    cause = first(pain=pain, symptoms=["tingling", "numbness"], aggravating=["night", "gripping"])
    texts = [r.text for r in cause.evidence_for]
    assert cause.id == "carpal_tunnel"
    assert sum(t.startswith("pain along this nerve:") for t in texts) == 1
    assert "described as pins and needles and loss of feeling" in texts
    assert "worse with night and gripping" in texts


def test_the_rival_is_named_last_after_clinical_reasons() -> None:
    pain = [{"region": "head.occiput", "side": s} for s in ("left", "right")]
    clear = [{"region": "head.temple", "side": s} for s in ("left", "right")]
    against = first(pain=pain, clear=clear).evidence_against
    *clinical, rest = against
    assert rest.finding == "other causes"
    assert " explains the same " in rest.text
    assert all(r.finding != "other causes" for r in clinical)


def test_a_weakness_keeps_its_name_so_that_care_can_see_lost_function() -> None:
    pain = [{"region": r, "side": "left"} for r in ("back.lumbar", "leg.lateral", "foot.dorsum")]
    weak = {"test": "great_toe_extension_weakness", "side": "left", "result": "positive"}
    cause = first(pain=pain, findings=[weak])
    told = {r.finding for r in cause.evidence_for}
    assert told & set(load().nerves[cause.id].motor_deficits)


def test_a_place_named_without_a_side_is_told_without_one() -> None:
    plain = {"pain": [{"region": "back.lumbar"}, {"region": "hip.lateral", "side": "right"}]}
    texts = [r.text for r in first(**plain).evidence_for]
    assert not any("both sides" in t for t in texts)

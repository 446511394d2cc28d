"""Medicine names as clients write them."""

from __future__ import annotations

import pytest

from palpate.screening import Disposition, read_medications, screen


def classes(*written: str) -> set[str]:
    return {m.medication for m in read_medications(written).read}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Amlodipine 5 mg once daily", {"calcium_blocker"}),
        ("amlodpine", {"calcium_blocker"}),
        ("Eliquis 2x5mg", {"doac"}),
        ("baby aspirin 81mg", {"aspirin_low"}),
        ("warfrin 3mg at night", {"warfarin"}),
        ("ramipril and atorvastatin 20", {"ace_inhibitor", "statin"}),
        ("hydrocortisone 1% cream", {"topical_corticosteroid"}),
        ("hydrocortisone tablets", {"systemic_corticosteroid"}),
        ("testosterone gel", {"local_hormone_cream"}),
        ("the pill", {"hormonal_contraceptive"}),
        ("none", set()),
    ],
)
def test_names_doses_and_misspellings(written, expected):
    assert classes(written) == expected


def test_a_name_that_nobody_knows_is_kept_and_asked_about():
    reading = read_medications(["blimbloxacin 5 mg", "omeprazole"])
    assert reading.unread == ("blimbloxacin 5 mg", "omeprazole")
    verdict = screen({"medications": ["blimbloxacin 5 mg"]})
    assert verdict.unread_medications == ("blimbloxacin 5 mg",)
    assert any("blimbloxacin" in a.question for a in verdict.asked_back)
    assert verdict.disposition is Disposition.OK


def test_a_guessed_name_is_asked_back():
    verdict = screen({"medications": ["warfrin"]})
    assert verdict.disposition is Disposition.MODIFY
    assert any("warfrin" in a.question for a in verdict.asked_back)


def test_two_blood_thinners_together_are_stricter_than_one():
    one = screen({"medications": ["aspirin 75"]})
    two = screen({"medications": ["aspirin 75", "clopidogrel"]})
    assert two.body_cap < one.body_cap


def test_a_medicine_brings_the_findings_that_it_stands_for():
    verdict = screen({"medications": ["methotrexate", "cisplatin"]})
    assert verdict.disposition is Disposition.REFER
    assert "chemotherapy_current" in {r.id for r in verdict.restrictions}

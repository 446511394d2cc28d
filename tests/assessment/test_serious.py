"""What is not ours comes first where it explains the picture better, and not elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from palpate.assessment import CauseKind, assess
from palpate.cases import case_from_plain


def pain(*places: str) -> list[dict[str, str]]:
    """``region`` on the left, or ``region/side``."""
    return [{"region": p.split("/")[0], "side": (f"{p}/left").split("/")[1]} for p in places]


SERIOUS: dict[str, dict[str, Any]] = {  # Any: a case as JSON gives it
    "pancoast_tumour": {
        "age": 61,
        "sex": "M",
        "history": ["smoker"],
        "symptoms": ["ptosis", "hand_weakness"],
        "pain": pain("shoulder.top", "back.scapula", "arm.medial", "hand.little"),
    },
    "polymyalgia_rheumatica": {
        "age": 70,
        "sex": "F",
        "symptoms": ["morning stiffness over one hour", "fatigue"],
        "pain": pain(
            "shoulder.lateral", "shoulder.lateral/right", "hip.lateral", "hip.lateral/right"
        ),
    },
    "giant_cell_arteritis": {
        "age": 74,
        "sex": "F",
        "pain": pain("head.temple", "face.jaw"),
        "symptoms": ["new headache", "scalp tenderness", "blurred vision", "jaw claudication"],
    },
    "deep_vein_thrombosis": {
        "age": 58,
        "sex": "F",
        "pain": pain("leg.calf"),
        "symptoms": ["calf swelling"],
        "history": ["recent surgery"],
    },
    "kidney_stone": {
        "age": 44,
        "sex": "M",
        "pain": pain("back.flank", "abdomen.groin"),
        "symptoms": ["blood in urine", "vomiting"],
        "history": ["sudden onset"],
    },
    "angina": {
        "age": 63,
        "sex": "M",
        "pain": pain("chest.sternum/midline", "arm.medial"),
        "symptoms": ["shortness of breath", "chest tightness"],
        "aggravating": ["climbing stairs"],
    },
    "abdominal_aortic_aneurysm": {
        "age": 72,
        "sex": "M",
        "symptoms": ["pulsatile abdominal mass", "pain not mechanical"],
        "pain": pain("back.lumbar", "back.flank", "abdomen.upper/midline"),
    },
    "ectopic_pregnancy": {
        "age": 29,
        "sex": "F",
        "pain": pain("abdomen.lower", "shoulder.top"),
        "symptoms": ["abdominal pain", "vaginal bleeding"],
        "history": ["possible pregnancy"],
    },
    "gallbladder_disease": {
        "age": 52,
        "sex": "F",
        "pain": pain("abdomen.upper/midline", "back.scapula/right"),
        "symptoms": ["nausea", "abdominal pain"],
        "aggravating": ["fatty meals"],
    },
    "vertebral_osteomyelitis": {
        "age": 66,
        "sex": "M",
        "pain": pain("back.lumbar"),
        "history": ["recent infection"],
        "symptoms": ["fever", "chills", "night pain"],
    },
    "subarachnoid_haemorrhage": {
        "age": 50,
        "sex": "F",
        "pain": pain("head.occiput", "neck.posterior"),
        "symptoms": ["thunderclap headache", "vomiting"],
    },
    "peripheral_artery_disease": {
        "age": 69,
        "sex": "M",
        "pain": pain("leg.calf"),
        "symptoms": ["cold foot"],
        "aggravating": ["walking"],
        "relieving": ["standing still"],
    },
}
ORDINARY: dict[str, dict[str, Any]] = {
    "low back": {"age": 45, "pain": pain("back.lumbar"), "aggravating": ["sitting", "lifting"]},
    "older low back": {
        "age": 71,
        "sex": "M",
        "pain": pain("back.lumbar"),
        "aggravating": ["standing"],
        "history": ["ex-smoker"],
    },
    "calf of a runner": {"age": 34, "pain": pain("leg.calf"), "aggravating": ["running"]},
    "shoulder of a smoker": {
        "age": 62,
        "pain": pain("shoulder.lateral"),
        "history": ["smoker"],
        "aggravating": ["reaching overhead"],
    },
    "pressing headache": {
        "age": 30,
        "pain": pain("head.temple", "head.temple/right"),
        "symptoms": ["pressing headache"],
        "aggravating": ["stress"],
    },
    "chest of a weight lifter": {
        "age": 28,
        "pain": pain("chest.pectoral"),
        "aggravating": ["pressing weights"],
    },
}


@pytest.mark.parametrize("disease", SERIOUS)
def test_a_serious_picture_leads_to_a_referral(disease: str) -> None:
    first = assess(case_from_plain({"id": disease, **SERIOUS[disease]})).refer_first
    assert first is not None
    assert first.id == disease
    assert first.refer_reason


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_complaint_is_ours(name: str) -> None:
    found = assess(case_from_plain({"id": name, **ORDINARY[name]}))
    assert found.refer_first is None
    assert max((c.probability for c in found.causes if c.kind is CauseKind.REFER), default=0) < 0.1


def test_a_warning_sign_that_counted_is_not_called_without_bearing() -> None:
    found = assess(case_from_plain({"id": "back", **SERIOUS["vertebral_osteomyelitis"]}))
    assert not {"fever", "chills"} & {*found.without_bearing, *found.unmatched}

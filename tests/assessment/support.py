"""Generated cases, and their mirror images."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from palpate.body import regions
from palpate.cases import Case, case_from_plain
from palpate.knowledge import load

Plain = dict[str, Any]  # Any: a case as JSON gives it

PAIRED = sorted(r.code for r in regions().values() if not r.is_midline)
MUSCLES = sorted(load().muscles)
TESTS = sorted(load().tests)
SIDES = ("left", "right")
WORDS = (
    "sitting",
    "walking",
    "coughing",
    "night_pain",
    "numbness",
    "dizziness",
    "stairs",
    "neck_rotation",
    "runner",
    "desk_work",
    "lifting",
    "morning_stiffness",
    "weak_grip",
)


def marks() -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries(
        {
            "region": st.sampled_from(PAIRED),
            "side": st.sampled_from(SIDES),
            "coarse": st.booleans(),
            "qualities": st.lists(st.sampled_from(["aching", "tingling", "burning"]), max_size=1),
        }
    )


def palpations() -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries(
        {
            "muscle": st.sampled_from(MUSCLES),
            "side": st.sampled_from(SIDES),
            "tender": st.sampled_from([True, False, None]),
            "reproduces_pain": st.sampled_from([True, None]),
        }
    )


def tests() -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries(
        {
            "test": st.sampled_from(TESTS),
            "side": st.sampled_from(SIDES),
            "result": st.sampled_from(["positive", "negative"]),
        }
    )


def plain_cases() -> st.SearchStrategy[Plain]:
    words = st.lists(st.sampled_from(WORDS), max_size=2, unique=True)
    return st.fixed_dictionaries(
        {
            "id": st.just("generated"),
            "age": st.sampled_from([None, 22, 47, 71]),
            "sex": st.sampled_from([None, "F", "M"]),
            "pain": st.lists(marks(), max_size=5, unique_by=lambda m: (m["region"], m["side"])),
            "symptoms": words,
            "aggravating": words,
            "history": words,
            "findings": st.lists(tests(), max_size=2, unique_by=lambda t: (t["test"], t["side"])),
            "palpation": st.lists(
                palpations(), max_size=2, unique_by=lambda p: (p["muscle"], p["side"])
            ),
        }
    )


def mirrored(plain: Plain) -> Plain:
    other = {"left": "right", "right": "left"}
    flipped = dict(plain)
    for key in ("pain", "findings", "palpation"):
        flipped[key] = [{**e, "side": other.get(e["side"], e["side"])} for e in plain[key]]
    return flipped


def read(plain: Plain) -> Case:
    return case_from_plain(plain)

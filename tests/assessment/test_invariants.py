"""What must hold for every case."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from palpate.assessment import Assessment, assess
from palpate.knowledge import load
from tests.assessment.support import Plain, mirrored, plain_cases, read

FEW = settings(max_examples=25, deadline=None)
SAME = 1e-4
OTHER = {"left": "right", "right": "left"}


def table(assessment: Assessment) -> dict[tuple[str, str, str | None], float]:
    return {
        (c.kind.value, c.id, c.side.value if c.side else None): c.probability
        for c in assessment.causes
    }


def assert_same(one: dict, other: dict) -> None:
    for key in one.keys() | other.keys():
        # causes at the threshold of listing may drop out of one of the two
        assert one.get(key, 0.001) == pytest.approx(other.get(key, 0.001), abs=SAME), key


@FEW
@given(plain_cases())
def test_probabilities_are_probabilities_and_sorted(plain: Plain) -> None:
    causes = assess(read(plain)).causes
    values = [c.probability for c in causes]
    assert all(math.isfinite(p) and 0 <= p <= 1 for p in values)
    assert values == sorted(values, reverse=True)
    assert len(table(assess(read(plain)))) == len(causes), "each located cause stands once"


@FEW
@given(plain_cases())
def test_the_mirrored_drawing_gives_the_mirrored_answer(plain: Plain) -> None:
    straight = table(assess(read(plain)))
    flipped = table(assess(read(mirrored(plain))))
    assert_same(straight, {(k, i, OTHER.get(s or "", s)): p for (k, i, s), p in flipped.items()})


@FEW
@given(plain_cases())
def test_saying_it_twice_changes_nothing(plain: Plain) -> None:
    keys = ("pain", "symptoms", "aggravating", "history", "findings", "palpation")
    twice = {**plain, **{k: [*plain[k], *plain[k]] for k in keys}}
    assert_same(table(assess(read(plain))), table(assess(read(twice))))


@FEW
@given(plain_cases())
def test_the_order_does_not_matter(plain: Plain) -> None:
    keys = ("pain", "symptoms", "aggravating", "history", "palpation")
    turned = {**plain, **{k: plain[k][::-1] for k in keys}}
    assert_same(table(assess(read(plain))), table(assess(read(turned))))


@FEW
@given(plain_cases())
def test_pressing_the_muscle_that_reproduces_the_pain_never_lowers_it(plain: Plain) -> None:
    if not plain["pain"]:
        return
    known = sorted(load().muscles)
    pressed = {p["muscle"] for p in plain["palpation"]}
    muscle = next(m for m in known if m not in pressed)
    side = plain["pain"][0]["side"]
    found = {"muscle": muscle, "side": side, "reproduces_pain": True}
    key = ("trigger_point", muscle, side)
    before = table(assess(read(plain))).get(key, 0.0)
    after = table(assess(read({**plain, "palpation": [*plain["palpation"], found]}))).get(key, 0.0)
    assert after >= before - 1e-6


@FEW
@given(plain_cases())
def test_prior_and_reasons_add_up_to_the_answer(plain: Plain) -> None:
    for cause in assess(read(plain)).causes[:5]:
        told = sum(r.decibans for r in (*cause.evidence_for, *cause.evidence_against))
        p = min(max(cause.probability, 1e-9), 1 - 1e-9)
        assert cause.prior_decibans + told == pytest.approx(10 * math.log10(p / (1 - p)), abs=0.1)

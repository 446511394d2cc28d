"""Marginals against exact ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.assessment.inference import Network, infer
from tests.assessment.exact import exact_marginals


def network(seed: int, findings: int, causes: int) -> Network:
    rng = np.random.default_rng(seed)
    produce = rng.uniform(0, 0.8, (findings, causes)) * (rng.random((findings, causes)) < 0.4)
    return Network(
        log_odds=rng.uniform(-6, -2, causes),
        produce=produce,
        leak=rng.uniform(0.005, 0.05, findings),
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 11), st.integers(1, 60))
def test_up_to_eleven_findings_the_answer_is_exact(seed: int, findings: int, causes: int) -> None:
    net = network(seed, findings, causes)
    found = infer(net)
    limit = 1e-4 if found.exact else 0.03
    assert np.abs(found.marginals - exact_marginals(net)).max() < limit


def test_the_exact_reference_agrees_with_plain_enumeration() -> None:
    net = network(3, 4, 6)
    prior = 1 / (1 + np.exp(-net.log_odds))
    total, on = 0.0, np.zeros(6)
    for number in range(2**6):
        state = np.array([(number >> j) & 1 for j in range(6)], dtype=bool)
        stay = (1 - net.leak) * np.prod(np.where(state, 1 - net.produce, 1.0), axis=1)
        weight = np.prod(np.where(state, prior, 1 - prior)) * np.prod(1 - stay)
        total += weight
        on += weight * state
    assert exact_marginals(net) == pytest.approx(on / total)


@pytest.mark.parametrize("seed", range(4))
def test_larger_cases_stay_near_the_exact_answer(seed: int) -> None:
    net = network(seed, 14, 40)
    assert np.abs(infer(net).marginals - exact_marginals(net)).max() < 0.05


def test_groups_are_exact_too() -> None:
    net = network(5, 6, 10)
    found = infer(net)
    pair = Network(net.log_odds[[2, 7]], net.produce[:, [2, 7]], net.leak)
    assert found.any_of([2]) == pytest.approx(found.marginals[2])
    assert found.any_of([2, 7]) >= max(found.marginals[[2, 7]])
    assert found.any_of([2, 7]) <= found.marginals[[2, 7]].sum() + 1e-9
    assert infer(pair).any_of([0, 1]) <= 1.0

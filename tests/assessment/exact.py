"""Exact marginals of a noisy-OR network, the slow and safe way.

Causes are taken one at a time; the state is the set of findings that have been produced so far.
All arithmetic is on positive numbers, so nothing cancels (unlike the inclusion-exclusion sum).
"""

from __future__ import annotations

import numpy as np

from palpate.assessment.inference import Network


def exact_marginals(network: Network) -> np.ndarray:
    """(causes,) posterior probabilities; time grows as 2 ** findings times causes."""
    log_odds, produce, leak = network.log_odds, network.produce, network.leak
    prior = 1 / (1 + np.exp(-log_odds))
    n = len(leak)
    start = np.ones(1)
    for chance in leak:
        start = np.concatenate([start * (1 - chance), start * chance])
    before = [start]
    for j in range(len(prior)):
        before.append(_add(before[-1], produce[:, j], prior[j]))
    evidence = before[-1][-1]
    after = np.zeros(2**n)
    after[-1] = 1.0
    marginals = np.zeros(len(prior))
    for j in reversed(range(len(prior))):
        on = _produce(before[j], produce[:, j])
        marginals[j] = prior[j] * float(on @ after) / evidence
        after = (1 - prior[j]) * after + prior[j] * _pull(after, produce[:, j])
    return marginals


def _add(state: np.ndarray, chance: np.ndarray, prior: float) -> np.ndarray:
    return (1 - prior) * state + prior * _produce(state, chance)


def _produce(state: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Each finding that is not there yet appears with its chance."""
    out = state.copy()
    for i, q in enumerate(chance):
        if q == 0:
            continue
        view = out.reshape(-1, 2, 2**i)
        moved = view[:, 0] * q
        view[:, 0] -= moved
        view[:, 1] += moved
    return out


def _pull(after: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """The transpose of `_produce`."""
    out = after.copy()
    for i, q in enumerate(chance):
        if q == 0:
            continue
        view = out.reshape(-1, 2, 2**i)
        view[:, 0] = (1 - q) * view[:, 0] + q * view[:, 1]
    return out

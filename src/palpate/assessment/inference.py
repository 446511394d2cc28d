"""Marginals of a two-layer noisy-OR network.

The posterior is summed over the sets of causes that carry nearly all of it: every set within four
changes of the best set, among the causes that are most in doubt (`search`). Causes outside that
cluster are few in weight; they act through the leaks, and their own marginals are taken against
the heaviest sets. On networks of up to about twenty causes the sum is complete and the answer
exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CLUSTER = 20
"""Causes that are summed out together."""
CHANGES = 4
"""Sets that differ from the best set in more causes than this are left out."""
HEAVY_SETS = 48
"""Sets against which the causes outside the cluster are weighed."""


@dataclass(frozen=True)
class Network:
    """Causes and the findings that are present.

    ``log_odds`` (causes,): prior odds with everything folded in that concerns one cause alone.
    ``produce`` (findings, causes): chance that the cause produces the finding.
    ``leak`` (findings,): chance that the finding is there for another reason.
    """

    log_odds: Floats
    produce: Floats
    leak: Floats


@dataclass(frozen=True)
class Posterior:
    """``marginals`` (causes,); ``sets`` (sets, causes in ``cluster``) with ``weights`` summing to 1."""

    marginals: Floats
    cluster: NDArray[np.intp]
    sets: Bools
    weights: Floats
    outside: Floats
    """(heavy sets, causes) marginals given each of the heaviest sets, for causes outside."""
    heavy: NDArray[np.intp]
    best: NDArray[np.intp]
    """The most probable set, as cause numbers."""

    def any_of(self, causes: Sequence[int]) -> float:
        """Probability that at least one of the causes is active."""
        inside = np.isin(self.cluster, causes)
        outer = [c for c in causes if c not in set(self.cluster.tolist())]
        hit = self.sets[:, inside].any(axis=1)
        found = float(self.weights[hit].sum())
        if outer:
            none = np.prod(1 - self.marginals[outer])
            found = found + (1 - found) * float(1 - none)
        return min(1.0, found)


def infer(network: Network, *, cluster: int = CLUSTER, changes: int = CHANGES) -> Posterior:
    """Posterior of every cause."""
    log_odds, produce, leak = network.log_odds, network.produce, network.leak
    n = len(log_odds)
    if len(leak) == 0:
        marginals = _sigmoid(log_odds)
        return Posterior(
            marginals, np.zeros(0, dtype=np.intp), np.zeros((1, 0), dtype=bool), np.ones(1),
            np.zeros((1, n)), np.zeros(1, dtype=np.intp), np.flatnonzero(log_odds > 0),
        )
    best = _climb(network)
    members = _most_in_doubt(network, best, min(cluster, n))
    outer = np.setdiff1d(np.arange(n), members)
    quiet = 1 - (1 - leak) * np.prod(1 - _sigmoid(log_odds[outer]) * produce[:, outer], axis=1)
    start = np.isin(members, best)
    sets, survive, prior = _sets(
        start, log_odds[members], 1 - produce[:, members], 1 - quiet, changes
    )
    score = prior + np.log1p(-survive).sum(axis=1)
    weights = np.exp(score - score.max())
    weights /= weights.sum()
    marginals = _sigmoid(log_odds)
    marginals[members] = weights @ sets
    heavy = np.argsort(-weights)[:HEAVY_SETS]
    outside = _outside(network, sets[heavy], members, outer)
    share = weights[heavy] / weights[heavy].sum()
    marginals[outer] = share @ outside[:, outer]
    return Posterior(
        marginals, members, sets, weights, outside, heavy, members[sets[int(weights.argmax())]]
    )


def _sigmoid(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))


def _climb(network: Network) -> NDArray[np.intp]:
    """A set that no adding, dropping or swapping of one cause makes more probable."""
    log_odds, keep = network.log_odds, 1 - network.produce
    n = len(log_odds)
    active = log_odds > 0
    survive = (1 - network.leak) * np.prod(np.where(active, keep, 1.0), axis=1)
    for _ in range(24):
        current = np.log1p(-survive).sum()
        without = survive[:, None] / np.maximum(keep, 1e-9)
        flipped = np.where(active, np.minimum(without, 1.0), survive[:, None] * keep)
        flipped = np.minimum(flipped, 1 - 1e-12)
        gain = np.log1p(-flipped).sum(axis=0) - current + np.where(active, -log_odds, log_odds)
        best, best_gain, swap = int(gain.argmax()), float(gain.max()), -1
        for out in np.flatnonzero(active):
            base = np.minimum(survive / max(1e-9, 1.0) / np.maximum(keep[:, out], 1e-9), 1 - 1e-12)
            into = (
                np.log1p(-base[:, None] * keep).sum(axis=0)
                - current - log_odds[out] + log_odds
            )
            into[active] = -np.inf
            if into.max() > best_gain + 1e-9:
                best, best_gain, swap = int(into.argmax()), float(into.max()), int(out)
        if best_gain <= 1e-9:
            break
        if swap >= 0:
            active[swap] = False
        active[best] = not active[best]
        survive = (1 - network.leak) * np.prod(np.where(active, keep, 1.0), axis=1)
    assert n == len(active)
    return np.flatnonzero(active)


def _most_in_doubt(
    network: Network, best: NDArray[np.intp], size: int
) -> NDArray[np.intp]:
    """The causes whose state is least settled near the best set, by single changes and swaps."""
    log_odds, keep = network.log_odds, 1 - network.produce
    n = len(log_odds)
    active = np.zeros(n, dtype=bool)
    active[best] = True
    survive = (1 - network.leak) * np.prod(np.where(active, keep, 1.0), axis=1)
    current = np.log1p(-survive).sum()
    mass = np.zeros(n)
    survive_off = np.minimum(survive[:, None] / np.maximum(keep, 1e-9), 1 - 1e-12)
    flipped = np.where(active, survive_off, survive[:, None] * keep)
    single = np.log1p(-flipped).sum(axis=0) - current + np.where(active, -log_odds, log_odds)
    mass = np.maximum(mass, single)
    mass = np.where(mass > 0, mass, single)
    for out in best:
        base = survive_off[:, out]
        into = np.log1p(-base[:, None] * keep).sum(axis=0) - current - log_odds[out] + log_odds
        into[active] = -np.inf
        mass = np.maximum(mass, into)
        mass[out] = max(mass[out], float(into.max()))
    mass[best] += 3.0
    return np.sort(np.argsort(-mass)[:size])


@lru_cache(maxsize=16)
def _changes(size: int, most: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Bools]:
    """Every set of up to ``most`` of ``size`` changes: its parent set, its last change, its members."""
    sets: list[tuple[int, ...]] = [()]
    number = {(): 0}
    for k in range(1, most + 1):
        for combo in combinations(range(size), k):
            number[combo] = len(sets)
            sets.append(combo)
    parent = np.array([number[s[:-1]] if s else 0 for s in sets])
    last = np.array([s[-1] if s else 0 for s in sets])
    member = np.zeros((len(sets), size), dtype=bool)
    for i, s in enumerate(sets):
        member[i, list(s)] = True
    return parent, last, member


def _sets(
    start: Bools, log_odds: Floats, keep: Floats, survive_leak: Floats, changes: int
) -> tuple[Bools, Floats, Floats]:
    """All sets near ``start``: membership, chance that each finding stays away, log prior odds."""
    size = len(start)
    most = size if size <= 12 else changes
    parent, last, changed = _changes(size, most)
    factor = np.where(start, 1 / np.maximum(keep, 1e-9), keep).T
    survive = np.empty((len(parent), keep.shape[0]))
    survive[0] = survive_leak * np.prod(np.where(start, keep, 1.0), axis=1)
    begin = 1
    sizes = changed.sum(axis=1)
    for k in range(1, most + 1):
        end = begin + int((sizes == k).sum())
        rows = slice(begin, end)
        np.multiply(survive[parent[rows]], factor[last[rows]], out=survive[rows])
        begin = end
    sets = changed ^ start
    return sets, np.minimum(survive, 1 - 1e-12), sets @ log_odds


def _outside(
    network: Network, sets: Bools, members: NDArray[np.intp], outer: NDArray[np.intp]
) -> Floats:
    """Marginals of the causes outside the cluster, given each set."""
    found = np.zeros((len(sets), len(network.log_odds)))
    if len(outer) == 0:
        return found
    keep = 1 - network.produce[:, members]
    survive = (1 - network.leak) * np.exp(sets @ np.log(np.maximum(keep, 1e-12)).T)
    with_it = 1 - survive[:, :, None] * (1 - network.produce[:, outer])[None]
    gain = np.log(with_it).sum(axis=1) - np.log1p(-survive).sum(axis=1)[:, None]
    found[:, outer] = _sigmoid(network.log_odds[outer] + gain)
    return found

"""Marginals of a two-layer noisy-OR network.

Findings that are present are summed out by inclusion and exclusion (the Quickscore expansion of
Heckerman 1990), exactly, as long as there are no more than `BLOCK` of them that several causes can
produce. Larger cases are cut: the findings that tell most apart form the exact block, the others
act on it through factorised messages that are passed until they settle (expectation propagation).
Where the expansion would lose too many digits the block is cut smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BLOCK = 11
"""Findings that are summed out exactly together."""
MAIN_BLOCK = 11
"""Size of the exact block when a case has more findings than `BLOCK`."""
SIDE_BLOCK = 5
SWEEPS = 6
SETTLED = 1e-3
DIGITS = 1e-9
"""Smallest probability of the evidence that double precision carries through the expansion."""
LONG_DIGITS = 1e-13
"""The same for extended precision, where the machine has it."""
CLUSTER = 12
"""Causes among which explaining sets are looked for."""
CHANGES = 3


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
class _Sum:
    """The expansion of one block."""

    marginals: Floats
    evidence: float
    """Probability of the block's findings."""
    terms: Floats
    """(subsets,) signed products over all causes."""
    off: Floats
    """(causes, subsets) what is left of each product when the cause is not active."""


@dataclass(frozen=True)
class Posterior:
    """``marginals`` (causes,) and what is needed for groups of causes."""

    marginals: Floats
    exact: bool
    """Whether all findings were summed out together."""
    block: _Sum | None

    def any_of(self, causes: Sequence[int]) -> float:
        """Probability that at least one of the causes is active."""
        if self.block is None:
            return float(1 - np.prod(1 - self.marginals[list(causes)]))
        members = list(causes)
        off = np.multiply.reduce(self.block.off[members], axis=0)
        none = float(self.block.terms @ off) / self.block.evidence
        return min(1.0, max(float(self.marginals[members].max()), 1 - none))


def infer(network: Network, *, block: int = BLOCK) -> Posterior:
    """Posterior of every cause."""
    n = len(network.leak)
    if n == 0:
        return Posterior(_sigmoid(network.log_odds), True, None)
    if n <= block:
        whole = _expand(_sigmoid(network.log_odds), network.produce, network.leak)
        if whole.evidence > 0:
            return Posterior(whole.marginals, True, whole)
    return _propagate(network, min(MAIN_BLOCK, block))


def _expand(prior: Floats, produce: Floats, leak: Floats) -> _Sum:
    """Sum over all subsets of the findings, each subset staying away with alternating sign.

    The terms nearly cancel when the findings are improbable together; extended precision is used
    then. ``evidence`` is 0 when even that does not carry.
    """
    plain = _expand_in(np.dtype(np.float64), prior, produce, leak)
    if plain.evidence > DIGITS:
        return plain
    if np.finfo(np.longdouble).eps < 1e-18:
        fine = _expand_in(np.dtype(np.longdouble), prior, produce, leak)
        if fine.evidence > LONG_DIGITS:
            return fine
    return _Sum(prior, 0.0, plain.terms, plain.off)


def _expand_in(precision: np.dtype[Any], prior: Floats, produce: Floats, leak: Floats) -> _Sum:
    """The expansion in one precision, built up by doubling."""
    n, causes = produce.shape
    away = np.empty((causes, 2**n), dtype=precision)
    sign = np.empty(2**n, dtype=precision)
    away[:, 0] = sign[0] = 1.0
    for i in range(n):
        half, whole = 2**i, 2 ** (i + 1)
        np.multiply(away[:, :half], (1 - produce[i])[:, None], out=away[:, half:whole])
        np.multiply(sign[:half], leak[i] - 1, out=sign[half:whole])
    factor = away
    factor *= prior[:, None]
    factor += (1 - prior)[:, None]
    terms = sign * np.multiply.reduce(factor, axis=0)
    evidence = float(terms.sum())
    off = np.reciprocal(factor)
    off *= (1 - prior)[:, None]
    if evidence <= LONG_DIGITS:
        return _Sum(prior, evidence, terms, off)
    marginals = 1 - (off @ terms).astype(np.float64) / evidence
    return _Sum(np.clip(marginals, 0.0, 1.0), evidence, terms, off)


def _propagate(network: Network, size: int) -> Posterior:
    """Blocks of findings exactly, messages between the blocks until they settle."""
    blocks = _blocks(network, size)
    messages = np.zeros((len(blocks), len(network.log_odds)))
    main = None
    for sweep in range(SWEEPS):
        change = 0.0
        for b in [*range(1, len(blocks)), 0]:
            rows = blocks[b]
            cavity = network.log_odds + messages.sum(axis=0) - messages[b]
            found = _expand(_sigmoid(cavity), network.produce[rows], network.leak[rows])
            if found.evidence <= 0:
                return _propagate(network, max(2, size // 2))
            if b == 0:
                main = found
            new = _logit(found.marginals) - cavity
            step = new if sweep == 0 else 0.6 * new + 0.4 * messages[b]
            before = _sigmoid(cavity + messages[b])
            change = max(change, float(np.abs(_sigmoid(cavity + step) - before).max()))
            messages[b] = step
        if change < SETTLED:
            break
    if main is None:
        raise RuntimeError("a case with findings has at least one block")
    return Posterior(main.marginals, False, main)


def _blocks(network: Network, size: int) -> list[NDArray[np.intp]]:
    """The findings that tell most apart first, the others in small blocks."""
    weight = np.log1p(network.produce * ((1 - network.leak) / network.leak)[:, None])
    alone = network.log_odds + weight.sum(axis=0)
    trust = np.exp(alone - alone.max())
    mean = (weight @ trust) / trust.sum()
    spread = ((weight - mean[:, None]) ** 2) @ trust
    order = np.argsort(-spread, kind="stable")
    rest = order[size:]
    small = min(SIDE_BLOCK, max(2, size))
    return [order[:size], *(rest[i : i + small] for i in range(0, len(rest), small))]


def _sigmoid(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))


def _logit(p: Floats) -> Floats:
    q = np.clip(p, 1e-12, 1 - 1e-12)
    return np.log(q / (1 - q))


def best_sets(
    network: Network, *, cluster: int = CLUSTER, changes: int = CHANGES
) -> tuple[NDArray[np.intp], Bools, Floats]:
    """Causes most in doubt, the sets of them near the best set, and the sets' weights.

    The weights sum to 1 over the sets looked at.
    """
    if len(network.leak) == 0 or len(network.log_odds) == 0:
        return np.zeros(0, dtype=np.intp), np.zeros((1, 0), dtype=bool), np.ones(1)
    best = _climb(network)
    members = _most_in_doubt(network, best, min(cluster, len(network.log_odds)))
    sets, survive, prior = _sets(
        np.isin(members, best),
        network.log_odds[members],
        1 - network.produce[:, members],
        1 - network.leak,
        changes,
    )
    score = prior + np.log1p(-survive).sum(axis=1)
    weights = np.exp(score - score.max())
    return members, sets, weights / weights.sum()


def _climb(network: Network) -> NDArray[np.intp]:
    """A set that no adding, dropping or swapping of one cause makes more probable."""
    log_odds, keep = network.log_odds, 1 - network.produce
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
            base = np.minimum(survive / np.maximum(keep[:, out], 1e-9), 1 - 1e-12)
            into = np.log1p(-base[:, None] * keep).sum(axis=0) - current - log_odds[out] + log_odds
            into[active] = -np.inf
            if into.max() > best_gain + 1e-9:
                best, best_gain, swap = int(into.argmax()), float(into.max()), int(out)
        if best_gain <= 1e-9:
            break
        if swap >= 0:
            active[swap] = False
        active[best] = not active[best]
        survive = (1 - network.leak) * np.prod(np.where(active, keep, 1.0), axis=1)
    return np.flatnonzero(active)


def _most_in_doubt(network: Network, best: NDArray[np.intp], size: int) -> NDArray[np.intp]:
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
    """Every set of up to ``most`` of ``size`` changes: parent set, last change, members."""
    sets: list[tuple[int, ...]] = [()]
    number: dict[tuple[int, ...], int] = {(): 0}
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
    most = min(changes, size)
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

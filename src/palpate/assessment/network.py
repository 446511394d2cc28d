"""Putting causes on their sides and evidence into one network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from palpate.assessment.catalogue import Catalogue, CauseKind, Floats
from palpate.assessment.inference import Network, Posterior, infer
from palpate.assessment.observation import Evidence, Observation, Shift
from palpate.body import Side

CANDIDATES = 120
"""Located causes that enter the inference; all others keep the odds that they have alone."""
CERTAIN = 1 - 1e-6

_SIDES = {0: (Side.LEFT,), 1: (Side.RIGHT,), 2: (Side.LEFT, Side.RIGHT)}


Located = tuple[CauseKind, str, Side | None]


@dataclass(frozen=True, eq=False)
class Groups:
    """Located causes and their nodes; a node on both sides belongs to two of them."""

    keys: tuple[Located, ...]
    nodes: NDArray[np.intp]
    """The nodes of the first cause, then of the second, and so on."""
    starts: NDArray[np.intp]
    """(groups,) where each cause begins in ``nodes``."""
    number: NDArray[np.intp]
    """(nodes,) the cause that each entry of ``nodes`` belongs to."""

    def members(self, group: int) -> NDArray[np.intp]:
        end = self.starts[group + 1] if group + 1 < len(self.starts) else len(self.nodes)
        return self.nodes[self.starts[group] : end]


@dataclass(frozen=True)
class Solved:
    """A case as a network, with its posterior.

    A *node* is a base cause on the left (side 0), on the right (1) or on both sides at once (2).
    """

    row: NDArray[np.intp]
    """(nodes,) base cause of each node."""
    side: NDArray[np.int8]
    prior: Floats
    """(nodes,) prior log odds."""
    present: tuple[Observation, ...]
    absent: tuple[Observation, ...]
    produce: Floats
    """(present findings, nodes)."""
    prevent: Floats
    """(absent findings, nodes) chance that the node would have produced the absent finding."""
    leak: Floats
    shift: Mapping[Shift, Floats]
    """(nodes,) log factors on the odds by their reason."""
    candidates: NDArray[np.intp]
    network: Network
    """The candidates and the findings that several of them can produce."""
    posterior: Posterior
    alone: Floats
    """(nodes,) marginals; exact for candidates, odds alone for the rest."""
    groups: Groups
    """Which nodes make up each located cause."""

    def group_probabilities(self) -> Floats:
        """(groups,) probability that any node of the group is active."""
        log_none = np.log1p(-np.minimum(self.alone, CERTAIN))
        found = 1 - np.exp(np.add.reduceat(log_none[self.groups.nodes], self.groups.starts))
        place = np.full(len(self.alone), -1)
        place[self.candidates] = np.arange(len(self.candidates))
        inner = place[self.groups.nodes]
        for g in np.unique(self.groups.number[inner >= 0]):
            members = self.groups.members(int(g))
            if len(members) == 1:
                continue
            inside = place[members]
            none = 1 - self.posterior.any_of(inside[inside >= 0].tolist())
            none *= float(np.prod(1 - self.alone[members[inside < 0]]))
            found[g] = 1 - none
        clipped: Floats = np.clip(found, 0.0, 1.0)
        return clipped


def solve(catalogue: Catalogue, evidence: Evidence) -> Solved:
    """Marginals of every located cause."""
    present = tuple(o for o in evidence.observations if o.present)
    absent = tuple(o for o in evidence.observations if not o.present)
    sides = _node_sides(evidence)
    n = len(catalogue.causes)
    row = np.tile(np.arange(n), len(sides))
    side = np.repeat(np.array(sides, dtype=np.int8), n)
    prior = _priors(catalogue, sides)
    shift = _shifts(evidence, sides)
    produce = _chances(present, sides, n)
    prevent = _chances(absent, sides, n)
    leak = np.array([o.leak for o in present])
    log_odds = prior + np.log1p(-prevent).sum(axis=0)
    for part in shift.values():
        log_odds = log_odds + part
    shared, log_odds = _fold_single(produce, leak, log_odds)
    weight = np.log1p(produce[shared] * ((1 - leak[shared]) / leak[shared])[:, None])
    gain = log_odds + weight.sum(axis=0)
    linked = produce[shared].max(axis=0, initial=0.0) > 1e-4
    chosen = _choose(log_odds, weight, gain, linked)
    network = Network(log_odds[chosen], produce[np.ix_(shared, chosen)], leak[shared])
    posterior = infer(network)
    alone = 1 / (1 + np.exp(-log_odds))
    left_out = linked.copy()
    left_out[chosen] = False
    alone[left_out] *= 0.0
    alone[chosen] = posterior.marginals
    return Solved(
        row,
        side,
        prior,
        present,
        absent,
        produce,
        prevent,
        leak,
        shift,
        chosen,
        network,
        posterior,
        alone,
        _groups(catalogue, sides, bool(evidence.sides)),
    )


def _choose(
    log_odds: Floats, weight: Floats, gain: Floats, linked: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """The nodes that explain most of the case, and those that explain single findings best.

    Nodes that are as good as the last one chosen come along, so that neither the order of the
    findings nor the side they are on decides.
    """
    if int(linked.sum()) <= CANDIDATES:
        return np.flatnonzero(linked)
    whole = np.where(linked, gain, -np.inf)
    each = np.where(linked & (weight > 0), log_odds + weight, -np.inf)
    best = each.max(axis=1, keepdims=True)
    near = np.where(np.isfinite(best), each - best, -np.inf).max(axis=0, initial=-np.inf)
    score = np.maximum(whole - whole.max(), near)
    last = np.partition(score, -CANDIDATES)[-CANDIDATES]
    return np.flatnonzero(score >= last - 1e-6)


def _node_sides(evidence: Evidence) -> tuple[int, ...]:
    return ((0,), (0, 1), (0, 1, 2))[len(evidence.sides)]


def _priors(catalogue: Catalogue, sides: tuple[int, ...]) -> Floats:
    """(nodes,) prior log odds; what sits on both sides at once is taken off the single sides."""
    bilateral = np.array([c.bilateral for c in catalogue.causes])
    priors = []
    for side in sides:
        share = bilateral if side == 2 else 1 - bilateral if 2 in sides else 1.0
        p = np.clip(catalogue.priors * share, 1e-9, 0.9)
        priors.append(np.log(p / (1 - p)))
    return np.concatenate(priors)


def _shifts(evidence: Evidence, sides: tuple[int, ...]) -> dict[Shift, Floats]:
    """(nodes,) log factors on the odds by their reason; both sides at once take the mean."""
    return {
        reason: np.concatenate([(left, right, (left + right) / 2)[side] for side in sides])
        for reason, (left, right) in evidence.shifts.items()
    }


def _chances(observations: tuple[Observation, ...], sides: tuple[int, ...], n: int) -> Floats:
    """(observations, nodes) chance that the node produces the observation."""
    if not observations:
        return np.zeros((0, n * len(sides)))
    left = np.array([o.left for o in observations])
    right = np.array([o.right for o in observations])
    pick = {0: left, 1: right, 2: np.maximum(left, right)}
    chances: Floats = np.minimum(np.concatenate([pick[s] for s in sides], axis=1), CERTAIN)
    return chances


def _fold_single(
    produce: Floats, leak: Floats, log_odds: Floats
) -> tuple[NDArray[np.intp], Floats]:
    """Findings that one node alone can produce become odds of that node; the others are shared."""
    log_odds = log_odds.copy()
    parents = (produce > 1e-9).sum(axis=1)
    for i in np.flatnonzero(parents == 1):
        j = int(produce[i].argmax())
        log_odds[j] += np.log1p(produce[i, j] * (1 - leak[i]) / leak[i])
    return np.flatnonzero(parents > 1), log_odds


@lru_cache(maxsize=32)
def _groups(catalogue: Catalogue, sides: tuple[int, ...], sided: bool) -> Groups:
    n = len(catalogue.causes)
    found: dict[Located, list[int]] = {}
    for block, side in enumerate(sides):
        for r, cause in enumerate(catalogue.causes):
            for where in _SIDES[side] if sided else (None,):
                found.setdefault((cause.kind, cause.id, where), []).append(block * n + r)
    sizes = [len(nodes) for nodes in found.values()]
    return Groups(
        tuple(found),
        np.array([node for nodes in found.values() for node in nodes]),
        np.cumsum([0, *sizes[:-1]]),
        np.repeat(np.arange(len(sizes)), sizes),
    )

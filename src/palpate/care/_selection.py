"""Which structures fit into a visit, and in which positions: a small exact optimisation.

The worth of a structure is its expected relief; time is counted in half minutes. For every set of
at most three positions the best structures are a 0-1 knapsack with a bound on their number, solved
by dynamic programming over the half minutes; the best of these sets wins.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from palpate.care._dosing import Option
from palpate.knowledge.care_tables import TechniqueRole, load_care
from palpate.knowledge.safety import Position

HALF = 2
"""Half minutes in a minute."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The structures chosen for one position."""

    position: Position
    options: tuple[Option, ...]


def choose(options: Sequence[Option], minutes: float, most: int) -> tuple[Choice, ...]:
    """At most ``most`` structures to treat within the minutes, by position, best first.

    The minutes include warming strokes for each position and each change of position.
    """
    care = load_care()
    turn, warm = care.setting("turn_minutes"), care.setting("warm_minutes")
    penalty = care.setting("turn_penalty")
    usable = sorted({p for o in options for p in o.positions})
    best: tuple[float, dict[Position, list[Option]]] = (0.0, {})
    for count in range(1, min(int(care.setting("positions_most")), len(usable)) + 1):
        room = int((minutes - count * warm - (count - 1) * turn) * HALF)
        if room <= 0:
            break
        for positions in combinations(usable, count):
            worth, chosen = _fill(options, positions, room, most)
            worth -= penalty * (count - 1)
            if len(chosen) == count and worth > best[0] + 1e-12:
                best = (worth, chosen)
    return _in_order(best[1])


def _fill(
    options: Sequence[Option], positions: tuple[Position, ...], room: int, most: int
) -> tuple[float, dict[Position, list[Option]]]:
    """The best options for the half minutes, each in the best of those positions.

    ``worth[k, t]`` is the most relief from k structures in t half minutes.
    """
    preference = load_care().setting("position_preference")
    items: list[tuple[Option, Position, float, int]] = []
    for option in options:
        ranked = [(option.positions.index(p), p) for p in positions if p in option.positions]
        if ranked:
            rank, position = min(ranked)
            cost = math.ceil(option.step.minutes * HALF)
            if cost <= room:
                items.append((option, position, option.worth * preference**rank, cost))
    worth = np.zeros((most + 1, room + 1))
    taken = []
    for _, _, value, cost in items:
        with_it = worth[:-1, : room + 1 - cost] + value
        better = with_it > worth[1:, cost:]
        worth[1:, cost:] = np.where(better, with_it, worth[1:, cost:])
        taken.append(better)
    chosen: dict[Position, list[Option]] = {}
    left, at = most, room
    for (option, position, _, cost), better in zip(reversed(items), reversed(taken), strict=True):
        if left > 0 and at >= cost and better[left - 1, at - cost]:
            chosen.setdefault(position, []).append(option)
            left, at = left - 1, at - cost
    return float(worth[most, room]), chosen


def _in_order(chosen: dict[Position, list[Option]]) -> tuple[Choice, ...]:
    """Position by position: release first, then joints, then waking; most relief a minute first."""

    def rank(option: Option) -> tuple[int, float, str]:
        later = {TechniqueRole.MOBILISE: 1, TechniqueRole.AWAKEN: 2}
        role = TechniqueRole(option.step.role)
        return later.get(role, 0), -option.worth / max(option.step.minutes, 0.5), option.step.key

    choices = [Choice(p, tuple(sorted(options, key=rank))) for p, options in chosen.items()]
    return tuple(sorted(choices, key=lambda c: (-max(o.worth for o in c.options), c.position)))

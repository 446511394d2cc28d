"""Reasons in a colleague's words, in decibans that add up to the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from palpate.assessment.network import Solved
from palpate.assessment.observation import Shift
from palpate.assessment.results import Reason, Unexplained
from palpate.body import Site, region

DECIBANS = 10 / math.log(10)
WORTH_SAYING = 0.5
"""Decibans below which a reason is added to the remainder."""


def _told(reason: Shift, likelier: bool, missing: Sequence[Site]) -> str:
    if reason is Shift.SILENCE:
        if not missing:
            return "places it may spread to were not mentioned"
        named = "; ".join(region(site.region).description for site in missing[:2])
        return f"usually felt here as well, but not mentioned: {named}"
    return {
        (Shift.PROFILE, True): "common at this age and sex",
        (Shift.PROFILE, False): "uncommon at this age and sex",
        (Shift.POSTURE, True): "the posture overworks this muscle",
        (Shift.ELSEWHERE, False): "it has little to do with where it hurts",
    }.get((reason, likelier), reason.value)


def reasons(
    solved: Solved, node: int, probability: float, missing: Sequence[Site] = ()
) -> tuple[list[Reason], float]:
    """What speaks for and against the node's cause, and its prior, in decibans.

    ``missing``: places where the cause is usually felt that were not mentioned.
    Each finding is weighed as if this cause stood alone against chance. What the other causes
    explain as well is taken off again in one line, so that prior and reasons add up.
    """
    found: list[Reason] = []
    chance = solved.produce[:, node]
    for i in np.flatnonzero(chance > 1e-6):
        weight = math.log1p(chance[i] * (1 - solved.leak[i]) / solved.leak[i]) * DECIBANS
        o = solved.present[int(i)]
        found.append(Reason(o.text, weight, o.key))
    for i in np.flatnonzero(solved.prevent[:, node] > 1e-6):
        weight = math.log1p(-solved.prevent[i, node]) * DECIBANS
        o = solved.absent[int(i)]
        found.append(
            Reason(
                f"{o.text}, where this cause is usually felt"
                if o.key.startswith("clear:")
                else o.text,
                weight,
                o.key,
            )
        )
    for reason, part in solved.shift.items():
        shift = float(part[node]) * DECIBANS
        if shift:
            found.append(Reason(_told(reason, shift > 0, missing), shift, reason.value))
    prior = float(solved.prior[node]) * DECIBANS
    p = min(max(probability, 1e-9), 1 - 1e-9)
    rest = math.log(p / (1 - p)) * DECIBANS - prior - sum(r.decibans for r in found)
    small = [r for r in found if abs(r.decibans) <= WORTH_SAYING]
    rest += sum(r.decibans for r in small)
    found = [r for r in found if abs(r.decibans) > WORTH_SAYING]
    if abs(rest) > 0.05:
        text = (
            "other causes explain part of this as well"
            if rest < 0
            else "the other points or sides of the same cause, and small things together"
        )
        found.append(Reason(text, rest, "other causes"))
    found.sort(key=lambda r: -abs(r.decibans))
    return found, prior


def unexplained(solved: Solved, least: float = 0.5) -> tuple[Unexplained, ...]:
    """Findings that no cause produced, by the posterior, with at least this probability."""
    if not solved.present:
        return ()
    stay = np.prod(1 - solved.alone * solved.produce, axis=1)
    left = solved.leak * stay / (1 - (1 - solved.leak) * stay)
    return tuple(
        Unexplained(o.text, o.key, float(p))
        for o, p in zip(solved.present, left, strict=True)
        if p >= least
    )

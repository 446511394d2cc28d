"""What the readers of a case share: the catalogue on both sides and the listings of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from palpate.assessment.catalogue import (
    Catalogue,
    CauseKind,
    Floats,
    any_motion,
    listed,
    mirror,
    motions_of,
)
from palpate.assessment.meanings import Meaning, base_rates
from palpate.body import Side, Site, regions

BOTH = (Side.LEFT, Side.RIGHT)


class BaseReader:
    """A catalogue and weights to read cases with."""

    unknown: Side | None
    """Where a paired region without a side is put when the whole case has no side."""
    drawn: frozenset[Side]
    """Sides on which there is pain."""
    rel_left: Floats
    """(causes,) how far a cause on the left has to do with where it hurts, 0 to 1."""
    rel_right: Floats

    def __init__(self, catalogue: Catalogue, weights: Mapping[str, float]) -> None:
        self.c = catalogue
        self.w = weights
        self.kinds = np.array([k.kind for k in catalogue.causes])
        self.zero = np.zeros(len(catalogue.causes))
        self.right_reach = catalogue.reach[:, mirror()]
        self.right_home = catalogue.home[:, mirror()]
        self.by_kind = {k: self.kinds == k for k in CauseKind}

    def _sides(self, side: Side | None) -> tuple[Side, ...]:
        """The sides that a finding without a side may be on."""
        if side in BOTH:
            return (side,)
        return (self.unknown,) if self.unknown else BOTH

    def _by_side(self, row: Floats, side: Side | None) -> tuple[Floats, Floats]:
        """A chance that holds on the sides of a finding only."""
        on = self._sides(side)
        return (
            row if Side.LEFT in on else self.zero,
            row if Side.RIGHT in on else self.zero,
        )

    def _region_sites(self, region: str) -> list[Site]:
        """The sites of a region that was named without a side: where the pain is."""
        if regions()[region].is_midline:
            return [Site(region, Side.MIDLINE)]
        return [Site(region, side) for side in sorted(self.drawn) or self._sides(None)]

    def _listing(self, meaning: Meaning, prefixes: Sequence[str]) -> Floats | None:
        names = {
            "load": meaning.loads,
            "symptom": meaning.symptoms,
            "history": meaning.history,
            "relief": meaning.loads,
        }
        columns = [c for p in prefixes if (c := listed(self.c, p, names[p])) is not None]
        return np.maximum.reduce(columns) if columns else None

    def _motion_listing(self, meaning: Meaning) -> Floats | None:
        if not meaning.joints:
            return None
        pairs = motions_of(meaning)
        if all(p.endswith(".any") for p in pairs):
            return any_motion(self.c, sorted(meaning.joints))
        exact = listed(self.c, "move", pairs)
        wide = listed(self.c, "move", [f"{j}.any" for j in meaning.joints])
        if exact is None:
            return wide
        return exact if wide is None else np.maximum(exact, 0.5 * wide)

    def _leak(self, meaning: Meaning, weight: str) -> float:
        """How often anybody says this: the commonest of its meanings."""
        rates = base_rates()
        known = [
            rates[n] for n in (*meaning.symptoms, *meaning.loads, *meaning.history) if n in rates
        ]
        usual = self.w[f"{weight}_leak"]
        return max(known) if known and weight != "relief" else usual

    @property
    def rel_either(self) -> Floats:
        return np.maximum(self.rel_left, self.rel_right)

    def _motion_chance(self, meaning: Meaning) -> Floats | None:
        """Chance that each cause limits the movement."""
        row = self._motion_listing(meaning)
        if row is None:
            return None
        nerve = self.by_kind[CauseKind.NERVE_COMPRESSION]
        part = listed(self.c, "joint", meaning.joints)
        chance = row * self.c.motion
        if part is not None:
            chance = np.where(nerve & (part > 0), self.w["motion_nerve"], chance)
        return chance

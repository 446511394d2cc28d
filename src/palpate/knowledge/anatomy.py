"""Muscles, their trigger points and where these send pain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from palpate.body import region
from palpate.knowledge._table import Confidence, Table, column


class SideRule(StrEnum):
    """On which side a referred region lies, seen from the muscle."""

    SAME = "same"
    CONTRA = "contra"
    MIDLINE = "midline"


class Commonness(StrEnum):
    """How often a trigger point is active; a judgement, see the row's note for figures."""

    COMMON = "common"
    UNCOMMON = "uncommon"
    RARE = "rare"


@dataclass(frozen=True, slots=True, order=True)
class ReferredRegion:
    """A region that a cause sends pain to."""

    region: str
    side_rule: SideRule
    weight: float | None = None
    """Published share of people (0-1) who feel it there; ``None`` where no study reports one."""


def read_referred_regions(cell: str) -> tuple[ReferredRegion, ...]:
    """Read ``face.ear;contra/back.lumbar;hand.ring=0.29``."""
    found = []
    for token in filter(None, (t.strip() for t in cell.split(";"))):
        place, _, share = token.partition("=")
        contra, slash, code = place.rpartition("/")
        if slash and contra != "contra":
            raise ValueError(f"{token!r} must start with a region or 'contra/'")
        known = region(code)
        if known.is_midline and slash:
            raise ValueError(f"{token!r}: {code} lies in the midline and has no other side")
        rule = SideRule.MIDLINE if known.is_midline else SideRule.CONTRA if slash else SideRule.SAME
        weight = float(share) if share else None
        if weight is not None and not 0 < weight <= 1:
            raise ValueError(f"{token!r}: the share must lie between 0 and 1")
        found.append(ReferredRegion(known.code, rule, weight))
    if len({(f.region, f.side_rule) for f in found}) < len(found):
        raise ValueError("names a region twice")
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerPoint:
    """One place in a muscle whose referral differs from the others of that muscle."""

    id: str
    """Muscle and number: ``upper_trapezius.1``."""
    muscle: str = column(refers="muscles")
    number: int = column(low=1, high=9)
    location: str
    site_region: str = column(refers="regions")
    essential: tuple[ReferredRegion, ...] = column(read=read_referred_regions)
    """Where the pain is felt in the typical case."""
    spillover: tuple[ReferredRegion, ...] = column(read=read_referred_regions)
    """Where it may spread."""
    symptoms: tuple[str, ...] = column(refers="findings")
    restricted_movements: tuple[str, ...] = column(refers="findings")
    perpetuating: tuple[str, ...] = column(refers="findings")
    prevalence: Commonness
    prevalence_note: str = ""
    endangerment: str = ""
    """What lies near and must not be pressed."""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    """Trust in the referral pattern of this row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscle:
    """A muscle, or a part of one that is treated as a muscle of its own."""

    id: str
    label: str
    latin: str
    synonyms: tuple[str, ...]
    """Other names and abbreviations; one of several muscles together is shared by them."""
    group: str
    action: str
    innervation: str
    endangerment: str = ""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    trigger_points: tuple[TriggerPoint, ...] = column(derived=True, default=())


MUSCLES = Table("muscles", Muscle)
TRIGGER_POINTS = Table("trigger_points", TriggerPoint)

"""How likely each cause is before anything is known: its share of its complaint."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from palpate.body import regions
from palpate.knowledge import TriggerPoint, load_assessment


def prior_of(cause: str, factor: Mapping[str, float], one_side: float) -> float:
    """Prior of a nerve or joint on one side: its share of its complaint."""
    row = load_assessment().priors[cause]
    share = complaint_share(row.complaint) * row.share * one_side
    return min(0.5, share * factor.get(cause, 1.0))


@cache
def _all_complaints() -> float:
    """Sum over the parts of the body; single regions are within their part."""
    return sum(c.share for c in load_assessment().complaints.values() if "." not in c.id)


def complaint_share(part: str) -> float:
    """Chance that a case is about this part or region of the body; it is about one complaint."""
    return load_assessment().complaints[part].share / _all_complaints()


def region_share(region: str) -> float:
    """Chance that a case is about pain in this region."""
    known = load_assessment().complaints
    return complaint_share(region if region in known else regions()[region].group)


def point_prior(
    point: TriggerPoint, points: int, w: Mapping[str, float], factor: Mapping[str, float]
) -> float:
    """Prior of one of the points of a muscle on one side."""
    if point.muscle in load_assessment().priors:
        return prior_of(point.muscle, factor, w["one_side"]) / points
    felt = max(region_share(r.region) for r in point.essential)
    share = w[f"complaint_trigger_{point.prevalence}"] * w["one_side"]
    return min(0.5, felt * share * factor.get(point.muscle, 1.0)) / points

"""What the restrictions and the anatomy leave free at a place: pressure, handling, position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from palpate import knowledge
from palpate.body import Site, region
from palpate.care._types import Endangerment
from palpate.knowledge.care_tables import Technique, load_care
from palpate.knowledge.safety import Position, TechniqueGroup
from palpate.screening import Restriction, Verdict

NECK = "neck"
ABDOMEN = "abdomen"


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest pressure, 0-10, and what sets it."""

    value: float
    reason: str
    restriction: str | None = None


@cache
def endangerments(region_code: str) -> tuple[Endangerment, ...]:
    """The vulnerable places of a region, the strictest first."""
    fills = load_care().treatment_regions[region_code].filled_by
    found = [
        Endangerment(
            id=e.id,
            site=e.site,
            structures=e.structures,
            rule=e.technique_rule,
            pressure_cap=e.pressure_cap,
            whole_region=e.id == fills,
        )
        for e in knowledge.load().safety.endangerment_sites.values()
        if region_code in e.regions
    ]
    return tuple(sorted(found, key=lambda e: (not e.whole_region, e.pressure_cap)))


def cap_at(site: Site, verdict: Verdict) -> Cap:
    """The strictest of what screening and anatomy leave at the site."""
    cap = Cap(verdict.pressure_cap(site), "")
    if cap.value < 10:
        binding = [r for r in verdict.binding(site) if r.cap_at(site) <= cap.value]
        cap = (
            Cap(cap.value, binding[0].label, binding[0].id)
            if binding
            else Cap(cap.value, "no hands-on care today")
        )
    row = load_care().treatment_regions[site.region]
    if not row.positions:
        return Cap(0.0, row.not_touched)
    for danger in endangerments(site.region):
        if danger.whole_region and danger.pressure_cap < cap.value:
            cap = Cap(danger.pressure_cap, danger.site)
    return cap


def cap_over(sites: Iterable[Site], verdict: Verdict) -> Cap:
    """The strictest cap of several sites; no site at all allows nothing."""
    caps = [cap_at(s, verdict) for s in sites]
    return min(caps, key=lambda c: c.value) if caps else Cap(0.0, "the place is not known")


def is_blocked(site: Site, verdict: Verdict) -> Cap | None:
    """Why nothing may touch the site, or None."""
    cap = cap_at(site, verdict)
    if cap.value <= 0:
        return cap
    blocking = verdict.blocks(site)
    return Cap(0.0, blocking.label, blocking.id) if blocking else None


def handling(technique: Technique, sites: Iterable[Site]) -> frozenset[TechniqueGroup]:
    """The groups of handling that the technique means at those sites."""
    groups = set(technique.groups)
    for site in sites:
        group = region(site.region).group
        if group == ABDOMEN:
            groups.add(TechniqueGroup.ABDOMINAL_WORK)
        if group == NECK and technique.moves:
            groups.add(TechniqueGroup.NECK_MOVEMENT)
    return frozenset(groups)


def excluding(
    groups: frozenset[TechniqueGroup], sites: Iterable[Site], verdict: Verdict
) -> Restriction | None:
    """The first restriction at any of the sites that excludes one of the groups."""
    for site in sites:
        for restriction in verdict.binding(site):
            if groups & frozenset(restriction.excluded_techniques):
                return restriction
    return None


def positions_for(sites: Iterable[Site], verdict: Verdict) -> tuple[Position, ...]:
    """The positions in which the sites can be reached and no restriction forbids, best first.

    Where no position reaches them all, those that reach the first site.
    """
    tables = load_care().treatment_regions
    reach = [tables[s.region].positions for s in sites]
    if not reach:
        return ()
    common = [p for p in reach[0] if all(p in here for here in reach)] or list(reach[0])
    return tuple(p for p in common if p not in verdict.excluded_positions)

"""From a structure to a step: which technique, how strong, how long, and on what grounds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from palpate import knowledge
from palpate.body import Side, Site
from palpate.care._binding import (
    Cap,
    cap_over,
    endangerments,
    excluding,
    handling,
    is_blocked,
    positions_for,
)
from palpate.care._candidates import AREA, Candidate, structure_of
from palpate.care._types import (
    Endangerment,
    EvidenceNote,
    FollowUp,
    LeftOut,
    NumberBasis,
    Step,
    Structure,
)
from palpate.knowledge.care_tables import (
    CareBasis,
    CauseKind,
    Technique,
    TechniqueRole,
    load_care,
)
from palpate.knowledge.safety import Position
from palpate.screening import Verdict

ROOM_BELOW_CAP = 1.0
"""A technique is given only where the cap leaves a point of pressure above its lightest use."""


@dataclass(frozen=True, slots=True)
class Client:
    """What of the client decides the dose."""

    pain: float | None = None
    """0-10 now."""
    tolerance: float | None = None
    """The strongest pressure, 0-10, that the client finds comfortable."""


@dataclass(frozen=True, slots=True)
class Option:
    """A step that could be taken, before a position and a place in the visit are chosen."""

    step: Step
    worth: float
    positions: tuple[Position, ...]
    minutes_high: float
    general: bool = False
    """General work on where it hurts, not on a cause."""


def option_for(candidate: Candidate, verdict: Verdict, client: Client) -> Option | LeftOut:
    """The best permitted way to treat the candidate, or why there is none."""
    whole = structure_of(candidate)
    structure, blocked = _reachable(whole, verdict)
    if structure is None:
        reason = blocked.reason if blocked else "the place is not known"
        return LeftOut(
            structure=whole.label,
            side=whole.side,
            reason=f"not touched: {reason}",
            restriction=blocked.restriction if blocked else None,
        )
    positions = positions_for(structure.sites, verdict)
    if not positions:
        return LeftOut(
            structure=structure.label,
            side=structure.side,
            reason="it cannot be reached in any position that is allowed today",
        )
    cap = cap_over(structure.sites, verdict)
    vulnerable = _not_to_be_held(structure.sites)
    refused = "no technique fits"
    for technique in _techniques(candidate):
        if technique.muscles and structure.id not in technique.muscles:
            continue
        if _holds_down(technique) and vulnerable:
            refused = f"nothing is held there: {vulnerable.site}"
            continue
        excluded = excluding(handling(technique, structure.sites), structure.sites, verdict)
        if excluded is not None:
            refused = f"{technique.label.lower()} is excluded: {excluded.label}"
            continue
        presses = technique.pressure_high > 0
        if presses and cap.value < min(
            technique.pressure_low + ROOM_BELOW_CAP, technique.pressure_high
        ):
            refused = f"no technique is light enough for {cap.reason or 'the cap'}"
            continue
        step = _step(candidate, structure, technique, cap, verdict, client)
        if blocked is not None:
            step = replace(
                step, cautions=(f"Part of it is not touched: {blocked.reason}", *step.cautions)
            )
        longest = _most_minutes(technique, structure) + (step.then.minutes if step.then else 0.0)
        return Option(step, candidate.worth, positions, longest, candidate.purpose == AREA)
    return LeftOut(structure=structure.label, side=structure.side, reason=refused)


def _holds_down(technique: Technique) -> bool:
    """It presses a structure and stays there, without lifting it off what lies beneath."""
    return technique.hold_low is not None and technique.pressure_high > 0 and not technique.muscles


def _not_to_be_held(sites: tuple[Site, ...]) -> Endangerment | None:
    """A vulnerable place that covers one of the sites and allows no held pressure."""
    limit = load_care().setting("no_hold_cap")
    for danger in dangers_at(sites):
        if danger.whole_region and danger.pressure_cap <= limit:
            return danger
    return None


def _reachable(structure: Structure, verdict: Verdict) -> tuple[Structure | None, Cap | None]:
    """The part of the structure that may be touched, and what keeps the rest away."""
    blocked = {s: cap for s in structure.sites if (cap := is_blocked(s, verdict))}
    if not blocked:
        return (structure if structure.sites else None), None
    kept = tuple(s for s in structure.sites if s not in blocked)
    reason = next(iter(blocked.values()))
    if not kept:
        return None, reason
    known, regions_kept = knowledge.load().trigger_points, {s.region for s in kept}
    points = tuple(p for p in structure.points if known[p].site_region in regions_kept)
    if structure.points and not points:
        return None, reason
    where = tuple(known[p].location for p in points)
    return replace(structure, sites=kept, points=points, where=where), reason


def _techniques(candidate: Candidate) -> Iterator[Technique]:
    """The techniques for the candidate's purpose, the first choice first, gentler ones after."""
    table = load_care().techniques
    seen: set[str] = set()
    first = table.get(candidate.preferred)
    if first is not None:
        seen.add(first.id)
        yield first
    purpose = CauseKind.ISCHEMIA if candidate.purpose == AREA else CauseKind(candidate.purpose)
    fitting = [t for t in table.values() if purpose in t.kinds]
    if candidate.role is TechniqueRole.TREAT:
        wanted: tuple[TechniqueRole, ...] = (TechniqueRole.TREAT, TechniqueRole.SUPPORT)
        if purpose is CauseKind.POSTURE:
            wanted = (TechniqueRole.TREAT, TechniqueRole.LENGTHEN, TechniqueRole.SUPPORT)
    else:
        wanted = (candidate.role,)
    limit = first.pressure_high if first is not None else math.inf
    for role in wanted:
        for local in (True, False):
            for technique in fitting:
                if technique.role is not role or technique.id in seen:
                    continue
                if bool(technique.muscles) is local and technique.pressure_high <= limit:
                    seen.add(technique.id)
                    yield technique


def pressure_for(technique: Technique, cap: float, client: Client) -> float:
    """The pressure to begin with, 0-10, in half points, never above the cap."""
    care = load_care()
    span = technique.pressure_high - technique.pressure_low
    share = 0.5
    if client.pain is not None and client.pain >= care.setting("severe_pain"):
        share = 0.25
    wanted = technique.pressure_low + share * span
    if client.tolerance is not None:
        wanted = min(wanted, client.tolerance)
    step = care.setting("pressure_step")
    return max(0.0, math.floor(min(wanted, cap) / step) * step)


def _most_minutes(technique: Technique, structure: Structure) -> float:
    extra = max(0, len(structure.points) - 1) * load_care().setting("point_minutes")
    return technique.minutes_high + extra


def _step(
    candidate: Candidate,
    structure: Structure,
    technique: Technique,
    cap: Cap,
    verdict: Verdict,
    client: Client,
) -> Step:
    extra = max(0, len(structure.points) - 1) * load_care().setting("point_minutes")
    then = _follow_up(candidate, structure, technique, cap, verdict)
    key = f"{structure.id}.{structure.side}/{technique.id}"
    step = step_with(technique, key, structure, cap, pressure_for(technique, cap.value, client))
    causes = sorted(candidate.causes.values(), key=lambda c: (-c.probability, c.id))
    return replace(
        step,
        role=candidate.role.value,
        causes=tuple(causes),
        minutes=technique.minutes_low + extra + (then.minutes if then else 0.0),
        then=then,
        cautions=cautions_at(structure.sites, verdict),
    )


def step_with(
    technique: Technique, key: str, structure: Structure, cap: Cap, pressure: float
) -> Step:
    """A step of the technique on the structure with all that the tables say about it."""
    care = load_care()
    hold = None
    if technique.hold_low is not None and technique.hold_high is not None:
        hold = (technique.hold_low, technique.hold_high)
    rows = [care.evidence(e) for e in technique.evidence]
    claims = [care.claims[c] for c in technique.claims]
    return Step(
        key=key,
        role=technique.role.value,
        structure=structure,
        technique=technique.id,
        technique_label=technique.label,
        client_label=technique.client_label,
        how=technique.how,
        client_how=technique.client_how,
        pressure=pressure,
        pressure_cap=cap.value,
        cap_reason=cap.reason,
        hold_seconds=hold,
        repetitions=(technique.repetitions_low, technique.repetitions_high),
        minutes=technique.minutes_low,
        endangerment=dangers_at(structure.sites),
        anatomy_note=_anatomy_note(structure),
        stop_rules=technique.stop_rules,
        if_no_change=technique.if_no_change,
        basis=number_bases(technique),
        evidence=tuple(
            EvidenceNote(claim=c.id, rating=c.rating, client_wording=c.client_wording)
            for c in claims
        ),
        sources=tuple(dict.fromkeys(s for r in rows for s in r.sources)),
    )


def number_bases(technique: Technique) -> tuple[NumberBasis, ...]:
    """What each number of the technique rests on."""
    found = []
    for number in ("pressure", "hold", "repetitions", "minutes"):
        if number == "hold" and technique.hold_low is None:
            continue
        sourced = number in technique.sourced
        found.append(
            NumberBasis(
                number=number,
                basis=CareBasis.SOURCED if sourced else CareBasis.EXPERT_ESTIMATE,
                evidence=technique.evidence if sourced else (),
                note=technique.basis_note,
            )
        )
    return tuple(found)


def _follow_up(
    candidate: Candidate, structure: Structure, technique: Technique, cap: Cap, verdict: Verdict
) -> FollowUp | None:
    """Lengthening after a release, where nothing forbids moving the part."""
    if candidate.purpose != CauseKind.TRIGGER_POINT or technique.role is not TechniqueRole.TREAT:
        return None
    for longer in load_care().techniques.values():
        if longer.role is not TechniqueRole.LENGTHEN or candidate.purpose not in longer.kinds:
            continue
        if excluding(handling(longer, structure.sites), structure.sites, verdict):
            continue
        hold = None
        if longer.hold_low is not None and longer.hold_high is not None:
            hold = (longer.hold_low, longer.hold_high)
        return FollowUp(
            technique=longer.id,
            technique_label=longer.label,
            client_label=longer.client_label,
            how=longer.how,
            pressure=min(longer.pressure_low, cap.value),
            hold_seconds=hold,
            repetitions=(longer.repetitions_low, longer.repetitions_high),
            minutes=longer.minutes_low,
        )
    return None


def dangers_at(sites: tuple[Site, ...]) -> tuple[Endangerment, ...]:
    """The vulnerable places near the sites, each once."""
    found = {d.id: d for s in sites for d in endangerments(s.region)}
    return tuple(sorted(found.values(), key=lambda d: (not d.whole_region, d.pressure_cap)))


def _anatomy_note(structure: Structure) -> str:
    known = knowledge.load()
    notes = [known.trigger_points[p].endangerment for p in structure.points]
    if not any(notes) and structure.id in known.muscles:
        notes = [known.muscles[structure.id].endangerment]
    return "; ".join(dict.fromkeys(n for n in notes if n))


def cautions_at(sites: tuple[Site, ...], verdict: Verdict) -> tuple[str, ...]:
    """What the restrictions at the sites ask for, each once, strictest first."""
    found: dict[str, None] = {}
    for restriction in verdict.restrictions:
        if any(restriction in verdict.binding(s) for s in sites):
            found[f"{restriction.label}: {restriction.adaptation or restriction.reason}"] = None
    return tuple(found)


def area_structure(id: str, label: str, sites: tuple[Site, ...]) -> Structure:
    """Several sites as one area to stroke."""
    return Structure(id=id, label=label, side=Side.MIDLINE, sites=sites)

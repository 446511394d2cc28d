"""From findings to restrictions: closure, contraindications, red-flag combinations, medicines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from palpate.body import Side, Site, region
from palpate.knowledge.safety import (
    AFFECTED_REGION,
    WHOLE_BODY,
    Contraindication,
    Level,
    MedicationClass,
    RedFlag,
    Safety,
    load_safety,
)
from palpate.screening._questionnaire import questionnaire
from palpate.screening._verdict import (
    Disposition,
    Restriction,
    RestrictionKind,
    SiteCap,
)

ADULT_YEARS = 18

LEANS = ("It ", "No,", "Well ", "The ")
"""Beginnings of answers that say little without their question."""

CLIENT_ADVICE = {
    Level.EMERGENCY: "This needs emergency help now, before any massage.",
    Level.REFER: "Please see a doctor first; we can treat you once they agree.",
    Level.ABSOLUTE: "Not today: we will gladly find a later date.",
    Level.LOCAL: "We will keep away from that area.",
    Level.MODIFY: "We can treat you and will adapt the massage.",
    Level.NONE: "",
}


@cache
def both_sides(code: str) -> tuple[Site, ...]:
    """All sites of a region."""
    return tuple(Site(code, side) for side in region(code).sides)


def age_findings(age: float | None) -> frozenset[str]:
    """What the age alone says; nothing when it is unknown."""
    if age is None:
        return frozenset()
    found = {"age_over_50"} if age >= 50 else set()
    if age >= 70:
        found.add("age_over_70")
    if age < ADULT_YEARS:
        found.add("child_or_teenager")
    return frozenset(found)


class Rules:
    """The safety tables, indexed for speed."""

    def __init__(self, safety: Safety) -> None:
        self.safety = safety
        self._implied = {term: safety.closure(frozenset({term})) for term in safety.terms}
        flags: dict[str, list[RedFlag]] = {}
        for flag in safety.red_flags.values():
            for finding in (*flag.required_findings, *flag.any_of_findings):
                flags.setdefault(finding, []).append(flag)
        self._flags = {finding: tuple(found) for finding, found in flags.items()}

    def close(self, findings: Iterable[str]) -> frozenset[str]:
        """The findings and all that they imply."""
        return frozenset().union(*(self._implied[f] for f in findings))

    def red_flags(self, findings: frozenset[str], age: float | None) -> tuple[RedFlag, ...]:
        """The combinations that hold; an unknown age never stands in the way."""
        tried: dict[str, RedFlag] = {f.id: f for t in findings for f in self._flags.get(t, ())}
        return tuple(flag for flag in tried.values() if holds(flag, findings, age))


def holds(flag: RedFlag, findings: frozenset[str], age: float | None) -> bool:
    """All required findings, enough of the others, and an age that does not rule it out."""
    if not flag.age.allows(age):
        return False
    if not findings.issuperset(flag.required_findings):
        return False
    known = findings
    if age is None:  # may be over 50 or 70: the age never stands in the way
        known = findings | {"age_over_50", "age_over_70"}
    present = [f for f in flag.any_of_findings if f in known]
    if not any(f in findings for f in (*flag.required_findings, *present)):
        return False
    return len(present) >= flag.min_any


@cache
def rules() -> Rules:
    return Rules(load_safety())


def contraindication_restriction(
    row: Contraindication,
    marked: tuple[Site, ...],
    touched_by: tuple[str, ...],
    days: int | None,
) -> Restriction:
    """The restriction that a contraindication makes.

    ``marked`` are the sites of a local condition, ``days`` the time since it happened if known.
    """
    level, cap = row.level, row.pressure_cap
    too_early = False
    if row.time_since_min_days is not None and days is not None:
        too_early = days < row.time_since_min_days
    whole, sites = _scope(row.scope, marked)
    return Restriction(
        id=row.id,
        kind=RestrictionKind.CONTRAINDICATION,
        level=Disposition(level.value),
        label=row.label,
        whole_body=whole,
        sites=sites,
        pressure_cap=cap,
        site_caps=tuple(SiteCap(s, c.cap) for c in row.site_caps for s in both_sides(c.region)),
        excluded_techniques=row.excluded_techniques,
        excluded_positions=row.excluded_positions,
        max_minutes=row.max_minutes,
        reason=row.rationale,
        client_reason=f"You told us: {_told(row.id, row.label)}. {CLIENT_ADVICE[level]}",
        adaptation=row.adaptation,
        cleared_by=row.cleared_by,
        cleared_cap=row.cleared_cap,
        time_rule=row.time_since_rule,
        too_early=too_early,
        sources=row.sources,
        confidence=row.confidence,
        touched_by=touched_by,
    )


def _told(term: str, label: str) -> str:
    """What the client ticked, in the words they ticked; else the plain words of the term."""
    ticked = _ticked().get(term)
    return f"“{ticked}”" if ticked else _plain(term, label)


def _plain(term: str, label: str) -> str:
    words = load_safety().terms[term].plain_words or label
    return words[0].lower() + words[1:] if words[1:2].islower() else words


@cache
def _ticked() -> Mapping[str, str]:
    """By finding: the one answer that says it and nothing else, where it says it in full."""
    found: dict[str, set[str]] = {}
    for question in questionnaire().questions:
        for option in question.options:
            says_all = len(option.label.split()) > 2 and not option.label.startswith(LEANS)
            if len(option.touches) == 1 and says_all:
                found.setdefault(option.touches[0], set()).add(option.label)
    return {term: labels.pop() for term, labels in found.items() if len(labels) == 1}


def _scope(scope: tuple[str, ...], marked: tuple[Site, ...]) -> tuple[bool, tuple[Site, ...]]:
    """Whether the whole body is bound, and else the sites.

    A local condition whose place is not known yet binds the whole body until it is.
    """
    if WHOLE_BODY in scope:
        return True, ()
    if AFFECTED_REGION in scope:
        return (not marked), marked
    return False, tuple(site for code in scope for site in both_sides(code))


def red_flag_restriction(flag: RedFlag, findings: frozenset[str]) -> Restriction:
    """The restriction that a red-flag combination makes: nothing before it is cleared."""
    touched = tuple(f for f in (*flag.required_findings, *flag.any_of_findings) if f in findings)
    return Restriction(
        id=flag.id,
        kind=RestrictionKind.RED_FLAG,
        level=Disposition(flag.action.value),
        label=flag.presentation,
        whole_body=True,
        pressure_cap=0.0,
        reason=f"Possible {flag.suspected}. {flag.published_figures}".strip(),
        client_reason="What you describe should be looked at by a doctor. "
        + CLIENT_ADVICE[flag.action],
        adaptation=f"No treatment. {flag.urgency[0].upper() + flag.urgency[1:]}."
        if flag.urgency
        else "No treatment.",
        urgency=flag.urgency,
        cleared_by="doctor",
        sources=flag.sources,
        confidence=flag.confidence,
        touched_by=touched,
    )


def medication_restriction(row: MedicationClass, names: tuple[str, ...]) -> Restriction | None:
    """The restriction that a medicine makes by itself; None for those that change nothing.

    A medicine that matters only at one place (a cream, an implant) binds no site by itself: the
    place is asked back, and the conditions that it implies bind where they are marked.
    """
    if row.min_level is Level.NONE:
        return None
    return Restriction(
        id=f"medicine_{row.id}",
        kind=RestrictionKind.MEDICATION,
        level=Disposition(row.min_level.value),
        label=row.drug_class,
        whole_body=row.min_level is not Level.LOCAL,
        pressure_cap=row.pressure_cap,
        reason=f"{row.drug_class}: {', '.join(row.effects).replace('_', ' ')}",
        client_reason=f"You take {', '.join(names)}. {CLIENT_ADVICE[row.min_level]}",
        adaptation=row.adaptation,
        cleared_by="prescribing doctor" if row.min_level is Level.REFER else "",
        cleared_cap=row.cleared_cap,
        sources=row.sources,
        confidence=row.confidence,
        touched_by=names,
    )


def mirrored_sides(sites: Iterable[Site], sides: frozenset[Side]) -> tuple[Site, ...]:
    """The sites on the sides named; midline sites always stay."""
    return tuple(s for s in sites if s.side is Side.MIDLINE or s.side in sides)


def contraindications() -> Mapping[str, Contraindication]:
    return load_safety().contraindications

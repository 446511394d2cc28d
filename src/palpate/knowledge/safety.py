"""What can make massage unsafe: contraindications, red flags, medicines, vulnerable sites.

The facts stand in ``data/``; each row names its sources, how far it is to be trusted
(`Confidence`) and on what it rests (`Basis`). Pressures are on the 0-10 scale of the therapist;
no source maps a condition to such a number, so caps are starting values (`CapBasis`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from palpate.body import regions
from palpate.knowledge._table import Confidence, Shelf, Table, column


class Level(StrEnum):
    """How strictly a row binds; every level from ``absolute`` up stops today's treatment."""

    EMERGENCY = "emergency"
    REFER = "refer"
    ABSOLUTE = "absolute"
    LOCAL = "local"
    MODIFY = "modify"
    NONE = "none"


class Basis(StrEnum):
    """What a row rests on."""

    SOURCED = "sourced"
    SOURCED_IN_PART = "sourced_in_part"
    GENERAL_KNOWLEDGE = "general_knowledge"


class CapBasis(StrEnum):
    """Where a pressure cap comes from."""

    LEVEL = "level"
    SOURCED_DIRECTION = "sourced_direction"
    JUDGEMENT = "judgement"
    NONE = "none"


class TechniqueGroup(StrEnum):
    """The kinds of handling that a restriction can exclude."""

    ISCHEMIC_COMPRESSION = "ischemic_compression"
    DEEP_STRIPPING = "deep_stripping"
    FRICTION = "friction"
    ELBOW = "elbow"
    TOOLS = "tools"
    CUPPING = "cupping"
    PERCUSSION = "percussion"
    END_RANGE_STRETCH = "end_range_stretch"
    NECK_MOVEMENT = "neck_movement"
    JOINT_MOVEMENT = "joint_movement"
    HEAT = "heat"
    COLD = "cold"
    ABDOMINAL_WORK = "abdominal_work"
    TAPE = "tape"
    NEEDLING = "needling"


class Position(StrEnum):
    """How the client lies or sits."""

    PRONE = "prone"
    SUPINE = "supine"
    SIDE_LYING = "side_lying"
    SEATED = "seated"


class TermKind(StrEnum):
    """What a screening term is for."""

    RED_FLAG = "red_flag"
    CONTRAINDICATION = "contraindication"
    BOTH = "contraindication_and_red_flag"
    BENIGN = "benign"
    DERIVED = "derived"


WHOLE_BODY = "whole_body"
AFFECTED_REGION = "affected_region"


@dataclass(frozen=True, slots=True)
class RegionCap:
    """A pressure cap of its own for one region (both sides)."""

    region: str
    cap: float


def _scope(cell: str) -> tuple[str, ...]:
    scope = tuple(part for part in cell.split(";") if part)
    if not scope:
        raise ValueError("must not be empty")
    for code in scope:
        if code not in (WHOLE_BODY, AFFECTED_REGION) and code not in regions():
            raise ValueError(f"{code!r} must be a region, {WHOLE_BODY} or {AFFECTED_REGION}")
    return scope


def _region_caps(cell: str) -> tuple[RegionCap, ...]:
    caps = []
    for part in filter(None, cell.split(";")):
        code, _, number = part.partition("=")
        if code not in regions():
            raise ValueError(f"{code!r} must be a region")
        cap = float(number)
        if not 0 <= cap <= 10:
            raise ValueError(f"{number} must lie between 0 and 10")
        caps.append(RegionCap(code, cap))
    return tuple(caps)


@dataclass(frozen=True, slots=True)
class AgeRule:
    """``low <= age <= high`` in years."""

    low: int = 0
    high: int = 200

    def allows(self, age: float | None) -> bool:
        """An unknown age never rules anything out."""
        return age is None or self.low <= age <= self.high


def _age_rule(cell: str) -> AgeRule:
    low, high = 0, 200
    for part in filter(None, cell.split(";")):
        found = re.fullmatch(r"age(>=|<=|<|>)(\d+)", part)
        if not found:
            raise ValueError(f"{part!r} must read like age>=50")
        sign, years = found[1], int(found[2])
        match sign:
            case ">=":
                low = years
            case ">":
                low = years + 1
            case "<=":
                high = years
            case _:
                high = years - 1
    return AgeRule(low, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningTerm:
    """One word of the vocabulary that screening shares with intake, notes and cases."""

    finding: str
    kind: TermKind
    plain_words: str
    implies: tuple[str, ...] = column(refers="finding_terms", default=())

    @property
    def id(self) -> str:
        return self.finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraindication:
    """A condition that forbids or changes massage."""

    id: str = column(refers="finding_terms")
    label: str
    category: str
    level: Level
    scope: tuple[str, ...] = column(read=_scope)
    """Region codes, ``whole_body``, or ``affected_region`` (where the client marks it)."""
    pressure_cap: float | None = column(low=0, high=10)
    cap_basis: CapBasis
    time_since_rule: str = ""
    time_since_min_days: int | None = column(low=1)
    level_after_time_and_clearance: Level | None
    adaptation: str
    client_question: str
    rationale: str
    sources: tuple[str, ...] = ()
    confidence: Confidence
    basis: Basis
    excluded_techniques: tuple[TechniqueGroup, ...] = ()
    excluded_positions: tuple[Position, ...] = ()
    max_minutes: int | None = column(low=5, high=120)
    site_caps: tuple[RegionCap, ...] = column(read=_region_caps)
    cleared_cap: float | None = column(low=0, high=10)
    """The cap that stays when a clinician has cleared treatment."""
    cleared_by: str = ""
    limits_basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A combination of findings that points to serious disease."""

    id: str
    presentation: str
    suspected: str
    regions: tuple[str, ...] = column(refers="regions")
    """Where pain is usually felt: a hint for asking, never a condition."""
    required_findings: tuple[str, ...] = column(refers="finding_terms")
    any_of_findings: tuple[str, ...] = column(refers="finding_terms")
    min_any: int = column(low=0)
    age: AgeRule = column(read=_age_rule, header="age_sex_rule")
    age_note: str = ""
    action: Level
    urgency: str
    published_figures: str = ""
    sources: tuple[str, ...] = ()
    confidence: Confidence
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicationClass:
    """A class of medicines with the generic and trade names that clients write."""

    id: str
    drug_class: str
    names: tuple[str, ...] = column(required=True)
    effects: tuple[str, ...] = ()
    min_level: Level
    """The least severe level; the reason for the medicine often calls for a stricter row."""
    implied_findings: tuple[str, ...] = column(refers="finding_terms", default=())
    pressure_cap: float | None = column(low=0, high=10)
    adaptation: str
    ask: str = ""
    sources: tuple[str, ...] = ()
    confidence: Confidence
    basis: Basis
    combination: str = column(refers="medications", default="")
    """The class that two medicines with this mark make together."""
    not_in_text: tuple[str, ...] = ()
    """Names that are common words and only count in a list of medicines; ``*`` for all."""
    cleared_cap: float | None = column(low=0, high=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndangermentSite:
    """A place where vessels, nerves or organs lie unprotected."""

    id: str
    site: str
    regions: tuple[str, ...] = column(refers="regions")
    structures: str
    harm: str
    technique_rule: str
    pressure_cap: float = column(low=0, high=10)
    sources: tuple[str, ...] = ()
    confidence: Confidence
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent:
    """A published rate or time course of harm after manual treatment."""

    id: str
    event: str
    measure: str
    figure: str
    numerator: str = ""
    denominator: str = ""
    population: str = ""
    intervention: str = ""
    onset: str = ""
    duration: str = ""
    severity: str = ""
    source: tuple[str, ...] = column(required=True)
    notes: str = ""


TERMS = Table("finding_terms", ScreeningTerm, key="finding")
CONTRAINDICATIONS = Table("contraindications", Contraindication)
RED_FLAGS = Table("red_flags", RedFlag)
MEDICATIONS = Table("medications", MedicationClass)
ENDANGERMENT_SITES = Table("endangerment_sites", EndangermentSite)
ADVERSE_EVENTS = Table("adverse_events", AdverseEvent)


@dataclass(frozen=True)
class Safety:
    """All safety tables by id."""

    terms: Mapping[str, ScreeningTerm]
    contraindications: Mapping[str, Contraindication]
    red_flags: Mapping[str, RedFlag]
    medications: Mapping[str, MedicationClass]
    endangerment_sites: Mapping[str, EndangermentSite]
    adverse_events: Mapping[str, AdverseEvent]
    digest: str

    def closure(self, findings: frozenset[str]) -> frozenset[str]:
        """The findings and all that they imply."""
        closed, todo = set(findings), list(findings)
        while todo:
            for implied in self.terms[todo.pop()].implies:
                if implied not in closed:
                    closed.add(implied)
                    todo.append(implied)
        return frozenset(closed)


def read_safety(shelf: Shelf) -> Safety:
    """Read the safety tables from the shelf; the caller checks the references."""
    return Safety(
        terms=shelf.read(TERMS),
        contraindications=shelf.read(CONTRAINDICATIONS),
        red_flags=shelf.read(RED_FLAGS),
        medications=shelf.read(MEDICATIONS),
        endangerment_sites=shelf.read(ENDANGERMENT_SITES),
        adverse_events=shelf.read(ADVERSE_EVENTS),
        digest=shelf.digest,
    )


@cache
def load_safety() -> Safety:
    """The packaged safety tables, checked; raises `KnowledgeError`."""
    shelf = Shelf()
    shelf.add_ids("regions", regions())
    safety = read_safety(shelf)
    shelf.check_references()
    return safety


__all__ = [
    "AFFECTED_REGION",
    "WHOLE_BODY",
    "AdverseEvent",
    "AgeRule",
    "Basis",
    "CapBasis",
    "Contraindication",
    "EndangermentSite",
    "Level",
    "MedicationClass",
    "Position",
    "RedFlag",
    "RegionCap",
    "Safety",
    "ScreeningTerm",
    "TechniqueGroup",
    "TermKind",
    "load_safety",
    "read_safety",
]

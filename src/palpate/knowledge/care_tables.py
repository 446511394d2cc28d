"""What is done about pain: techniques and their doses, courses, home advice, shared care, evidence.

Every number of the care tables names the row of evidence it rests on, or says that it is an
expert estimate. Pressure is on the therapist's 0-10 scale, holds in seconds, times in minutes or
weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from palpate.knowledge._table import Confidence, Shelf, Table, column
from palpate.knowledge.safety import Position, TechniqueGroup

EVIDENCE = ("dosing_evidence", "relief_trajectories", "pressure")
CAUSES = ("muscles", "nerves", "joints", "postures")


class CauseKind(StrEnum):
    """The kinds of cause, as an assessment names them."""

    TRIGGER_POINT = "trigger_point"
    NERVE_COMPRESSION = "nerve_compression"
    JOINT = "joint"
    POSTURE = "posture"
    ISCHEMIA = "ischemia"
    REFER = "refer"


class TechniqueRole(StrEnum):
    """The part a technique plays in a visit."""

    PREPARE = "prepare"
    TREAT = "treat"
    LENGTHEN = "lengthen"
    AWAKEN = "awaken"
    MOBILISE = "mobilise"
    SUPPORT = "support"
    OPTION = "option"
    """Never planned by itself; the therapist may choose and chart it."""
    CLOSE = "close"


class Rating(StrEnum):
    """How well a common claim is supported."""

    WELL_SUPPORTED = "well_supported"
    SOME_SUPPORT = "some_support"
    WEAK_OR_MIXED = "weak_or_mixed"
    CONTRADICTED = "contradicted"


class CareBasis(StrEnum):
    """What a hand-set row rests on."""

    SOURCED = "sourced"
    SOURCED_IN_PART = "sourced_in_part"
    EXPERT_ESTIMATE = "expert_estimate"


class Urgency(StrEnum):
    """When another profession is needed."""

    FIRST = "first"
    SOON = "soon"
    ROUTINE = "routine"
    OPTIONAL = "optional"


class SharedCareWhen(StrEnum):
    """What has to be true of a cause before care is shared."""

    ALWAYS = "always"
    LIKELY = "likely"
    """Likely enough that hands-on care waits."""
    POSSIBLE = "possible"
    FUNCTION_LOST = "function_lost"
    NERVE_REFER = "massage_treatable=refer"
    NERVE_PARTLY = "massage_treatable=partly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A common belief about massage and what is known about it."""

    id: str
    label: str
    rating: Rating
    verdict: str
    key_figures: str
    limits: str = ""
    client_wording: str
    """What may be said to a client."""
    avoid_wording: str = ""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseEvidence:
    """One published study of a dose: figures are text as read, blank where not seen."""

    id: str
    label: str
    indication: str
    condition: str
    design: str
    participants: str = ""
    therapy: str = ""
    sessions_per_week: str = ""
    minutes: str = ""
    weeks: str = ""
    total_sessions: str = ""
    comparator: str = ""
    outcome: str = ""
    effect: str = ""
    uncertainty: str = ""
    follow_up: str = ""
    time_to_effect: str = ""
    lesson: str = ""
    bias_note: str = ""
    checked: str
    """How far the row was read: in the paper, in a secondary page, or general knowledge."""
    citation: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefTrajectory:
    """A published course of pain over time, with or without care."""

    id: str
    label: str
    topic: str
    condition: str
    participants: str = ""
    treatment: str = ""
    measure: str = ""
    time_points: str = ""
    values: str = ""
    share_or_rate: str = ""
    note: str = ""
    checked: str
    citation: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PressureEvidence:
    """A published figure about pressure, hold time or pressure-pain threshold."""

    id: str
    label: str
    topic: str
    site: str
    population: str
    measure: str
    value: str = ""
    unit: str = ""
    participants: str = ""
    detail: str = ""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """A way of treating, with its dose."""

    id: str
    label: str
    client_label: str
    role: TechniqueRole
    kinds: tuple[CauseKind, ...] = column(required=True)
    groups: tuple[TechniqueGroup, ...] = ()
    """The kinds of handling it belongs to, which a restriction may exclude."""
    moves: bool
    """It moves the part that is treated."""
    how: str
    client_how: str
    pressure_low: float = column(low=0, high=10)
    pressure_high: float = column(low=0, high=10)
    hold_low: float | None = column(low=0, high=300)
    hold_high: float | None = column(low=0, high=300)
    repetitions_low: int = column(low=1, high=30)
    repetitions_high: int = column(low=1, high=30)
    minutes_low: float = column(low=0.5, high=15)
    """For one structure."""
    minutes_high: float = column(low=0.5, high=15)
    muscles: tuple[str, ...] = column(refers="muscles")
    """Only for those; empty: for any structure."""
    stop_rules: str
    if_no_change: str
    claims: tuple[str, ...] = column(refers="claims")
    evidence: tuple[str, ...] = column(refers=EVIDENCE)
    sourced: tuple[str, ...] = ()
    """Which of the numbers (``pressure``, ``hold``, ``repetitions``, ``minutes``) come from the
    evidence; the others are expert estimates."""
    basis_note: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentRegion:
    """How a region is reached on the table."""

    id: str = column(refers="regions")
    positions: tuple[Position, ...] = ()
    """Best first; empty where the region is not treated."""
    filled_by: str = column(refers="endangerment_sites", default="")
    """The vulnerable site that covers the whole region, so that its cap binds every press."""
    not_touched: str = ""
    basis: CareBasis
    reason: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CareSetting:
    """A number the planner was given by hand, with the reason."""

    id: str
    label: str
    value: float
    unit: str
    reason: str
    evidence: tuple[str, ...] = column(refers=EVIDENCE)
    claims: tuple[str, ...] = column(refers="claims")
    basis: CareBasis
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePattern:
    """A course of visits for one kind of trouble; the first row that fits is taken."""

    id: str
    label: str
    causes: tuple[str, ...] = column(refers=CAUSES)
    kinds: tuple[CauseKind, ...] = ()
    body_groups: tuple[str, ...] = ()
    weeks_from: float = column(low=0)
    """Weeks since the pain began."""
    weeks_to: float | None = column(low=0)
    per_week_low: int = column(low=1, high=3)
    per_week_high: int = column(low=1, high=3)
    visits_low: int = column(low=1, high=30)
    visits_high: int = column(low=1, high=30)
    review_visit: int = column(low=1, high=15)
    evidence: tuple[str, ...] = column(refers=EVIDENCE)
    lesson: str
    basis: CareBasis
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class JointCare:
    """What hands-on care does about a joint, and whether it moves the joint."""

    id: str = column(refers="joints")
    mobilise: bool
    technique: str = column(refers="techniques")
    """For the muscles that act on the joint."""
    wait_weeks: float = column(low=0)
    """Weeks after the start in which it is left alone."""
    reason: str
    evidence: tuple[str, ...] = column(refers=EVIDENCE)
    basis: CareBasis
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeAdvice:
    """What the client can do between visits."""

    id: str
    label: str
    kinds: tuple[CauseKind, ...] = ()
    body_groups: tuple[str, ...] = ()
    """Only for pain there; empty: anywhere."""
    causes: tuple[str, ...] = column(refers=CAUSES)
    type: str
    groups_excluded: tuple[TechniqueGroup, ...] = ()
    """Left out where a restriction excludes one of these."""
    client_text: str
    how_often: str
    caution: str = ""
    claims: tuple[str, ...] = column(refers="claims")
    evidence: tuple[str, ...] = column(refers=EVIDENCE)
    basis: CareBasis
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCare:
    """When care is shared with another profession."""

    id: str
    label: str
    profession: str
    kinds: tuple[CauseKind, ...] = ()
    causes: tuple[str, ...] = column(refers=CAUSES)
    body_groups: tuple[str, ...] = ()
    condition: SharedCareWhen
    weeks_from: float | None = column(low=0)
    urgency: Urgency
    text: str
    client_text: str
    claims: tuple[str, ...] = column(refers="claims")
    evidence: tuple[str, ...] = column(refers=EVIDENCE)
    basis: CareBasis
    confidence: Confidence


CLAIMS = Table("claims", Claim)
DOSING_EVIDENCE = Table("dosing_evidence", DoseEvidence)
RELIEF_TRAJECTORIES = Table("relief_trajectories", ReliefTrajectory)
PRESSURE = Table("pressure", PressureEvidence)
TECHNIQUES = Table("techniques", Technique)
TREATMENT_REGIONS = Table("treatment_regions", TreatmentRegion)
CARE_SETTINGS = Table("care_settings", CareSetting)
COURSE_PATTERNS = Table("course_patterns", CoursePattern)
JOINT_CARE = Table("joint_care", JointCare)
HOME_ADVICE = Table("home_advice", HomeAdvice)
SHARED_CARE = Table("combined_care", SharedCare)


@dataclass(frozen=True)
class CareTables:
    """All care tables by id."""

    claims: Mapping[str, Claim]
    dosing_evidence: Mapping[str, DoseEvidence]
    relief_trajectories: Mapping[str, ReliefTrajectory]
    pressure: Mapping[str, PressureEvidence]
    techniques: Mapping[str, Technique]
    treatment_regions: Mapping[str, TreatmentRegion]
    settings: Mapping[str, CareSetting]
    course_patterns: Mapping[str, CoursePattern]
    joint_care: Mapping[str, JointCare]
    home_advice: Mapping[str, HomeAdvice]
    shared_care: Mapping[str, SharedCare]

    def setting(self, id: str) -> float:
        """A hand-set number; raises `KeyError` for a name that is not in the table."""
        return self.settings[id].value

    def evidence(self, id: str) -> DoseEvidence | ReliefTrajectory | PressureEvidence:
        """The row of evidence with that id, from whichever table has it."""
        for table in (self.dosing_evidence, self.relief_trajectories, self.pressure):
            if id in table:
                row: DoseEvidence | ReliefTrajectory | PressureEvidence = table[id]
                return row
        raise KeyError(id)


def read_care(shelf: Shelf) -> CareTables:
    """Read the care tables from the shelf; the caller checks the references."""
    return CareTables(
        claims=shelf.read(CLAIMS),
        dosing_evidence=shelf.read(DOSING_EVIDENCE),
        relief_trajectories=shelf.read(RELIEF_TRAJECTORIES),
        pressure=shelf.read(PRESSURE),
        techniques=shelf.read(TECHNIQUES),
        treatment_regions=shelf.read(TREATMENT_REGIONS),
        settings=shelf.read(CARE_SETTINGS),
        course_patterns=shelf.read(COURSE_PATTERNS),
        joint_care=shelf.read(JOINT_CARE),
        home_advice=shelf.read(HOME_ADVICE),
        shared_care=shelf.read(SHARED_CARE),
    )


def load_care() -> CareTables:
    """The packaged care tables, checked with all the others; raises `KnowledgeError`."""
    from palpate.knowledge.load import load

    return load().care


__all__ = [
    "CareBasis",
    "CareSetting",
    "CareTables",
    "CauseKind",
    "Claim",
    "CoursePattern",
    "DoseEvidence",
    "HomeAdvice",
    "JointCare",
    "PressureEvidence",
    "Rating",
    "ReliefTrajectory",
    "SharedCare",
    "SharedCareWhen",
    "Technique",
    "TechniqueRole",
    "TreatmentRegion",
    "Urgency",
    "load_care",
    "read_care",
]

"""The records of a treatment plan. Pressure is 0-10, holds are seconds, times minutes or weeks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from palpate.body import Side, Site
from palpate.knowledge.care_tables import CareBasis, CauseKind, Rating, Urgency
from palpate.knowledge.safety import Position


class CareError(ValueError):
    """A plan was asked for with something that cannot be: names the field, value, what is allowed.

    CareError
    └── UnsafePlanError      a plan that would pass a restriction; never returned
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        super().__init__(f"{field} {value!r}: must be {allowed}")


class UnsafePlanError(CareError):
    """A plan that would pass a safety restriction."""


class CauseLike(Protocol):
    """What a plan needs to know of a cause: an assessment's cause, or a confirmed one."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def side(self) -> Side | None: ...
    @property
    def probability(self) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedCause:
    """A cause that the therapist has settled on."""

    kind: str
    id: str
    side: Side | None = None
    site_number: int | None = None
    label: str = ""
    probability: float = 1.0
    function_lost: bool = False
    """A nerve whose strength, reflex or feeling is going."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedCause:
    """A cause that a step is meant to ease."""

    kind: CauseKind
    id: str
    label: str
    side: Side | None
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What the hands are on: a muscle, a joint or an area, on one side."""

    id: str
    label: str
    side: Side
    sites: tuple[Site, ...]
    points: tuple[str, ...] = ()
    """Trigger point ids, most likely first."""
    where: tuple[str, ...] = ()
    """How to find each of the points."""

    @property
    def name(self) -> str:
        return self.label if self.side is Side.MIDLINE else f"{self.label}, {self.side}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBasis:
    """What one number of a step rests on."""

    number: str
    """``pressure``, ``hold``, ``repetitions`` or ``minutes``."""
    basis: CareBasis
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endangerment:
    """A vulnerable place near a step."""

    id: str
    site: str
    structures: str
    rule: str
    pressure_cap: float
    whole_region: bool
    """The cap binds every press in the region, not only the spot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceNote:
    """How well the reason for a technique is supported, in words for a client."""

    claim: str
    rating: Rating
    client_wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What follows a release at once: usually lengthening."""

    technique: str
    technique_label: str
    client_label: str
    how: str
    pressure: float
    hold_seconds: tuple[float, float] | None
    repetitions: tuple[int, int]
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that is done in a visit; minutes include the follow-up."""

    key: str
    """Stable within the plan: ``upper_trapezius.left/pressure_release``."""
    role: str
    """``assess``, a `TechniqueRole`, or ``retest``."""
    structure: Structure | None = None
    causes: tuple[ServedCause, ...] = ()
    technique: str = ""
    technique_label: str = ""
    client_label: str = ""
    how: str = ""
    client_how: str = ""
    pressure: float = 0.0
    pressure_cap: float = 0.0
    cap_reason: str = ""
    hold_seconds: tuple[float, float] | None = None
    repetitions: tuple[int, int] | None = None
    minutes: float = 0.0
    position: Position | None = None
    then: FollowUp | None = None
    endangerment: tuple[Endangerment, ...] = ()
    anatomy_note: str = ""
    """What lies near this very muscle or point."""
    cautions: tuple[str, ...] = ()
    stop_rules: str = ""
    if_no_change: str = ""
    basis: tuple[NumberBasis, ...] = ()
    evidence: tuple[EvidenceNote, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def presses(self) -> bool:
        return self.structure is not None

    @property
    def name(self) -> str:
        return self.structure.name if self.structure else self.technique_label

    @property
    def sites(self) -> tuple[Site, ...]:
        return self.structure.sites if self.structure else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A structure that would have been treated, and why it is not."""

    structure: str
    side: Side
    reason: str
    restriction: str | None = None


class Interval(StrEnum):
    """How far apart visits are."""

    TWICE_WEEKLY = "twice_weekly"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    THREE_WEEKLY = "three_weekly"
    MONTHLY = "monthly"
    DISCHARGE = "discharge"

    @property
    def days(self) -> float:
        """Mean days between visits."""
        return _DAYS[self]

    @property
    def words(self) -> str:
        return _WORDS[self]


_DAYS = {
    Interval.TWICE_WEEKLY: 3.5,
    Interval.WEEKLY: 7.0,
    Interval.FORTNIGHTLY: 14.0,
    Interval.THREE_WEEKLY: 21.0,
    Interval.MONTHLY: 28.0,
    Interval.DISCHARGE: float("inf"),
}
_WORDS = {
    Interval.TWICE_WEEKLY: "twice a week",
    Interval.WEEKLY: "once a week",
    Interval.FORTNIGHTLY: "every two weeks",
    Interval.THREE_WEEKLY: "every three weeks",
    Interval.MONTHLY: "once a month",
    Interval.DISCHARGE: "no further visit planned",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseStage:
    """Visits at one spacing, and when to go on to the next."""

    interval: Interval
    visits: int
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How many visits, how far apart, and when to stop."""

    pattern: str
    label: str
    first_interval: Interval
    visits_low: int
    visits_high: int
    review_visit: int
    stop_rule: str
    stages: tuple[CourseStage, ...]
    why: str
    """One sentence for the therapist."""
    why_client: str
    uncertainty: str
    basis: CareBasis
    evidence: tuple[str, ...]
    citations: tuple[str, ...]
    sources: tuple[str, ...]
    assumed: tuple[str, ...] = ()
    """What was not known and had to be assumed."""

    def days(self) -> tuple[int, ...]:
        """The day of each visit, the first being day 0, if all of the course is needed."""
        found, day = [0], 0.0
        for stage in self.stages:
            for _ in range(stage.visits):
                if len(found) < self.visits_high:
                    day += stage.interval.days
                    found.append(round(day))
        return tuple(found[: self.visits_high])


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Something that can be measured by a visit."""

    id: str
    instrument: str
    text: str
    client_text: str
    baseline: float | None
    target: float | None
    by_visit: int
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing the client can do at home, in plain words."""

    id: str
    label: str
    type: str
    client_text: str
    how_often: str
    caution: str
    basis: CareBasis
    ratings: tuple[Rating, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCareNote:
    """Another profession to share the care with."""

    id: str
    profession: str
    urgency: Urgency
    about: str
    text: str
    client_text: str
    refer_when: str
    basis: CareBasis
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingNote:
    """A restriction as it binds this plan."""

    id: str
    level: str
    label: str
    reason: str
    client_reason: str
    adaptation: str
    pressure_cap: float | None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to do in one visit, in order, and the course it belongs to."""

    session_minutes: float
    """What was asked for, or less where a restriction shortens the visit."""
    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...]
    spare_minutes: float
    """Left for what the hands find."""
    course: Course | None
    goals: tuple[Goal, ...]
    home_advice: tuple[Advice, ...]
    combined_care: tuple[SharedCareNote, ...]
    restrictions: tuple[BindingNote, ...]
    notes: tuple[str, ...]
    blocked: str | None = None
    """Why there is no hands-on care today."""
    blocked_client: str | None = None
    knowledge_version: str = ""

    @property
    def minutes(self) -> float:
        """The minutes of all steps."""
        return sum(s.minutes for s in self.steps)

    @property
    def treatments(self) -> tuple[Step, ...]:
        """The steps that press or move a structure."""
        return tuple(s for s in self.steps if s.presses)


class ViolationKind(StrEnum):
    BLOCKED_TODAY = "blocked_today"
    BLOCKED_SITE = "blocked_site"
    OVER_CAP = "over_cap"
    EXCLUDED_TECHNIQUE = "excluded_technique"
    EXCLUDED_POSITION = "excluded_position"
    TOO_LONG = "too_long"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """What in a plan or a charted visit passes a restriction."""

    kind: ViolationKind
    message: str
    step: str | None = None
    """The key of the step; None for the whole plan."""
    restriction: str | None = None
    allowed: str = ""

"""What an assessment says."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.assessment.catalogue import CauseKind
from palpate.body import Side, Site


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against a cause, in decibans (10 decibans: odds times ten)."""

    text: str
    decibans: float
    finding: str
    """Key of the finding in the case: ``pain:back.lumbar:left``."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A located cause with its probability and reasons."""

    kind: CauseKind
    id: str
    site_number: int | None
    """Number of the muscle's point that fits best; ``None`` for other kinds."""
    side: Side | None
    """``None`` when the drawing has no side."""
    label: str
    probability: float
    evidence_for: tuple[Reason, ...]
    evidence_against: tuple[Reason, ...]
    essential: tuple[Site, ...]
    spillover: tuple[Site, ...]
    refer_reason: str | None = None
    prior_decibans: float = 0.0
    """Prior log odds in decibans; with all reasons it adds up to the log odds of the answer."""
    decided: bool | None = None
    """The therapist's word: confirmed, ruled out, or ``None`` where it is open."""

    @property
    def name(self) -> str:
        return f"{self.label}, {self.side}" if self.side in (Side.LEFT, Side.RIGHT) else self.label


@dataclass(frozen=True, slots=True)
class CauseSet:
    """Causes that explain the case together."""

    causes: tuple[tuple[CauseKind, str, Side | None], ...]
    labels: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test or a palpation that would settle something."""

    test: str
    """Id of the test, or ``palpate:<muscle>``."""
    name: str
    how: str
    side: Side | None
    minutes: float
    value: float
    """Expected information about the leading causes, in bits."""
    why: str
    targets: tuple[str, ...]
    if_positive: str
    if_negative: str

    @property
    def value_per_minute(self) -> float:
        return self.value / self.minutes


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A finding that the leading causes do not account for."""

    text: str
    finding: str
    probability: float
    """Chance that none of the causes produced it."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """How settled the ranking is."""

    level: str
    """``clear``, ``leaning`` or ``open``; ``prior`` when the case says nothing."""
    words: str
    leading_probability: float
    entropy_bits: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """Ranked causes of one case, most probable first."""

    case_id: str
    causes: tuple[Cause, ...]
    sets: tuple[CauseSet, ...]
    next_tests: tuple[NextTest, ...]
    unexplained: tuple[Unexplained, ...]
    unmatched: tuple[str, ...]
    without_bearing: tuple[str, ...]
    """Words that were understood but speak for no cause."""
    conflicts: tuple[str, ...]
    certainty: Certainty
    knowledge_version: str

    @property
    def refer_first(self) -> Cause | None:
        """The leading cause when it is not ours to treat."""
        if self.causes and self.causes[0].kind is CauseKind.REFER:
            return self.causes[0]
        return None

"""What can be wrong besides a muscle: nerves, joints, posture; and how common things are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from palpate.knowledge._table import Confidence, Table, column
from palpate.knowledge.anatomy import ReferredRegion, read_referred_regions


class MassageTreatable(StrEnum):
    """Whether the condition is ours to treat; a cautious expert estimate."""

    YES = "yes"
    PARTLY = "partly"
    REFER = "refer"


@dataclass(frozen=True, slots=True, kw_only=True)
class NerveCompression:
    """A nerve or root pressed at one place."""

    id: str
    label: str
    latin: str
    nerve: str
    site: str
    """Where the nerve is pressed."""
    essential: tuple[ReferredRegion, ...] = column(read=read_referred_regions)
    spillover: tuple[ReferredRegion, ...] = column(read=read_referred_regions)
    qualities: tuple[str, ...] = column(refers="findings")
    motor_deficits: tuple[str, ...] = column(refers="findings")
    reflex: tuple[str, ...] = column(refers="findings")
    aggravating: tuple[str, ...] = column(refers="findings")
    relieving: tuple[str, ...] = column(refers="findings")
    associated_muscles: tuple[str, ...] = column(refers="muscles")
    massage_treatable: MassageTreatable
    prevalence_note: str = ""
    refer_when: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class JointDysfunction:
    """A joint, tendon or headache condition that a therapist meets."""

    id: str
    label: str
    latin: str
    essential: tuple[ReferredRegion, ...] = column(read=read_referred_regions)
    spillover: tuple[ReferredRegion, ...] = column(read=read_referred_regions)
    qualities: tuple[str, ...] = column(refers="findings")
    aggravating: tuple[str, ...] = column(refers="findings")
    relieving: tuple[str, ...] = column(refers="findings")
    restricted_movements: tuple[str, ...] = column(refers="findings")
    typical_findings: str
    associated_muscles: tuple[str, ...] = column(refers="muscles")
    prevalence_note: str = ""
    refer_when: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PosturePattern:
    """A way the body stands off its lines of balance."""

    id: str
    label: str
    measures: tuple[str, ...] = column(refers="posture_measures")
    thresholds: str
    short_muscles: tuple[str, ...] = column(refers="muscles")
    """Held short or overactive in the clinical model."""
    long_muscles: tuple[str, ...] = column(refers="muscles")
    """Held long or weak in the clinical model."""
    related_nerves: tuple[str, ...] = column(refers="nerves")
    related_joints: tuple[str, ...] = column(refers="joints")
    basis: str
    evidence_for_muscle_pattern: str
    evidence_for_pain: str
    evidence_strength: str
    say_to_client: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """One published frequency of a condition in one population."""

    id: str
    condition: str
    condition_id: str | None = column(refers=("muscles", "nerves", "joints"))
    """The cause the figure belongs to; ``None`` for figures about wider groups."""
    measure: str
    value: float | None
    low: float | None
    high: float | None
    unit: str = ""
    population: str
    setting: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    notes: str = ""


NERVES = Table("nerves", NerveCompression)
JOINTS = Table("joints", JointDysfunction)
POSTURES = Table("postures", PosturePattern)
PRIORS = Table("priors", Prior)

"""What can be tested and measured: clinical tests, ranges of motion, posture measures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from palpate.knowledge._table import Confidence, Table, column


class TestKind(StrEnum):
    """How a test is done; decides what it asks of the client."""

    QUESTION = "question"
    OBSERVATION = "observation"
    MEASUREMENT = "measurement"
    PALPATION = "palpation"
    PROVOCATION = "provocation"
    STRENGTH = "strength"
    REFLEX = "reflex"
    SENSATION = "sensation"
    COMBINATION = "combination"
    """A count of other tests; use it or the single tests, never both."""

    __test__ = False


class Position(StrEnum):
    ANY = "any"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side_lying"
    SEATED = "seated"
    STANDING = "standing"


class Demand(StrEnum):
    """What a test asks of the body; a restriction may forbid it."""

    NECK_MOVEMENT = "neck_movement"
    NECK_END_RANGE = "neck_end_range"
    NECK_LOAD = "neck_load"
    SPINE_MOVEMENT = "spine_movement"
    SPINE_LOAD = "spine_load"
    JOINT_LOAD = "joint_load"
    JOINT_END_RANGE = "joint_end_range"
    NERVE_TENSION = "nerve_tension"
    RESISTED_EFFORT = "resisted_effort"
    FIRM_PRESSURE = "firm_pressure"
    TAPPING = "tapping"
    BREATH_HOLD = "breath_hold"
    WEIGHT_BEARING = "weight_bearing"
    BALANCE = "balance"
    PROLONGED_HOLD = "prolonged_hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalTest:
    """A physical test, a sign or a question, with its published accuracy where there is any."""

    __test__ = False

    id: str
    name: str
    synonyms: tuple[str, ...]
    how: str
    positive_means: str
    kind: TestKind
    minutes: float = column(low=0.1, high=15)
    """Time to do it on both sides, in minutes; an expert estimate."""
    minutes_reason: str
    positions: tuple[Position, ...]
    demands: tuple[Demand, ...]
    regions: tuple[str, ...] = column(refers="regions")
    """The regions that are moved, loaded or pressed, on the tested side."""
    targets: tuple[str, ...] = column(
        refers=("muscles", "nerves", "joints", "postures", "test_targets"), required=True
    )
    """What a positive test speaks for, the condition of the figures first."""
    figures_for: tuple[str, ...] = column(
        refers=("muscles", "nerves", "joints", "postures", "test_targets")
    )
    """The targets to which sensitivity, specificity and likelihood ratios apply."""
    finding: str | None = column(refers="findings")
    """What a positive result is in the vocabulary: ``ankle_reflex_reduced``."""
    cluster: str = ""
    """Tests of one cluster are not independent of each other."""
    sensitivity: float | None = column(low=0, high=1)
    specificity: float | None = column(low=0, high=1)
    lr_positive: float | None = column(low=0)
    """As published; see `lr_positive_usable`."""
    lr_negative: float | None = column(low=0)
    lr_basis: str
    lr_positive_usable: float = column(low=0.05, high=10)
    """Finite and capped: 10, or 5 where the study had under 60 people."""
    lr_negative_usable: float = column(low=0.1, high=2)
    """Floored at 0.1."""
    usable_basis: str
    """``figure`` where it rests on a published one, else ``expert_estimate``."""
    sample: str = ""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestTarget:
    """Something a test may speak for that is not ours to treat or not a cause of its own."""

    __test__ = False

    id: str
    label: str
    refer: bool
    """Whether suspicion of it means medical review."""
    reason: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class RomNorm:
    """One published range of motion in one group of people."""

    id: str
    joint: str
    movement: str
    active_or_passive: str
    method: str
    population: str
    age_band: str = ""
    sex: str
    n: str = ""
    mean: float | None
    sd: float | None
    spread: str = ""
    unit: str
    cutoff: str = ""
    mdc: str = ""
    mdc_method: str = ""
    icc: str = ""
    limiting_muscles: tuple[str, ...] = column(refers="muscles")
    video_measurable: str
    figure_status: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureMeasure:
    """A posture measure: its landmarks, formula, published norms and error, as text and numbers."""

    id: str
    name: str
    view: str
    landmarks: tuple[str, ...]
    formula: str
    unit: str
    mean: float | None
    """The published mean that fits an unselected adult standing best, in `unit`."""
    sd: float | None
    normal_mean: str = ""
    normal_sd: str = ""
    normal_population: str = ""
    cutoffs: str = ""
    icc_intra: str = ""
    icc_inter: str = ""
    sem: str = ""
    mdc: str = ""
    mdc_value: float | None
    """Smallest change that is more than measurement error, in `unit`; the most careful figure."""
    supports_posture: tuple[str, ...] = column(refers="postures")
    direction: str = ""
    keypoints_alone: str
    keypoint_note: str = ""
    figure_status: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    notes: str = ""


TESTS = Table("tests", ClinicalTest)
TEST_TARGETS = Table("test_targets", TestTarget)
ROM_NORMS = Table("rom_norms", RomNorm)
POSTURE_MEASURES = Table("posture_measures", PostureMeasure)

"""Which skin belongs to which root or nerve, and what the words for pain speak for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from palpate.knowledge._table import Confidence, Table, column


class TerritoryKind(StrEnum):
    DERMATOME = "dermatome"
    PERIPHERAL_NERVE = "peripheral_nerve"


@dataclass(frozen=True, slots=True, kw_only=True)
class NerveTerritory:
    """The skin, muscles and reflex of one root (dermatome) or one skin nerve."""

    id: str
    kind: TerritoryKind
    label: str
    roots: tuple[str, ...] = column(required=True)
    core_regions: tuple[str, ...] = column(refers="regions", required=True)
    overlap_regions: tuple[str, ...] = column(refers="regions")
    weakness: tuple[str, ...] = column(refers="findings")
    reflex: tuple[str, ...] = column(refers="findings")
    nerves: tuple[str, ...] = column(refers="nerves")
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    notes: str = ""


class QualityKind(StrEnum):
    INSTRUMENT = "instrument"
    QUALITY = "quality"
    SIGN = "sign"
    PATTERN = "pattern"
    HEADACHE_ITEM = "headache_item"


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomQuality:
    """What a pain word or a screening tool speaks for.

    The multipliers weigh the odds of each kind of cause; they are expert estimates, no published
    odds exist for muscle against joint against organ by pain word alone.
    """

    id: str
    kind: QualityKind
    label: str
    findings: tuple[str, ...] = column(refers="findings")
    """The words of a case that mean this."""
    comparison: str = ""
    sensitivity: float | None = column(low=0, high=1)
    specificity: float | None = column(low=0, high=1)
    lr_positive: float | None = column(low=0)
    lr_negative: float | None = column(low=0)
    lr_positive_usable: float | None = column(low=0.05, high=10)
    lr_negative_usable: float | None = column(low=0.1, high=2)
    sample: str = ""
    multiplier_myofascial: float | None = column(low=0)
    multiplier_neuropathic: float | None = column(low=0)
    multiplier_articular: float | None = column(low=0)
    multiplier_visceral: float | None = column(low=0)
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    notes: str = ""


TERRITORIES = Table("territories", NerveTerritory)
SYMPTOM_QUALITIES = Table("symptom_qualities", SymptomQuality)

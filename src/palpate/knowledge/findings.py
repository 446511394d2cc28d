"""The one controlled vocabulary: everything a case can say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from palpate.knowledge._table import Confidence, Table, column


class FindingKind(StrEnum):
    SYMPTOM = "symptom"
    QUALITY = "quality"
    AGGRAVATING = "aggravating"
    RELIEVING = "relieving"
    HISTORY = "history"
    MOVEMENT = "movement"
    SIGN = "sign"
    POSTURE = "posture"
    IMAGING = "imaging"
    RED_FLAG = "red_flag"
    CONTEXT = "context"
    """Read, understood, and no evidence for or against any cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a client can say or a therapist can find."""

    id: str
    label: str
    kind: FindingKind
    synonyms: tuple[str, ...]
    """Other words for it, in the same spelling as ids."""
    implies: tuple[str, ...] = column(refers="findings")
    """Wider findings that hold whenever this one does."""
    regions: tuple[str, ...] = column(refers="regions")
    """Where it is felt or found, on the side of the finding."""
    roots: tuple[str, ...]
    movement: str = ""
    """Joint and direction: ``cervical_rotation``."""
    muscle_action: str = ""
    """For weakness, the action that is weak: ``ankle_dorsiflexion``."""
    screening: bool = column(derived=True, default=False)
    """Whether it belongs to the words of the safety screening, ``finding_terms.csv``."""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


FINDINGS = Table("findings", Finding)

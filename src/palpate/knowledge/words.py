"""What single words stand for: places of the body, nerves, muscles that are weak, spinal levels.

From these the matcher understands words that no list foresaw, such as ``numbness_dorsal_foot``.
"""

from __future__ import annotations

from dataclasses import dataclass

from palpate.knowledge._table import Confidence, Table, column


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyWord:
    """A word for a place on the body."""

    id: str
    synonyms: tuple[str, ...]
    joint: str = ""
    """How movements of the place are named: ``neck`` moves as ``cervical_rotation``."""
    regions: tuple[str, ...] = column(refers="regions", required=True)
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class NerveWord:
    """A word for a nerve, by the skin that belongs to it."""

    id: str
    territories: tuple[str, ...] = column(refers="territories", required=True)
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWord:
    """A muscle or task whose weakness is the weakness of an action."""

    id: str
    finding: str = column(refers="findings")
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SpinalLevel:
    """The root that a disc or foramen at a level most often presses."""

    id: str
    root: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


BODY_WORDS = Table("body_words", BodyWord)
NERVE_WORDS = Table("nerve_words", NerveWord)
ACTION_WORDS = Table("action_words", ActionWord)
SPINAL_LEVELS = Table("spinal_levels", SpinalLevel)

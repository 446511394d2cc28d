"""What a case says, in the form that the network takes.

A finding that is present is a leaky noisy-OR of its causes: it stays away only if every active
cause fails to produce it and the leak does not. A finding that is absent, and a region that is
silent, multiplies the odds of each cause by itself. A finding that only one cause can produce is a
likelihood ratio of that cause.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from palpate.assessment.catalogue import Floats
from palpate.body import Side, Site


class Shift(StrEnum):
    """Why the odds of a cause move without a finding of its own."""

    SILENCE = "silence"
    """Places where it is usually felt were not mentioned."""
    ELSEWHERE = "elsewhere"
    """It has nothing to do with where it hurts."""
    PROFILE = "profile"
    """Age and sex."""
    POSTURE = "posture"
    """A posture overworks the muscle."""


@dataclass(frozen=True)
class Observation:
    """One finding of the network.

    ``left`` and ``right`` are (base causes,) chances that the cause on that side produces it.
    """

    key: str
    text: str
    """In plain words, as it is told back: "pain in the buttock, left"."""
    left: Floats
    right: Floats
    leak: float
    present: bool = True
    sites: tuple[Site, ...] = ()


@dataclass
class Evidence:
    """All that a case says, ready for the network."""

    observations: list[Observation] = field(default_factory=list)
    shifts: dict[Shift, tuple[Floats, Floats]] = field(default_factory=dict)
    """(base causes,) log factors on the odds on the left and on the right, by their reason."""
    sides: frozenset[Side] = frozenset()
    """Sides on which there is pain; empty: the drawing has no side."""
    conflicts: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """Words that the model drew something from."""
    read: set[str] = field(default_factory=set)
    """All words given."""
    painful: set[Site] = field(default_factory=set)

    def shift(self, reason: Shift, left: Floats, right: Floats) -> None:
        """Multiply the odds of causes by further factors, given as logarithms."""
        had = self.shifts.get(reason)
        self.shifts[reason] = (left + had[0], right + had[1]) if had else (left, right)


def plain(words: str) -> str:
    """Ids as words: "prolonged_sitting" is told as "prolonged sitting"."""
    return words.replace("_", " ").strip()

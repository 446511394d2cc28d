"""What a case says, in the form that the network takes.

A finding that is present is a leaky noisy-OR of its causes: it stays away only if every active
cause fails to produce it and the leak does not. A finding that is absent, and a region that is
silent, multiplies the odds of each cause by itself. A finding that only one cause can produce is a
likelihood ratio of that cause.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from palpate.assessment.catalogue import Floats
from palpate.body import Side, Site


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
    odds_left: Floats = field(default_factory=lambda: np.zeros(0))
    """(base causes,) log factor on the odds from the client's age, sex and posture."""
    odds_right: Floats = field(default_factory=lambda: np.zeros(0))
    sides: frozenset[Side] = frozenset()
    """Sides on which there is pain; empty: the drawing has no side."""
    conflicts: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """Words that the model drew something from."""
    read: set[str] = field(default_factory=set)
    """All words given."""
    painful: set[Site] = field(default_factory=set)
    statement_of: dict[Site, str] = field(default_factory=dict)


def plain(words: str) -> str:
    """Ids as words: "prolonged_sitting" is told as "prolonged sitting"."""
    return words.replace("_", " ").strip()

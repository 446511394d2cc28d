"""What a case says, in the form that the network takes.

A finding that is present is a leaky noisy-OR of its causes: it stays away only if every active
cause fails to produce it and the leak does not. A finding that is absent, and a region that is
silent, multiplies the odds of each cause by itself. A finding that only one cause can produce is a
likelihood ratio of that cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from palpate.assessment.catalogue import Floats
from palpate.body import Side, Site, region


class Shift(StrEnum):
    """Why the odds of a cause move without a finding of its own."""

    SILENCE = "silence"
    """Places where it is usually felt were not mentioned."""
    ELSEWHERE = "elsewhere"
    """It has nothing to do with where it hurts."""
    PROFILE = "profile"
    """Age and sex."""
    SPREAD = "spread"
    """In how many parts of the body it hurts."""
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
    short: str = ""
    """The thing alone, to be named with others of its kind: "burning", "sitting"."""
    about: str = ""
    """Id of the finding or test that it was read from, where it has one."""

    @property
    def group(self) -> str:
        """What kind of finding it is: the first word of its key."""
        return self.key.partition(":")[0]


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


def place(site: Site) -> str:
    """A region in words that stand well in a list: "elbow (outer epicondyle)"."""
    name, _, rest = region(site.region).description.partition(", ")
    return f"{name} ({rest})" if rest else name


def listed_words(words: Iterable[str]) -> str:
    """The words as "a, b and c"; what stands twice is said once."""
    named = list(dict.fromkeys(words))
    if len(named) < 2:
        return "".join(named)
    if any(", " in name for name in named):
        return "; ".join(named)
    return f"{', '.join(named[:-1])} and {named[-1]}"


def places(sites: Iterable[Site]) -> str:
    """Places by side: "temple and back of the neck, right; temple, left"."""
    by_side: dict[Side, list[str]] = {}
    for site in sites:
        by_side.setdefault(site.side, []).append(place(site))
    both = [n for n in by_side.get(Side.LEFT, ()) if n in by_side.get(Side.RIGHT, ())]
    parts = [f"{listed_words(both)}, both sides"] if both else []
    for side, names in sorted(by_side.items()):
        rest = [n for n in names if n not in both]
        if rest:
            parts.append(listed_words(rest) + (f", {side}" if side is not Side.MIDLINE else ""))
    return "; ".join(parts)


def plain(words: str) -> str:
    """Ids as words: "prolonged_sitting" is told as "prolonged sitting"."""
    return words.replace("_", " ").strip()

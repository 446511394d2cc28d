"""Where it hurts, in a client's words: a dozen and a half areas with left and right.

An area stands for all its sites; the drawing in the cockpit says it more finely later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from palpate.body import Side, Site, regions

GROUPS = (
    ("Head and neck", ("head", "face", "neck")),
    ("Shoulder and arm", ("shoulder", "arm", "elbow", "forearm", "wrist", "hand")),
    ("Back and trunk", ("upper back", "low back", "chest", "abdomen", "pelvis")),
    ("Hip and leg", ("hip", "thigh", "knee", "leg", "ankle", "foot")),
)
WORDS = {
    "arm": "upper arm",
    "abdomen": "belly",
    "pelvis": "pelvic floor, tailbone",
    "hip": "hip, buttock",
    "leg": "lower leg",
}


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    label: str
    sides: tuple[Side, ...]

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Value and word of each side that can be ticked."""
        return tuple((f"{self.code}.{side}", WORD_OF_SIDE[side]) for side in self.sides)


WORD_OF_SIDE = {Side.LEFT: "left", Side.RIGHT: "right", Side.MIDLINE: "here"}


@cache
def areas() -> dict[str, Area]:
    """Every area by code."""
    found: dict[str, Area] = {}
    for _, names in GROUPS:
        for name in names:
            members = [r for r in regions().values() if r.group == name]
            paired = any(not r.is_midline for r in members)
            sides = (Side.LEFT, Side.RIGHT) if paired else (Side.MIDLINE,)
            code = name.replace(" ", "_")
            found[code] = Area(code, WORDS.get(name, name), sides)
    return found


def groups() -> list[tuple[str, list[Area]]]:
    """The areas under their four headings."""
    return [(title, [areas()[n.replace(" ", "_")] for n in names]) for title, names in GROUPS]


@cache
def codes() -> frozenset[str]:
    """Every value that can be ticked: ``knee.left``."""
    return frozenset(f"{a.code}.{side}" for a in areas().values() for side in a.sides)


def sites_of(chosen: Iterable[str]) -> tuple[Site, ...]:
    """All sites of the chosen areas; midline sites belong to either side."""
    found = []
    for code in chosen:
        name, _, side = code.rpartition(".")
        for region in regions().values():
            if region.group.replace(" ", "_") == name:
                found.extend(
                    Site(region.code, s) for s in region.sides if s in (Side(side), Side.MIDLINE)
                )
    return tuple(dict.fromkeys(found))


def told(chosen: Iterable[str]) -> str:
    """'low back, left; knee, both sides'."""
    by_area: dict[str, list[str]] = {}
    for code in chosen:
        name, _, side = code.rpartition(".")
        by_area.setdefault(name, []).append(side)
    return "; ".join(
        f"{areas()[name].label}, {'both sides' if len(sides) > 1 else sides[0]}"
        for name, sides in by_area.items()
        if name in areas()
    )

"""Where on the body: the places that a sentence names, with their sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from palpate.body import Side, Site, region
from palpate.screening._tables import rows

_SIDES = {
    "left": frozenset({Side.LEFT}),
    "right": frozenset({Side.RIGHT}),
    "both": frozenset({Side.LEFT, Side.RIGHT}),
    "l": frozenset({Side.LEFT}),
    "r": frozenset({Side.RIGHT}),
}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named at positions ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    regions: tuple[str, ...]
    sides: frozenset[Side]
    """Empty when no side is named."""

    @property
    def sites(self) -> tuple[Site, ...]:
        """Its sites; both sides when none is named."""
        return tuple(
            Site(code, side)
            for code in self.regions
            for side in region(code).sides
            if side is Side.MIDLINE or not self.sides or side in self.sides
        )


@cache
def _places() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for _, row in rows("places"):
        codes = tuple(region(code).code for code in row["regions"].split(";"))
        for phrase in row["words"].split("|"):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, codes))
    for options in found.values():
        options.sort(key=lambda o: -len(o[0]))
    return found


def places(words: tuple[str, ...]) -> list[PlaceMention]:
    """All places in the sentence, the longest name first at each position."""
    found: list[PlaceMention] = []
    known = _places()
    position = 0
    while position < len(words):
        for phrase, codes in known.get(words[position], ()):
            end = position + len(phrase)
            if words[position:end] == phrase:
                found.append(PlaceMention(position, end, codes, _side(words, position, end)))
                position = end - 1
                break
        position += 1
    return found


def _side(words: tuple[str, ...], start: int, end: int) -> frozenset[Side]:
    for distance in (1, 2, 3):
        for index in (start - distance, end + distance - 1):
            if 0 <= index < len(words) and words[index] in _SIDES:
                return _SIDES[words[index]]
    return frozenset()

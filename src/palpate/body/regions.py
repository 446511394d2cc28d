"""The names of places on the body: regions, sides and sites.

A *region* is one code of ``data/regions.csv`` (``back.lumbar``). A *site* is a region on a side
(``back.lumbar.left``); midline regions have the one side ``midline``.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"

    @property
    def opposite(self) -> Side:
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, self)


class UnknownRegion(ValueError):  # noqa: N818  says what is the matter, as KeyError does not
    """A region code, side or site that the body does not have."""


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    group: str
    laterality: str
    """``paired`` or ``midline``."""
    description: str

    @property
    def is_midline(self) -> bool:
        return self.laterality == "midline"

    @property
    def sides(self) -> tuple[Side, ...]:
        return (Side.MIDLINE,) if self.is_midline else (Side.LEFT, Side.RIGHT)


@cache
def regions() -> Mapping[str, Region]:
    """All regions by code, in head-to-foot order."""
    text = (files("palpate.body") / "data" / "regions.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            r["region"]: Region(r["region"], r["group"], r["laterality"], r["description"])
            for r in csv.DictReader(text.splitlines())
        }
    )


def region(code: str) -> Region:
    """The region with that code; raises `UnknownRegion`, naming the nearest known code."""
    try:
        return regions()[code]
    except KeyError:
        from rapidfuzz.process import extractOne

        best = extractOne(code, list(regions()))
        hint = f"; did you mean {best[0]!r}?" if best else ""
        raise UnknownRegion(f"unknown region {code!r}{hint}") from None


@dataclass(frozen=True, slots=True, order=True)
class Site:
    """A region on a side."""

    region: str
    side: Side

    @property
    def code(self) -> str:
        return f"{self.region}.{self.side}"

    @property
    def label(self) -> str:
        """Plain words, side last: ``beside the spine, L1-L5, left``."""
        description = region(self.region).description
        return description if self.side is Side.MIDLINE else f"{description}, {self.side}"

    @property
    def mirrored(self) -> Site:
        return Site(self.region, self.side.opposite)

    @classmethod
    def parse(cls, code: str) -> Site:
        """Read ``back.lumbar.left``; raises `UnknownRegion`."""
        name, _, side = code.rpartition(".")
        known = region(name or code)
        try:
            site = cls(known.code, Side(side))
        except ValueError:
            raise UnknownRegion(
                f"site {code!r} must end in one of {', '.join(known.sides)}"
            ) from None
        if site.side not in known.sides:
            raise UnknownRegion(f"site {code!r}: {known.code} has {', '.join(known.sides)} only")
        return site


@cache
def sites() -> tuple[Site, ...]:
    """Every site, in region order, left before right."""
    return tuple(Site(r.code, side) for r in regions().values() for side in r.sides)

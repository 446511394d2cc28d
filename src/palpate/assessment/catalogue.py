"""Every cause that can be named, as rows of numbers: where it is felt and what goes with it.

Rows describe the cause on the left; the right is their mirror image.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from palpate.assessment.meanings import Meaning
from palpate.body import Side, Site, regions, sites
from palpate.knowledge import (
    ReferredRegion,
    SideRule,
)

Floats = NDArray[np.float64]


class CauseKind(StrEnum):
    TRIGGER_POINT = "trigger_point"
    NERVE_COMPRESSION = "nerve_compression"
    JOINT = "joint"
    POSTURE = "posture"
    ISCHEMIA = "ischemia"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class BaseCause:
    """One cause without its side; a muscle has one row for each of its points."""

    kind: CauseKind
    id: str
    site_number: int | None
    label: str
    prior: float
    bilateral: float
    """Share of the prior that sits on both sides at once when both sides hurt."""
    qualities: frozenset[str]
    muscles: tuple[str, ...]
    """Muscles that guard, entrap or are overworked."""
    flags: tuple[str, ...] = ()
    """Warning signs that belong to it."""
    refer_reason: str = ""
    youngest: float | None = None
    oldest: float | None = None


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All base causes and their patterns; arrays have one row per base cause."""

    causes: tuple[BaseCause, ...]
    reach: Floats
    """(causes, sites) share of clients with the cause, on the left, who feel it at the site."""
    grade: NDArray[np.int8]
    """(causes, sites) 2 essential, 1 spillover, 0 neither."""
    home: Floats
    """(causes, sites) 1 where the cause itself lies, for tenderness of a place."""
    concepts: Mapping[str, Floats]
    """concept -> (causes,) how firmly the cause's table lists it, 0..1."""
    priors: Floats
    motion: Floats
    """(causes,) how often the movements that a cause lists are limited."""
    rows: Mapping[tuple[CauseKind, str], tuple[int, ...]]
    muscle_guards: Mapping[str, NDArray[np.intp]]
    """muscle -> rows of nerves, joints and postures that it goes with."""


@lru_cache(maxsize=4096)
def pattern_sites(catalogue: Catalogue, row: int, right: bool, grade: int) -> tuple[Site, ...]:
    """Essential (grade 2) or spillover (grade 1) sites of a cause on one side."""
    numbers = np.flatnonzero(catalogue.grade[row] == grade)
    if right:
        numbers = np.sort(mirror()[numbers])
    return tuple(sites()[n] for n in numbers.tolist())


_ANY_NAME = frozenset(
    {"joint", "dysfunction", "syndrome", "pain", "nerve", "disorder", "of", "the"}
)
"""Words in the names of conditions that tell nothing apart."""
_NAMED = frozenset({CauseKind.NERVE_COMPRESSION, CauseKind.JOINT})


@lru_cache(maxsize=16)
def name_tokens(catalogue: Catalogue) -> tuple[frozenset[str], ...]:
    """For each cause the words that name it; none where one word is not enough."""
    nothing = frozenset({""})
    found = []
    for cause in catalogue.causes:
        tokens = frozenset(cause.id.split("_")) - _ANY_NAME
        found.append(tokens if cause.kind in _NAMED and len(tokens) > 1 else nothing)
    return tuple(found)


@cache
def site_index() -> Mapping[Site, int]:
    return {site: i for i, site in enumerate(sites())}


@cache
def mirror() -> NDArray[np.intp]:
    """For each site the number of the site on the other side."""
    index = site_index()
    return np.array([index[s.mirrored] for s in sites()])


@cache
def neighbours() -> tuple[tuple[int, ...], ...]:
    """For each site the numbers of the sites that touch it."""
    from palpate import body

    touching = getattr(body, "neighbours", None)
    if touching is None:
        return tuple(() for _ in sites())
    index = site_index()
    return tuple(tuple(index[n] for n in touching(site)) for site in sites())


@cache
def body_part() -> tuple[str, ...]:
    """For each site the part of the body (group and side) that a coarse statement means."""
    return tuple(f"{regions()[s.region].group}|{s.side}" for s in sites())


def place(referred: ReferredRegion, side: Side = Side.LEFT) -> Site:
    """The site of a referred region for a cause on that side."""
    if referred.side_rule is SideRule.MIDLINE:
        return Site(referred.region, Side.MIDLINE)
    same = referred.side_rule is SideRule.SAME
    return Site(referred.region, side if same else side.opposite)


def site_of(region: str, side: Side) -> Site:
    return Site(region, Side.MIDLINE if regions()[region].is_midline else side)


def motions_of(meaning: Meaning) -> tuple[str, ...]:
    """Joint and motion pairs: ``neck.rotation``; a joint without a motion is ``neck.any``."""
    motions = [m for m in meaning.motions if m != "any_motion"]
    if any("rotation" in m and m != "rotation" for m in motions):
        motions = [m for m in motions if m != "rotation"]
    if not motions:
        return tuple(f"{j}.any" for j in sorted(meaning.joints))
    return tuple(f"{j}.{m}" for j in sorted(meaning.joints) for m in sorted(motions))


_REFLEXES = (
    "ankle",
    "achilles",
    "knee",
    "patell",
    "biceps",
    "brachioradialis",
    "triceps",
    "adductor",
    "cremaster",
)


def reflexes_of(words: str) -> tuple[str, ...]:
    """The reflexes that the words name; Achilles is the ankle reflex, patellar the knee reflex."""
    if "reflex" not in words.lower() and "jerk" not in words.lower():
        return ()
    found = [r for r in _REFLEXES if r in words.lower()]
    same = {"achilles": "ankle", "patell": "knee"}
    return tuple(dict.fromkeys(same.get(r, r) for r in found))


def listed(catalogue: Catalogue, prefix: str, names: Iterable[str]) -> Floats | None:
    """The firmest listing of any of the names for every cause; ``None`` if no table has them."""
    columns = [c for n in names if (c := catalogue.concepts.get(f"{prefix}:{n}")) is not None]
    return np.maximum.reduce(columns) if columns else None


def any_motion(catalogue: Catalogue, joints: Sequence[str]) -> Floats | None:
    """How much of a loss in every direction of the joints a cause explains: its listed motions."""
    total: Floats | None = None
    for joint in joints:
        columns = [
            c >= 1.0 for name, c in catalogue.concepts.items() if name.startswith(f"move:{joint}.")
        ]
        if columns:
            share = np.minimum(1.0, np.sum(columns, axis=0) / 3)
            total = share if total is None else np.maximum(total, share)
    return total

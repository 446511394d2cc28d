"""Painting a site as a hand would: a few pulls of the brush that stay within it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from palpate import body
from palpate.body import Drawing, RegionMark, Site, Stroke

STEP = 16.0  # mm between two rows of a serpentine
LEAST_SHARE = 0.15


@dataclass(frozen=True)
class Pain:
    """What hurts where: intensity 0-10 and qualities."""

    site: Site
    intensity: float
    qualities: tuple[str, ...] = ()


def paint(pains: Sequence[Pain], rng: random.Random) -> Drawing:
    """A drawing of the pains; a site that cannot be brushed cleanly is marked as a whole."""
    strokes: list[Stroke] = []
    marks: list[RegionMark] = []
    for pain in pains:
        stroke = _stroke(pain, rng)
        if stroke is not None and _reads_as(stroke, pain.site):
            strokes.append(stroke)
        else:
            marks.append(RegionMark(pain.site, pain.intensity, pain.qualities))
    return Drawing(strokes=tuple(strokes), marks=tuple(marks))


def _stroke(pain: Pain, rng: random.Random) -> Stroke | None:
    found = _best_view(pain.site)
    if found is None:
        return None
    view, rows = found
    points: list[tuple[float, float]] = []
    for i, (y, left, right) in enumerate(rows):
        ends = [left, right] if i % 2 == 0 else [right, left]
        points += [(x + rng.uniform(-2, 2), y + rng.uniform(-2, 2)) for x in ends]
    return Stroke(
        view=view,
        points=tuple(points),
        radius=STEP * 0.62,
        intensity=pain.intensity,
        qualities=pain.qualities,
    )


def _reads_as(stroke: Stroke, site: Site) -> bool:
    """Whether the paint says this site and, but for a rim, no other."""
    read = {p.site: p.share for p in body.read_drawing(Drawing(strokes=(stroke,)))}
    return read.get(site, 0.0) >= LEAST_SHARE and set(read) == {site}


@cache
def _best_view(site: Site) -> tuple[str, tuple[tuple[float, float, float], ...]] | None:
    """The view that shows most of the site, and rows (y, left, right) across its middle."""
    best: tuple[float, str, tuple[tuple[float, float, float], ...]] | None = None
    for view in body.VIEWS:
        shape = body.views()["views"][view]["regions"].get(site.code)
        if shape is None:
            continue
        rows = _rows(view, site, *shape["centroid"])
        width = sum(right - left for _, left, right in rows)
        if rows and (best is None or width > best[0]):
            best = (width, view, rows)
    return best and (best[1], best[2])


def _rows(view: str, site: Site, x: float, y: float) -> tuple[tuple[float, float, float], ...]:
    rows = []
    for k in range(-3, 4):
        level = y + k * STEP
        if body.site_at(view, x, level, within=4) != site:
            continue
        left, right = (_edge(view, site, x, level, way) for way in (-1, 1))
        inset = min(STEP * 0.7, (right - left) / 3)
        rows.append((level, left + inset, right - inset))
    return tuple(rows)


def _edge(view: str, site: Site, x: float, y: float, way: int) -> float:
    reach = 0.0
    while reach < 70 and body.site_at(view, x + way * (reach + 6), y, within=4) == site:
        reach += 6
    return x + way * reach

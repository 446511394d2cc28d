"""From paint to sites: which regions a drawing covers, how much, how strongly, with what words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from palpate.body.drawing import Drawing, Stroke
from palpate.body.qualities import QUALITY_IDS
from palpate.body.regions import Site, sites
from palpate.body.surface import Bools, Floats, Ints, Sight, mesh, mesh_version, sight, site_areas

GRAZE_OF_SITE: Final = 0.06
GRAZE_OF_STROKE: Final = 0.25
"""A stroke only grazes a site when it covers less than 6 % of the site and less than 25 % of the
stroke's paint lies there. A graze paints nothing: nobody means the sliver beside the line."""

FACE_SIZE: Final = 8.0
"""mm: no face's edge lies farther than this from its middle."""

_BATCH = 40
"""Segments of one stroke that are tried together, inside their common box."""


@dataclass(frozen=True, slots=True)
class PaintedSite:
    """One site of a read drawing."""

    site: Site
    intensity: float
    """The strongest paint on it, 0-10; 0 says that it was marked as free of pain."""
    qualities: tuple[str, ...]
    """All words painted on it, in house order."""
    share: float
    """Painted part of the site's whole area, 0-1. A view shows only the faces turned to it, so
    paint on a finger seen from the front covers about half of it."""


def read_drawing(drawing: Drawing) -> tuple[PaintedSite, ...]:
    """The painted sites, head to foot. Strokes beside the body paint nothing."""
    m, everyone = mesh(), sites()
    intensity = np.full(len(m.site), -1.0)
    words = np.zeros(len(m.site), dtype=np.int64)
    index = {site: i for i, site in enumerate(everyone)}
    for mark in drawing.marks:
        faces = m.site == index[mark.site]
        intensity[faces] = mark.intensity
        words[faces] = _bits(mark.qualities)

    erased = np.zeros(len(everyone), dtype=bool)
    if drawing.mesh_version == mesh_version():
        for stroke in drawing.strokes:
            faces = covered(stroke)
            if not len(faces):
                continue
            if stroke.erase:
                intensity[faces] = -1.0
                words[faces] = 0
                erased[m.site[faces]] = True
            else:
                meant = faces[~_grazed(faces, m.site, m.area)]
                intensity[meant] = stroke.intensity
                words[meant] = _bits(stroke.qualities)

    painted = np.nonzero(intensity >= 0)[0]
    site = m.site[painted]
    share = np.bincount(site, weights=m.area[painted], minlength=len(everyone)) / site_areas()
    strongest = np.full(len(everyone), -1.0)
    np.maximum.at(strongest, site, intensity[painted])
    together = np.zeros(len(everyone), dtype=np.int64)
    np.bitwise_or.at(together, site, words[painted])
    present = (share > 0) & ~(erased & (share < GRAZE_OF_SITE))
    return tuple(
        PaintedSite(
            everyone[i],
            float(strongest[i]),
            tuple(q for k, q in enumerate(QUALITY_IDS) if together[i] >> k & 1),
            min(1.0, float(share[i])),
        )
        for i in np.nonzero(present)[0]
    )


def covered(stroke: Stroke) -> Ints:
    """The faces whose centre, as the stroke's view shows it, lies under the brush."""
    shown = sight(stroke.view)
    points = _thinned(np.array(stroke.points, dtype=np.float64), stroke.radius / 3)
    starts, ends = (points[:-1], points[1:]) if len(points) > 1 else (points, points)
    found = [
        _under(shown, starts[i : i + _BATCH], ends[i : i + _BATCH], stroke.radius)
        for i in range(0, len(starts), _BATCH)
    ]
    faces = np.concatenate(found)
    return _once(faces) if len(faces) else _nearest(shown, points[0])


def _once(faces: Ints) -> Ints:
    """Faces without those named twice, in rising order."""
    ordered = np.sort(faces)
    fresh = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return np.asarray(ordered[fresh])


def _nearest(shown: Sight, point: Floats) -> Ints:
    """The face under a dab that is smaller than the faces there; none beside the body."""
    top, bottom = np.searchsorted(shown.y, (point[1] - FACE_SIZE, point[1] + FACE_SIZE))
    away = np.hypot(shown.x[top:bottom] - point[0], shown.y[top:bottom] - point[1])
    if not len(away) or away.min() > FACE_SIZE:
        return np.zeros(0, dtype=np.int64)
    return shown.face[top + int(np.argmin(away)) : top + int(np.argmin(away)) + 1]


def _under(shown: Sight, a: Floats, b: Floats, radius: float) -> Ints:
    """Faces within ``radius`` of any of the segments a -> b, each (k, 2)."""
    low = np.minimum(a, b).min(axis=0) - radius
    high = np.maximum(a, b).max(axis=0) + radius
    top, bottom = np.searchsorted(shown.y, (low[1], high[1]))
    x = shown.x[top:bottom]
    near = np.nonzero((x >= low[0]) & (x <= high[0]))[0] + top
    if not len(near):
        return np.zeros(0, dtype=np.int64)
    a, b = a.astype(np.float32), b.astype(np.float32)
    dx, dy = (b - a).T[:, :, None]
    px, py = shown.x[near] - a[:, :1], shown.y[near] - a[:, 1:]
    length = dx * dx + dy * dy
    t = (px * dx + py * dy) / np.where(length > 0, length, np.float32(1))
    np.maximum(t, 0.0, out=t)
    np.minimum(t, 1.0, out=t)
    px -= t * dx
    py -= t * dy
    px *= px
    py *= py
    px += py
    hit: Bools = px.min(axis=0) <= radius * radius
    return np.asarray(shown.face[near[hit]])


def _thinned(points: Floats, step: float) -> Floats:
    """The points without those closer than ``step`` to the last one kept; ends stay."""
    if len(points) < 3:
        return points
    steps = points[1:] - points[:-1]
    reached = np.floor(np.cumsum(np.sqrt((steps * steps).sum(axis=1))) / step)
    keep = np.ones(len(points), dtype=bool)
    keep[1] = reached[0] > 0
    np.not_equal(reached[1:], reached[:-1], out=keep[2:])
    keep[-1] = True
    return np.asarray(points[keep])


def _grazed(faces: Ints, site: Ints, area: Floats) -> Bools:
    """Which of a stroke's faces belong to sites that it only grazes."""
    paint = np.bincount(site[faces], weights=area[faces], minlength=len(site_areas()))
    graze = (paint < GRAZE_OF_SITE * site_areas()) & (paint < GRAZE_OF_STROKE * paint.sum())
    return np.asarray(graze[site[faces]])


def _bits(qualities: tuple[str, ...]) -> int:
    return sum(1 << QUALITY_IDS.index(q) for q in set(qualities))

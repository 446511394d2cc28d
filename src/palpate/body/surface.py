"""The one surface of the body: its faces, their sites, and what each view shows of them.

The stored mesh is the left half; the right half is its mirror image, so that both sides are
exactly alike. Units are millimetres: x to the body's left, y up, z forward.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from palpate.body.regions import Side, Site, regions, sites

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
"""Enough for places on paper, and twice as fast to search."""
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

VIEWS: Final = ("front", "back", "left", "right")
"""The flat views; ``left`` shows the body's own left side."""

_TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Mesh:
    """The labelled surface of the whole body."""

    version: str
    vertices: Floats
    """(n, 3) anatomical position, mm."""
    reaching: Floats
    """(n, 3) arms forward, as the side views draw it, mm."""
    quads: Ints
    """(m, 4) corners of each face, counter-clockwise from outside."""
    site: Ints
    """(m,) index into `sites()`."""
    area: Floats
    """(m,) mm²."""

    @property
    def triangles(self) -> Ints:
        """(2m, 3); triangles i and m + i are the halves of face i."""
        return np.concatenate([self.quads[:, [0, 1, 2]], self.quads[:, [0, 2, 3]]])


@dataclass(frozen=True, slots=True)
class Sight:
    """What one view shows: an entry for each face it sees, from top to bottom of the paper.

    A face shown twice (on the figure and in an inset) has two entries.
    """

    face: Ints
    x: Singles
    y: Singles


@cache
def _stored() -> dict[str, NDArray[Any]]:  # Any: one array of words among arrays of numbers
    with (
        as_file(files("palpate.body") / "data" / "mesh.npz") as path,
        np.load(path, allow_pickle=False) as archive,
    ):
        return {name: archive[name] for name in archive.files}


def _both(half: NDArray[Any]) -> Floats:  # Any: whole tenths of a millimetre
    left = half.astype(np.float64) * _TENTH
    return np.concatenate([left, left * np.array([-1.0, 1.0, 1.0])])


@cache
def mesh() -> Mesh:
    """The surface, read once."""
    stored = _stored()
    vertices = _both(stored["anatomical"])
    left = stored["quads"].astype(np.int64)
    quads = np.concatenate([left, left[:, ::-1] + len(stored["anatomical"])])
    index = {site: i for i, site in enumerate(sites())}
    on_left, on_right = [], []
    for r in regions().values():
        pair = (Side.MIDLINE,) * 2 if r.is_midline else (Side.LEFT, Side.RIGHT)
        on_left.append(index[Site(r.code, pair[0])])
        on_right.append(index[Site(r.code, pair[1])])
    region = stored["region"]
    site = np.concatenate([np.array(on_left)[region], np.array(on_right)[region]])
    a, b, c, d = (vertices[quads[:, k]] for k in range(4))
    area = np.linalg.norm(np.cross(c - a, d - b), axis=1) / 2
    return Mesh(str(stored["version"]), vertices, _both(stored["reaching"]), quads, site, area)


def mesh_version() -> str:
    """The name of this surface; drawings keep it, because their strokes are placed on it."""
    return str(_stored()["version"])


@cache
def site_areas() -> Floats:
    """(sites,) mm² of each site, in the order of `sites()`."""
    m = mesh()
    return np.asarray(np.bincount(m.site, weights=m.area, minlength=len(sites())), np.float64)


def area_share(site: Site) -> float:
    """The part of the body surface that is this site, 0-1; all sites together are 1."""
    areas = site_areas()
    return float(areas[sites().index(site)] / areas.sum())


@cache
def _neighbour_table() -> dict[Site, tuple[Site, ...]]:
    m = mesh()
    where = np.rint(m.vertices / _TENTH).astype(np.int64)
    _, joined = np.unique(where, axis=0, return_inverse=True)
    corners = joined.reshape(-1)[m.quads]
    edges = np.sort(np.stack([corners, np.roll(corners, -1, axis=1)], axis=2).reshape(-1, 2))
    owner = np.repeat(m.site, 4)
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    edges, owner = edges[order], owner[order]
    same = (edges[1:] == edges[:-1]).all(axis=1) & (owner[1:] != owner[:-1])
    pairs = np.unique(np.stack([owner[1:][same], owner[:-1][same]], axis=1), axis=0)
    everyone = sites()
    table: dict[int, set[int]] = {i: set() for i in range(len(everyone))}
    for i, j in pairs.tolist():
        table[i].add(j)
        table[j].add(i)
    return {everyone[i]: tuple(everyone[j] for j in sorted(near)) for i, near in table.items()}


def neighbours(site: Site) -> tuple[Site, ...]:
    """The sites that share a border with this one, in region order."""
    return _neighbour_table()[site]


@cache
def sight(view: str) -> Sight:
    """What a view shows, in its own paper units (mm from its top left corner)."""
    stored, m = _stored(), mesh()
    faces, places = [], []
    for number in np.nonzero(stored["camera_view"] == view)[0]:
        points = m.reaching if stored["camera_pose"][number] else m.vertices
        seen = np.unpackbits(stored["camera_sees"][number], count=len(m.quads)).astype(bool)
        face = np.nonzero(seen)[0]
        matrix = stored["camera_matrix"][number]
        centre = points[m.quads[face]].mean(axis=1)
        faces.append(face)
        places.append(centre @ matrix[:2, :3].T + matrix[:2, 3])
    face, place = np.concatenate(faces), np.concatenate(places).astype(np.float32)
    order = np.argsort(place[:, 1], kind="stable")
    return Sight(face[order], place[order, 0].copy(), place[order, 1].copy())


def site_at(view: str, x: float, y: float, within: float = 12.0) -> Site | None:
    """The site under a point of a view, or None when no face lies within ``within`` mm."""
    shown = sight(view)
    away = np.hypot(shown.x - x, shown.y - y)
    nearest = int(np.argmin(away))
    return sites()[int(mesh().site[shown.face[nearest]])] if away[nearest] <= within else None


@cache
def views() -> dict[str, Any]:  # Any: JSON
    """``views.json``: the drawn views. See ``docs/body.md`` for its shape."""
    text = (files("palpate.body") / "data" / "views.json").read_text(encoding="utf-8")
    return dict(json.loads(text))

"""How open each point of the surface is to the sky: soft shadow for the clay."""

from __future__ import annotations

import numpy as np
from raster import rasterise
from source import Floats, Ints

SOFTENING = 4
"""Rounds of averaging with the neighbours, to calm the grain of sampled light."""


def directions(count: int) -> Floats:
    """(count, 3) evenly over the sphere (golden spiral)."""
    k = np.arange(count) + 0.5
    y = 1 - 2 * k / count
    turn = np.pi * (1 + 5**0.5) * k
    r = np.sqrt(1 - y**2)
    return np.c_[r * np.cos(turn), y, r * np.sin(turn)]


def vertex_normals(points: Floats, quads: Ints) -> Floats:
    corners = points[quads]
    cross = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    out = np.zeros_like(points)
    for k in range(4):
        np.add.at(out, quads[:, k], cross)
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12))


def openness(points: Floats, quads: Ints, count: int = 160, scale: float = 0.3) -> Floats:
    """(vertices,) cosine-weighted share of directions from which a vertex is seen, 0-1.

    A front and slightly upper sky counts more than the floor. ``scale`` is pixels per mm.
    """
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    normals = vertex_normals(points, quads)
    seen, total = np.zeros(len(points)), np.zeros(len(points))
    for d in directions(count):
        up = np.array([0, 0, 1.0]) if abs(d[1]) > 0.9 else np.array([0, 1.0, 0])
        right = np.cross(up, d)
        right /= np.linalg.norm(right)
        frame = np.stack([right, np.cross(d, right), d])
        local = points @ frame.T
        local[:, :2] = (local[:, :2] - local[:, :2].min(axis=0)) * scale + 3
        width, height = np.ceil(local[:, :2].max(axis=0)).astype(int) + 4
        depth = rasterise(local, triangles, int(width), int(height)).depth
        at = np.floor(local[:, :2]).astype(int)
        facing = np.clip(normals @ d, 0, None)
        free = local[:, 2] > depth[at[:, 1], at[:, 0]] - 7.0
        weight = facing * (1 + 0.35 * d[1])
        seen += weight * free
        total += weight
    open_sky = seen / np.maximum(total, 1e-9)
    ends = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2)
    for _ in range(SOFTENING):
        gathered, count_of = open_sky.copy(), np.ones(len(points))
        for a, b in (ends.T, ends.T[::-1]):
            np.add.at(gathered, a, open_sky[b])
            np.add.at(count_of, a, 1)
        open_sky = gathered / count_of
    return np.asarray(open_sky)

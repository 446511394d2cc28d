"""A small orthographic z-buffer: which face is seen at each pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from source import Floats, Ints


@dataclass(frozen=True)
class Picture:
    """What one camera saw. Row 0 is the top."""

    face: Ints
    """(h, w) the triangle seen, -1 for none."""
    depth: Floats
    """(h, w) towards the eye, -inf for none."""
    weights: Floats
    """(h, w, 3) barycentric weights of the triangle seen."""


def rasterise(xyd: Floats, triangles: Ints, width: int, height: int) -> Picture:
    """Draw triangles whose corners are (pixel x, pixel y, depth towards the eye)."""
    face = np.full((height, width), -1, dtype=np.int64)
    depth = np.full((height, width), -np.inf)
    bary = np.zeros((height, width, 3))
    corners = xyd[triangles]
    low = np.floor(corners[:, :, :2].min(axis=1)).astype(int)
    high = np.ceil(corners[:, :, :2].max(axis=1)).astype(int) + 1
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
    sizes = high - low
    # Triangles with the same bounding-box size are drawn together, sample by sample.
    order = np.nonzero(np.abs(area) > 1e-9)[0]
    side = np.maximum(sizes[order, 0], sizes[order, 1])
    for size in np.unique(side):
        batch = order[side == size]
        dy, dx = np.divmod(np.arange(size * size), size)
        for part in np.array_split(batch, max(1, len(batch) * size * size // 4_000_000 + 1)):
            if not len(part):
                continue
            px = low[part, 0][:, None] + dx
            py = low[part, 1][:, None] + dy
            x, y = px + 0.5, py + 0.5
            pa, pb, pc = (p[part][:, :, None] for p in (a, b, c))
            inv = 1 / area[part][:, None]
            wb = (
                (x - pa[:, 0]) * (pc[:, 1] - pa[:, 1]) - (pc[:, 0] - pa[:, 0]) * (y - pa[:, 1])
            ) * inv
            wc = (
                (pb[:, 0] - pa[:, 0]) * (y - pa[:, 1]) - (x - pa[:, 0]) * (pb[:, 1] - pa[:, 1])
            ) * inv
            wa = 1 - wb - wc
            inside = (wa >= -1e-6) & (wb >= -1e-6) & (wc >= -1e-6)
            inside &= (px >= 0) & (py >= 0) & (px < width) & (py < height)
            d = wa * pa[:, 2] + wb * pb[:, 2] + wc * pc[:, 2]
            rows, cols, deep = py[inside], px[inside], d[inside]
            which = np.broadcast_to(part[:, None], inside.shape)[inside]
            w3 = np.stack([wa[inside], wb[inside], wc[inside]], axis=1)
            sort = np.argsort(deep, kind="stable")
            rows, cols, deep, which, w3 = rows[sort], cols[sort], deep[sort], which[sort], w3[sort]
            # later writes win in fancy assignment, so the nearest sample is written last
            nearer = deep > depth[rows, cols]
            rows, cols = rows[nearer], cols[nearer]
            face[rows, cols] = which[nearer]
            depth[rows, cols] = deep[nearer]
            bary[rows, cols] = w3[nearer]
    return Picture(face, depth, bary)

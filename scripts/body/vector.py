"""From pictures to clean vector shapes: shared borders, filled tones, ink."""

from __future__ import annotations

from collections import defaultdict

import contourpy
import numpy as np
from frames import inside
from scipy import ndimage
from source import Floats, Ints

Corner = tuple[int, int]


def smooth_labels(labels: Ints, sigma: float) -> Ints:
    """Round off a label picture: at each pixel the label that weighs most nearby.

    Label 0 (outside) stays exactly as it is.
    """
    best = np.zeros(labels.shape)
    out = np.zeros_like(labels)
    pad = int(4 * sigma) + 1
    for code, box in enumerate(ndimage.find_objects(labels), start=1):
        if box is None:
            continue
        grown = tuple(
            slice(max(0, s.start - pad), min(size, s.stop + pad))
            for s, size in zip(box, labels.shape, strict=True)
        )
        near = labels[grown]
        weight = ndimage.gaussian_filter((near == code).astype(float), sigma)
        wins = (near > 0) & (weight > best[grown])
        best[grown][wins] = weight[wins]
        out[grown][wins] = code
    return out


def drop_specks(labels: Ints, smallest: int) -> Ints:
    """Give patches under ``smallest`` pixels to whatever surrounds them."""
    specks = np.zeros(labels.shape, dtype=bool)
    for code, box in enumerate(ndimage.find_objects(labels), start=1):
        if box is None:
            continue
        parts, count = ndimage.label(labels[box] == code)
        sizes = np.bincount(parts.ravel())
        small = np.nonzero(sizes < smallest)[0]
        small = small[small > 0]
        if len(small) and count >= 1:
            specks[box] |= np.isin(parts, small)
    if not specks.any():
        return labels
    keep = (labels > 0) & ~specks
    rows, cols = ndimage.distance_transform_edt(~keep, return_distances=False, return_indices=True)
    return np.where(specks, labels[rows, cols], labels)


def _arcs(labels: Ints) -> list[tuple[list[Corner], int, int]]:
    """Borders between labels as corner chains (row, col), with the two labels they part."""
    h, w = labels.shape
    padded = np.zeros((h + 2, w + 2), dtype=labels.dtype)
    padded[1:-1, 1:-1] = labels
    links: dict[Corner, list[Corner]] = defaultdict(list)
    sides: dict[tuple[Corner, Corner], tuple[int, int]] = {}

    def add(a: Corner, b: Corner, one: int, two: int) -> None:
        links[a].append(b)
        links[b].append(a)
        sides[(a, b) if a < b else (b, a)] = (min(one, two), max(one, two))

    rows, cols = np.nonzero(padded[:, 1:] != padded[:, :-1])
    for r, c in zip(rows.tolist(), cols.tolist(), strict=True):
        add((r, c + 1), (r + 1, c + 1), int(padded[r, c]), int(padded[r, c + 1]))
    rows, cols = np.nonzero(padded[1:] != padded[:-1])
    for r, c in zip(rows.tolist(), cols.tolist(), strict=True):
        add((r + 1, c), (r + 1, c + 1), int(padded[r, c]), int(padded[r + 1, c]))

    def key(a: Corner, b: Corner) -> tuple[Corner, Corner]:
        return (a, b) if a < b else (b, a)

    used: set[tuple[Corner, Corner]] = set()
    arcs = []

    def walk(a: Corner, b: Corner) -> None:
        chain = [a, b]
        used.add(key(a, b))
        one, two = sides[key(a, b)]
        while len(links[chain[-1]]) == 2 and chain[-1] != chain[0]:
            ahead = [n for n in links[chain[-1]] if n != chain[-2]]
            if not ahead or key(chain[-1], ahead[0]) in used:
                break
            used.add(key(chain[-1], ahead[0]))
            chain.append(ahead[0])
        arcs.append((chain, one, two))

    for corner, ends in links.items():
        if len(ends) != 2:
            for end in ends:
                if key(corner, end) not in used:
                    walk(corner, end)
    for corner, ends in links.items():
        for end in ends:
            if key(corner, end) not in used:
                walk(corner, end)
    return arcs


def _soft(points: Floats, sigma: float, closed: bool) -> Floats:
    """Gaussian smoothing along a chain of unit steps; open ends stay where they are."""
    if len(points) < 4:
        return points
    if closed:
        return np.asarray(
            ndimage.gaussian_filter1d(points[:-1], sigma, axis=0, mode="wrap")[
                np.r_[0 : len(points) - 1, 0]
            ]
        )
    n = min(len(points) - 1, int(4 * sigma))
    before = 2 * points[0] - points[n:0:-1]
    after = 2 * points[-1] - points[-2 : -n - 2 : -1]
    long = ndimage.gaussian_filter1d(np.r_[before, points, after], min(sigma, n / 2), axis=0)
    out = long[n : n + len(points)].copy()
    out[0], out[-1] = points[0], points[-1]
    return np.asarray(out)


def simplify(points: Floats, tolerance: float) -> Floats:
    """Douglas-Peucker; a closed chain is halved at its farthest point first."""
    if len(points) < 3:
        return points
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    stack = [(0, len(points) - 1)]
    if np.allclose(points[0], points[-1]):
        far = int(np.argmax(((points - points[0]) ** 2).sum(axis=1)))
        keep[far] = True
        stack = [(0, far), (far, len(points) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        chord = points[b] - points[a]
        rel = points[a + 1 : b] - points[a]
        length = np.hypot(*chord)
        if length < 1e-9:
            away = np.hypot(rel[:, 0], rel[:, 1])
        else:
            away = np.abs(rel[:, 0] * chord[1] - rel[:, 1] * chord[0]) / length
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            middle = a + 1 + worst
            keep[middle] = True
            stack += [(a, middle), (middle, b)]
    return points[keep]


def shared_borders(
    labels: Ints, edge_sigma: float, inner_sigma: float, tolerance: float, edge_tolerance: float
) -> dict[int, list[Floats]]:
    """Label -> closed rings (x, y) in pixels; neighbours share their border points exactly.

    Label 0's rings are the silhouette.
    """
    arcs = _arcs(labels)
    moved: dict[Corner, Floats] = {}
    outline = [i for i, (_, one, _) in enumerate(arcs) if one == 0]
    for loop in _loops([arcs[i][0] for i in outline]):
        soft = _soft(np.array(loop, dtype=float), edge_sigma, closed=True)
        for corner, place in zip(loop, soft, strict=True):
            moved.setdefault(corner, place)
    chains: list[tuple[Floats, int, int, Corner, Corner]] = []
    for chain, one, two in arcs:
        start, end = chain[0], chain[-1]
        if one == 0:
            points = np.array([moved[c] for c in chain])
        else:
            points = np.array(chain, dtype=float)
            closed = start == end and start not in moved
            if start in moved:
                points[0] = moved[start]
            if end in moved:
                points[-1] = moved[end]
            points = _soft(points, min(inner_sigma, 1.5 + len(points) / 14), closed)
        near = edge_tolerance if one == 0 else tolerance
        chains.append((simplify(points, near)[:, ::-1] - 1.0, one, two, start, end))
    rings: dict[int, list[Floats]] = {}
    codes = {c for _, one, two, *_ in chains for c in (one, two)}
    for code in codes:
        own = [(p, s, e) for p, one, two, s, e in chains if code in (one, two)]
        rings[code] = _rings(own)
    return rings


def _loops(chains: list[list[Corner]]) -> list[list[Corner]]:
    """Join open chains end to end into closed corner loops."""
    loops = []
    by_end: dict[Corner, list[int]] = defaultdict(list)
    for i, chain in enumerate(chains):
        by_end[chain[0]].append(i)
        by_end[chain[-1]].append(i)
    left = set(range(len(chains)))
    while left:
        i = left.pop()
        loop = list(chains[i])
        while loop[0] != loop[-1]:
            ahead = [j for j in by_end[loop[-1]] if j in left]
            if not ahead:
                loop.append(loop[0])
                break
            j = ahead[0]
            left.discard(j)
            more = chains[j] if chains[j][0] == loop[-1] else chains[j][::-1]
            loop.extend(more[1:])
        loops.append(loop)
    return loops


def _rings(own: list[tuple[Floats, Corner, Corner]]) -> list[Floats]:
    by_end: dict[Corner, list[int]] = defaultdict(list)
    for i, (_, s, e) in enumerate(own):
        by_end[s].append(i)
        by_end[e].append(i)
    left = set(range(len(own)))
    rings = []
    while left:
        i = min(left)
        left.discard(i)
        points, start, end = own[i]
        ring = [points]
        while end != start:
            ahead = [j for j in by_end[end] if j in left]
            if not ahead:
                break
            j = ahead[0]
            left.discard(j)
            more, s, e = own[j]
            if s != end:
                more, s, e = more[::-1], e, s
            ring.append(more[1:])
            end = e
        rings.append(np.concatenate(ring))
    return rings


def contours(field: Floats, level: float, tolerance: float) -> list[Floats]:
    """Closed rings (x, y) round where ``field`` exceeds ``level``."""
    framed = np.pad(field, 1, constant_values=float(field.min()) - 1)
    lines = contourpy.contour_generator(z=framed).lines(level)
    return [simplify(np.asarray(line) - 0.5, tolerance) for line in lines if len(line) > 8]


def ring_area(ring: Floats) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def nested(rings: list[Floats]) -> list[Floats]:
    """The rings turned so that holes run against their surround: any fill rule fills alike."""
    out = []
    for i, ring in enumerate(rings):
        depth = sum(
            bool(inside(ring[:1, 0], ring[:1, 1], other.tolist())[0])
            for j, other in enumerate(rings)
            if j != i and ring_area(other) > ring_area(ring)
        )
        x, y = ring[:, 0], ring[:, 1]
        clockwise = np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)) > 0
        out.append(ring if clockwise == (depth % 2 == 0) else ring[::-1])
    return out


def path(rings: list[Floats], digits: int = 1) -> str:
    """SVG path of closed rings, relative whole tenths, as short as it gets."""
    factor = 10**digits
    out = []
    for ring in rings:
        whole = np.rint(ring * factor).astype(int)
        if len(whole) > 1 and (whole[0] == whole[-1]).all():
            whole = whole[:-1]
        if len(whole) < 3:
            continue
        steps = np.diff(whole, axis=0)
        steps = steps[(steps != 0).any(axis=1)]
        text = f"M{_n(whole[0, 0], factor)} {_n(whole[0, 1], factor)}l"
        parts = []
        for dx, dy in steps.tolist():
            for n in (dx, dy):
                s = _n(n, factor)
                parts.append(s if s.startswith("-") or not parts else " " + s)
        out.append(text + "".join(parts) + "z")
    return "".join(out)


def _n(value: int, factor: int) -> str:
    text = f"{value / factor:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return text.replace("-0.", "-.").removeprefix("0") if text.startswith(("0.", "-0.")) else text

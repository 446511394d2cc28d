"""The four flat views: what each camera sees, and the drawing made from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from frames import Bools
from landmarks import LANDMARKS, crosses_midline, outline
from raster import Picture, rasterise
from scipy import ndimage
from source import Floats, Ints
from vector import contours, drop_specks, nested, path, ring_area, shared_borders, smooth_labels

SCALE = 2.0
"""Pixels per millimetre of the working pictures."""

MARGIN = 18.0


@dataclass(frozen=True)
class Camera:
    """One figure or inset of a view.

    ``right`` and ``down`` are the body directions that run right and down on the paper; the eye
    looks along their cross product. ``at`` puts the body's origin on the paper (mm, before the
    view's own margin). ``only`` names the regions an inset shows.
    """

    view: str
    pose: int
    right: tuple[float, float, float]
    down: tuple[float, float, float]
    at: tuple[float, float] = (0.0, 0.0)
    zoom: float = 1.0
    only: tuple[str, ...] = ()
    side: str = ""
    caption: str = ""
    above: float = -1.0
    """The lowest body height that an inset shows."""

    @property
    def matrix(self) -> Floats:
        """(3, 4) body millimetres -> paper x, paper y, nearness to the eye."""
        rows = np.array([self.right, self.down, -np.cross(self.right, self.down)]) * self.zoom
        return np.c_[rows, [*self.at, 0.0]]


SOLE = ("foot.", "ankle.")
HEAD = ("head.", "face.", "neck.", "shoulder.top")
CAMERAS: tuple[Camera, ...] = (
    Camera("front", 0, (1, 0, 0), (0, -1, 0)),
    Camera("back", 0, (-1, 0, 0), (0, -1, 0)),
    Camera("back", 0, (-1, 0, 0), (0, 0, 1), (-148, -292), 1.3, SOLE, "left", "Left sole"),
    Camera("back", 0, (-1, 0, 0), (0, 0, 1), (148, -292), 1.3, SOLE, "right", "Right sole"),
    Camera("left", 1, (0, 0, -1), (0, -1, 0)),
    Camera(
        "left", 1, (0, 0, -1), (0, -1, 0), (-235, 2322), 1.8, HEAD, "left", "Head, enlarged", 1428
    ),
    Camera("right", 1, (0, 0, 1), (0, -1, 0)),
    Camera(
        "right", 1, (0, 0, 1), (0, -1, 0), (235, 2322), 1.8, HEAD, "right", "Head, enlarged", 1428
    ),
)


@dataclass(frozen=True)
class Surface:
    """The fine mesh the views are drawn from."""

    poses: tuple[Floats, ...]
    quads: Ints
    label: Ints
    """(faces,) 1-based site number, 0 for faces nobody can see."""
    codes: tuple[str, ...]
    """Site code of label 1, 2, ..."""
    normals: tuple[Floats, ...]
    light: tuple[Floats, ...]
    """(vertices,) openness to the sky in each pose, 0-1."""


def shown(camera: Camera, surface: Surface) -> Bools:
    """Which faces a camera draws."""
    wanted = surface.label > 0
    if camera.above > 0:
        wanted &= surface.poses[camera.pose][surface.quads, 1].max(axis=1) > camera.above
    if camera.only:
        named = np.array(
            [False]
            + [
                c.startswith(camera.only)
                and (not camera.side or c.endswith((camera.side, "midline")))
                for c in surface.codes
            ]
        )
        wanted &= named[surface.label]
    return np.asarray(wanted)


@dataclass(frozen=True)
class Sheet:
    """One view as pictures: label, tone and depth, with the place of its corner in paper mm."""

    labels: Ints
    tone: Floats
    depth: Floats
    concave: Floats
    zoomed: Bools
    camera: Ints
    face: Bools
    fine: Bools
    """Where small shapes matter: face, hands, feet."""
    corner: tuple[float, float]


def photograph(view: str, surface: Surface) -> Sheet:
    cameras = [c for c in CAMERAS if c.view == view]
    placed, faces = [], []
    for camera in cameras:
        chosen = np.nonzero(shown(camera, surface))[0]
        body = surface.poses[camera.pose]
        placed.append(np.c_[body, np.ones(len(body))] @ camera.matrix.T)
        faces.append(chosen)
    used = [p[surface.quads[f]].reshape(-1, 3) for p, f in zip(placed, faces, strict=True)]
    # a figure is cut where its visible faces end
    low = np.floor(np.min([u[:, :2].min(axis=0) for u in used], axis=0) - MARGIN)
    high = np.ceil(np.max([u[:, :2].max(axis=0) for u in used], axis=0) + MARGIN)
    if len(cameras) and view in ("front", "back"):
        low[0], high[0] = -max(-low[0], high[0]), max(-low[0], high[0])
    width, height = (np.ceil((high - low) * SCALE)).astype(int)

    labels = np.zeros((height, width), dtype=np.int64)
    tone = np.zeros((height, width))
    depth = np.full((height, width), -np.inf)
    slope = np.zeros((2, height, width))
    owner = np.full((height, width), -1)
    zoom = np.ones((height, width))
    for number, (camera, points, chosen) in enumerate(zip(cameras, placed, faces, strict=True)):
        quads = surface.quads[chosen]
        triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        xyd = np.c_[(points[:, :2] - low) * SCALE, points[:, 2]]
        picture: Picture = rasterise(xyd, triangles, width, height)
        seen = picture.face >= 0
        if camera.above > 0:
            height_of = surface.poses[camera.pose][:, 1]
            rows, cols = np.nonzero(seen)
            level = (picture.weights[seen] * height_of[triangles[picture.face[seen]]]).sum(axis=1)
            seen[rows[level < camera.above], cols[level < camera.above]] = False
        corners = triangles[picture.face[seen]]
        weights = picture.weights[seen]
        normal = np.einsum("pk,pkc->pc", weights, surface.normals[camera.pose][corners])
        turned = normal @ (camera.matrix[:, :3] / camera.zoom).T
        open_sky = (weights * surface.light[camera.pose][corners]).sum(axis=1)
        labels[seen] = surface.label[chosen[picture.face[seen] % len(chosen)]]
        tone[seen] = clay(turned, open_sky)
        depth[seen] = picture.depth[seen] / camera.zoom
        slope[0][seen], slope[1][seen] = turned[:, 0], turned[:, 1]
        owner[seen] = number
        zoom[seen] = camera.zoom
    concave = _concavity(slope, owner >= 0) * zoom
    facial = [i for i, c in enumerate(surface.codes, start=1) if c.startswith(("face.", "head."))]
    face = ndimage.binary_dilation(np.isin(labels, facial), iterations=6)
    small = [
        i for i, c in enumerate(surface.codes, start=1) if c.startswith(("face.", "hand.", "foot."))
    ]
    fine = np.isin(labels, small)
    if view in ("front", "back"):
        tone = (tone + tone[:, ::-1]) / 2
    return Sheet(
        labels, tone, depth, concave, zoom > 1, owner, face, fine, (float(low[0]), float(low[1]))
    )


def clay(normal: Floats, open_sky: Floats) -> Floats:
    """Darkness 0-1 of unglazed clay in a soft north light."""
    y, z = -normal[:, 1], np.clip(normal[:, 2], 0, 1)
    key = np.clip(0.64 * y + 0.74 * z, 0, 1)
    return np.asarray(1 - (0.55 * key + 0.25 * z + 0.55 * open_sky))


def _concavity(slope: Floats, inside: Bools, sigma: float = 2.4) -> Floats:
    """How sharply the surface folds inward, per pixel, from the picture of its normals."""
    mask = ndimage.gaussian_filter(inside.astype(float), sigma)
    soft = [
        np.where(inside, ndimage.gaussian_filter(s, sigma) / np.maximum(mask, 1e-3), 0)
        for s in slope
    ]
    return np.asarray(-(np.gradient(soft[0], axis=1) + np.gradient(soft[1], axis=0)) * SCALE)


SHARES = (0.30, 0.47, 0.62, 0.74, 0.84, 0.915, 0.965)
"""Share of the body that is lighter than tone 2, 3, ... 8."""

CALM = 110.0
"""Pixels from the outline at which the light is fully broad."""

RELIEF = 0.6
"""How much local form is brought out against the light on the whole figure."""


def _extend(field: Floats, inside: Bools, sigma: float) -> Floats:
    """Smooth inside a mask without bleeding over its edge, and carry the edge outwards."""
    mask = ndimage.gaussian_filter(inside.astype(float), sigma)
    soft = ndimage.gaussian_filter(np.where(inside, field, 0), sigma) / np.maximum(mask, 1e-6)
    rows, cols = ndimage.distance_transform_edt(
        ~inside, return_distances=False, return_indices=True
    )
    return np.asarray(soft[rows, cols])


FACE = 0.7
"""The face is drawn more faintly than the rest: a body, not somebody."""


def ink(sheet: Sheet) -> Floats:
    """Strength of line, 0 and up: where one part passes before another, and where it folds."""
    inside = sheet.labels > 0
    depth = np.where(inside, sheet.depth, np.nan)
    jump = np.zeros(depth.shape)
    for axis in (0, 1):
        for step in (1, -1):
            other = np.roll(depth, step, axis=axis)
            same = np.roll(sheet.camera, step, axis=axis) == sheet.camera
            drop = np.where(same, np.nan_to_num(depth - other, nan=0.0), 0)
            jump = np.maximum(jump, drop)
    overlap = np.clip((jump - 3.0) / 9.0, 0, 1)
    overlap = ndimage.gaussian_filter(overlap, 0.9) * 1.9
    fold = np.clip((sheet.concave - 0.035) / 0.10, 0, 1.3) * np.where(sheet.face, FACE, 1.0)
    return np.asarray(np.maximum(overlap, 0.8 * fold))


def draw(view: str, surface: Surface, labels_of: dict[str, str]) -> dict[str, object]:
    """The view as the front end and the printed page take it."""
    sheet = photograph(view, surface)
    left, top = sheet.corner
    scale = 1 / SCALE

    def paper(rings: list[Floats]) -> list[Floats]:
        return [ring * scale for ring in rings]

    labels = drop_specks(sheet.labels, 60)
    labels = smooth_labels(labels, 6.0)
    labels = drop_specks(labels, 120)
    rings = shared_borders(labels, 2.6, 16.0, 0.4, 0.16)
    silhouette = nested(paper(rings.pop(0)))

    from shapely import Polygon
    from shapely.geometry import MultiPolygon
    from shapely.geometry.polygon import orient

    def solid(loops: list[Floats]) -> MultiPolygon:
        """Even-odd union of rings."""
        shape = Polygon()
        for ring in sorted(loops, key=ring_area, reverse=True):
            if len(ring) > 3:
                shape = shape.symmetric_difference(Polygon(ring).buffer(0))
        return shape

    body = solid(silhouette)

    def clipped(loops: list[Floats], smallest: float, coarse: float) -> str:
        shape = solid(loops).intersection(body)
        pieces = [g for g in getattr(shape, "geoms", [shape]) if g.geom_type == "Polygon"]
        keep: list[Floats] = []

        def too_small(patch: Polygon) -> bool:
            x, y = np.array(patch.representative_point().coords[0]) * SCALE
            return bool(patch.area < (smallest if sheet.fine[int(y), int(x)] else coarse))

        for piece in pieces:
            if too_small(piece):
                continue
            piece = orient(piece)
            holes = [h for h in piece.interiors if not too_small(Polygon(h))]
            keep += [np.array(r.coords) for r in (piece.exterior, *holes)]
        return path(keep)

    inside = sheet.labels > 0
    broad = _extend(sheet.tone, inside, 22.0)
    deep = np.clip(ndimage.distance_transform_edt(inside) / CALM, 0, 1) ** 2 * ~sheet.face
    tone = _extend(sheet.tone, inside, 7.0) * (1 - deep) + broad * deep
    tone = tone + RELIEF * (tone - _extend(sheet.tone, inside, 70.0))
    levels = np.quantile(tone[inside], SHARES)
    shades: list[dict[str, object]] = []
    for number, level in enumerate(levels, start=2):
        d = clipped(paper(contours(tone, level, 0.85)), 60.0, 2600.0)
        if d:
            shades.append({"tone": number, "d": d})
    shades += _landmarks(view, sheet)
    strength = _extend(ink(sheet), inside, 0.8)
    for level, opacity in ((0.42, 0.38), (0.85, 0.55)):
        d = clipped(paper(contours(strength, level, 0.45)), 12.0, 12.0)
        if d:
            shades.append({"tone": 8, "d": d, "opacity": opacity, "ink": True})

    sites: dict[str, object] = {}
    for code_number in sorted(rings):
        code = surface.codes[code_number - 1]
        loops = nested(paper(rings[code_number]))
        sites[code] = {
            "d": path(loops),
            "label": labels_of[code],
            "centroid": _anchor(labels == code_number, sheet),
        }
    height, width = sheet.labels.shape
    captions = _captions(view, sheet)
    return {
        "viewBox": f"0 0 {width * scale:g} {height * scale:g}",
        "origin": [round(-left, 3), round(-top, 3)],
        "silhouette": path(silhouette),
        "shades": shades,
        "lines": [],
        "captions": captions,
        "regions": sites,
    }


def _landmarks(view: str, sheet: Sheet) -> list[dict[str, object]]:
    camera = next(c for c in CAMERAS if c.view == view)
    shades: list[dict[str, object]] = []
    for mark in LANDMARKS:
        if mark.view != view:
            continue
        rings = []
        for mirrored in (False,) if crosses_midline(mark) else (False, True):
            flat = outline(mark, mirrored)
            body = np.c_[flat, np.zeros(len(flat)), np.ones(len(flat))]
            rings.append((body @ camera.matrix.T)[:, :2] - np.array(sheet.corner))
        shades.append({"tone": 8, "d": path(rings), "opacity": mark.opacity, "name": mark.name})
    return shades


def _anchor(mask: Bools, sheet: Sheet) -> list[float]:
    """The point deepest inside the site's largest patch, on the main figure when it is there."""
    main = mask & (sheet.camera == 0)
    if main.sum() > 40:
        mask = main
    rows, cols = np.nonzero(mask)
    r0, c0 = rows.min(), cols.min()
    box = np.pad(mask[r0 : rows.max() + 1, c0 : cols.max() + 1], 1)
    deep = ndimage.distance_transform_edt(box)
    r, c = np.unravel_index(int(np.argmax(deep)), deep.shape)
    return [round((c - 0.5 + c0) / SCALE, 1), round((r - 0.5 + r0) / SCALE, 1)]


def _captions(view: str, sheet: Sheet) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    cameras = [c for c in CAMERAS if c.view == view]
    for number, camera in enumerate(cameras):
        if camera.only:
            rows, cols = np.nonzero(sheet.camera == number)
            x, y = (cols.min() + cols.max()) / 2, rows.max()
            out.append(
                {
                    "x": round(float(x) / SCALE, 1),
                    "y": round(float(y) / SCALE + 27, 1),
                    "text": camera.caption,
                }
            )
    return [c for c in out if c["text"]]

"""Where each face lies, in the coordinates an anatomist would use.

Everything is of the left half in anatomical position; the right half is its mirror image.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shape import bone_ends
from source import Floats, Ints, Source

Bools = NDArray[np.bool_]
Points = Sequence[tuple[float, float]]

PARTS: dict[str, tuple[str, ...]] = {
    "thumb": ("finger1-2", "finger1-3"),
    "index": ("finger2-",),
    "middle": ("finger3-",),
    "ring": ("finger4-",),
    "little": ("finger5-",),
    "hand": ("wrist", "metacarpal", "finger1-1"),
    "forearm": ("lowerarm",),
    "arm": ("upperarm",),
    "great_toe": ("toe1-",),
    "toes": ("toe2-", "toe3-", "toe4-", "toe5-"),
    "foot": ("foot",),
    "leg": ("lowerleg",),
    "thigh": ("upperleg",),
    "neck": ("neck",),
    "trunk": ("spine", "clavicle", "shoulder", "breast", "pelvis", "root"),
}
"""Part -> beginnings of the names of its bones; every other bone belongs to the head."""


def inside(x: Floats, y: Floats, corners: Points) -> Bools:
    """Which points lie in a polygon (even-odd)."""
    hit = np.zeros(x.shape, dtype=bool)
    ends = list(corners)
    for (x0, y0), (x1, y1) in zip(ends, ends[1:] + ends[:1], strict=True):
        crosses = (y0 > y) != (y1 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            hit ^= crosses & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return hit


def right_of(x: Floats, y: Floats, a: tuple[float, float], b: tuple[float, float]) -> Floats:
    """Signed distance to the line a -> b, positive on its right-hand side (y up)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    return np.asarray(((x - a[0]) * dy - (y - a[1]) * dx) / np.hypot(dx, dy))


@dataclass(frozen=True)
class Limb:
    along: Floats
    """mm from the first joint towards the second."""
    angle: Floats
    """Degrees round the limb: 0 front, 90 outer side, 180 back, -90 inner side."""


@dataclass(frozen=True)
class Frames:
    x: Floats
    y: Floats
    z: Floats
    normal: Floats
    part: NDArray[np.str_]
    joints: dict[str, Floats]
    size: Floats
    """Area of each face."""
    rest: Floats
    """Centre of each face with the arms half raised, where the armpit is open."""

    def is_part(self, *names: str) -> Bools:
        return np.isin(self.part, names)

    def around(self, cx: float, cz: float, wide: float = 1.0, deep: float = 1.0) -> Floats:
        """Angle about an upright axis: 0 front, 90 to the left, 180 back."""
        return np.degrees(np.arctan2((self.x - cx) / wide, (self.z - cz) / deep))

    def limb(self, start: str, end: str, members: Bools) -> Limb:
        """Cylinder coordinates about the middle of the flesh of ``members``."""
        a, b = self.joints[start], self.joints[end]
        axis = (b - a) / np.linalg.norm(b - a)
        front = np.array([0, 0, 1.0]) - axis[2] * axis
        front /= np.linalg.norm(front)
        outer = np.cross(front, axis)
        outer *= np.sign(outer[0])
        from_start = np.c_[self.x, self.y, self.z] - a
        along, u, v = from_start @ axis, from_start @ outer, from_start @ front
        stations = np.linspace(along[members].min(), along[members].max(), 25)
        centre_u, centre_v = [], []
        for station in stations:
            near = members & (np.abs(along - station) < 18)
            if not near.any():
                near = members & (np.abs(along - station) < 60)
            centre_u.append((u[near].min() + u[near].max()) / 2)
            centre_v.append((v[near].min() + v[near].max()) / 2)
        u = u - np.interp(along, stations, centre_u)
        v = v - np.interp(along, stations, centre_v)
        return Limb(along, np.degrees(np.arctan2(u, v)))


def part_of_vertices(source: Source) -> tuple[list[str], Floats]:
    """Part names and the (19158, parts) share of each vertex that follows each part."""
    names = [*PARTS, "head"]
    shares = np.zeros((len(source.vertices), len(names)))
    for bone, weight in source.weights.items():
        stem = bone.split(".")[0]
        found = next((p for p, heads in PARTS.items() if stem.startswith(heads)), "head")
        shares[:, names.index(found)] += weight
    return names, shares


def frames(
    source: Source, posed: Floats, fine: Floats, rest: Floats, refine: object, quads: Ints
) -> Frames:
    """Coordinates of every face of the fine mesh (anatomical position)."""
    names, shares = part_of_vertices(source)
    face_shares = np.asarray(refine @ shares)[quads].mean(axis=1)  # type: ignore[operator]
    corners = fine[quads]
    centre = corners.mean(axis=1)
    cross = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    size = np.linalg.norm(cross, axis=1)
    return Frames(
        *centre.T,
        normal=cross / np.maximum(size, 1e-12)[:, None],
        part=np.array(names)[face_shares.argmax(axis=1)],
        joints={b: head for b, (head, _) in bone_ends(source, posed).items()},
        size=size / 2,
        rest=rest[quads].mean(axis=1),
    )

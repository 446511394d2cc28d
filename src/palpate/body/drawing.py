"""A pain drawing: what was painted where, kept stroke by stroke.

Later strokes lie over earlier ones, as paint does. Marks (whole regions, for keyboard and screen
reader) lie under all strokes; a later mark of the same site replaces the earlier one. Taking a
step back is dropping the last stroke or mark.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from palpate.body.qualities import QUALITY_IDS
from palpate.body.regions import Site, UnknownRegion
from palpate.body.surface import VIEWS, mesh_version

MAX_STROKES: Final = 10_000
MAX_POINTS: Final = 5_000
"""Points in one stroke."""
MAX_ALL_POINTS: Final = 300_000
MAX_MARKS: Final = 2_000
MAX_RADIUS: Final = 200.0
"""mm on the paper."""
MAX_COORDINATE: Final = 20_000.0

Point = tuple[float, float]


class DrawingError(ValueError):
    """A drawing that cannot be: which field, what it held, and what is allowed there."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        shown = repr(value)
        super().__init__(
            f"{field}: {shown if len(shown) <= 80 else shown[:77] + '...'} is not {allowed}"
        )


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pull of the brush, in the paper units (mm) of one view."""

    view: str
    points: tuple[Point, ...]
    radius: float
    intensity: float = 0.0
    """0-10; 0 says that nothing hurts there."""
    qualities: tuple[str, ...] = ()
    erase: bool = False

    def __post_init__(self) -> None:
        _check_view("view", self.view)
        if not self.points:
            raise DrawingError("points", self.points, "one point or more")
        if len(self.points) > MAX_POINTS:
            raise DrawingError("points", len(self.points), f"at most {MAX_POINTS} points")
        for i, (x, y) in enumerate(self.points):
            for value in (x, y):
                if not abs(value) <= MAX_COORDINATE:
                    raise DrawingError(
                        f"points[{i}]", value, f"a finite number of mm up to {MAX_COORDINATE:g}"
                    )
        if not 0 < self.radius <= MAX_RADIUS:
            raise DrawingError("radius", self.radius, f"over 0 and at most {MAX_RADIUS:g} mm")
        _check_feeling(self.intensity, self.qualities)


@dataclass(frozen=True, slots=True)
class RegionMark:
    """A whole site painted at once."""

    site: Site
    intensity: float
    qualities: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_feeling(self.intensity, self.qualities)


@dataclass(frozen=True, slots=True)
class Drawing:
    strokes: tuple[Stroke, ...] = ()
    marks: tuple[RegionMark, ...] = ()
    mesh_version: str = field(default_factory=mesh_version)
    """The surface the strokes were placed on. Strokes of another surface are kept, not read."""

    def __post_init__(self) -> None:
        if len(self.strokes) > MAX_STROKES:
            raise DrawingError("strokes", len(self.strokes), f"at most {MAX_STROKES} strokes")
        if len(self.marks) > MAX_MARKS:
            raise DrawingError("marks", len(self.marks), f"at most {MAX_MARKS} marks")
        points = sum(len(s.points) for s in self.strokes)
        if points > MAX_ALL_POINTS:
            raise DrawingError("strokes", points, f"at most {MAX_ALL_POINTS} points in all")

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Drawing:  # Any: JSON from outside
        """Read the JSON form; raises `DrawingError` with a path such as ``strokes[3].radius``."""
        if not isinstance(plain, Mapping):
            raise DrawingError("drawing", plain, "an object with strokes and marks")
        _no_others("", plain, ("strokes", "marks", "mesh_version"))
        strokes = _items(plain, "strokes", MAX_STROKES)
        marks = _items(plain, "marks", MAX_MARKS)
        version = plain.get("mesh_version", mesh_version())
        if not isinstance(version, str) or not 0 < len(version) <= 64:
            raise DrawingError("mesh_version", version, "the name of a body surface")
        return cls(
            tuple(_stroke(f"strokes[{i}]", s) for i, s in enumerate(strokes)),
            tuple(_mark(f"marks[{i}]", m) for i, m in enumerate(marks)),
            version,
        )

    def to_plain(self) -> dict[str, Any]:  # Any: JSON
        """The JSON form, which `from_plain` reads back to an equal drawing."""
        return {
            "mesh_version": self.mesh_version,
            "strokes": [
                {
                    "view": s.view,
                    "points": [list(p) for p in s.points],
                    "radius": s.radius,
                    "intensity": s.intensity,
                    "qualities": list(s.qualities),
                    "erase": s.erase,
                }
                for s in self.strokes
            ],
            "marks": [
                {
                    "site": m.site.code,
                    "intensity": m.intensity,
                    "qualities": list(m.qualities),
                }
                for m in self.marks
            ],
        }


def _check_view(name: str, view: object) -> None:
    if view not in VIEWS:
        raise DrawingError(name, view, f"one of {', '.join(VIEWS)}")


def _check_feeling(intensity: float, qualities: Iterable[str]) -> None:
    if not 0 <= intensity <= 10:
        raise DrawingError("intensity", intensity, "a number from 0 to 10")
    for quality in qualities:
        if quality not in QUALITY_IDS:
            raise DrawingError("qualities", quality, f"one of {', '.join(QUALITY_IDS)}")


def _no_others(path: str, plain: Mapping[str, Any], allowed: Sequence[str]) -> None:
    for name in plain:
        if name not in allowed:
            where = f"{path}.{name}" if path else str(name)
            raise DrawingError(where, plain[name], f"known; allowed are {', '.join(allowed)}")


def _items(plain: Mapping[str, Any], name: str, most: int) -> Sequence[Any]:
    items = plain.get(name, ())
    if not isinstance(items, list | tuple):
        raise DrawingError(name, items, "a list")
    if len(items) > most:
        raise DrawingError(name, len(items), f"at most {most} {name}")
    return items


def _number(path: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DrawingError(path, value, "a number")
    try:
        number = float(value)
    except OverflowError:
        raise DrawingError(path, value, "a finite number") from None
    if not math.isfinite(number):
        raise DrawingError(path, value, "a finite number")
    return number


def _words(path: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise DrawingError(path, value, "a list of qualities")
    return tuple(dict.fromkeys(value))


def _within(path: str, error: DrawingError) -> DrawingError:
    return DrawingError(f"{path}.{error.field}", error.value, error.allowed)


def _stroke(path: str, plain: object) -> Stroke:
    if not isinstance(plain, Mapping):
        raise DrawingError(path, plain, "an object")
    _no_others(path, plain, ("view", "points", "radius", "intensity", "qualities", "erase"))
    points = plain.get("points")
    if not isinstance(points, list | tuple):
        raise DrawingError(f"{path}.points", points, "a list of [x, y]")
    if len(points) > MAX_POINTS:
        raise DrawingError(f"{path}.points", len(points), f"at most {MAX_POINTS} points")
    pairs = []
    for i, point in enumerate(points):
        if not isinstance(point, list | tuple) or len(point) != 2:
            raise DrawingError(f"{path}.points[{i}]", point, "a pair [x, y]")
        x, y = (_number(f"{path}.points[{i}]", n) for n in point)
        pairs.append((x, y))
    erase = plain.get("erase", False)
    if not isinstance(erase, bool):
        raise DrawingError(f"{path}.erase", erase, "true or false")
    view = plain.get("view")
    _check_view(f"{path}.view", view)
    try:
        return Stroke(
            str(view),
            tuple(pairs),
            _number(f"{path}.radius", plain.get("radius")),
            _number(f"{path}.intensity", plain.get("intensity", 0)),
            _words(f"{path}.qualities", plain.get("qualities", ())),
            erase,
        )
    except DrawingError as error:
        if error.field.startswith(path):
            raise
        raise _within(path, error) from None


def _mark(path: str, plain: object) -> RegionMark:
    if not isinstance(plain, Mapping):
        raise DrawingError(path, plain, "an object")
    _no_others(path, plain, ("site", "intensity", "qualities"))
    code = plain.get("site")
    if not isinstance(code, str):
        raise DrawingError(f"{path}.site", code, "a site such as 'back.lumbar.left'")
    try:
        site = Site.parse(code)
    except UnknownRegion as error:
        raise DrawingError(f"{path}.site", code, f"a site of the body ({error})") from None
    intensity = _number(f"{path}.intensity", plain.get("intensity"))
    qualities = _words(f"{path}.qualities", plain.get("qualities", ()))
    try:
        return RegionMark(site, intensity, qualities)
    except DrawingError as error:
        raise _within(path, error) from None

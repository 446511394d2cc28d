"""What a new note starts with: the saved plan and the last signed visit, as things to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from palpate.clinic.charting.models import Episode
from palpate.clinic.visits.content import PLANNED_FIELDS, POINT_FIELDS, Content, note_of, points_of
from palpate.clinic.visits.errors import NoteError
from palpate.clinic.visits.safety import Bounds

_TREATING = {"treat", "lengthen", "awaken", "mobilise"}
_CARRIED = (
    "structure",
    "structure_id",
    "cause",
    "sites",
    "technique",
    "pressure",
    "hold",
    "repetitions",
    "cap",
    "cap_reason",
)


def first_content(episode: Episode, last: Content | None, bounds: Bounds) -> dict[str, Any]:
    """Fields of a fresh note: points of the plan, else of the last visit, none marked as treated.

    A pressure above today's cap is lowered to it; a point that today's screening blocks is left
    off. Nothing that describes this visit (pain, response, reactions) is filled in.
    """
    record = episode.plans.first()
    content: dict[str, Any] = {}
    if record is not None:
        content["minutes"] = record.minutes
        points = _of_plan(record.plan)
    else:
        points = _of_visit(last) if last else []
    advice = (last or {}).get("home_advice") or (_advice(record.plan) if record else "")
    if advice:
        content["home_advice"] = advice
    order = 0
    for point in points:
        limit = bounds.limit(tuple(point.get("sites", ())))
        if limit.blocked:
            continue
        if point.get("pressure") is not None:
            point["pressure"] = min(point["pressure"], limit.cap, point.get("cap") or limit.cap)
        if point.get("technique") in bounds.excluded(tuple(point.get("sites", ()))):
            point.pop("technique")
        order += 1
        for name, value in {"order": order, **point}.items():
            if (kept := _checked(name, value)) is not None:
                content[f"points.p{order}.{name}"] = kept
    return content


def _of_visit(last: Content) -> list[dict[str, Any]]:
    treated = {p.key for p in note_of(last).treated}
    return [
        {f: last[f"points.{p.key}.{f}"] for f in _CARRIED if f"points.{p.key}.{f}" in last}
        for p in points_of(last)
        if p.key in treated
    ]


def _of_plan(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One point a structure: its first treating step, in the order of the plan."""
    points: dict[str, dict[str, Any]] = {}
    for step in plan.get("steps", ()):
        if step.get("structure") and step.get("role") in _TREATING:
            point = _of_step(step, step["structure"])
            points.setdefault(str(point["structure"]), point)
    return list(points.values())


def _of_step(step: Mapping[str, Any], structure: Mapping[str, Any]) -> dict[str, Any]:
    side = structure.get("side")
    label = structure.get("label", "")
    pressure = step.get("pressure")
    return {
        "structure": f"{label}, {side}" if side in {"left", "right"} else label,
        "structure_id": structure.get("id"),
        "cause": "; ".join(c.get("label", "") for c in step.get("causes", ()))[:120],
        "sites": structure.get("sites"),
        "technique": step.get("technique"),
        "pressure": None if pressure is None else int(pressure * 2) / 2,
        "cap": step.get("pressure_cap"),
        "cap_reason": str(step.get("cap_reason", ""))[:200],
        "hold": _lower_end(step.get("hold_seconds")),
        "repetitions": _lower_end(step.get("repetitions")),
    }


def _lower_end(span: Any) -> int | None:
    """A number to start from: the lower end of the plan's span."""
    if isinstance(span, list | tuple):
        span = span[0] if span else None
    return round(span) if isinstance(span, int | float) and span > 0 else None


def _advice(plan: Mapping[str, Any]) -> str:
    rows = plan.get("home_advice", ())
    return "\n".join(r if isinstance(r, str) else r.get("label", "") for r in rows[:3])


def _checked(name: str, value: Any) -> Any:
    """The value as the note keeps it, or ``None``: a prefill never fails on an odd plan."""
    if value is None or value == [] or value == "":
        return None
    try:
        return (POINT_FIELDS | PLANNED_FIELDS)[name].check(name, value)
    except NoteError:
        return None

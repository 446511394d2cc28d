"""What a visit note holds: its fields, what each allows, and the note read as a whole.

A note is stored flat, one entry a field (`pain_before`, `points.a1.pressure`), so that two people
editing it can be merged field by field. A field that is empty is absent. Pain and pressure are
0-10, holds in seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from palpate.clinic.visits.errors import NoteError

Content = Mapping[str, Any]  # Any: JSON values; `clean` checks each

MAX_POINTS = 40
_POINT = re.compile(r"points\.([a-z0-9]{1,12})\.([a-z_]+)")


class Course(StrEnum):
    """How the client has been since the last visit."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NEW = "new"


class Response(StrEnum):
    """How the tissue answered."""

    RELEASED = "released"
    PARTLY = "partly"
    NOT = "not"


COURSE_LABELS = {
    Course.BETTER: "Better",
    Course.SAME: "The same",
    Course.WORSE: "Worse",
    Course.NEW: "Something new",
}
RESPONSE_LABELS = {
    Response.RELEASED: "Released",
    Response.PARTLY: "Partly",
    Response.NOT: "Not released",
}
REACTIONS = {
    "none": "None",
    "soreness": "Soreness",
    "more_pain": "More pain",
    "bruising": "Bruising",
    "headache": "Headache",
    "dizziness": "Dizziness or faintness",
    "drowsiness": "Drowsiness",
    "stiffness": "Stiffness",
    "numbness": "New numbness or weakness",
    "other": "Something else",
}


@dataclass(frozen=True)
class Field:
    """One field: what it is called on the screen and how a value is checked."""

    label: str
    check: Callable[[str, Any], Any]


def _text(limit: int) -> Callable[[str, Any], Any]:
    def check(name: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit:
            shown = f"{value[:40]}…" if isinstance(value, str) else value
            raise NoteError(name, shown, f"text of at most {limit} characters")
        return value.replace("\x00", "")

    return check


def _number(low: float, high: float, step: float) -> Callable[[str, Any], Any]:
    def check(name: str, value: Any) -> float | int:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not low <= value <= high or (value / step) % 1:  # nan fails the range
            unit = "a whole number" if step == 1 else f"a number in steps of {step:g}"
            raise NoteError(name, value, f"{unit} from {low:g} to {high:g}")
        return int(value) if value == int(value) else float(value)

    return check


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, Any], Any]:
    def check(name: str, value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise NoteError(name, value, ", ".join(allowed))
        return str(value)

    return check


def _some_of(allowed: tuple[str, ...]) -> Callable[[str, Any], Any]:
    def check(name: str, value: Any) -> list[str]:
        if not _are_words(value, set(allowed)):
            raise NoteError(name, value, "a list of " + ", ".join(allowed))
        chosen = [v for v in allowed if v in value]
        if "none" in chosen and len(chosen) > 1:
            raise NoteError(name, value, "none, or one or more reactions, not both")
        return chosen

    return check


def _are_words(value: Any, known: set[str]) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v in known for v in value)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise NoteError(name, value, "true or false")
    return value


def _sites(name: str, value: Any) -> list[str]:
    from palpate.body import sites

    known = {s.code for s in sites()}
    if not _are_words(value, known):
        raise NoteError(name, value, "a list of site codes such as back.lumbar.left")
    return list(value)


FIELDS: dict[str, Field] = {
    "course": Field("Since last time", _one_of(tuple(Course))),
    "changed": Field("What changed", _text(4000)),
    "pain_before": Field("Pain before", _number(0, 10, 1)),
    "pain_after": Field("Pain after", _number(0, 10, 1)),
    "minutes": Field("Minutes", _number(5, 240, 1)),
    "reactions": Field("Reactions", _some_of(tuple(REACTIONS))),
    "reactions_note": Field("About the reaction", _text(2000)),
    "objective": Field("Found", _text(4000)),
    "assessment": Field("Assessment", _text(4000)),
    "plan": Field("Plan and next visit", _text(4000)),
    "home_advice": Field("Home advice given", _text(4000)),
}
POINT_FIELDS: dict[str, Field] = {
    "order": Field("order", _number(0, 1000, 1)),
    "structure": Field("structure", _text(160)),
    "structure_id": Field("structure", _text(80)),
    "cause": Field("cause", _text(120)),
    "sites": Field("place", _sites),
    "technique": Field("technique", _text(80)),
    "pressure": Field("pressure", _number(0, 10, 0.5)),
    "hold": Field("hold", _number(0, 600, 1)),
    "repetitions": Field("repetitions", _number(0, 50, 1)),
    "pain_during": Field("pain during the hold", _number(0, 10, 1)),
    "response": Field("response", _one_of(tuple(Response))),
    "remark": Field("remark", _text(1000)),
    "removed": Field("removed", _flag),
}

PLANNED_FIELDS: dict[str, Field] = {
    "cap": Field("highest pressure of the plan", _number(0, 10, 0.5)),
    "cap_reason": Field("why not more", _text(200)),
}
"""Written from the plan when the note is started; no page may change them."""


def clean(name: str, value: Any) -> Any:  # Any: JSON in, JSON out
    """`value` as it is stored in field `name`, or ``None`` where it is empty.

    Raises `NoteError` that names the field, the value and what is allowed.
    """
    field = FIELDS.get(name)
    if field is None:
        match = _POINT.fullmatch(name)
        field = POINT_FIELDS.get(match[2]) if match else None
    if field is None:
        raise NoteError(name, value, "a field of the note: " + ", ".join(FIELDS))
    if value is None or value == "" or value == [] or value is False:
        return None
    return field.check(name, value)


def point_of(name: str) -> str | None:
    """The point's key in a field name such as `points.a1.pressure`."""
    match = _POINT.fullmatch(name)
    return match[1] if match else None


def label_of(name: str, content: Content) -> str:
    """What the field is called on the screen: 'Upper trapezius, right: pressure'."""
    match = _POINT.fullmatch(name)
    if not match:
        return FIELDS[name].label if name in FIELDS else name
    structure = content.get(f"points.{match[1]}.structure", "Point")
    return f"{structure}: {POINT_FIELDS[match[2]].label if match[2] in POINT_FIELDS else match[2]}"


@dataclass(frozen=True)
class Point:
    """One structure that was planned or treated. Pressure and pain 0-10, hold in seconds."""

    key: str
    structure: str
    structure_id: str = ""
    cause: str = ""
    sites: tuple[str, ...] = ()
    technique: str = ""
    pressure: float | None = None
    hold: int | None = None
    repetitions: int | None = None
    pain_during: int | None = None
    response: Response | None = None
    remark: str = ""
    cap: float | None = None
    cap_reason: str = ""

    @property
    def treated(self) -> bool:
        """A planned point counts as treated once its response is recorded."""
        return self.response is not None


@dataclass(frozen=True)
class Note:
    """A visit note read as a whole."""

    course: Course | None
    changed: str
    pain_before: int | None
    pain_after: int | None
    minutes: int | None
    points: tuple[Point, ...]
    reactions: tuple[str, ...]
    reactions_note: str
    objective: str
    assessment: str
    plan: str
    home_advice: str

    @property
    def treated(self) -> tuple[Point, ...]:
        return tuple(p for p in self.points if p.treated)

    @property
    def not_treated(self) -> tuple[Point, ...]:
        """Planned, but without a response: not done this time."""
        return tuple(p for p in self.points if not p.treated)


def points_of(content: Content) -> tuple[Point, ...]:
    """The points in their order, without those taken off the note."""
    rows: dict[str, dict[str, Any]] = {}
    for name, value in content.items():
        if match := _POINT.fullmatch(name):
            rows.setdefault(match[1], {})[match[2]] = value
    kept = [(row.get("order", 0), key, row) for key, row in rows.items() if not row.get("removed")]
    return tuple(_point(key, row) for _, key, row in sorted(kept, key=lambda r: (r[0], r[1])))


def _point(key: str, row: Mapping[str, Any]) -> Point:
    values = {k: v for k, v in row.items() if k not in {"order", "removed", "sites", "response"}}
    return Point(
        key=key,
        **{"structure": "A point without a name", **values},
        sites=tuple(row.get("sites", ())),
        response=Response(row["response"]) if "response" in row else None,
    )


def note_of(content: Content) -> Note:
    """The note as one record, for reading, printing and counting."""
    return Note(
        course=Course(content["course"]) if "course" in content else None,
        changed=content.get("changed", ""),
        pain_before=content.get("pain_before"),
        pain_after=content.get("pain_after"),
        minutes=content.get("minutes"),
        points=points_of(content),
        reactions=tuple(content.get("reactions", ())),
        reactions_note=content.get("reactions_note", ""),
        objective=content.get("objective", ""),
        assessment=content.get("assessment", ""),
        plan=content.get("plan", ""),
        home_advice=content.get("home_advice", ""),
    )

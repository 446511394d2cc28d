"""Numbers in a client's words: blood pressure, INR, temperature, weeks of pregnancy, age."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from palpate.screening._tables import rows

_BLOOD_PRESSURE = re.compile(r"(?<![\d/])(\d{2,3})\s*(?:/|over)\s*(\d{2,3})(?![\d/])")
_AGE = re.compile(
    r"\b(?:i am|i'm|im|aged|age)\s+(\d{1,3})"
    r"(?!\s*(?:weeks?|wks?|months?|days?|kg|stone|st|cm|%|mg|\d|/))"
    r"|\b(\d{1,3})[\s-]*(?:years?|yrs?|yo|y/o)[\s-]*(?:old|o)\b|\b(\d{1,3})[\s-]?(?:yo|y/o)\b"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A threshold: from ``low`` to ``high`` the measure means the finding."""

    measure: str
    pattern: re.Pattern[str] | None
    low: float
    high: float
    finding: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The findings that numbers stand for, with the words, and the age if it is told."""

    findings: tuple[tuple[str, str], ...]
    age: float | None


@cache
def _measures() -> tuple[Measure, ...]:
    return tuple(
        Measure(
            row["measure"],
            re.compile(row["pattern"]) if row["pattern"] else None,
            float(row["low"]),
            float(row["high"] or "inf"),
            row["finding"],
        )
        for _, row in rows("measures")
    )


def read_measures(text: str) -> Measured:
    """The telling numbers; of several readings of one measure the last counts."""
    if not any(character.isdigit() for character in text):
        return Measured((), None)
    plain = text[:50_000].lower()
    found: dict[str, str] = {}
    pressure = [
        (int(m[1]), int(m[2]), m[0])
        for m in _BLOOD_PRESSURE.finditer(plain)
        if 60 <= int(m[1]) <= 300 and 30 <= int(m[2]) <= 200 and int(m[1]) > int(m[2])
    ]
    values: dict[str, tuple[float, str]] = {}
    if pressure:
        values["systolic"] = (pressure[-1][0], pressure[-1][2])
        values["diastolic"] = (pressure[-1][1], pressure[-1][2])
    for measure in _measures():
        if measure.pattern is not None and measure.measure not in values:
            hits = list(measure.pattern.finditer(plain))
            if hits:
                values[measure.measure] = (float(hits[-1][1]), hits[-1][0])
        value = values.get(measure.measure)
        if value and measure.low <= value[0] <= measure.high:
            found.setdefault(measure.finding, value[1])
    return Measured(tuple(found.items()), _age(plain))


def _age(plain: str) -> float | None:
    found = _AGE.search(plain)
    if found is None:
        return None
    years = float(next(g for g in found.groups() if g))
    return years if 1 <= years <= 120 else None

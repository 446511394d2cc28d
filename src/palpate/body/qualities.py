"""The words a pain can be painted with."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Quality:
    id: str
    label: str
    pattern: str
    """The drawing pattern that stands for it where colour cannot."""


def _read() -> tuple[Quality, ...]:
    text = (files("palpate.body") / "data" / "qualities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Quality(r["quality"], r["label"], r["pattern"]) for r in rows)


QUALITIES = _read()
"""All of them, in house order."""

QUALITY_IDS = tuple(q.id for q in QUALITIES)

"""The instruments a score can be recorded with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palpate import outcomes
from palpate.clinic.progress.errors import ScoreError
from palpate.outcomes import Instrument

NPRS = "nprs"


def instruments() -> Mapping[str, Instrument]:
    """By id, pain 0-10 first; those that are derived elsewhere are left out."""
    known = outcomes.instruments()
    first = {NPRS: known[NPRS]}
    return first | {i.id: i for i in known.values() if i.entry is not outcomes.Entry.DERIVED}


def instrument(id: str) -> Instrument:
    """Raises `ScoreError` for an instrument that there is not."""
    try:
        return instruments()[id]
    except KeyError:
        raise ScoreError("instrument", id, ", ".join(instruments())) from None


def total(found: Instrument, answers: Sequence[float | None]) -> float:
    """The score of a set of answers by the instrument's own rule."""
    try:
        return outcomes.score(found.id, answers).value
    except outcomes.OutcomeError as error:
        raise ScoreError(error.field, error.value, error.allowed) from error


def entered(found: Instrument, value: float) -> float:
    """A score that was entered as such; raises `ScoreError` outside the instrument's range."""
    try:
        return outcomes.entered(found.id, value).value
    except outcomes.OutcomeError as error:
        unit = "" if found.unit == "points" else f" {found.unit}"
        allowed = f"{found.low:g} to {found.high:g}{unit}, in steps of {found.step:g}"
        raise ScoreError(found.label, f"{value:g}", allowed) from error

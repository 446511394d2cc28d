"""Scores, and what a change in them means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutcomeError(ValueError):
    """A score or a series that cannot be: names the field, the value and what is allowed.

    OutcomeError
    ├── AnswerError     one answer of an instrument
    └── SeriesError     scores that do not make one series
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        super().__init__(f"{field} {value!r}: must be {allowed}")


class AnswerError(OutcomeError):
    """An answer outside its range, or too few answers."""


class SeriesError(OutcomeError):
    """Two scores at one time, scores out of order, or instruments mixed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One value of one instrument at one time."""

    instrument: str
    at: datetime
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A score worked out from answers."""

    instrument: str
    value: float
    answered: int
    filled: int
    """Blanks that the instrument's own rule filled."""
    note: str = ""


class Reached(StrEnum):
    """How much has changed since the start."""

    NOT_YET = "not_yet"
    """One score only."""
    WORSE = "worse"
    """By at least the worthwhile change."""
    UNCHANGED = "unchanged"
    SOME = "some"
    """Better, less than the worthwhile change."""
    WORTHWHILE = "worthwhile"
    """At least the smallest worthwhile change (MCID)."""
    LARGE = "large"
    """Half or more of what there was, and worthwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """Change from the first score to the last; positive is better, whichever way the scale runs."""

    instrument: str
    points: tuple[Score, ...]
    baseline: float
    latest: float
    change: float
    """In the instrument's unit; positive is better."""
    percent: float | None
    """Of the baseline; None where the baseline is nought or percent means nothing."""
    mcid: float | None
    """The change that is worthwhile from this baseline, in the instrument's unit."""
    mdc: float | None
    reached: Reached
    beyond_noise: bool | None
    """The change exceeds the measurement's noise (MDC); None where no MDC is known."""
    words_for_client: str
    words_for_therapist: str
    source: str
    """Where the MCID was found."""

"""What to expect of the scores to come: the bands behind the relief curve and their sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from palpate.clinic.progress.curve import WEEK, Expected
from palpate.clinic.progress.instruments import NPRS
from palpate.clinic.progress.models import Score
from palpate.outcomes import (
    CourseScore,
    ForecastPoint,
    Instrument,
    OutcomeError,
    Purpose,
    ReliefCourse,
    forecast,
)

WEEKS_AHEAD = 4
LONGEST_SILENCE = timedelta(weeks=6)
"""Without a score for longer, the last one says too little about now."""


@dataclass(frozen=True)
class Outlook:
    """The weeks to come, if visits go on as they have."""

    expected: tuple[Expected, ...]
    sentence: str


def outlook(
    scores: Sequence[Score],
    visit_days: Sequence[date],
    about: Instrument,
    *,
    condition: str,
    weeks_since_onset: float | None,
    now: datetime,
) -> Outlook | None:
    """From the scores of one instrument (oldest first); None where nothing can be said."""
    steady = [s for s in scores if s.moment != Score.Moment.AFTER]
    if about.purpose is not Purpose.CHANGE or not steady:
        return None
    start, last = steady[0].taken_at, steady[-1].taken_at
    if now - last > LONGEST_SILENCE:
        return None
    days = sorted({(day - start.date()).days / 7 for day in visit_days})
    try:
        course = ReliefCourse(
            id="outlook",
            condition=condition,
            weeks_since_onset=weeks_since_onset,
            visits=tuple(days),
            scores=tuple(
                CourseScore(
                    week=(s.taken_at - start).total_seconds() / WEEK,
                    instrument=s.instrument,
                    value=s.value,
                )
                for s in steady
            ),
        )
        weeks = [course.last_week + n for n in range(1, WEEKS_AHEAD + 1)]
        told = forecast(course, weeks)
    except OutcomeError:
        return None
    expected = tuple(
        Expected(
            at=start + timedelta(seconds=p.week * WEEK),
            half=(p.q25, p.q75),
            most=(p.q05, p.q95),
            middle=p.q50,
        )
        for p in told.points
    )
    return Outlook(expected, _sentence(told.points[-1], about, visits=bool(days)))


def _sentence(point: ForecastPoint, about: Instrument, *, visits: bool) -> str:
    """What the bands say at their end, in one sentence."""
    going = "If visits go on as they have" if visits else "Without visits"
    what = "pain" if about.id == NPRS else "the score"
    near, low, high, least, most = _figures((point.q50, point.q25, point.q75, point.q05, point.q95))
    return (
        f"{going}, {what} {WEEKS_AHEAD} weeks after the last score is likely to be near {near}: "
        f"as likely as not between {low} and {high} (inner band), nine times in ten between "
        f"{least} and {most} (outer band)."
    )


def _figures(values: Sequence[float]) -> list[str]:
    """In whole units where they tell the quartiles apart, since scores are seldom finer."""
    whole = round(values[1]) < round(values[2])
    return [f"{round(v) if whole else round(v, 1):g}" for v in values]

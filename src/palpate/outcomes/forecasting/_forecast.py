"""The forecast of one client's relief."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.knowledge.instruments import Instrument
from palpate.outcomes._relief import worthwhile
from palpate.outcomes.forecasting._course import CourseError, ReliefCourse, scale_of
from palpate.outcomes.forecasting._filter import (
    SPAN,
    Habits,
    burden,
    events_of,
    habits,
    own_noise,
    run,
    unit,
)
from palpate.outcomes.forecasting._grid import Array, grid, prior_weights, priors_for
from palpate.outcomes.forecasting._pool import Pool
from palpate.outcomes.forecasting._predict import (
    Ahead,
    Belief,
    believe,
    look_ahead,
    paths,
    score_quantiles,
    timeline,
)

USUAL_VISITS_AHEAD = 8
LONGEST_USUAL_GAP = 4.0
MOST_WEEKS_ASKED = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPoint:
    """The score to be expected at one week, in the instrument's unit.

    Quantiles are of the score itself, with its noise: half of all such scores lie from ``q25`` to
    ``q75`` and nine tenths from ``q05`` to ``q95``.
    """

    week: float
    mean: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChance:
    """What is likely to have been reached by one visit to come, apart from the noise of scores."""

    week: float
    ahead: int
    """1 for the next visit."""
    chance_of_mcid: float | None
    """Of having come to a worthwhile change since the first score, at this visit or before."""
    chance_of_half_relief: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedVisits:
    """Further visits until a worthwhile change: half the clients need at most ``median``.

    A number is None where that many clients do not reach it within the visits looked at.
    """

    low: int | None
    """A quarter of such clients are there by then."""
    median: int | None
    high: int | None
    """Three quarters."""
    looked_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is to be expected of one client."""

    id: str
    instrument: str
    points: tuple[ForecastPoint, ...]
    """Under the planned visits, one for each week asked for, in the order asked."""
    if_care_stops: tuple[ForecastPoint, ...]
    """At the same weeks without a further visit."""
    planned_visits: tuple[float, ...]
    by_visit: tuple[VisitChance, ...]
    expected_visits: ExpectedVisits | None
    """None where no worthwhile change is known, or none is left to reach."""
    prior: tuple[str, ...]
    """The published courses it starts from."""
    pooled_clients: int
    """How many of the clinic's clients have shaped it."""
    notes: tuple[str, ...]


def forecast(
    course: ReliefCourse,
    at_weeks: Sequence[float],
    planned_visits: Sequence[float] | None = None,
    pool: Pool | None = None,
) -> Forecast:
    """Scores to be expected at ``at_weeks`` (each after the last score).

    ``planned_visits`` are weeks; without them the visits of the course after its last score, and
    without those eight more at the usual distance. Raises `CourseError`.
    """
    last, notes = course.last_week, list(course.notes)
    _check(at_weeks, last)
    planned, said = _plan(course, planned_visits)
    notes += said
    about = course.instrument
    belief, shared, fade = belief_of(course, pool)
    points, stopped = _points(belief, shared, fade, about, last, at_weeks, planned)
    by_visit, expected = _chances(belief, shared, fade, course, planned)
    if len(course.scores) < 3:
        notes.append("fewer than three scores: this rests mostly on the course of others")
    return Forecast(
        id=course.id,
        instrument=about.id,
        points=points,
        if_care_stops=stopped,
        planned_visits=planned,
        by_visit=by_visit,
        expected_visits=expected,
        prior=tuple(p.id for p in priors_for(course.condition, course.weeks_since_onset)),
        pooled_clients=pool.clients if pool else 0,
        notes=tuple(notes),
    )


def belief_of(course: ReliefCourse, pool: Pool | None = None) -> tuple[Belief, Habits, float]:
    """What is believed after the last score, the shared settings, and the loss of gain a week."""
    shared = pool.habits if pool else habits()
    rows = priors_for(course.condition, course.weeks_since_onset)
    fade = math.log(2) / statistics.fmean(r.washout_weeks for r in rows)
    state = run(
        grid(), events_of([course], np.float64).block(np.array([0])), shared, np.array([[fade]])
    )
    weights = pool.weights(course) if pool else prior_weights(rows)
    return believe(state, weights, grid()), shared, fade


def _check(weeks: Sequence[float], last: float) -> None:
    if len(weeks) > MOST_WEEKS_ASKED:
        raise CourseError("predict_weeks", len(weeks), f"at most {MOST_WEEKS_ASKED} weeks")
    for week in weeks:
        if not (math.isfinite(week) and last < week <= last + 520):
            raise CourseError(
                "predict_weeks", week, f"after the last score (week {last:g}), by ten years at most"
            )


def _plan(
    course: ReliefCourse, given: Sequence[float] | None
) -> tuple[tuple[float, ...], tuple[str, ...]]:
    last = course.last_week
    if given is not None:
        for week in given:
            if not (math.isfinite(week) and last <= week):
                raise CourseError("planned_visits", week, f"not before week {last:g}")
        return tuple(sorted({w for w in given if w > last})), ()
    ahead = tuple(w for w in course.visits if w > last)
    if ahead or not course.visits:
        return ahead, ()
    gaps = [b - a for a, b in zip(course.visits, course.visits[1:], strict=False)]
    gap = min(statistics.median(gaps[-4:]) if gaps else 1.0, LONGEST_USUAL_GAP)
    held = max(last, course.visits[-1])
    found = tuple(round(held + gap * n, 6) for n in range(1, USUAL_VISITS_AHEAD + 1))
    every = "week" if gap == 1 else f"{gap:g} weeks"
    return found, (f"no visits planned: {len(found)} more, one every {every}, are assumed",)


def _points(
    belief: Belief,
    shared: Habits,
    fade: float,
    about: Instrument,
    last: float,
    weeks: Sequence[float],
    visits: Sequence[float],
) -> tuple[tuple[ForecastPoint, ...], tuple[ForecastPoint, ...]]:
    """Under the visits, and without any."""
    if not weeks:
        return (), ()
    final, in_order = max(weeks), sorted(set(weeks))
    ahead = [
        look_ahead(belief, shared, timeline(last, weeks, held), fade)
        for held in ([v for v in visits if v < final], [])
    ]
    both = Ahead(*(np.vstack([getattr(a, f) for a in ahead]) for f in ("level", "variance")))
    factor, rounding = own_noise(about.id)
    whole = about.step * unit(about.id)
    mean, quantiles = score_quantiles(both, belief, shared, factor, rounding, whole)
    row = {week: i for i, week in enumerate(in_order)}
    found = [
        tuple(_point(w, mean[row[w] + skip], quantiles[row[w] + skip], about) for w in weeks)
        for skip in (0, len(in_order))
    ]
    return found[0], found[1]


def _point(week: float, mean: float, quantiles: Array, about: Instrument) -> ForecastPoint:
    scale = scale_of(about.id)
    values = scale.ease + np.array([mean, *quantiles]) / SPAN * (scale.worst - scale.ease)
    values = values.clip(about.low, about.high)
    ordered = sorted(float(v) for v in values[1:])
    return ForecastPoint(
        week=week,
        mean=float(values[0]),
        q05=ordered[0],
        q25=ordered[1],
        q50=ordered[2],
        q75=ordered[3],
        q95=ordered[4],
    )


def _chances(
    belief: Belief, shared: Habits, fade: float, course: ReliefCourse, planned: tuple[float, ...]
) -> tuple[tuple[VisitChance, ...], ExpectedVisits | None]:
    if not planned:
        return (), None
    about = course.instrument
    first = next(s.value for s in course.scores if s.instrument == about.id)
    start = burden(about.id, first)
    change = worthwhile(about, first)
    steps = timeline(course.last_week, planned, planned)
    levels = np.minimum.accumulate(paths(belief, shared, steps, fade), axis=0)
    planned = planned[: len(levels)]
    reached = halved = None
    if change and start - change * unit(about.id) >= 0:
        reached = (levels <= start - change * unit(about.id)).mean(axis=1)
    if start > 0:
        halved = (levels <= start / 2).mean(axis=1)
    chances = tuple(
        VisitChance(
            week=week,
            ahead=i + 1,
            chance_of_mcid=None if reached is None else float(reached[i]),
            chance_of_half_relief=None if halved is None else float(halved[i]),
        )
        for i, week in enumerate(planned)
    )
    if reached is None:
        return chances, None
    low, median, high = (
        next((i + 1 for i, r in enumerate(reached) if r >= share), None)
        for share in (0.25, 0.5, 0.75)
    )
    return chances, ExpectedVisits(low=low, median=median, high=high, looked_at=len(planned))

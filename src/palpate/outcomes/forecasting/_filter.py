"""The exact filter of every client type at once, for one client or a block of many.

Between events the level settles and wanders (an Ornstein-Uhlenbeck process about a place that care
lowers for a while); a score is the level plus noise; a visit takes a share of the level away. Each
score may be upset (a leap of the level, or a slip of the score): the two cases are weighed and
merged again (Harrison and Stevens 1976, J R Stat Soc B 38:205).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from palpate.knowledge.forecast_tables import load_forecast
from palpate.outcomes._score import instrument
from palpate.outcomes.forecasting._course import ReliefCourse, scale_of
from palpate.outcomes.forecasting._grid import USUAL_NOISE, Array, Grid

SPAN = 10.0


@dataclass(frozen=True)
class Events:
    """Scores and visits of a block of clients, padded; arrays of shape (clients, events)."""

    step: Array
    """Weeks since the event before."""
    score: Array
    """Burden; not a number where the event has no score."""
    noise_factor: Array
    """Variance of the score in proportion to that of a 0-10 score."""
    noise_extra: Array
    """Variance added for rounding and for another instrument."""
    visit: Array
    """1 where a visit follows."""


@dataclass(frozen=True)
class State:
    """What is believed after the last event; arrays of shape (clients, types)."""

    level: Array
    variance: Array
    gain: Array
    """What visits have taken away and has not yet come back, as a mean (never above 0)."""
    home: Array
    """Where the level settles without care."""
    log_likelihood: Array
    """Of all scores but the first, older ones fading; apart from a constant."""
    start: Array
    """The level at the first score, shape (clients,)."""


@dataclass(frozen=True)
class Habits:
    """The settings that all client types share."""

    start_mean: float
    start_variance: float
    upset: float
    leap: float
    slip: float
    leaps_per_week: float
    new_instrument: float
    least_noise: float
    full_noise_from: float
    memory: float
    """What a score's word on the client type weighs at each later score."""


@cache
def habits() -> Habits:
    """The packaged settings."""
    setting = load_forecast().setting
    return Habits(
        start_mean=setting("start_mean"),
        start_variance=setting("start_spread") ** 2,
        upset=setting("upset_chance"),
        leap=setting("leap_spread") ** 2,
        slip=setting("slip_spread") ** 2,
        leaps_per_week=setting("leaps_per_week"),
        new_instrument=setting("new_instrument_spread") ** 2,
        least_noise=setting("least_noise"),
        full_noise_from=setting("full_noise_from"),
        memory=1 - setting("change_of_habits"),
    )


def burden(id: str, value: float) -> float:
    """A score on the scale from 0 (at ease) to 10 (worst)."""
    scale = scale_of(id)
    return SPAN * (value - scale.ease) / (scale.worst - scale.ease)


def unit(id: str) -> float:
    """Burden that one unit of the instrument is worth."""
    scale = scale_of(id)
    return SPAN / abs(scale.worst - scale.ease)


@cache
def own_noise(id: str) -> tuple[float, float]:
    """Variance of a score against that of a 0-10 score, and the variance of its rounding."""
    scale = scale_of(id)
    return (scale.noise * unit(id) / USUAL_NOISE) ** 2, (instrument(id).step * unit(id)) ** 2 / 12


def events_of(courses: Sequence[ReliefCourse], dtype: type[np.float32 | np.float64]) -> Flat:
    """The events of all courses in order of time; a score comes before the visit of its week.

    Visits before the first score or after the last are left out.
    """
    kinds = {s.instrument for c in courses for s in c.scores}
    noises = {k: own_noise(k) for k in kinds}
    scale = {k: (unit(k) * (1 if burden_rises(k) else -1), scale_of(k).ease) for k in kinds}
    scored = [(s.week, s.value, s.instrument) for c in courses for s in c.scores]
    week, value = np.array([t[:2] for t in scored]).T
    counts = np.array([len(c.scores) for c in courses])
    who = np.repeat(np.arange(len(courses)), counts)
    per = np.array([(*scale[t[2]], *noises[t[2]]) for t in scored])
    if len(kinds) > 1:
        main = [c.scores[-1].instrument for c in courses]
        foreign = np.array([t[2] != main[w] for t, w in zip(scored, who, strict=True)])
        per[:, 3] += foreign * habits().new_instrument
    ends = np.cumsum(counts)
    first, last = week[ends - counts], week[ends - 1]
    held = np.array([w for c in courses for w in c.visits])
    by = np.repeat(np.arange(len(courses)), [len(c.visits) for c in courses])
    kept = (held >= first[by]) & (held <= last[by])
    held, by = held[kept], by[kept]

    blank = np.full(len(held), np.nan)
    rows = np.column_stack(
        [
            np.concatenate([who, by]),
            np.concatenate([week, held]),
            np.concatenate([(value - per[:, 1]) * per[:, 0], blank]),
            np.concatenate([per[:, 2], np.ones(len(held))]),
            np.concatenate([per[:, 3], np.zeros(len(held))]),
            np.concatenate([np.zeros(len(week)), np.ones(len(held))]),
        ]
    )
    rows = rows[np.lexsort((rows[:, 5], rows[:, 1], rows[:, 0]))]
    same = (rows[1:, :2] == rows[:-1, :2]).all(axis=1) & (rows[1:, 5] == 1)
    rows[:-1, 5][same] = 1
    rows = rows[np.append(True, ~same)]
    step = np.diff(rows[:, 1], prepend=0.0)
    start = np.append(True, rows[1:, 0] != rows[:-1, 0])
    step[start] = 0
    table: Array = np.column_stack([step, rows[:, 2:]]).astype(dtype)
    places = np.flatnonzero(start)
    return Flat(np.asarray(table), places, np.diff(np.append(places, len(rows))))


def burden_rises(id: str) -> bool:
    """Higher scores of the instrument are worse."""
    scale = scale_of(id)
    return scale.worst > scale.ease


@dataclass(frozen=True)
class Flat:
    """Events of many clients one after another."""

    table: Array
    """Columns as the fields of `Events`; shape (events, 5)."""
    first: NDArray[np.intp]
    """Row of each client's first event."""
    count: NDArray[np.intp]

    def block(self, clients: NDArray[np.intp]) -> Events:
        """The events of those clients, padded with events that change nothing."""
        count = self.count[clients, None]
        place = np.arange(int(count.max()))[None, :]
        rows = self.first[clients, None] + np.minimum(place, count - 1)
        columns = [np.ascontiguousarray(self.table[rows, i]) for i in range(5)]
        beyond = place >= count
        for column, filler in zip(columns, (0, np.nan, 1, 0, 0), strict=True):
            column[beyond] = filler
        return Events(*columns)


def run(grid: Grid, events: Events, about: Habits, washout: Array) -> State:
    """Filter all scores; ``washout`` is the loss of the gain per week, shape (clients, 1)."""
    dtype = events.step.dtype
    rate, settle, response, wander, noise = (
        np.asarray(a, dtype=dtype)
        for a in (grid.rate, grid.settle, grid.response, grid.wander, grid.noise)
    )
    tame = wander / (2 * rate)
    level, variance, start = _first(events, about, noise)
    home = settle * start[:, None]
    gain = np.zeros_like(level)
    total = np.zeros_like(level)
    for i in range(events.step.shape[1]):
        step = events.step[:, i, None]
        if i:
            if step.any():
                level, variance, gain = advance(
                    level, variance, gain, home, step, rate, tame, washout
                )
            level, variance, told = _see(level, variance, events, i, about, noise)
            total = about.memory * total + told
        visit = events.visit[:, i, None]
        if visit.any():
            cut = visit * response
            gain = gain - cut * np.maximum(level, 0)
            level = level * (1 - cut)
            variance = variance * (1 - cut) ** 2
    return State(level, variance, gain, home, total, start)


def _first(events: Events, about: Habits, noise: Array) -> tuple[Array, Array, Array]:
    score = events.score[:, 0, None]
    error = noise * events.noise_factor[:, 0, None] * steadiness(score, about)
    error = error + events.noise_extra[:, 0, None]
    weight = about.start_variance / (about.start_variance + error)
    level = about.start_mean + weight * (score - about.start_mean)
    usual = (
        USUAL_NOISE**2 * events.noise_factor[:, 0] * steadiness(score[:, 0], about)
        + events.noise_extra[:, 0]
    )
    share = about.start_variance / (about.start_variance + usual)
    start = about.start_mean + share * (score[:, 0] - about.start_mean)
    return level, weight * error, np.maximum(start, 0.3)


def steadiness(level: Array, about: Habits) -> Array:
    """Share of the noise that is left at a level: who is at ease says so each time."""
    slope = (1 - about.least_noise) / about.full_noise_from
    return np.minimum(about.least_noise + slope * np.maximum(level, 0), 1)


def advance(
    level: Array,
    variance: Array,
    gain: Array,
    home: Array,
    step: Array,
    rate: Array,
    tame: Array,
    washout: Array,
) -> tuple[Array, Array, Array]:
    """Level, its variance and the gain of care after ``step`` weeks without a visit."""
    decay = np.exp(-rate * step)
    kept = gain * np.exp(-washout * step)
    toward = np.maximum(home + gain, 0)
    level = np.maximum(home + kept, 0) + (level - toward) * decay
    square = decay * decay
    return level, variance * square + tame * (1 - square), kept


def _see(
    level: Array, variance: Array, events: Events, i: int, about: Habits, noise: Array
) -> tuple[Array, Array, Array]:
    """Learn from the scores of event ``i``; those that are not there change nothing."""
    seen = ~np.isnan(events.score[:, i])
    if not seen.any():
        return level, variance, np.zeros_like(level)
    score = np.where(seen, events.score[:, i], 0)[:, None]
    error = noise * events.noise_factor[:, i, None] * steadiness(level, about)
    error = error + events.noise_extra[:, i, None]
    off = score - np.clip(level, 0, SPAN)
    half = -0.5 * off * off
    sure = 1 / (variance + error)
    unsure = 1 / (variance + error + (about.leap + about.slip))
    calm = (1 / about.upset - 1) * np.exp(half * (sure - unsure)) * np.sqrt(sure / unsure)
    share = 1 / (1 + calm)
    told = half * unsure - 0.5 * np.log(share * share / unsure)
    gain_a = variance * sure
    gain_b = (variance + about.leap) * unsure
    more = share * (gain_b - gain_a)
    pull = gain_a + more
    spread = (1 - share) * more * (gain_b - gain_a) * off * off
    after = (1 - share) * gain_a * error + share * gain_b * (error + about.slip) + spread
    mask = seen[:, None]
    if mask.all():
        return level + pull * off, after, told
    return (
        np.where(mask, level + pull * off, level),
        np.where(mask, after, variance),
        np.where(mask, told, 0),
    )

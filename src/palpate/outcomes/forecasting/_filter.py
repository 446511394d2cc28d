"""The exact filter of every client type at once, for one client or a block of many.

Between events the level settles and wanders (an Ornstein-Uhlenbeck process about a place that care
lowers for a while); a score is the level plus noise; a visit takes a share of the level away. Each
score may be upset (a leap of the level, or a slip of the score): the two cases are weighed and
merged again (Harrison and Stevens 1976, J R Stat Soc B 38:205).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

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
    """Of all scores but the first, older ones fading."""
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


Event = tuple[float, float, float, float, float]
"""Week, burden or not a number, factor and addition of the noise, visit."""


def events_of(course: ReliefCourse, until: float | None = None) -> list[Event]:
    """The course's events in order of time; a score comes before the visit of its week."""
    last = course.last_week if until is None else until
    main = course.instrument.id
    extra = habits().new_instrument
    found: list[Event] = []
    for s in course.scores:
        factor, rounding = own_noise(s.instrument)
        foreign = 0.0 if s.instrument == main else extra
        found.append((s.week, burden(s.instrument, s.value), factor, rounding + foreign, 0.0))
    found += [(w, math.nan, 1.0, 0.0, 1.0) for w in course.visits if w <= last]
    found.sort(key=lambda e: (e[0], e[4]))
    joined: list[Event] = []
    for e in found:
        if e[4] and joined and joined[-1][0] == e[0] and not joined[-1][4]:
            joined[-1] = (*joined[-1][:4], 1.0)
        else:
            joined.append(e)
    return joined


def block(lists: Sequence[Sequence[Event]], dtype: type[np.floating]) -> Events:
    """Pad lists of events into one block; what comes before the first score is left out."""
    kept = []
    for events in lists:
        first = next(i for i, e in enumerate(events) if not math.isnan(e[1]))
        kept.append(events[first:])
    longest = max(len(k) for k in kept)
    filler = (0.0, math.nan, 1.0, 0.0, 0.0)
    flat = np.array(
        [
            [(0.0 if not i else e[0] - k[i - 1][0], *e[1:]) for i, e in enumerate(k)]
            + [filler] * (longest - len(k))
            for k in kept
        ],
        dtype=dtype,
    )
    return Events(*(flat[:, :, i] for i in range(5)))


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
    error = noise * events.noise_factor[:, 0, None] + events.noise_extra[:, 0, None]
    weight = about.start_variance / (about.start_variance + error)
    level = about.start_mean + weight * (score - about.start_mean)
    usual = USUAL_NOISE**2 * events.noise_factor[:, 0] + events.noise_extra[:, 0]
    share = about.start_variance / (about.start_variance + usual)
    start = about.start_mean + share * (score[:, 0] - about.start_mean)
    return level, weight * error, np.maximum(start, 0.3)


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
    error = noise * events.noise_factor[:, i, None] + events.noise_extra[:, i, None]
    off = score - np.clip(level, 0, SPAN)
    plain = variance + error
    wild = plain + (about.leap + about.slip)
    tight = np.exp(-0.5 * off * off / plain) / np.sqrt(plain)
    loose = np.exp(-0.5 * off * off / wild) / np.sqrt(wild)
    both = (1 - about.upset) * tight + about.upset * loose
    share = about.upset * loose / both
    gain_a = variance / plain
    gain_b = (variance + about.leap) / wild
    pull = gain_a + share * (gain_b - gain_a)
    spread = share * (1 - share) * ((gain_b - gain_a) * off) ** 2
    after = (1 - share) * gain_a * error + share * gain_b * (error + about.slip) + spread
    mask = seen[:, None]
    if mask.all():
        return level + pull * off, after, np.log(both)
    return (
        np.where(mask, level + pull * off, level),
        np.where(mask, after, variance),
        np.where(mask, np.log(both), 0),
    )

"""From what is believed now to what is to be expected: quantiles of scores, chances of relief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr

from palpate.outcomes.forecasting._filter import SPAN, Habits, State, advance, steadiness
from palpate.outcomes.forecasting._grid import Array, Grid

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
KEPT_WEIGHT = 0.995
CLASSES = 24
LATTICE = np.linspace(0, SPAN, 101)
PATHS = 512
MOST_STEPS = 64


@dataclass(frozen=True)
class Belief:
    """The client types that matter, with their weights; arrays of shape (types,)."""

    weight: Array
    level: Array
    variance: Array
    gain: Array
    home: Array
    rate: Array
    response: Array
    wander: Array
    noise: Array


@dataclass(frozen=True)
class Ahead:
    """Level to be expected at times ahead; arrays of shape (times, types)."""

    level: Array
    variance: Array


def believe(state: State, prior: Array, grid: Grid) -> Belief:
    """The types that carry nearly all weight, for the first client of the state."""
    log = np.log(np.maximum(prior, 1e-300)) + state.log_likelihood[0]
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    order = np.argsort(-weight)
    count = int(np.searchsorted(np.cumsum(weight[order]), KEPT_WEIGHT)) + 1
    kept = order[:count]
    share = weight[kept] / weight[kept].sum()
    return Belief(
        weight=share,
        level=state.level[0, kept],
        variance=state.variance[0, kept],
        gain=state.gain[0, kept],
        home=state.home[0, kept],
        rate=grid.rate[kept],
        response=grid.response[kept],
        wander=grid.wander[kept],
        noise=grid.noise[kept],
    )


def timeline(
    start: float, weeks: Sequence[float], visits: Sequence[float]
) -> list[tuple[float, bool, bool]]:
    """Weeks from the event before, whether it is asked for, whether a visit follows; in order."""
    asked, held = set(weeks), {v for v in visits if v > start}
    found, now = [], start
    for week in sorted(asked | held):
        found.append((week - now, week in asked, week in held))
        now = week
    return found


def look_ahead(
    belief: Belief, about: Habits, steps: Sequence[tuple[float, bool, bool]], washout: float
) -> Ahead:
    """The level of each type at the times asked for; visits take place after the look."""
    level, variance, gain = belief.level, belief.variance, belief.gain
    tame = (belief.wander + about.leaps_per_week) / (2 * belief.rate)
    fade = np.array(washout)
    levels, variances = [], []
    for step, asked, visit in steps:
        level, variance, gain = advance(
            level, variance, gain, belief.home, np.array(step), belief.rate, tame, fade
        )
        if asked:
            levels.append(level)
            variances.append(variance)
        if visit:
            gain = gain - belief.response * np.maximum(level, 0)
            level = level * (1 - belief.response)
            variance = variance * (1 - belief.response) ** 2
    return Ahead(np.array(levels), np.array(variances))


def score_quantiles(
    ahead: Ahead, belief: Belief, about: Habits, factor: float, rounding: float, whole: float
) -> tuple[Array, Array]:
    """Mean, shape (times,), and quantiles, shape (times, 5), of the score, in burden.

    ``factor`` and ``rounding`` are the noise of the instrument; ``whole`` is one step of it.
    """
    error = belief.noise * factor * steadiness(ahead.level, about) + rounding
    below = _distribution(ahead.level, ahead.variance + error, belief.weight, about)
    mean = np.asarray(SPAN - np.trapezoid(below, LATTICE, axis=1))
    quantiles = np.array([np.interp(QUANTILES, row, LATTICE) for row in below])
    quantiles = np.where(quantiles < whole / 2, 0.0, quantiles)
    return mean, np.where(quantiles > SPAN - whole / 2, SPAN, quantiles)


def _distribution(level: Array, variance: Array, weight: Array, about: Habits) -> Array:
    """The distribution function of scores on the lattice, shape (times, lattice).

    Types of like level are merged by their moments first, to `CLASSES` classes.
    """
    order = np.argsort(level, axis=1)
    mean = np.take_along_axis(level, order, 1)
    square = np.take_along_axis(variance, order, 1) + mean * mean
    share = weight[order]
    cuts = np.unique(np.arange(CLASSES) * level.shape[1] // CLASSES)
    merged = np.add.reduceat(share, cuts, axis=1)
    centre = np.add.reduceat(share * mean, cuts, axis=1) / merged
    spread = np.add.reduceat(share * square, cuts, axis=1) / merged - centre * centre
    spread = np.maximum(spread, 1e-9)
    off = LATTICE[None, :, None] - centre[:, None, :]
    found = np.zeros((len(level), len(LATTICE)))
    for chance, more in ((1 - about.upset, 0.0), (about.upset, about.leap + about.slip)):
        below = ndtr(off / np.sqrt(spread + more)[:, None, :])
        found += chance * np.matmul(below, merged[:, :, None])[:, :, 0]
    return found


@cache
def _draws() -> tuple[Array, Array]:
    """The same random numbers for every client, so that equal courses have equal forecasts."""
    rng = np.random.default_rng(20240521)
    evenly = (np.arange(PATHS) + 0.5) / PATHS
    return evenly, rng.standard_normal((MOST_STEPS + 1, PATHS))


def paths(
    belief: Belief, about: Habits, steps: Sequence[tuple[float, bool, bool]], washout: float
) -> Array:
    """Possible levels at the times asked for, shape (times, paths)."""
    evenly, normal = _draws()
    pick = np.searchsorted(np.cumsum(belief.weight), evenly).clip(max=len(belief.weight) - 1)
    level = belief.level[pick] + np.sqrt(belief.variance[pick]) * normal[-1]
    gain, home, rate = belief.gain[pick], belief.home[pick], belief.rate[pick]
    response = belief.response[pick]
    tame = (belief.wander[pick] + about.leaps_per_week) / (2 * rate)
    nothing, fade = np.zeros(PATHS), np.array(washout)
    found = []
    for number, (step, asked, visit) in enumerate(steps[:MOST_STEPS]):
        level, variance, gain = advance(
            level, nothing, gain, home, np.array(step), rate, tame, fade
        )
        level = level + np.sqrt(variance) * normal[number]
        if asked:
            found.append(level)
        if visit:
            gain = gain - response * np.maximum(level, 0)
            level = level * (1 - response)
    return np.array(found)

"""What the clinic's own clients teach: the weights of client types, fitted by EM.

Each client's likelihood under each type is computed once; then the weights are raised by
expectation and maximisation in three layers: common to all clients, for each published course, and
for age, sex and the start. Each layer is held toward the one above it, so that few clients change
little.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from palpate.knowledge.forecast_tables import ForecastPrior, load_forecast
from palpate.outcomes.forecasting._course import CourseError, ReliefCourse
from palpate.outcomes.forecasting._filter import (
    Flat,
    Habits,
    burden,
    events_of,
    habits,
    run,
)
from palpate.outcomes.forecasting._grid import (
    USUAL_NOISE,
    Array,
    grid,
    prior_weights,
    priors_for,
)

BLOCK = 48
ROUNDS = 40
TILT_ROUNDS = 6
FEATURES = 3
TRAITS = 3
SEXES = {"f": 1.0, "w": 1.0, "m": -1.0}
TILT_PRIOR = 25.0
"""Clients that hold the influence of age, sex and start at none."""


@dataclass(frozen=True)
class Pool:
    """The weights that a clinic's clients have taught."""

    clients: int
    scores: int
    habits: Habits
    common: Array
    """Factor on the published weights for every client; shape (types,)."""
    groups: Mapping[str, Array]
    """Weights for each published course (its row, or rows joined by +); shape (types,)."""
    tilt: Array
    """Influence of age, sex and start on settling, speed and response; shape (3, 3)."""

    def weights(self, course: ReliefCourse) -> Array:
        """The probability of each client type before the client's first score."""
        rows = priors_for(course.condition, course.weeks_since_onset)
        first = np.array([burden(course.scores[0].instrument, course.scores[0].value)])
        found = self.groups.get(_key(rows))
        if found is None:
            found = prior_weights(rows) * self.common
        tilted = found * np.exp(_features() @ (self.tilt @ _trait_table([course], first)[0]))
        return np.asarray(tilted / tilted.sum())


def fit_pool(courses: Iterable[ReliefCourse]) -> Pool:
    """Learn from the courses; raises `CourseError` for fewer clients than the settings ask for."""
    known = [c for c in courses if len(c.scores) > 1]
    table = load_forecast()
    least = int(table.setting("pool_least_clients"))
    if len(known) < least:
        raise CourseError("pool", len(known), f"at least {least} clients with two scores or more")
    strength = table.setting("pool_strength")
    known, groups = _grouped_courses(known)
    flat = events_of(known, np.float32)
    first = flat.table[flat.first, 1].astype(float)
    shared = _start(first, strength)
    fades = np.repeat([g.fade for g in groups], [g.count for g in groups])
    told = _likelihoods(flat, fades, shared)
    common = _common(told, groups, strength)
    weights = {g.key: _fitted(told[g.rows], _normal(g.prior * common), strength) for g in groups}
    traits = _trait_table(known, first)
    tilt = _tilted(told, groups, weights, traits)
    return Pool(
        clients=len(known),
        scores=sum(len(c.scores) for c in known),
        habits=shared,
        common=common,
        groups=weights,
        tilt=tilt,
    )


@dataclass(frozen=True)
class _Group:
    """Clients who start from the same published course, next to each other."""

    key: str
    prior: Array
    fade: float
    begin: int
    count: int

    @property
    def rows(self) -> slice:
        return slice(self.begin, self.begin + self.count)


def _grouped_courses(
    courses: Sequence[ReliefCourse],
) -> tuple[list[ReliefCourse], list[_Group]]:
    """The courses group by group, and the groups."""
    by: dict[tuple[ForecastPrior, ...], list[ReliefCourse]] = {}
    places: dict[tuple[str, float | None], list[ReliefCourse]] = {}
    for c in courses:
        places.setdefault((c.condition, c.weeks_since_onset), []).append(c)
    for place, mine in places.items():
        by.setdefault(priors_for(*place), []).extend(mine)
    found: list[ReliefCourse] = []
    groups = []
    for rows, mine in by.items():
        fade = math.log(2) / statistics.fmean(r.washout_weeks for r in rows)
        groups.append(_Group(_key(rows), prior_weights(rows), fade, len(found), len(mine)))
        found += mine
    return found, groups


def _key(rows: Sequence[ForecastPrior]) -> str:
    return "+".join(r.id for r in rows)


def _start(first: Array, strength: float) -> Habits:
    """The usual start, from the first scores (burden) and the published one."""
    shared = habits()
    share = len(first) / (len(first) + strength)
    spread = max(float(first.var()) - USUAL_NOISE**2, 0.5)
    return replace(
        shared,
        start_mean=share * float(first.mean()) + (1 - share) * shared.start_mean,
        start_variance=share * spread + (1 - share) * shared.start_variance,
    )


def _likelihoods(flat: Flat, fades: Array, shared: Habits) -> Array:
    """Likelihood of each client's scores under each type, the best being 1; (clients, types)."""
    fades = fades.astype(np.float32)[:, None]
    order = np.argsort(flat.count, kind="stable")
    told = np.empty((len(order), grid().size), dtype=np.float32)
    for a in range(0, len(order), BLOCK):
        rows = order[a : a + BLOCK]
        log = run(grid(), flat.block(rows), shared, fades[rows]).log_likelihood
        told[rows] = np.exp(log - log.max(axis=1, keepdims=True))
    return told


def _normal(weights: Array) -> Array:
    return np.asarray(weights / weights.sum())


def _taken(told: Array, weights: Array) -> Array:
    """How many clients are of each type, by expectation."""
    weight = weights.astype(np.float32)
    return np.asarray(weight * (told.T @ (1 / (told @ weight + np.float32(1e-30)))), dtype=float)


def _common(told: Array, groups: Sequence[_Group], strength: float) -> Array:
    """The factor on all published weights that the clients of all groups ask for."""
    factor = np.ones(told.shape[1])
    centre = np.mean([g.prior for g in groups], axis=0)
    for _ in range(ROUNDS):
        taken, offered = strength * centre, strength * centre
        for g in groups:
            weights = _normal(g.prior * factor)
            taken = taken + _taken(told[g.rows], weights)
            offered = offered + g.count * weights
        factor = factor * taken / np.maximum(offered, 1e-12)
    return np.asarray(factor)


def _fitted(told: Array, centre: Array, strength: float) -> Array:
    weights = centre
    for _ in range(ROUNDS):
        weights = _normal(_taken(told, weights) + strength * centre)
    return weights


def _features() -> Array:
    """What age, sex and start may bear on, for each type, on like scales; shape (types, 3)."""
    g = grid()
    raw = np.stack([g.settle, np.log(g.rate), g.response], axis=1)
    return np.asarray((raw - raw.mean(axis=0)) / raw.std(axis=0))


def _trait_table(courses: Sequence[ReliefCourse], first: Array) -> Array:
    """For each course: age in spans of 20 years from 45, sex (female 1, male -1, else 0), and the
    start (burden) in spans of its usual spread; shape (courses, 3)."""
    setting = load_forecast().setting
    ages = [0.0 if c.age is None else (c.age - 45) / 20 for c in courses]
    sexes = [SEXES.get((c.sex or "")[:1].lower(), 0.0) for c in courses]
    start = (first - setting("start_mean")) / setting("start_spread")
    return np.column_stack([ages, sexes, start])


def _tilted(
    told: Array, groups: Sequence[_Group], weights: Mapping[str, Array], traits: Array
) -> Array:
    """The influence of each trait on each feature, by bounded Newton steps; shape (3, 3)."""
    features = _features().astype(np.float32)
    tilt = np.zeros((FEATURES, TRAITS))
    for _ in range(TILT_ROUNDS):
        push = np.zeros((FEATURES, TRAITS))
        for g in groups:
            lean = (traits[g.rows] @ tilt.T).astype(np.float32)
            before = np.exp(lean @ features.T)
            before *= weights[g.key].astype(np.float32)
            before /= before.sum(axis=1, keepdims=True)
            after = before * told[g.rows]
            after /= after.sum(axis=1, keepdims=True) + np.float32(1e-30)
            push += ((after - before) @ features).T @ traits[g.rows]
        tilt = tilt + (push - TILT_PRIOR * tilt) / (TILT_PRIOR + (traits**2).sum(axis=0))
    return tilt

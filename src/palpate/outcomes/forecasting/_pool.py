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

from palpate.knowledge.forecast_tables import load_forecast
from palpate.outcomes.forecasting._course import CourseError, ReliefCourse
from palpate.outcomes.forecasting._filter import (
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
        key = "+".join(r.id for r in rows)
        found = self.groups.get(key)
        if found is None:
            found = prior_weights(rows) * self.common
        tilted = found * np.exp(_features() @ (self.tilt @ _traits(course)))
        return np.asarray(tilted / tilted.sum())


def fit_pool(courses: Iterable[ReliefCourse]) -> Pool:
    """Learn from the courses; raises `CourseError` for fewer clients than the settings ask for."""
    known = [c for c in courses if len(c.scores) > 1]
    table = load_forecast()
    least = int(table.setting("pool_least_clients"))
    if len(known) < least:
        raise CourseError("pool", len(known), f"at least {least} clients with two scores or more")
    strength = table.setting("pool_strength")
    keyed = sorted(_keyed(known), key=lambda k: (k[0], len(k[2].scores)))
    shared = _start(known, strength)
    told = _likelihoods(keyed, shared)
    bounds = _bounds([k[0] for k in keyed])
    priors = {key: keyed[a][1] for key, (a, _) in bounds.items()}
    common = _common(told, bounds, priors, strength)
    groups = {
        key: _grouped(told[a:b], _normal(priors[key] * common), strength)
        for key, (a, b) in bounds.items()
    }
    tilt = _tilted(told, bounds, groups, np.array([_traits(k[2]) for k in keyed]))
    return Pool(
        clients=len(known),
        scores=sum(len(c.scores) for c in known),
        habits=shared,
        common=common,
        groups=groups,
        tilt=tilt,
    )


def _keyed(courses: Sequence[ReliefCourse]) -> list[tuple[str, Array, ReliefCourse, float]]:
    """Group, published weights, course and wash-out of each client."""
    seen: dict[tuple[str, float | None], tuple[str, Array, float]] = {}
    found = []
    for c in courses:
        place = (c.condition, c.weeks_since_onset)
        if place not in seen:
            rows = priors_for(*place)
            fade = math.log(2) / statistics.fmean(r.washout_weeks for r in rows)
            seen[place] = ("+".join(r.id for r in rows), prior_weights(rows), fade)
        key, weights, fade = seen[place]
        found.append((key, weights, c, fade))
    return found


def _start(courses: Sequence[ReliefCourse], strength: float) -> Habits:
    """The usual start, from the first scores and the published one."""
    shared = habits()
    first = np.array([burden(c.scores[0].instrument, c.scores[0].value) for c in courses])
    share = len(first) / (len(first) + strength)
    spread = max(float(first.var()) - USUAL_NOISE**2, 0.5)
    return replace(
        shared,
        start_mean=share * float(first.mean()) + (1 - share) * shared.start_mean,
        start_variance=share * spread + (1 - share) * shared.start_variance,
    )


def _likelihoods(keyed: Sequence[tuple[str, Array, ReliefCourse, float]], shared: Habits) -> Array:
    """Likelihood of each client's scores under each type, the best being 1; (clients, types)."""
    flat = events_of([k[2] for k in keyed], np.float32)
    fades = np.array([[k[3]] for k in keyed], dtype=np.float32)
    order = np.argsort(flat.count, kind="stable")
    told = np.empty((len(keyed), grid().size), dtype=np.float32)
    for a in range(0, len(order), BLOCK):
        rows = order[a : a + BLOCK]
        log = run(grid(), flat.block(rows), shared, fades[rows]).log_likelihood
        told[rows] = np.exp(log - log.max(axis=1, keepdims=True))
    return told


def _bounds(keys: Sequence[str]) -> dict[str, tuple[int, int]]:
    starts = {key: i for i, key in reversed(list(enumerate(keys)))}
    ends = {key: i + 1 for i, key in enumerate(keys)}
    return {key: (starts[key], ends[key]) for key in dict.fromkeys(keys)}


def _normal(weights: Array) -> Array:
    return np.asarray(weights / weights.sum())


def _taken(told: Array, weights: Array) -> Array:
    """How many clients are of each type, by expectation."""
    weight = weights.astype(np.float32)
    return np.asarray(weight * (told.T @ (1 / (told @ weight + np.float32(1e-30)))), dtype=float)


def _common(
    told: Array,
    bounds: Mapping[str, tuple[int, int]],
    priors: Mapping[str, Array],
    strength: float,
) -> Array:
    factor = np.ones(told.shape[1])
    centre = np.mean(list(priors.values()), axis=0)
    for _ in range(ROUNDS):
        taken, offered = strength * centre, strength * centre
        for key, (a, b) in bounds.items():
            weights = _normal(priors[key] * factor)
            taken = taken + _taken(told[a:b], weights)
            offered = offered + (b - a) * weights
        factor = factor * taken / np.maximum(offered, 1e-12)
    return np.asarray(factor)


def _grouped(told: Array, centre: Array, strength: float) -> Array:
    weights = centre
    for _ in range(ROUNDS):
        weights = _normal(_taken(told, weights) + strength * centre)
    return weights


def _features() -> Array:
    """What age, sex and start may bear on, for each type, on like scales; shape (types, 3)."""
    g = grid()
    raw = np.stack([g.settle, np.log(g.rate), g.response], axis=1)
    return np.asarray((raw - raw.mean(axis=0)) / raw.std(axis=0))


def _traits(course: ReliefCourse) -> Array:
    """Age in spans of 20 years from 45, sex (female 1, male -1), start in spans of 2.4 from 5.2."""
    sex = (course.sex or "").lower()[:1]
    setting = load_forecast().setting
    first = burden(course.scores[0].instrument, course.scores[0].value)
    return np.array(
        [
            0.0 if course.age is None else (course.age - 45) / 20,
            {"f": 1.0, "w": 1.0, "m": -1.0}.get(sex, 0.0),
            (first - setting("start_mean")) / setting("start_spread"),
        ]
    )


def _tilted(
    told: Array, bounds: Mapping[str, tuple[int, int]], groups: Mapping[str, Array], traits: Array
) -> Array:
    """The influence of each trait on each feature, by bounded Newton steps; shape (3, 3)."""
    features = _features().astype(np.float32)
    tilt = np.zeros((FEATURES, TRAITS))
    for _ in range(TILT_ROUNDS):
        push = np.zeros((FEATURES, TRAITS))
        for key, (a, b) in bounds.items():
            lean = (traits[a:b] @ tilt.T).astype(np.float32)
            before = groups[key].astype(np.float32) * np.exp(lean @ features.T)
            before /= before.sum(axis=1, keepdims=True)
            after = before * told[a:b]
            after /= after.sum(axis=1, keepdims=True) + np.float32(1e-30)
            push += ((after - before) @ features).T @ traits[a:b]
        hold = TILT_PRIOR
        tilt = tilt + (push - hold * tilt) / (hold + (traits**2).sum(axis=0))
    return tilt

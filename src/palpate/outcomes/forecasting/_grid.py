"""The fixed grid of client types, and how likely each is before the first score.

A client type is one set of parameters under which pain is linear and Gaussian, so that each type
has an exact filter and a client is a mixture of types. Learning about clients, one or ten
thousand, is then only a matter of weights on the grid (a discrete mixing distribution; Laird 1978,
J Am Stat Assoc 73:805).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.knowledge.forecast_tables import ForecastPrior, load_forecast

Array = NDArray[np.floating[Any]]

HALF_WEEKS = (1.2, 3.5, 10.0)
STILL_WEEKS = 70.0
SETTLE = (0.0, 0.35, 0.7, 1.1)
STILL_SETTLE = 0.8
RESPONSE = (0.0, 0.1)
WANDER = (0.2, 0.75)
"""Standard deviation that a level gathers in a week, of 10."""
NOISE = (0.55, 1.1, 2.4)
"""Standard error of one 0-10 score before rounding; other instruments in proportion."""
USUAL_NOISE = 0.9


@dataclass(frozen=True)
class Grid:
    """Parameters of each client type, arrays of shape (types,)."""

    rate: Array
    """Of settling, per week."""
    settle: Array
    """Where the level settles without care, as a share of the start."""
    response: Array
    """Share of the level that one visit takes away."""
    wander: Array
    """Variance gathered in a week, in squares of burden."""
    noise: Array
    """Variance of one score."""

    @property
    def size(self) -> int:
        return len(self.rate)


@cache
def grid() -> Grid:
    """The grid, built once."""
    ways = [(math.log(2) / h, s, g) for h in HALF_WEEKS for s in SETTLE for g in RESPONSE]
    ways.append((math.log(2) / STILL_WEEKS, STILL_SETTLE, 0.0))
    rows = [(*way, q * q, r * r) for way in ways for q in WANDER for r in NOISE]
    columns = np.array(rows).T
    return Grid(*columns)


def prior_weights(priors: tuple[ForecastPrior, ...]) -> Array:
    """The probability of each client type, the mean over the given rows; shape (types,)."""
    return np.asarray(np.mean([_weights(p) for p in priors], axis=0))


@cache
def _weights(prior: ForecastPrior) -> Array:
    setting = load_forecast().setting
    half = np.log(HALF_WEEKS)
    by_half = np.exp(-0.5 * ((half - math.log(prior.half_weeks)) / prior.half_spread) ** 2)
    settle = np.exp(-0.5 * ((np.array(SETTLE) - prior.settle_share) / prior.settle_spread) ** 2)
    weights = np.outer(by_half / by_half.sum(), settle / settle.sum()).ravel()
    still = setting("still_share")
    weights = np.outer(weights, _responses(prior.visit_response / (1 - still))).ravel()
    weights = np.append((1 - still) * weights, still)
    for kinds in (
        ("wander_little", "wander_much"),
        ("noise_small", "noise_usual", "noise_large"),
    ):
        weights = np.outer(weights, [setting(k) for k in kinds]).ravel()
    return np.asarray(weights / weights.sum())


def _responses(mean: float) -> Array:
    """Weights of the responses with about that mean, most of all on none: few respond strongly."""
    share = np.ones(len(RESPONSE))
    low, high = -60.0, 60.0
    for _ in range(60):
        tilt = (low + high) / 2
        share = np.exp(tilt * np.array(RESPONSE))
        share /= share.sum()
        low, high = (tilt, high) if share @ np.array(RESPONSE) < mean else (low, tilt)
    return share


AGE_WORDS = {
    "acute": 2.0,
    "sub-acute": 8.0,
    "subacute": 8.0,
    "persistent": 52.0,
    "chronic": 52.0,
    "long-standing": 52.0,
    "longstanding": 52.0,
}


@lru_cache(maxsize=1024)
def priors_for(condition: str, weeks: float | None) -> tuple[ForecastPrior, ...]:
    """The rows for a condition in free words and its age: several where the age is not known."""
    words = " ".join(re.sub(r"[^a-z0-9-]+", " ", condition.lower()).split())
    rows = tuple(load_forecast().priors.values())
    kind = _condition(f" {words} ", rows)
    if weeks is None:
        found = [w for word, w in AGE_WORDS.items() if re.search(rf"\b{word}\b", words)]
        weeks = max(found) if found else None
    mine = tuple(r for r in rows if r.condition == kind)
    if weeks is None:
        return mine
    return (
        tuple(
            r for r in mine if r.weeks_from <= weeks and (r.weeks_to is None or weeks < r.weeks_to)
        )
        or mine[-1:]
    )


def _condition(words: str, rows: tuple[ForecastPrior, ...]) -> str:
    """The condition whose longest word stands in the text; generic without any."""
    best, length = "generic", 0
    for row in rows:
        for word in row.words:
            if len(word) > length and re.search(rf"\b{re.escape(word)}", words):
                best, length = row.condition, len(word)
    return best

"""How well the forecast of relief foretells clients it never saw, beside simpler ways.

    python benchmarks/forecast.py [--clients 500] [--seed 1] [--quick]

Clinics of several kinds are simulated, most of which break what the model assumes: sudden
responders, clients whom nothing helps, relapses, heavy tails, clusters of course, and scores that
follow the last one alone. Scores are whole points, visits are uneven and scores are missing. Three
fifths of the clients teach, the others are foretold from each of their scores on: at the next
score, three ahead, and at the last.

Printed for each way: mean absolute error and CRPS in NPRS points (from the five quantiles, twice
the mean pinball loss), and how many scores lie in the 50 % and 90 % bands. Last value, straight
line and mean curve take their bands from their own errors on the teaching clients, by distance. The
mixed model is statsmodels' with a random start and slope.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from palpate.outcomes import CourseScore, Pool, ReliefCourse, fit_pool, forecast

LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
TARGETS = ("next", "three ahead", "last")
CONDITIONS = (
    ("chronic low back pain", 40.0),
    ("acute low back pain", 3.0),
    ("neck pain", 30.0),
    ("tension-type headache", 60.0),
)
Rng = np.random.Generator
Truth = Callable[[Rng, np.ndarray, int], np.ndarray]


@dataclass(frozen=True)
class Series:
    """One simulated client."""

    weeks: np.ndarray
    """Of all visits."""
    values: np.ndarray
    """Whole points; not a number where none was taken."""
    kind: int
    age: float
    sex: str

    def course(self, upto: int, name: str = "client") -> ReliefCourse:
        """The course up to the visit of that number, the later visits being planned."""
        condition, onset = CONDITIONS[self.kind]
        return ReliefCourse(
            id=name,
            condition=condition,
            age=self.age,
            sex=self.sex,
            weeks_since_onset=onset,
            visits=tuple(float(w) for w in self.weeks),
            scores=tuple(
                CourseScore(week=float(w), instrument="nprs", value=float(v))
                for w, v in zip(self.weeks[:upto], self.values[:upto], strict=True)
                if not np.isnan(v)
            ),
        )


# Clinics ------------------------------------------------------------------------------------------


def settling(rng: Rng, weeks: np.ndarray, kind: int) -> np.ndarray:
    """Toward a floor of one's own, by time and by visits."""
    start = rng.normal(6, 1.5)
    floor = start * rng.beta(1.2, 1.6 if kind != 1 else 5)
    dose = weeks * rng.lognormal(-1.9, 0.6) + np.arange(len(weeks)) * rng.gamma(1.2, 0.06)
    return np.asarray(floor + (start - floor) * np.exp(-dose))


def sudden(rng: Rng, weeks: np.ndarray, kind: int) -> np.ndarray:
    """Nothing until one visit, then much at once, for most."""
    level = np.full(len(weeks), rng.normal(6, 1.4))
    if rng.random() < 0.75:
        level[rng.integers(1, len(weeks)) :] *= rng.uniform(0.15, 0.6)
    return level


def unmoved(rng: Rng, weeks: np.ndarray, kind: int) -> np.ndarray:
    """Nothing helps; good and bad weeks follow each other."""
    return np.asarray(rng.normal(5.5, 1.7) + wandering(rng, weeks, 0.8, 2.0))


def relapsing(rng: Rng, weeks: np.ndarray, kind: int) -> np.ndarray:
    """Better, then back to most of what it was, then better again."""
    level = settling(rng, weeks, kind)
    if rng.random() < 0.6 and len(weeks) > 3:
        at = rng.integers(2, len(weeks))
        back = (level[0] - level[at:]) * rng.uniform(0.4, 1.0)
        level[at:] += back * np.exp(-(weeks[at:] - weeks[at]) / rng.uniform(1, 12))
    return level


def clustered(rng: Rng, weeks: np.ndarray, kind: int) -> np.ndarray:
    """A few courses of quite different shape, as cohorts of back pain are described."""
    shape = rng.choice(5, p=[0.29, 0.26, 0.2, 0.13, 0.12])
    start = rng.normal(5.8, 1.5)
    if shape == 0:
        return np.asarray(start * 0.5 + wandering(rng, weeks, 0.9, 1.5))
    if shape == 1:
        return np.asarray(start * np.exp(-weeks / rng.uniform(1.5, 4)))
    if shape == 2:
        return np.asarray(start + 0.8 + wandering(rng, weeks, 0.6, 3))
    if shape == 3:
        wave = np.cos(weeks / rng.uniform(1.2, 3))
        return np.asarray(start * (0.45 + 0.35 * wave))
    return np.asarray(start - weeks * rng.uniform(0.1, 0.3))


def drifting(rng: Rng, weeks: np.ndarray, kind: int) -> np.ndarray:
    """Each step from the last alone, with a slow fall: nothing to learn but the last score."""
    steps = rng.normal(-0.25, 0.8, len(weeks))
    steps[0] = rng.normal(6, 1.5)
    return np.asarray(np.cumsum(steps))


def wandering(rng: Rng, weeks: np.ndarray, spread: float, memory: float) -> np.ndarray:
    level = np.zeros(len(weeks))
    level[0] = rng.normal(0, spread)
    for i, gap in enumerate(np.diff(weeks), 1):
        keep = np.exp(-gap / memory)
        level[i] = keep * level[i - 1] + spread * np.sqrt(1 - keep**2) * rng.normal()
    return level


CLINICS: dict[str, tuple[Truth, str]] = {
    "settling": (settling, "normal"),
    "heavy tails": (settling, "heavy"),
    "sudden": (sudden, "normal"),
    "unmoved": (unmoved, "normal"),
    "relapsing": (relapsing, "normal"),
    "clustered": (clustered, "normal"),
    "drifting": (drifting, "small"),
}


def clinic(name: str, clients: int, rng: Rng) -> list[Series]:
    """Simulated clients of one clinic."""
    truth, tails = CLINICS[name]
    found = []
    while len(found) < clients:
        count = int(rng.integers(4, 13))
        usual = rng.choice([0.5, 1.0, 1.0, 2.0])
        gaps = usual * rng.choice([1, 1, 1, 1.5, 2, 3], count - 1)
        weeks = np.round(np.concatenate([[0], np.cumsum(gaps)]), 2)
        kind = int(rng.integers(len(CONDITIONS)))
        level = truth(rng, weeks, kind)
        own = rng.lognormal(-0.25, 0.35)
        noise = {
            "normal": own * rng.normal(size=count),
            "heavy": 0.8 * own * rng.standard_t(2.5, size=count),
            "small": 0.4 * rng.normal(size=count),
        }[tails]
        values = np.clip(np.round(level + noise), 0, 10)
        values[1:][rng.random(count - 1) < 0.12] = np.nan
        if (~np.isnan(values)).sum() > 2:
            age, sex = float(rng.integers(20, 80)), str(rng.choice(["female", "male"]))
            found.append(Series(weeks, values, kind, age, sex))
    return found


# Ways to foretell ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ask:
    """One score to foretell from the scores before it."""

    client: int
    upto: int
    """Visits known, of which the last has a score."""
    at: int
    target: int


def asks(clients: list[Series]) -> list[Ask]:
    """Every score to foretell, from every score on."""
    found = []
    for c, s in enumerate(clients):
        there = np.flatnonzero(~np.isnan(s.values))
        for i in range(len(there) - 1):
            found.append(Ask(c, there[i] + 1, there[i + 1], 0))
            if i + 3 < len(there):
                found.append(Ask(c, there[i] + 1, there[i + 3], 1))
            if i + 1 < len(there):
                found.append(Ask(c, there[i] + 1, there[-1], 2))
    return found


Centre = Callable[[Series, Ask], float]


def last_value(s: Series, a: Ask) -> float:
    return float(s.values[a.upto - 1])


def straight_line(s: Series, a: Ask) -> float:
    seen = ~np.isnan(s.values[: a.upto])
    if seen.sum() < 2:
        return last_value(s, a)
    slope, base = np.polyfit(s.weeks[: a.upto][seen], s.values[: a.upto][seen], 1)
    return float(np.clip(base + slope * s.weeks[a.at], 0, 10))


def mean_curve(teaching: list[Series]) -> Centre:
    edges = np.array([0.5, 1.5, 2.5, 4, 6, 8, 11, 16])
    total, count = np.zeros((len(CONDITIONS), 9)), np.zeros((len(CONDITIONS), 9))
    for s in teaching:
        seen = ~np.isnan(s.values)
        place = np.searchsorted(edges, s.weeks[seen])
        np.add.at(total[s.kind], place, s.values[seen])
        np.add.at(count[s.kind], place, 1)
    curve = (total + total.sum() / count.sum()) / (count + 1)
    return lambda s, a: float(curve[s.kind, np.searchsorted(edges, s.weeks[a.at])])


def with_own_errors(centre: Centre, teaching: list[Series]) -> Callable[[Series, Ask], np.ndarray]:
    """Bands from the errors that the way makes on the teaching clients, by distance in visits."""
    errors: dict[int, list[float]] = {}
    for a in asks(teaching):
        s = teaching[a.client]
        errors.setdefault(min(a.at - a.upto, 6), []).append(s.values[a.at] - centre(s, a))
    bands = {d: np.quantile(e, LEVELS) for d, e in errors.items()}

    def foretell(s: Series, a: Ask) -> np.ndarray:
        middle = centre(s, a)
        band = bands[min(a.at - a.upto, max(bands))]
        return np.clip(np.append(middle, middle + band), 0, 10)

    return foretell


def mixed_model(teaching: list[Series]) -> Callable[[Series, Ask], np.ndarray]:
    """A random start and slope for each client, the curve by condition."""
    import statsmodels.api as sm

    def design(weeks: np.ndarray, kind: int) -> np.ndarray:
        kinds = np.zeros((len(weeks), len(CONDITIONS)))
        kinds[:, kind] = 1
        bend = np.log1p(weeks)[:, None]
        return np.hstack([kinds, weeks[:, None], bend, kinds[:, 1:] * bend])

    seen = [~np.isnan(s.values) for s in teaching]
    y = np.concatenate([s.values[m] for s, m in zip(teaching, seen, strict=True)])
    x = np.vstack([design(s.weeks[m], s.kind) for s, m in zip(teaching, seen, strict=True)])
    t = np.concatenate([s.weeks[m] for s, m in zip(teaching, seen, strict=True)])
    who = np.repeat(np.arange(len(teaching)), [m.sum() for m in seen])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sm.MixedLM(y, x, who, exog_re=np.column_stack([np.ones_like(t), t])).fit()
    beta, cov, error = fit.fe_params, np.asarray(fit.cov_re), fit.scale

    def foretell(s: Series, a: Ask) -> np.ndarray:
        m = ~np.isnan(s.values[: a.upto])
        w, v = s.weeks[: a.upto][m], s.values[: a.upto][m]
        z, ahead = np.column_stack([np.ones_like(w), w]), np.array([1.0, s.weeks[a.at]])
        inside = z @ cov @ z.T + error * np.eye(len(w))
        pull = np.linalg.solve(inside, z @ cov @ ahead)
        mean = design(s.weeks[[a.at]], s.kind)[0] @ beta + pull @ (v - design(w, s.kind) @ beta)
        spread = ahead @ cov @ ahead + error - pull @ (z @ cov @ ahead)
        band = mean + np.sqrt(max(spread, 0.05)) * norm.ppf(LEVELS)
        return np.clip(np.append(mean, band), 0, 10)

    return foretell


def palpate(pool: Pool | None) -> Callable[[Series, Ask], np.ndarray]:
    def foretell(s: Series, a: Ask) -> np.ndarray:
        p = forecast(s.course(a.upto), (float(s.weeks[a.at]),), pool=pool).points[0]
        return np.array([p.mean, p.q05, p.q25, p.q50, p.q75, p.q95])

    return foretell


# Figures ------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What one way has foretold: error, CRPS, in the 50 % band, in the 90 % band, target."""

    rows: list[tuple[float, float, bool, bool, int]]

    def add(self, told: np.ndarray, truth: float, target: int) -> None:
        q = told[1:]
        off = truth - q
        crps = 2 * float(np.mean(np.maximum(LEVELS * off, (LEVELS - 1) * off)))
        self.rows.append(
            (
                abs(truth - told[0]),
                crps,
                bool(q[1] <= truth <= q[3]),
                bool(q[0] <= truth <= q[4]),
                target,
            )
        )

    def of(self, target: int | None) -> np.ndarray:
        table = np.array(self.rows, dtype=float)
        chosen = table if target is None else table[table[:, 4] == target]
        return np.asarray(chosen[:, :4].mean(axis=0))


def show(title: str, tallies: dict[str, Tally]) -> None:
    print(f"\n{title}")
    print(f"  {'':22}" + "".join(f"{t + ': MAE  CRPS':>24}" for t in TARGETS) + "   in 50 %  90 %")
    for way, tally in tallies.items():
        cells = "".join(f"{tally.of(t)[0]:17.3f} {tally.of(t)[1]:6.3f}" for t in range(3))
        inside = tally.of(None)[2:] * 100
        print(f"  {way:22}{cells}   {inside[0]:7.1f} {inside[1]:5.1f}")


def judge(name: str, clients: int, rng: Rng) -> dict[str, Tally]:
    """Every way on one clinic."""
    series = clinic(name, clients, rng)
    cut = clients * 3 // 5
    teaching, others = series[:cut], series[cut:]
    pool = fit_pool(s.course(len(s.weeks), str(i)) for i, s in enumerate(teaching))
    ways = {
        "last value": with_own_errors(last_value, teaching),
        "straight line": with_own_errors(straight_line, teaching),
        "mean curve": with_own_errors(mean_curve(teaching), teaching),
        "mixed model": mixed_model(teaching),
        "palpate, published": palpate(None),
        "palpate, pooled": palpate(pool),
    }
    tallies = {way: Tally([]) for way in ways}
    for a in asks(others):
        s = others[a.client]
        for way, foretell in ways.items():
            tallies[way].add(foretell(s, a), float(s.values[a.at]), a.target)
    return tallies


def timing(rng: Rng, clients: int) -> None:
    """One update, and the pool beside the mixed model on the same clients."""
    series = clinic("settling", clients, rng)
    scores = sum(int((~np.isnan(s.values)).sum()) for s in series)
    courses = [s.course(len(s.weeks), str(i)) for i, s in enumerate(series)]
    eight = next(c for c in courses if len(c.scores) == 8)
    weeks = [eight.last_week + w for w in (1, 2, 3, 4, 8, 12)]
    spans = []
    for _ in range(200):
        begun = time.perf_counter()
        forecast(eight, weeks)
        spans.append(time.perf_counter() - begun)
    print(f"\none client's forecast, eight scores: median {1e3 * np.median(spans):.2f} ms")
    begun = time.process_time()
    fit_pool(courses)
    ours = time.process_time() - begun
    begun = time.process_time()
    mixed_model(series)
    theirs = time.process_time() - begun
    print(
        f"pool of {clients} clients, {scores} scores: {ours:.2f} s; "
        f"mixed model {theirs:.1f} s ({theirs / ours:.0f} times as long)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=400, help="of each clinic")
    parser.add_argument("--pool", type=int, default=10_000, help="clients to time the pool on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="small clinics, no timing")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    overall: dict[str, Tally] = {}
    for name in CLINICS:
        tallies = judge(name, 100 if args.quick else args.clients, rng)
        show(name, tallies)
        for way, tally in tallies.items():
            overall.setdefault(way, Tally([])).rows.extend(tally.rows)
    show("all clinics", overall)
    if not args.quick:
        timing(rng, args.pool)


if __name__ == "__main__":
    main()

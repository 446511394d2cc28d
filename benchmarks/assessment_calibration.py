"""Whether the probabilities are what they say, and how far they are from exact ones.

    python benchmarks/assessment_calibration.py [--clients 400] [--cases CASES]

Virtual clients are drawn from the model: each cause on its own with its prior, at least one in a
client, on one side of the body; each place hurts as the tables say and is drawn as often as the
tables hold that clients draw it. Printed: for each band of probability how often the cause was
there, and the expected calibration error over all causes listed with at least 1 %. The same is
printed for the published cases, where only the first answer counts as there: causes that a case
does not name may have been there too.

Large cases are solved approximately; the largest absolute error against exact marginals is
printed for the cases with 12 to 16 findings that several causes share.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.assessment import LEVELS, read
from palpate.assessment.engine import rank_located, reader_for
from palpate.assessment.inference import infer
from palpate.assessment.network import solve
from palpate.body import Side, sites
from palpate.cases import Case, case_from_plain
from palpate.knowledge import load_assessment
from tests.assessment.exact import exact_marginals

LEAST = 0.01
BANDS = (LEAST, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
MIDDLE = range(12, 17)
"""Numbers of shared findings that are solved approximately and still exactly in seconds."""
Judged = tuple[float, bool]
"""A probability that was told, and whether the cause was there."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=400)
    parser.add_argument("--cases", default="tests/data/cases_dev.jsonl")
    args = parser.parse_args()
    rng = np.random.default_rng(7)
    show(f"{args.clients} virtual clients", virtual(args.clients, rng))
    cases, answers, _ = read(Path(args.cases))
    for level, parts in LEVELS.items():
        judged = [
            (p, (str(kind), name) == answer)
            for case, answer in zip(cases, answers, strict=True)
            for kind, name, p in best_side(case.without(parts))
        ]
        show(f"published cases, {level}", judged)
    show_errors(cases)


def virtual(clients: int, rng: np.random.Generator) -> Iterable[Judged]:
    for _ in range(clients):
        case, there = client(rng)
        yield from ((p, (str(kind), name) in there) for kind, name, p in best_side(case))


def client(rng: np.random.Generator) -> tuple[Case, set[tuple[str, str]]]:
    """Pain as the model's causes make it, on the left and in the midline, and those causes."""
    reader = reader_for()
    own = np.array([s.side is not Side.RIGHT for s in sites()])
    drawn = load_assessment().weights["silence"].value
    while True:
        active = np.flatnonzero(rng.random(len(reader.c.causes)) < reader.c.priors)
        if not len(active):
            continue
        stay = np.prod(1 - reader.c.reach[active], axis=0) * (1 - reader.w["leak_pain"])
        hurts = own & (rng.random(len(own)) < drawn * (1 - stay))
        if hurts.any():
            break
    pain = [
        {"region": s.region, "side": str(s.side)}
        for s in (sites()[i] for i in np.flatnonzero(hurts))
    ]
    there = {(str(reader.c.causes[i].kind), reader.c.causes[i].id) for i in active}
    return case_from_plain({"id": "virtual", "pain": pain}), there


def best_side(case: Case) -> list[tuple[str, str, float]]:
    """Kind, id and probability of each cause on its more probable side, from 1 % on."""
    best: dict[tuple[str, str], float] = {}
    for kind, name, p in rank_located(case):
        best.setdefault((str(kind), name), p)
    return [(kind, name, p) for (kind, name), p in best.items() if p >= LEAST]


def show(title: str, judged: Iterable[Judged]) -> None:
    """The bands, and the mean distance between what was told and what was so."""
    told, there = (np.array(column) for column in zip(*judged, strict=True))
    band = np.clip(np.digitize(told, BANDS) - 1, 0, len(BANDS) - 2)
    print(f"\n{title}: {len(told)} probabilities")
    error = 0.0
    for b in range(len(BANDS) - 1):
        here = band == b
        if here.any():
            error += abs(told[here].mean() - there[here].mean()) * here.mean()
            print(
                f"  {BANDS[b]:4.0%} to {BANDS[b + 1]:4.0%}: told {told[here].mean():5.1%},"
                f" there {there[here].mean():5.1%} of {here.sum()}"
            )
    print(f"  expected calibration error {error:.3f}")


def show_errors(cases: Iterable[Case]) -> None:
    reader = reader_for()
    print("\nlargest error of the approximation")
    for case in cases:
        network = solve(reader.c, reader.read(case)).network
        if len(network.leak) in MIDDLE:
            error = np.abs(infer(network).marginals - exact_marginals(network)).max()
            print(f"  {case.id}: {len(network.leak)} shared findings, {error:.4f}")


if __name__ == "__main__":
    main()

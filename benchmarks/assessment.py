"""How often the assessment ranks the published cause first, among three and among five.

    python benchmarks/assessment.py [CASES] [--jitter 20] [--quick]

CASES is a file of cases with their ``answer`` (JSON Lines). The engine never sees the answer: it is
read here alone. Three levels of input: what the client says; all but palpation; all. Findings
marked confirmatory are left out throughout. The first answer counts; a bilateral pair is one
cause; sides are not counted.

Printed: shares with bootstrap intervals (over cases, and over sources), the spread when every
hand-set number is jittered by 20 %, and the time of one update.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from palpate.assessment import assess
from palpate.assessment.engine import rank_located, reader_for
from palpate.cases import Case, load_cases
from palpate.knowledge import load_assessment

TELLING = ("palpation", "findings", "restricted_movements", "posture", "confirmatory")
LEVELS = {
    "client's words": TELLING,
    "all but palpation": ("palpation", "confirmatory"),
    "everything": ("confirmatory",),
}
KINDS = {"visceral_or_serious": "refer"}
TREATABLE = {"trigger_point", "nerve_compression", "joint", "posture"}
PLACES = (1, 3, 5)
LAST = 999


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "cases",
        nargs="*",
        default=["tests/data/cases_dev.jsonl", "tests/data/cases_more.jsonl"],
    )
    parser.add_argument("--jitter", type=int, default=20, help="jittered runs (0: none)")
    args = parser.parse_args()
    for path in map(Path, args.cases):
        show(path, args.jitter)


def show(path: Path, jitter: int) -> None:
    """The figures of one file of cases."""
    print(f"\n{path}")
    cases, answers, sources = read(path)
    treatable = [i for i, a in enumerate(answers) if a[0] in TREATABLE]
    serious = [i for i, a in enumerate(answers) if a[0] == "refer"]
    print(f"{len(cases)} cases, {len(treatable)} with a treatable first answer\n")
    print(f"{'input':20}" + "".join(f"{f'top {p}':>22}" for p in PLACES))
    for level, parts in LEVELS.items():
        ranks = np.array([rank(cases[i].without(parts), answers[i]) for i in treatable])
        groups = [sources[i] for i in treatable]
        print(f"{level:20}" + "".join(f"{interval(ranks <= p, groups):>22}" for p in PLACES))
    for i in serious:
        first = {
            level: rank(cases[i].without(parts), answers[i], kind_only=True)
            for level, parts in LEVELS.items()
        }
        print(f"not ours, {cases[i].id}: first cause of kind refer at {list(first.values())}")
    if jitter:
        show_jitter(cases, answers, treatable, jitter)
    show_times(cases)


def read(path: Path) -> tuple[list[Case], list[tuple[str, str]], list[str]]:
    """The cases, their first answers, and where each was published."""
    plain = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    answers = [
        (KINDS.get(p["answer"][0]["kind"], p["answer"][0]["kind"]), p["answer"][0]["id"])
        for p in plain
    ]
    sources = [p.get("source_url") or p.get("source") or p["id"] for p in plain]
    return list(load_cases(str(path))), answers, sources


def rank(
    case: Case,
    answer: tuple[str, str],
    weights: Mapping[str, float] | None = None,
    prior_factor: Mapping[str, float] | None = None,
    *,
    kind_only: bool = False,
) -> int:
    """Place of the answer among all causes, sides not counted."""
    order = list(
        dict.fromkeys((kind, name) for kind, name, _ in rank_located(case, weights, prior_factor))
    )
    for place, (kind, name) in enumerate(order, start=1):
        if kind == answer[0] and (kind_only or name == answer[1]):
            return place
    return LAST


def interval(hits: np.ndarray, sources: Sequence[str], runs: int = 2000) -> str:
    """Share in percent with its 90 % bootstrap interval, whole sources drawn together."""
    rng = np.random.default_rng(1)
    by_source = [np.flatnonzero([s == name for s in sources]) for name in sorted(set(sources))]
    shares = []
    for _ in range(runs):
        drawn = np.concatenate(
            [by_source[k] for k in rng.integers(len(by_source), size=len(by_source))]
        )
        shares.append(hits[drawn].mean())
    low, high = np.percentile(shares, [5, 95])
    return f"{hits.mean():4.0%} ({low:.0%} to {high:.0%})"


def show_jitter(
    cases: Sequence[Case], answers: Sequence[tuple[str, str]], treatable: Sequence[int], runs: int
) -> None:
    """All weights and all priors times a random factor between 0.8 and 1.2, many times over."""
    rng = np.random.default_rng(2)
    rows = load_assessment().weights
    print(
        f"\nevery weight and prior jittered by 20 %, {runs} runs: lowest, middle and highest share"
    )
    found: dict[str, list[list[float]]] = {level: [] for level in LEVELS}
    for _ in range(runs):
        changed = {
            name: float(np.clip(w.value * rng.uniform(0.8, 1.2), w.low, w.high))
            for name, w in rows.items()
        }
        priors = {name: float(rng.uniform(0.8, 1.2)) for name in load_assessment().priors}
        for level, parts in LEVELS.items():
            ranks = np.array(
                [rank(cases[i].without(parts), answers[i], changed, priors) for i in treatable]
            )
            found[level].append([float((ranks <= p).mean()) for p in PLACES])
    for level, shares in found.items():
        table = np.array(shares)
        cells = [
            f"{table[:, k].min():.0%}, {np.median(table[:, k]):.0%}, {table[:, k].max():.0%}"
            for k in range(len(PLACES))
        ]
        print(f"{level:20}" + "".join(f"{c:>22}" for c in cells))


def show_times(cases: Sequence[Case]) -> None:
    """Median and slowest time of an update and of a whole assessment, in milliseconds."""
    reader_for()
    for name, run in (("ranking", rank_located), ("whole assessment", assess)):
        taken = []
        for case in cases:
            run(case)
            start = time.perf_counter()
            run(case)
            taken.append(1000 * (time.perf_counter() - start))
        print(
            f"\n{name}: median {statistics.median(taken):.1f} ms, slowest {max(taken):.1f} ms",
            end="",
        )
    print()


if __name__ == "__main__":
    main()

"""How many tests it takes to a correct, confident ranking: advised, and in a fixed order.

    python benchmarks/assessment_next_test.py [--clients 60]

Virtual clients are drawn from the model: one cause, what it makes the client say, and test results
as likely as the tables hold them. Two therapists test until the true cause leads with at least 80 %
or no test is left: one follows the advice, the other takes the tests that bear on the ten leading
causes in the order of the tables (palpation last, as in a textbook examination).
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np

from palpate.assessment import Assessment, CauseKind, assess
from palpate.assessment.catalogue import mirror
from palpate.assessment.engine import reader_for
from palpate.body import sites
from palpate.cases import Case, case_from_plain
from palpate.knowledge import load

Truth = tuple[str, str, str]
"""Kind, id and side of the cause."""
Chosen = tuple[str, str]
"""A test and the side it is done on."""
Order = Callable[[Assessment, list[str]], Chosen | None]

CONFIDENT = 0.8
MOST = 25
SEEN = frozenset({CauseKind.TRIGGER_POINT, CauseKind.NERVE_COMPRESSION, CauseKind.JOINT})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=60)
    args = parser.parse_args()
    rng = np.random.default_rng(5)
    taken: dict[str, list[int]] = {"advised": [], "fixed order": []}
    settled = {"advised": 0, "fixed order": 0}
    for _ in range(args.clients):
        case, truth = client(rng)
        seed = int(rng.integers(1 << 30))
        for name, order in (("advised", advised), ("fixed order", fixed_order)):
            count, done = examine(case, truth, order, np.random.default_rng(seed))
            taken[name].append(count)
            settled[name] += done
    for name, counts in taken.items():
        print(
            f"{name:12} settled {settled[name]}/{args.clients},"
            f" tests: median {statistics.median(counts):g}, mean {statistics.mean(counts):.1f}"
        )


def client(rng: np.random.Generator) -> tuple[Case, Truth]:
    """A client with one cause on one side, and what hurts."""
    catalogue = reader_for().c
    rows = [i for i, c in enumerate(catalogue.causes) if c.kind in SEEN]
    weight = catalogue.priors[rows]
    while True:
        row = int(rng.choice(rows, p=weight / weight.sum()))
        side = str(rng.choice(["left", "right"]))
        reach = catalogue.reach[row] if side == "left" else catalogue.reach[row][mirror()]
        painful = np.flatnonzero(rng.random(len(reach)) < reach)
        if len(painful):
            break
    cause = catalogue.causes[row]
    pain = [{"region": sites()[i].region, "side": str(sites()[i].side)} for i in painful]
    return case_from_plain({"id": "virtual", "pain": pain}), (str(cause.kind), cause.id, side)


def examine(case: Case, truth: Truth, order: Order, rng: np.random.Generator) -> tuple[int, bool]:
    """Tests done until the true cause leads with confidence."""
    done: list[str] = []
    plain = case.to_plain()
    for count in range(MOST):
        found = assess(case_from_plain(plain))
        first = found.causes[0]
        if (str(first.kind), first.id) == truth[:2] and first.probability >= CONFIDENT:
            return count, True
        chosen = order(found, done)
        if chosen is None:
            return MOST, False
        done.append("|".join(chosen))
        perform(plain, chosen, truth, rng)
    return MOST, False


def advised(found: Assessment, done: list[str]) -> Chosen | None:
    for test in found.next_tests:
        chosen = (test.test, str(test.side or "left"))
        if "|".join(chosen) not in done:
            return chosen
    return None


def fixed_order(found: Assessment, done: list[str]) -> Chosen | None:
    leading = {(c.id, str(c.side or "left")) for c in found.causes[:10]}
    names = {i for i, _ in leading}
    for test in load().tests.values():
        for target in test.targets:
            if target in names:
                for name, side in sorted(leading):
                    if name == target and f"{test.id}|{side}" not in done:
                        return test.id, side
    for muscle in load().muscles:
        for name, side in sorted(leading):
            if name == muscle and f"palpate:{muscle}|{side}" not in done:
                return f"palpate:{muscle}", side
    return None


def perform(plain: dict[str, Any], chosen: Chosen, truth: Truth, rng: np.random.Generator) -> None:
    """Add the result of a test, drawn as the tables hold it."""
    key, side = chosen
    reader = reader_for()
    rows = reader.c.rows.get((CauseKind(truth[0]), truth[1]), ())
    if key.startswith("palpate:"):
        muscle = key.removeprefix("palpate:")
        chance, leak = reader.palpation_chances(muscle, "reproduces")
    else:
        chance, leak = reader.test_chances(key)
    hit = max((float(chance[r]) for r in rows), default=0.0) if side == truth[2] else 0.0
    positive = bool(rng.random() < 1 - (1 - leak) * (1 - hit))
    if key.startswith("palpate:"):
        plain["palpation"] = [
            *plain["palpation"],
            {"muscle": muscle, "side": side, "reproduces_pain": positive},
        ]
    else:
        result = "positive" if positive else "negative"
        plain["findings"] = [*plain["findings"], {"test": key, "side": side, "result": result}]


if __name__ == "__main__":
    main()

"""How fast a drawing is read, from a first stroke to the largest that is allowed.

python benchmarks/drawing.py
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from palpate.body import Drawing, Stroke, read_drawing

RUNS = 7


def drawing_of(strokes: int) -> Drawing:
    """Wandering strokes of twenty points over the back; the same for the same number."""
    rng = np.random.default_rng(7)
    steps = rng.normal(0, 12, (strokes, 20, 2)).cumsum(axis=1)
    paths = steps + rng.uniform(150, 850, (strokes, 1, 2))
    return Drawing(
        tuple(
            Stroke("back", tuple((float(x), float(y)) for x, y in path), 12.0, float(i % 11))
            for i, path in enumerate(paths)
        )
    )


def main() -> None:
    for strokes in (1, 20, 200, 2_000, 10_000):
        drawing = drawing_of(strokes)
        read_drawing(drawing)
        taken = []
        for _ in range(RUNS):
            start = time.perf_counter()
            read_drawing(drawing)
            taken.append(1000 * (time.perf_counter() - start))
        print(f"{strokes:>6} strokes   {statistics.median(taken):8.1f} ms")


if __name__ == "__main__":
    main()

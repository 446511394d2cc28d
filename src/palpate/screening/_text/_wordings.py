"""The second line: wordings that no phrase foresaw, weighed against known ones.

``wordings.csv`` holds other ways of saying each finding; ``wordings_weights.csv`` holds what each
family of words (and each pair of families) counts for or against a finding, fitted to those
wordings and to the phrases by ``scripts/fit_wordings.py``. A clause is weighed by plain sums: no
words of it count that are denied, said of somebody else or long past.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from palpate.screening._tables import rows

NOTHING = "-"
"""The class of what says no finding at all."""
_PAIR = 0.5
MAX_FAMILIES = 14


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a clause says: for each finding its share of the meaning, and its plain sum."""

    shares: NDArray[np.float32]
    """They add up to 1."""
    evidence: NDArray[np.float32]
    """Above that of saying nothing."""


class Wordings:
    """The weights, ready for sums."""

    def __init__(self) -> None:
        table = list(rows("wordings_weights"))
        named: dict[str, int] = {}
        entries: list[tuple[int, int, float]] = []
        self.tokens: dict[str, int] = {}
        self.idf: list[float] = []
        for number, (_, row) in enumerate(table):
            self.tokens[row["token"]] = number
            self.idf.append(float(row["rarity"]))
            for part in row["weights"].split():
                finding, _, weight = part.rpartition(":")
                column = named.setdefault(finding, len(named))
                entries.append((number, column, float(weight)))
        self.findings: tuple[str, ...] = tuple(named)
        self.column = named
        self.weights = np.zeros((len(table), len(named)), np.float32)
        for number, column, value in entries:
            self.weights[number, column] = value

    def weigh(self, tokens: Iterable[str]) -> Weighed | None:
        """What the tokens say; None when they say nothing known."""
        known = [(self.tokens[f], self.idf[self.tokens[f]]) for f in features(tokens)
                 if f in self.tokens]  # fmt: skip
        if not known:
            return None
        length = math.sqrt(sum(rarity * rarity for _, rarity in known))
        index = [i for i, _ in known]
        sums = np.array([r for _, r in known], np.float32) @ self.weights[index]
        shares = np.exp((sums - sums.max()) / length)
        return Weighed(shares / shares.sum(), sums - sums[self.column[NOTHING]])


def features(tokens: Iterable[str]) -> Iterator[str]:
    """The tokens and the pairs of families among them."""
    all_ = set(tokens)
    yield from all_
    families = sorted(t for t in all_ if t.isupper())[:MAX_FAMILIES]
    for first, second in itertools.combinations(families, 2):
        yield f"{first}+{second}"


def rarity_of(count: int, lines: int, feature: str) -> float:
    """What a feature weighs by how many of the lines have it."""
    plain = max(0.2, math.log((lines + 1) / (count + 0.5)))
    return plain * (_PAIR if "+" in feature else 1.0)


@cache
def wordings() -> Wordings:
    return Wordings()

"""Fit the weights of the second line of reading from the wordings and the phrases.

    python scripts/fit_wordings.py [WORDINGS.csv]

Reads ``wordings.csv`` (finding, text; ``-`` for look-alikes that say no finding), makes further
lines out of the phrases, and writes ``wordings_weights.csv`` beside it. A multinomial logistic
regression on families of words and their pairs; the same input gives the same weights.
"""

from __future__ import annotations

import csv
import datetime
import math
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from palpate.knowledge.safety import load_safety
from palpate.screening._text._lexicon import lexicon
from palpate.screening._text._reader import SentenceReader
from palpate.screening._text._wordings import NOTHING, features, rarity_of
from palpate.screening._text._words import sentences

DATA = Path(__file__).parents[1] / "src" / "palpate" / "screening" / "data"
SAMPLES = 6
PHRASE_WEIGHT = 0.8
ROUNDS = 90
DECAY = 1e-6
KEPT = 0.25
DAY = datetime.date(2025, 6, 2)


def tokens_of(text: str, *, history: bool) -> frozenset[str]:
    found: set[str] = set()
    for sentence in sentences(text):
        reader = SentenceReader(lexicon(), sentence, None, DAY)
        for _, tokens in reader.tokens(history=history):
            found.update(tokens)
    return frozenset(features(found))


def from_phrases() -> list[tuple[str, str, float]]:
    chance = random.Random(1)
    lex = lexicon()
    terms = {
        number: sorted(t.replace("_", " ").replace("*", "") for t in key)
        for key, number in lex.elements.items()
    }
    made = []
    for phrase in (*lex.phrases, *lex.combinations):
        options = math.prod(len(terms[e]) for e in phrase.elements)
        count = max(1, min(SAMPLES, options))
        for _ in range(count):
            text = " ".join(chance.choice(terms[e]) for e in phrase.elements)
            made.append((phrase.finding, text, PHRASE_WEIGHT / SAMPLES))
    terms_said = load_safety().terms.values()
    return [*made, *((t.id, t.plain_words, PHRASE_WEIGHT / 2) for t in terms_said)]


def fit(
    lines: list[tuple[str, str]], plain: int = 0
) -> tuple[dict[str, float], list[str], np.ndarray]:
    """Rarities, findings and weights (features x findings)."""
    times = lexicon().times
    told = [
        (f, tokens_of(t, history=f == NOTHING or times[f].when == "ever"), 1.0) for f, t in lines
    ]
    counts = Counter(x for _, found, _ in told for x in found)
    made = [(f, frozenset(features(_loose(t))), w) for f, t, w in from_phrases() if f in times]
    both = counts + Counter(x for _, found, _ in made for x in found)
    rarity = {
        x: rarity_of(counts[x] or 1, len(told), x)
        for x in sorted(both)
        if both[x] > 1 or (counts[x] and "+" not in x)
    }
    place = {x: i for i, x in enumerate(rarity)}
    told += made
    names = [NOTHING, *sorted(times)]
    column = {f: i for i, f in enumerate(names)}
    row_of, col_of, value = [], [], []
    for number, (_, found, _) in enumerate(told):
        known = [x for x in found if x in place]
        length = math.sqrt(sum(rarity[x] ** 2 for x in known)) or 1.0
        for x in sorted(known):
            row_of.append(number), col_of.append(place[x]), value.append(rarity[x] / length)
    given = sp.csr_matrix(
        (value, (row_of, col_of)), shape=(len(told), len(place)), dtype=np.float32
    )
    weight = np.array([w for _, _, w in told], np.float32)
    target = np.zeros((len(told), len(names)), np.float32)
    target[np.arange(len(told)), [column[f] for f, _, _ in told]] = weight
    weights = np.zeros((len(place), len(names)), np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    back = given.T.tocsr()
    for step in range(1, ROUNDS + 1):
        logits = given @ weights
        logits -= logits.max(1, keepdims=True)
        shares = np.exp(logits)
        shares *= (weight / shares.sum(1))[:, None]
        slope = back @ (shares - target) / weight.sum() + DECAY * weights
        first += 0.1 * (slope - first)
        second += 0.001 * (slope * slope - second)
        weights -= 0.5 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return rarity, names, weights


def _loose(text: str) -> set[str]:
    from palpate.screening._text._families import families

    return {t for s in sentences(text) for _, ts in families().read(s.words) for t in ts}


def write(rarity: dict[str, float], names: list[str], weights: np.ndarray, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("token", "rarity", "weights"))
        for (token, value), row in zip(rarity.items(), weights, strict=True):
            order = np.argsort(-np.abs(row))[:60]
            parts = [f"{names[i]}:{row[i]:.1f}" for i in order if abs(row[i]) >= KEPT]
            if parts:
                out.writerow((token, f"{value:.2f}", " ".join(parts)))


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "wordings.csv"
    with source.open(encoding="utf-8", newline="") as file:
        lines = [(r["finding"], r["text"]) for r in csv.DictReader(file)]
    write(*fit(lines), DATA / "wordings_weights.csv")


if __name__ == "__main__":
    main()

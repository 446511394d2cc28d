"""Which test next: the information it is expected to give about the leading causes, per minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from palpate.assessment.catalogue import CauseKind, Floats
from palpate.assessment.evidence import Reader
from palpate.assessment.network import Solved
from palpate.assessment.results import Cause, NextTest
from palpate.body import Side
from palpate.knowledge import TestKind, load

LEADING = 12
"""Causes among which a test should tell."""
LEAST_BITS = 0.005


def _entropy(p: Floats) -> Floats:
    q = np.clip(p, 1e-12, 1 - 1e-12)
    return -(q * np.log2(q) + (1 - q) * np.log2(1 - q))


def rank_tests(
    solved: Solved,
    reader: Reader,
    leading: Sequence[Cause],
    done: frozenset[tuple[str, Side | None]],
    forbidden: Callable[[str], bool],
    minutes: float | None,
    top: int = 8,
) -> tuple[NextTest, ...]:
    """The most telling tests that are allowed and not yet done."""
    causes = list(leading[:LEADING])
    if not causes:
        return ()
    prior = np.array([c.probability for c in causes])
    found: list[NextTest] = []
    for key, name, how, length, chance, leak, about in _menu(reader):
        if (key, None) in done or forbidden(key) or (minutes is not None and length > minutes):
            continue
        for side in _sides(causes, about):
            if (key, side) in done:
                continue
            hit = np.array(
                [
                    chance.get((c.kind, c.id), 0.0)
                    if c.side in (side, None) or side is None
                    else 0.0
                    for c in causes
                ]
            )
            if not hit.any():
                continue
            value, after_yes, after_no = _information(prior, hit, leak)
            if value < LEAST_BITS:
                continue
            found.append(
                NextTest(
                    key,
                    name,
                    how,
                    side,
                    length,
                    value,
                    _why(causes, hit, after_yes, after_no),
                    tuple(c.id for c, h in zip(causes, hit, strict=True) if h),
                    _outcome(causes, after_yes, prior),
                    _outcome(causes, after_no, prior),
                )
            )
    found.sort(key=lambda t: (-t.value_per_minute, t.test))
    return tuple(found[:top])


def _sides(causes: Sequence[Cause], about: frozenset[tuple[CauseKind, str]]) -> list[Side | None]:
    return list(dict.fromkeys(c.side for c in causes if (c.kind, c.id) in about))


@lru_cache(maxsize=4)
def _menu(
    reader: Reader,
) -> tuple[
    tuple[
        str,
        str,
        str,
        float,
        Mapping[tuple[CauseKind, str], float],
        float,
        frozenset[tuple[CauseKind, str]],
    ],
    ...,
]:
    """Every test and palpation: key, name, how, minutes, chance by cause, chance without any."""
    known, causes = load(), reader.c.causes
    menu = []
    for test in known.tests.values():
        if test.kind is TestKind.COMBINATION:
            continue
        row, leak = reader.test_chances(test.id)
        chance = {(causes[i].kind, causes[i].id): float(row[i]) for i in np.flatnonzero(row > 0)}
        if chance:
            menu.append(
                (test.id, test.name, test.how, test.minutes, chance, leak, frozenset(chance))
            )
    for muscle in known.muscles.values():
        row, leak = reader.palpation_chances(muscle.id, "reproduces")
        key = (CauseKind.TRIGGER_POINT, muscle.id)
        chance = {key: float(row.max())}
        places = "; ".join(dict.fromkeys(p.location for p in muscle.trigger_points))
        how = (
            f"Press the muscle slowly until the client feels it: {places}. Ask whether this is"
            " the familiar pain."
        )
        menu.append(
            (
                f"palpate:{muscle.id}",
                f"Palpate {muscle.label}",
                how,
                reader.w["palpation_minutes"],
                chance,
                leak,
                frozenset(chance),
            )
        )
    return tuple(menu)


def _information(prior: Floats, hit: Floats, leak: float) -> tuple[float, Floats, Floats]:
    """Expected entropy lost over the causes, in bits, and the marginals after yes and no."""
    stay = float((1 - leak) * np.prod(1 - prior * hit))
    others = stay / (1 - prior * hit)
    no_if_on = others * (1 - hit)
    positive = 1 - stay
    after_no = np.where(stay > 0, prior * no_if_on / max(stay, 1e-12), prior)
    after_yes = prior * (1 - no_if_on) / max(positive, 1e-12)
    expected = positive * _entropy(after_yes) + stay * _entropy(after_no)
    return float((_entropy(prior) - expected).sum()), after_yes, after_no


def _why(causes: Sequence[Cause], hit: Floats, yes: Floats, no: Floats) -> str:
    spread = np.abs(yes - no)
    target = int(np.where(hit > 0, spread, -1).argmax())
    name = causes[target].label
    rivals = [c.label for i, c in enumerate(causes) if not hit[i] and c.label != name]
    return f"would tell {name} from {rivals[0]}" if rivals else f"would settle {name}"


def _outcome(causes: Sequence[Cause], after: Floats, before: Floats) -> str:
    i = int(np.abs(after - before).argmax())
    return f"{causes[i].label}: {before[i]:.0%} becomes {after[i]:.0%}"

"""The therapist's word on causes, as evidence: a cause that is confirmed explains others away."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from palpate.assessment.catalogue import Catalogue, CauseKind
from palpate.assessment.network import Located
from palpate.assessment.observation import Evidence, Observation
from palpate.body import Side

CERTAINLY = 1 - 1e-6
BY_CHANCE = 1e-6
"""Chance that a confirmed cause is not there after all; keeps the arithmetic finite."""

Decisions = Mapping[Located, bool]


def read_decisions(
    catalogue: Catalogue, decided: Mapping[str, bool]
) -> tuple[dict[Located, bool], list[str]]:
    """The decisions by located cause, and the keys of causes that the tables no longer have.

    A key is ``kind/id/side``; the side is empty for a cause without one. Raises `ValueError` for a
    key of another form.
    """
    found: dict[Located, bool] = {}
    unknown: list[str] = []
    for key, word in decided.items():
        kind, _, rest = key.partition("/")
        name, _, side = rest.partition("/")
        if kind not in tuple(CauseKind):
            raise ValueError(f"decided {key!r}: kind must be one of {', '.join(CauseKind)}")
        if side and side not in tuple(Side):
            raise ValueError(f"decided {key!r}: side must be left, right, midline or empty")
        if (CauseKind(kind), name) not in catalogue.rows:
            unknown.append(key)
            continue
        located = Side(side) if side in (Side.LEFT, Side.RIGHT) else None
        found[CauseKind(kind), name, located] = bool(word)
    return found, unknown


def add_decisions(catalogue: Catalogue, decisions: Decisions, e: Evidence) -> None:
    """Each decision as a finding that its cause alone produces: seen, or surely not there."""
    for (kind, name, side), word in decisions.items():
        chance = np.zeros(len(catalogue.causes))
        chance[list(catalogue.rows[kind, name])] = CERTAINLY
        none = np.zeros(len(catalogue.causes))
        e.observations.append(
            Observation(
                f"decided:{kind}/{name}/{side or ''}",
                "you confirmed it" if word else "you ruled it out",
                none if side is Side.RIGHT else chance,
                none if side is Side.LEFT else chance,
                BY_CHANCE,
                word,
            )
        )


def word_on(decisions: Decisions, cause: Located, sided: bool) -> bool | None:
    """The decision that holds for a cause of the ranking.

    A decision without a side holds for both sides, and one with a side for a drawing without.
    """
    kind, name, _ = cause
    if (word := decisions.get(cause)) is not None:
        return word
    if sided:
        return decisions.get((kind, name, None))
    either = (decisions.get((kind, name, s)) for s in (Side.LEFT, Side.RIGHT))
    return next((word for word in either if word is not None), None)

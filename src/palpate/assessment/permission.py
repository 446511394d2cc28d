"""Which tests a safety verdict forbids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from palpate.body import Side, Site, regions
from palpate.knowledge import TestKind, load, load_assessment

if TYPE_CHECKING:
    from palpate.screening import Verdict

HANDS_OFF = frozenset({TestKind.QUESTION, TestKind.OBSERVATION})
"""Tests that neither move, load nor press anything."""


def forbids(verdict: Verdict | None) -> Callable[[str], bool]:
    """A question that says whether the verdict rules a test (or ``palpate:<muscle>``) out."""
    if verdict is None:
        return lambda key: False
    return lambda key: _forbidden(verdict, key)


def _forbidden(verdict: Verdict, key: str) -> bool:
    known = load()
    if key.startswith("palpate:"):
        if verdict.blocks_today:
            return True
        points = known.muscles[key.removeprefix("palpate:")].trigger_points
        places = {p.site_region for p in points}
        need = load_assessment().demands["firm_pressure"].pressure
        return _pressed_too_hard(verdict, places, need)
    test = known.tests[key]
    if test.kind in HANDS_OFF:
        return False
    if verdict.blocks_today:
        return True
    places = set(test.regions)
    touched = set(_sites(places))
    demands = [load_assessment().demands[d] for d in test.demands]
    techniques = {t for d in demands for t in d.techniques}
    for restriction in verdict.restrictions:
        binds = restriction.whole_body or bool(touched & set(restriction.sites))
        if binds and techniques & {str(t) for t in restriction.excluded_techniques}:
            return True
        if test.positions and set(map(str, test.positions)) <= {
            str(p) for p in restriction.excluded_positions
        }:
            return True
    return _pressed_too_hard(verdict, places, max((d.pressure for d in demands), default=0.0))


def _pressed_too_hard(verdict: Verdict, places: Iterable[str], need: float) -> bool:
    """Whether any place may not take the pressure; at a place that is blocked nothing is done."""
    for site in _sites(places):
        if verdict.blocks(site) is not None or verdict.pressure_cap(site) < need:
            return True
    return False


def _sites(places: Iterable[str]) -> list[Site]:
    return [
        Site(r, s)
        for r in places
        for s in ((Side.MIDLINE,) if regions()[r].is_midline else (Side.LEFT, Side.RIGHT))
    ]

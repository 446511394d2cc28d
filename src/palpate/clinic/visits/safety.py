"""What the screening allows on a visit: caps, blocked places, excluded techniques."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from palpate.body import Site
from palpate.clinic.clients.models import Client
from palpate.clinic.clients.services import current_verdict
from palpate.clinic.visits.content import Point, point_of, points_of
from palpate.clinic.visits.errors import NoteError
from palpate.knowledge.care_tables import load_care
from palpate.screening import Restriction, Verdict

FULL_PRESSURE = 10.0
NO_INTAKE = "There is no intake yet, so nobody knows what is safe. Ask the health questions first."


@dataclass(frozen=True)
class Limit:
    """How hard a place may be pressed, 0-10, and which restriction says so."""

    cap: float
    reason: str = ""

    @property
    def blocked(self) -> bool:
        return self.cap <= 0


@dataclass(frozen=True)
class Bounds:
    """Everything that binds one visit. Without an intake nothing may be recorded as treated."""

    verdict: Verdict | None

    @property
    def stop(self) -> str:
        """Why nobody may be treated today; empty where treatment is allowed."""
        if self.verdict is None:
            return NO_INTAKE
        if not self.verdict.blocks_today:
            return ""
        return f"No massage today: {self.verdict.restrictions[0].label}."

    def limit(self, sites: tuple[str, ...]) -> Limit:
        """The strictest cap over the sites; with no site, the cap of the whole body."""
        if self.stop or self.verdict is None:
            return Limit(0.0, self.stop)
        verdict = self.verdict
        if not sites:
            whole = [r for r in verdict.restrictions if r.whole_body and r.pressure_cap is not None]
            least = min(whole, key=lambda r: r.pressure_cap or 0.0, default=None)
            return Limit(verdict.body_cap, _because(least) if least else "")
        site = min((Site.parse(code) for code in sites), key=verdict.pressure_cap)
        cap = verdict.pressure_cap(site)
        if cap >= FULL_PRESSURE:
            return Limit(FULL_PRESSURE)
        least = verdict.blocks(site) or min(verdict.binding(site), key=lambda r: r.cap_at(site))
        return Limit(cap, _because(least))

    def limit_of(self, point: Point) -> Limit:
        """The strictest of the screening and of the plan the point came from."""
        limit = self.limit(point.sites)
        if point.cap is not None and point.cap < limit.cap:
            return Limit(point.cap, point.cap_reason)
        return limit

    def excluded(self, sites: tuple[str, ...]) -> frozenset[str]:
        """Ids of techniques that a restriction excludes at any of the sites."""
        if self.verdict is None:
            return frozenset()
        groups = set(self.verdict.excluded_techniques)
        for code in sites:
            groups |= self.verdict.excluded_techniques_at(Site.parse(code))
        return frozenset(
            t.id for t in load_care().techniques.values() if groups.intersection(t.groups)
        )


def bounds_of(client: Client, on: date) -> Bounds:
    """What binds a visit of the client on that day, clearances applied."""
    return Bounds(current_verdict(client, on))


def refusals(content: Mapping[str, Any], fields: set[str], bounds: Bounds) -> dict[str, NoteError]:
    """Which of the changed `fields` would make a record that breaks a restriction, and why."""
    refused: dict[str, NoteError] = {}
    touched = {key for f in fields if (key := point_of(f))}
    for point in points_of(content):
        if point.key in touched:
            for name, error in _point_refusals(point, bounds).items():
                if (full := f"points.{point.key}.{name}") in fields:
                    refused[full] = error
    return refused


def breaches(content: Mapping[str, Any], bounds: Bounds) -> tuple[NoteError, ...]:
    """Every treated point that breaks a restriction."""
    return tuple(
        error
        for point in points_of(content)
        if point.treated
        for error in _point_refusals(point, bounds).values()
    )


def _point_refusals(point: Point, bounds: Bounds) -> dict[str, NoteError]:
    limit = bounds.limit_of(point)
    found: dict[str, NoteError] = {}
    if limit.blocked:
        if point.treated:
            found["response"] = NoteError(
                f"{point.structure}, response",
                point.response.value if point.response else "",
                f"no treatment here. {limit.reason}",
            )
        if point.pressure:
            found["pressure"] = NoteError(
                f"{point.structure}, pressure", point.pressure, f"0. {limit.reason}"
            )
    elif point.pressure is not None and point.pressure > limit.cap:
        found["pressure"] = NoteError(
            f"{point.structure}, pressure",
            point.pressure,
            f"0 to {limit.cap:g}. {limit.reason}",
        )
    if point.technique in bounds.excluded(point.sites):
        found["technique"] = NoteError(
            f"{point.structure}, technique",
            point.technique,
            "a technique that today's restrictions leave open",
        )
    return found


def _because(restriction: Restriction) -> str:
    return f"{restriction.label}. {restriction.reason}".strip()

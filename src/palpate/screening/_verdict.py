"""The verdict of screening: what binds every test, plan and page that comes after."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import total_ordering

from palpate.body import Site
from palpate.knowledge import Confidence
from palpate.knowledge.safety import Position, TechniqueGroup
from palpate.screening._errors import ClearanceError

FULL_PRESSURE = 10.0
"""The top of the 0-10 pressure scale: no cap."""


@total_ordering
class Disposition(StrEnum):
    """What may happen today; ordered, ``EMERGENCY`` being the strictest and the greatest."""

    OK = "ok"
    MODIFY = "modify"
    LOCAL = "local"
    ABSOLUTE = "absolute"
    REFER = "refer"
    EMERGENCY = "emergency"

    @property
    def severity(self) -> int:
        """0 (``ok``) to 5 (``emergency``)."""
        return _SEVERITY[self]

    @property
    def blocks_today(self) -> bool:
        """No massage today."""
        return self.severity >= Disposition.ABSOLUTE.severity

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Disposition):
            return NotImplemented
        return self.severity < other.severity

    def __le__(self, other: object) -> bool:
        if not isinstance(other, Disposition):
            return NotImplemented
        return self.severity <= other.severity

    def __gt__(self, other: object) -> bool:
        if not isinstance(other, Disposition):
            return NotImplemented
        return self.severity > other.severity

    def __ge__(self, other: object) -> bool:
        if not isinstance(other, Disposition):
            return NotImplemented
        return self.severity >= other.severity


_SEVERITY = {d: i for i, d in enumerate(Disposition)}


class RestrictionKind(StrEnum):
    CONTRAINDICATION = "contraindication"
    RED_FLAG = "red_flag"
    MEDICATION = "medication"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class SiteCap:
    """A pressure cap, 0-10, at one site."""

    site: Site
    cap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One rule that binds the treatment, with the answer that touched it."""

    id: str
    kind: RestrictionKind
    level: Disposition
    label: str
    whole_body: bool
    """True also while the client has not said where a local condition is."""
    sites: tuple[Site, ...] = ()
    pressure_cap: float | None = None
    """0-10 at the bound sites; None leaves the pressure free."""
    site_caps: tuple[SiteCap, ...] = ()
    """Stricter caps at single sites."""
    excluded_techniques: tuple[TechniqueGroup, ...] = ()
    excluded_positions: tuple[Position, ...] = ()
    max_minutes: int | None = None
    reason: str = ""
    """In the therapist's words."""
    client_reason: str = ""
    adaptation: str = ""
    urgency: str = ""
    cleared_by: str = ""
    """Who can lift it; empty when the therapist can."""
    cleared_cap: float | None = None
    time_rule: str = ""
    too_early: bool = False
    """The interval of the time rule has not passed, so no clearance counts yet."""
    sources: tuple[str, ...] = ()
    confidence: Confidence = Confidence.MEDIUM
    touched_by: tuple[str, ...] = ()
    """The findings, medicines or answers that fired it."""
    cleared: bool = False
    """What remains of a restriction that was cleared."""

    @property
    def needs_clinician(self) -> bool:
        return self.level in (Disposition.EMERGENCY, Disposition.REFER)

    def binds(self, site: Site) -> bool:
        return self.whole_body or site in self.sites

    def cap_at(self, site: Site) -> float:
        """The highest pressure, 0-10, that this restriction leaves at the site."""
        cap = FULL_PRESSURE
        if self.pressure_cap is not None and self.binds(site):
            cap = self.pressure_cap
        return min([cap, *(c.cap for c in self.site_caps if c.site == site)])

    def after_clearance(self) -> Restriction | None:
        """The gentler rule that stays when it has been cleared, if any."""
        limits = self.excluded_techniques or self.excluded_positions or self.site_caps
        if self.cleared_cap is None and not limits and self.max_minutes is None:
            return None
        return replace(
            self,
            level=Disposition.MODIFY,
            pressure_cap=self.cleared_cap,
            cleared=True,
        )


class Role(StrEnum):
    """Who gives a clearance."""

    CLINICIAN = "clinician"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True)
class Clearance:
    """A named person's word that a named restriction may be lifted until a date."""

    restriction_id: str
    by: str
    until: datetime.date
    note: str = ""
    role: Role = Role.CLINICIAN

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ClearanceError("clearance.by", self.by, "the name of the person who clears it")


@dataclass(frozen=True, slots=True)
class Lifted:
    """A restriction that no longer binds, and the clearance that lifted it."""

    restriction: Restriction
    clearance: Clearance


@dataclass(frozen=True, slots=True)
class AskBack:
    """A question to put to the client before treating."""

    about: str
    question: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and where it was read: ``coded``, ``text``, ``medicine``, ``answer``, ``age``."""

    finding: str
    source: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All restrictions, strictest first; the strictest wins everywhere."""

    restrictions: tuple[Restriction, ...]
    asked_back: tuple[AskBack, ...] = ()
    unread_medications: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    denied: tuple[str, ...] = ()
    """Findings that the client's words explicitly rule out."""
    incomplete: bool = False
    """A question that could change the verdict has no answer yet."""
    lifted: tuple[Lifted, ...] = ()
    knowledge_version: str = ""

    @property
    def disposition(self) -> Disposition:
        return max((r.level for r in self.restrictions), default=Disposition.OK)

    @property
    def blocks_today(self) -> bool:
        """No massage today: an emergency, a referral or an absolute restriction stands."""
        return self.disposition.blocks_today

    @property
    def body_cap(self) -> float:
        """The highest pressure, 0-10, anywhere on the body."""
        if self.blocks_today:
            return 0.0
        caps = [r.pressure_cap for r in self.restrictions if r.whole_body]
        return min([FULL_PRESSURE, *(c for c in caps if c is not None)])

    def pressure_cap(self, site: Site) -> float:
        """The highest pressure allowed at the site, 0-10."""
        if self.blocks_today:
            return 0.0
        return min([FULL_PRESSURE, *(r.cap_at(site) for r in self.restrictions)])

    def blocks(self, site: Site) -> Restriction | None:
        """The strictest restriction that forbids any pressure at the site."""
        for restriction in self.restrictions:
            if restriction.level.blocks_today or restriction.cap_at(site) <= 0:
                return restriction
        return None

    def binding(self, site: Site) -> tuple[Restriction, ...]:
        """The restrictions that say anything about the site, strictest first."""
        return tuple(
            r
            for r in self.restrictions
            if r.binds(site) or any(c.site == site for c in r.site_caps)
        )

    @property
    def excluded_techniques(self) -> frozenset[TechniqueGroup]:
        """Techniques excluded on the whole body; see `excluded_techniques_at`."""
        return frozenset(
            t for r in self.restrictions if r.whole_body for t in r.excluded_techniques
        )

    def excluded_techniques_at(self, site: Site) -> frozenset[TechniqueGroup]:
        """Techniques excluded at the site, by rules for the whole body or for it."""
        return frozenset(t for r in self.binding(site) for t in r.excluded_techniques)

    @property
    def excluded_positions(self) -> frozenset[Position]:
        return frozenset(p for r in self.restrictions for p in r.excluded_positions)

    @property
    def max_minutes(self) -> int | None:
        """The longest session in minutes, or None."""
        return min((r.max_minutes for r in self.restrictions if r.max_minutes), default=None)

    def with_clearances(self, clearances: Iterable[Clearance], on: datetime.date) -> Verdict:
        """The verdict on that day with each named restriction lifted, and the record of it.

        A clearance that names nothing here, has run out, or comes before the interval of a
        time rule changes nothing. Raises `ClearanceError` when a referral or an emergency is
        lifted by somebody who is not a clinician.
        """
        valid: dict[str, Clearance] = {}
        for clearance in sorted(clearances, key=lambda c: c.until):
            if clearance.until >= on:
                valid[clearance.restriction_id] = clearance
        kept: list[Restriction] = []
        lifted = list(self.lifted)
        for restriction in self.restrictions:
            given = valid.get(restriction.id)
            if given is None or restriction.too_early or restriction.cleared:
                kept.append(restriction)
                continue
            if restriction.needs_clinician and given.role is not Role.CLINICIAN:
                raise ClearanceError(
                    f"clearance of {restriction.id}",
                    given.role.value,
                    f"a clinician, because its level is {restriction.level}",
                )
            lifted.append(Lifted(restriction, given))
            if (rest := restriction.after_clearance()) is not None:
                kept.append(rest)
        return replace(self, restrictions=strictest_first(kept), lifted=tuple(lifted))


def strictest_first(restrictions: Iterable[Restriction]) -> tuple[Restriction, ...]:
    return tuple(sorted(restrictions, key=lambda r: (-r.level.severity, r.id)))

"""The plan of a visit and of the course, inside what the screening allows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from palpate import care, knowledge, screening
from palpate.body import Side
from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import CauseDecision, Episode, PlanRecord
from palpate.clinic.charting.services.assessing import (
    assess_episode,
    confirmed_causes,
    keep_assessment,
)
from palpate.clinic.charting.services.drawings import current_drawing, painted
from palpate.clinic.charting.services.errors import NoPlan, Refused
from palpate.clinic.charting.services.reading import verdict_of
from palpate.plain import to_plain

Adjustments = Mapping[str, Mapping[str, float | bool]]
"""Step key to the therapist's ``pressure`` (0-10), ``minutes`` or ``remove``."""

NOT_SCREENED = "There is no intake yet. Ask the health questions first; the plan waits for them."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that is not saved yet, and what it rests on."""

    plan: care.Plan
    verdict: screening.Verdict
    from_confirmed: bool
    """False where the likeliest causes stand in, because none is confirmed."""


def propose_plan(
    episode: Episode, *, minutes: int = 60, adjustments: Adjustments | None = None
) -> Proposal:
    """A plan from the confirmed causes, or from the likeliest while none is confirmed.

    Raises `NoPlan` while the client is not screened, and `Refused` for a length of visit that is
    not booked or a change that would pass a restriction.
    """
    if minutes not in care.SESSION_MINUTES:
        raise Refused("minutes", minutes, ", ".join(map(str, care.SESSION_MINUTES)))
    verdict = verdict_of(episode)
    if verdict is None:
        raise NoPlan(NOT_SCREENED)
    confirmed = [_confirmed(d) for d in confirmed_causes(episode)]
    marks = [s.intensity for s in painted(current_drawing(episode)) if s.intensity]
    plan = care.plan(
        assess_episode(episode, verdict),
        verdict,
        minutes=minutes,
        confirmed=confirmed or None,
        pain=max(marks, default=None),
        duration_weeks=episode.weeks_on(timezone.localdate()),
    )
    return Proposal(_adjusted(plan, adjustments or {}, verdict), verdict, bool(confirmed))


@transaction.atomic
def make_plan(
    episode: Episode, *, by: User, minutes: int = 60, adjustments: Adjustments | None = None
) -> PlanRecord:
    """Save a plan; it takes at least one confirmed cause and a client who may be treated today.

    Raises `NoPlan` with the reason, or `Refused` for a change that would pass a restriction.
    """
    proposal = propose_plan(episode, minutes=minutes, adjustments=adjustments)
    if proposal.plan.blocked:
        raise NoPlan(proposal.plan.blocked)
    if not proposal.from_confirmed:
        raise NoPlan("Confirm at least one cause first; a plan is saved for what is confirmed.")
    return PlanRecord.objects.create(
        episode=episode,
        assessment=keep_assessment(episode, by=by, why=f"Plan of {minutes} minutes"),
        minutes=minutes,
        plan=to_plain(proposal.plan),
        adjustments={k: dict(v) for k, v in (adjustments or {}).items()},
        knowledge_version=knowledge.version(),
        made_by=by,
    )


def latest_plan(episode: Episode) -> PlanRecord | None:
    """The plan in force."""
    return episode.plans.select_related("made_by").first()


def read_adjustments(given: object) -> dict[str, dict[str, float | bool]]:
    """Changes as JSON gives them, each value checked. Raises `Refused`."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or len(given) > 100:
        raise Refused("adjustments", given, "an object of up to 100 steps")
    read: dict[str, dict[str, float | bool]] = {}
    for key, change in given.items():
        if not isinstance(change, Mapping):
            raise Refused(f"adjustments.{key}", change, "pressure, minutes or remove")
        kept = read.setdefault(str(key), {})
        for name, value in change.items():
            kept[name] = _change(f"adjustments.{key}.{name}", name, value)
    return read


def _change(field: str, name: str, value: Any) -> float | bool:
    if name == "remove" and isinstance(value, bool):
        return value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    top = {"pressure": 10, "minutes": 120}.get(name)
    if top is None or not number or not math.isfinite(value) or not 0 <= value <= top:
        raise Refused(field, value, "pressure 0 to 10, minutes 0 to 120, remove true or false")
    return float(value)


def _adjusted(plan: care.Plan, adjustments: Adjustments, verdict: screening.Verdict) -> care.Plan:
    known = {step.key for step in plan.steps}
    for key, change in adjustments.items():
        if key not in known:
            continue  # The step fell away with its cause; the change has nothing to bind to.
        try:
            plan = care.adjust(
                plan,
                key,
                pressure=_number(change.get("pressure")),
                minutes=_number(change.get("minutes")),
                remove=bool(change.get("remove")),
            )
        except care.CareError as error:
            raise Refused(f"{key}.{error.field}", error.value, error.allowed) from None
    violations = care.check(plan, verdict)
    if violations:
        first = violations[0]
        raise Refused(first.step or "plan", first.kind.value, first.allowed, first.message)
    return plan


def _number(value: float | bool | None) -> float | None:
    return None if value is None else float(value)


def _confirmed(decision: CauseDecision) -> care.ConfirmedCause:
    return care.ConfirmedCause(
        kind=decision.kind,
        id=decision.cause_id,
        site_number=decision.site_number,
        side=Side(decision.side) if decision.side else None,
        label=decision.label,
    )

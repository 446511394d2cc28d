"""Whether a plan, also one that was changed by hand, stays within what binds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from palpate.care._binding import cap_at, excluding, handling, is_blocked
from palpate.care._types import CareError, Plan, Step, Violation, ViolationKind
from palpate.knowledge.care_tables import load_care
from palpate.knowledge.safety import Position
from palpate.screening import Verdict

EPSILON = 1e-9


def check(plan: Plan, verdict: Verdict) -> tuple[Violation, ...]:
    """Everything in the plan that passes a restriction or the anatomy; empty when it is safe."""
    return tuple(_violations(plan, verdict))


def check_step(step: Step, verdict: Verdict) -> tuple[Violation, ...]:
    """The same for one step, planned or charted."""
    return tuple(_of_step(step, verdict))


def _violations(plan: Plan, verdict: Verdict) -> Iterator[Violation]:
    if verdict.blocks_today and plan.steps:
        strictest = verdict.restrictions[0]
        yield Violation(
            kind=ViolationKind.BLOCKED_TODAY,
            message=f"No hands-on care today: {strictest.label}",
            restriction=strictest.id,
            allowed="no step at all",
        )
    if plan.minutes > plan.session_minutes + EPSILON:
        yield Violation(
            kind=ViolationKind.TOO_LONG,
            message=f"The steps take {plan.minutes:g} minutes",
            allowed=f"at most {plan.session_minutes:g} minutes",
        )
    longest = verdict.max_minutes
    if longest is not None and plan.minutes > longest + EPSILON:
        yield Violation(
            kind=ViolationKind.TOO_LONG,
            message=f"The visit takes {plan.minutes:g} minutes",
            restriction=next(r.id for r in verdict.restrictions if r.max_minutes == longest),
            allowed=f"at most {longest} minutes",
        )
    for step in plan.steps:
        yield from _of_step(step, verdict)


def _of_step(step: Step, verdict: Verdict) -> Iterator[Violation]:
    if not 0 <= step.pressure <= 10 or step.minutes < 0:
        yield Violation(
            kind=ViolationKind.NOT_POSSIBLE,
            message=f"{step.name}: pressure {step.pressure:g}, {step.minutes:g} minutes",
            step=step.key,
            allowed="pressure 0 to 10 and no negative time",
        )
    for site in step.sites:
        blocked = is_blocked(site, verdict)
        if blocked is not None:
            yield Violation(
                kind=ViolationKind.BLOCKED_SITE,
                message=f"{step.name} touches {site.label}: {blocked.reason}",
                step=step.key,
                restriction=blocked.restriction,
                allowed="leave it out",
            )
            continue
        cap = cap_at(site, verdict)
        strongest = max(step.pressure, step.then.pressure if step.then else 0.0)
        if strongest > cap.value + EPSILON:
            yield Violation(
                kind=ViolationKind.OVER_CAP,
                message=f"{step.name}: pressure {strongest:g} at {site.label}, "
                f"{cap.reason or 'the scale'}",
                step=step.key,
                restriction=cap.restriction,
                allowed=f"at most {cap.value:g}",
            )
    yield from _handling(step, verdict)
    if step.position is not None and step.position in verdict.excluded_positions:
        by = next(r for r in verdict.restrictions if step.position in r.excluded_positions)
        yield Violation(
            kind=ViolationKind.EXCLUDED_POSITION,
            message=f"{step.name}: {step.position.replace('_', ' ')} is excluded: {by.label}",
            step=step.key,
            restriction=by.id,
            allowed="another position",
        )


def _handling(step: Step, verdict: Verdict) -> Iterator[Violation]:
    used = [step.technique] if step.structure else []
    used += [step.then.technique] if step.then else []
    techniques = load_care().techniques
    for id in used:
        if id not in techniques:
            yield Violation(
                kind=ViolationKind.NOT_POSSIBLE,
                message=f"{step.name}: technique {id!r} is not known",
                step=step.key,
                allowed=f"one of {', '.join(techniques)}",
            )
            continue
        excluded = excluding(handling(techniques[id], step.sites), step.sites, verdict)
        if excluded is not None:
            yield Violation(
                kind=ViolationKind.EXCLUDED_TECHNIQUE,
                message=f"{step.name}: {techniques[id].label.lower()} is excluded: "
                f"{excluded.label}",
                step=step.key,
                restriction=excluded.id,
                allowed="another technique",
            )


def adjust(
    plan: Plan,
    key: str,
    *,
    pressure: float | None = None,
    minutes: float | None = None,
    position: Position | None = None,
    lengthen: bool = True,
    remove: bool = False,
) -> Plan:
    """The plan with one step changed by the therapist; run `check` on what comes out.

    ``lengthen=False`` drops the follow-up. Raises `CareError` for a step that the plan does not
    have, a pressure outside 0-10 or a negative time.
    """
    if key not in {s.key for s in plan.steps}:
        raise CareError("step", key, f"one of {', '.join(s.key for s in plan.steps)}")
    if pressure is not None and not 0 <= pressure <= 10:
        raise CareError("pressure", pressure, "between 0 and 10")
    if minutes is not None and not 0 <= minutes <= plan.session_minutes:
        raise CareError("minutes", minutes, f"between 0 and {plan.session_minutes:g}")
    steps = []
    for step in plan.steps:
        if step.key == key:
            if remove:
                continue
            step = replace(
                step,
                pressure=step.pressure if pressure is None else pressure,
                minutes=step.minutes if minutes is None else minutes,
                position=step.position if position is None else position,
                then=step.then if lengthen else None,
            )
        steps.append(step)
    spare = max(0.0, plan.session_minutes - sum(s.minutes for s in steps))
    return replace(plan, steps=tuple(steps), spare_minutes=spare)


def reorder(plan: Plan, keys: tuple[str, ...]) -> Plan:
    """The plan with its steps in the given order; raises `CareError` unless all keys stand once."""
    by_key = {s.key: s for s in plan.steps}
    if sorted(keys) != sorted(by_key):
        raise CareError("order", keys, "every step of the plan exactly once")
    return replace(plan, steps=tuple(by_key[k] for k in keys))

"""The plan of a visit: safety first, then the most relief that the minutes allow."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

from palpate import knowledge
from palpate.body import Site
from palpate.care._advice import binding_notes, home_advice_for, shared_care_for
from palpate.care._binding import cap_at, cap_over, excluding, handling, is_blocked
from palpate.care._candidates import AREA, candidates, least_probability, served
from palpate.care._check import check
from palpate.care._course import course_for, goals_for
from palpate.care._dosing import (
    Client,
    Option,
    area_structure,
    cautions_at,
    option_for,
    pressure_for,
    step_with,
)
from palpate.care._selection import Choice, choose
from palpate.care._types import (
    CareError,
    CauseLike,
    LeftOut,
    Plan,
    ServedCause,
    Step,
    UnsafePlanError,
)
from palpate.knowledge.care_tables import CauseKind, load_care
from palpate.knowledge.safety import Position
from palpate.screening import Verdict

SESSION_MINUTES = (30, 45, 60, 75, 90)
"""The lengths of visit that are booked; any length from 15 to 120 is planned."""


class Causes(Protocol):
    """An assessment, as far as a plan looks at it."""

    @property
    def causes(self) -> Sequence[CauseLike]: ...


@dataclass(frozen=True, slots=True)
class _Request:
    """What one plan is made from."""

    causes: tuple[tuple[CauseLike, ServedCause], ...]
    verdict: Verdict
    minutes: float
    weeks: float | None
    client: Client

    @property
    def likely(self) -> tuple[ServedCause, ...]:
        """The causes that are probable enough to be treated."""
        least = least_probability(self.served)
        return tuple(a for a in self.served if a.probability >= least)

    @property
    def served(self) -> tuple[ServedCause, ...]:
        return tuple(about for _, about in self.causes)


def plan(
    assessment_or_causes: Causes | Iterable[CauseLike],
    verdict: Verdict,
    *,
    minutes: float = 60,
    confirmed: Iterable[CauseLike] | None = None,
    pain: float | None = None,
    duration_weeks: float | None = None,
    tolerance: float | None = None,
) -> Plan:
    """What to do in a visit of that many minutes, and the course of visits it belongs to.

    Takes an assessment or the causes themselves; causes in ``confirmed`` stand in for them as
    certain. ``pain`` and ``tolerance`` (the strongest comfortable pressure) are 0-10. Nothing in
    the plan passes a restriction: `check` is run on it, and `UnsafePlanError` raised rather than an
    unsafe plan returned. Raises `CareError` naming the field for an input that cannot be.
    """
    _between("minutes", minutes, 15, 120)
    _between("pain", pain, 0, 10)
    _between("tolerance", tolerance, 0, 10)
    _between("duration_weeks", duration_weeks, 0, 5200)
    request = _Request(
        causes=_causes(assessment_or_causes, confirmed),
        verdict=verdict,
        minutes=_session(minutes, verdict),
        weeks=duration_weeks,
        client=Client(pain, tolerance),
    )
    why = _blocked(request)
    made = _without_hands(request, *why) if why else _with_hands(request, minutes)
    violations = check(made, verdict)
    if violations:
        raise UnsafePlanError("plan", violations[0].message, violations[0].allowed)
    return made


def _between(field: str, value: float | None, low: float, high: float) -> None:
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise CareError(field, value, f"between {low:g} and {high:g}")


def _session(minutes: float, verdict: Verdict) -> float:
    longest = verdict.max_minutes
    return float(minutes if longest is None else min(minutes, longest))


def _causes(
    given: Causes | Iterable[CauseLike], confirmed: Iterable[CauseLike] | None
) -> tuple[tuple[CauseLike, ServedCause], ...]:
    """The causes to plan for, the most probable first; serious ones are never dropped."""
    found = cast("Iterable[CauseLike]", getattr(given, "causes", given))
    pairs = [(c, served(c)) for c in found]
    settled = [(c, replace(served(c), probability=1.0)) for c in confirmed or ()]
    if settled:
        serious = [(c, about) for c, about in pairs if about.kind is CauseKind.REFER]
        known = {(about.kind, about.id) for _, about in settled}
        pairs = settled + [(c, a) for c, a in serious if (a.kind, a.id) not in known]
    return tuple(sorted(pairs, key=lambda p: -p[1].probability))


def _blocked(request: _Request) -> tuple[str, str] | None:
    """Why no hands are laid on today, for the therapist and for the client."""
    if request.verdict.blocks_today:
        strictest = request.verdict.restrictions[0]
        reason = f"{strictest.level.value}: {strictest.label}. {strictest.adaptation}".strip()
        return reason, strictest.client_reason or "Your answers need a medical look first"
    limit = load_care().setting("refer_probability_blocks")
    for _, about in request.causes:
        if about.kind is CauseKind.REFER and about.probability >= limit:
            return (
                f"refer: the findings fit {about.label}, which is not for hands-on care; "
                "medical assessment first",
                "Your signs need a medical look before we go on",
            )
    return None


def _without_hands(request: _Request, why: str, why_client: str) -> Plan:
    return Plan(
        session_minutes=request.minutes,
        steps=(),
        left_out=(),
        spare_minutes=request.minutes,
        course=None,
        goals=(),
        home_advice=(),
        combined_care=shared_care_for(request.causes, request.weeks),
        restrictions=binding_notes(request.verdict),
        notes=(),
        blocked=why,
        blocked_client=why_client,
        knowledge_version=knowledge.load().version,
    )


def _with_hands(request: _Request, asked_minutes: float) -> Plan:
    verdict, care = request.verdict, load_care()
    wanted, alone = candidates(
        [_with(cause, about) for cause, about in request.causes], request.weeks
    )
    options: list[Option] = []
    left_out = [
        LeftOut(structure=about.label, side=s, reason=reason)
        for about, reason in alone
        for s in ([about.side] if about.side else [])
    ]
    for candidate in wanted:
        option = option_for(candidate, verdict, request.client)
        if isinstance(option, Option):
            options.append(option)
        elif candidate.purpose != AREA:
            left_out.append(option)
    assess, retest, close = _frame(request.minutes)
    room = request.minutes - assess - retest - close
    most = max(1, int(request.minutes // care.setting("minutes_per_structure")))
    choices = choose(options, room, most)
    steps, spare = _steps(choices, request, assess, retest, close)
    chosen = {s.key for s in steps}
    left_out += [
        LeftOut(
            structure=o.step.structure.label,
            side=o.step.structure.side,
            reason=f"weighs less than what fills the {request.minutes:g} minutes",
        )
        for o in options
        if o.step.key not in chosen and o.step.structure is not None and not o.general
    ]
    sites = [s for step in steps for s in step.sites]
    likely = request.likely
    sites += [s for cause, about in request.causes if about in likely for s in _felt_at(cause)]
    course = course_for(request.served, verdict, pain=request.client.pain, weeks=request.weeks)
    return Plan(
        session_minutes=request.minutes,
        steps=steps,
        left_out=tuple(left_out),
        spare_minutes=spare,
        course=course,
        goals=goals_for(course, request.client.pain),
        home_advice=home_advice_for(likely, sites, verdict),
        combined_care=shared_care_for(request.causes, request.weeks),
        restrictions=binding_notes(verdict),
        notes=_notes(request, asked_minutes, steps, care.setting("client_pain_ceiling")),
        knowledge_version=knowledge.load().version,
    )


def _with(cause: CauseLike, about: ServedCause) -> CauseLike:
    """The cause with the probability it is planned with."""
    if cause.probability == about.probability:
        return cause
    return cast("CauseLike", _Weighed(cause, about))


class _Weighed:
    """A confirmed cause: all that the original says, but certain."""

    def __init__(self, cause: CauseLike, about: ServedCause) -> None:
        self._cause, self.probability = cause, about.probability

    def __getattr__(self, name: str) -> object:
        return getattr(self._cause, name)


def _felt_at(cause: CauseLike) -> list[Site]:
    """Where the cause is felt, as far as it says."""
    return list(getattr(cause, "essential", ()) or ())


def _frame(minutes: float) -> tuple[float, float, float]:
    """Minutes for assessing, re-testing and closing."""
    care = load_care()

    def part(name: str) -> float:
        share = care.setting(f"share_of_session_{name}") * minutes
        low, high = care.setting(f"{name}_minutes_low"), care.setting(f"{name}_minutes_high")
        return round(min(max(share, low), high) * 2) / 2

    return part("assess"), part("retest"), care.setting("close_minutes")


def _steps(
    choices: tuple[Choice, ...],
    request: _Request,
    assess: float,
    retest: float,
    close: float,
) -> tuple[tuple[Step, ...], float]:
    """All steps in order and the minutes that are left over."""
    care = load_care()
    steps = [_look(assess)]
    warm, turn = care.setting("warm_minutes"), care.setting("turn_minutes")
    spare = request.minutes - assess - retest - (close if choices else 0.0)
    for number, choice in enumerate(choices):
        spare -= warm + (turn if number else 0.0) + sum(o.step.minutes for o in choice.options)
    strokes = [_stroking("warming_glide", c.options, c.position, request, warm) for c in choices]
    spare += sum(warm for s in strokes if s is None)
    longer = _longer([o for c in choices for o in c.options], spare)
    spare -= sum(longer.values())
    for number, (choice, stroked) in enumerate(zip(choices, strokes, strict=True)):
        turning = turn if number else 0.0
        if stroked is not None:
            steps.append(replace(stroked, minutes=stroked.minutes + turning))
        for rank, option in enumerate(choice.options):
            minutes = option.step.minutes + longer[option.step.key]
            if stroked is None and rank == 0:
                minutes += turning
            steps.append(replace(option.step, minutes=minutes, position=choice.position))
    if choices:
        last = choices[-1]
        closing = _stroking("closing_glide", last.options, last.position, request, close)
        if closing is not None:
            steps.append(closing)
        else:
            spare += close
    steps.append(_retest(retest))
    return tuple(steps), round(max(0.0, spare), 1)


def _longer(options: Sequence[Option], spare: float) -> dict[str, float]:
    """Half minutes shared out in turn, the most worthwhile structure first."""
    longer = {o.step.key: 0.0 for o in options}
    ranked = sorted(options, key=lambda o: (-o.worth, o.step.key))
    given = True
    while given and spare >= 0.5:
        given = False
        for option in ranked:
            key = option.step.key
            room = option.minutes_high - option.step.minutes - longer[key]
            if room >= 0.5 and spare >= 0.5:
                longer[key] += 0.5
                spare -= 0.5
                given = True
    return longer


def _stroking(
    technique_id: str,
    options: Sequence[Option],
    position: Position,
    request: _Request,
    minutes: float,
) -> Step | None:
    """Warming or closing strokes over what is treated in that position, where it is allowed."""
    verdict, technique = request.verdict, load_care().techniques[technique_id]
    reached = dict.fromkeys(s for o in options for s in o.step.sites)
    sites = tuple(
        s
        for s in reached
        if not is_blocked(s, verdict) and cap_at(s, verdict).value > technique.pressure_low
    )
    if not sites or excluding(handling(technique, sites), sites, verdict):
        return None
    area = area_structure(f"area_{position}", "The area to be treated", sites)
    cap = cap_over(sites, verdict)
    key = f"{technique_id}/{position}"
    step = step_with(technique, key, area, cap, pressure_for(technique, cap.value, request.client))
    return replace(step, minutes=minutes, position=position, cautions=cautions_at(sites, verdict))


def _look(minutes: float) -> Step:
    return Step(
        key="assess",
        role="assess",
        technique_label="Ask, look, move, palpate",
        client_label="We talk and look first",
        how="Ask what has changed and how the last visit was felt the days after; note pain 0-10; "
        "test the movement that hurts and the point that reproduces the pain.",
        client_how="We ask how you have been and look at the movement that hurts.",
        minutes=minutes,
    )


def _retest(minutes: float) -> Step:
    return Step(
        key="retest",
        role="retest",
        technique_label="Test again and agree what comes next",
        client_label="We test again and agree what comes next",
        how="Repeat the same movement and point, note pain 0-10 and any reaction, show the home "
        "advice once, agree the next visit.",
        client_how="We repeat the first movement, and you take home one or two things to do.",
        minutes=minutes,
    )


def _notes(
    request: _Request, asked: float, steps: tuple[Step, ...], ceiling: float
) -> tuple[str, ...]:
    notes = []
    if request.minutes < asked:
        notes.append(f"The visit is shortened to {request.minutes:g} minutes by a restriction")
    if not any(s.role not in ("assess", "retest") for s in steps):
        notes.append("There is nothing to treat yet: confirm a cause or test further")
    else:
        notes.append(
            f"Stay at or below {ceiling:g} of 10 on the client’s own scale under pressure "
            "(a convention, not a measured limit)"
        )
    leading = max(
        (a.probability for a in request.served if a.kind is not CauseKind.REFER), default=0.0
    )
    if 0 < leading < load_care().setting("cause_uncertain"):
        notes.append(
            f"No cause stands out yet (the likeliest has {leading:.0%}): test before working deeply"
        )
    if request.verdict.asked_back:
        notes.append("Screening still has questions to ask before treating")
    return tuple(notes)

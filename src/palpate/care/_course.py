"""How many visits and how far apart: the course, its review, its taper and its goals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from palpate import knowledge
from palpate.body import region, regions
from palpate.care._types import Course, CourseStage, Goal, Interval, ServedCause
from palpate.knowledge.care_tables import CauseKind, CoursePattern, load_care
from palpate.knowledge.instruments import load_instruments
from palpate.screening import Verdict

NPRS = "nprs"
PSFS = "psfs"


def course_for(
    causes: Sequence[ServedCause],
    verdict: Verdict,
    *,
    pain: float | None,
    weeks: float | None,
) -> Course:
    """The course that the evidence suggests for the leading cause, its place and its age."""
    care = load_care()
    assumed = []
    if weeks is None:
        assumed.append("how long it has hurt is not known; taken as some weeks")
    if pain is None:
        assumed.append("pain now is not known; taken as moderate")
    age = weeks if weeks is not None else care.setting("acute_weeks")
    pattern = _pattern(causes, age)
    severe = pain is not None and pain >= care.setting("severe_pain")
    fragile = verdict.body_cap <= care.setting("low_cap")
    per_week = pattern.per_week_high if severe and not fragile else pattern.per_week_low
    if fragile:
        per_week = 1
    first = Interval.TWICE_WEEKLY if per_week >= 2 else Interval.WEEKLY
    rows = [care.evidence(e) for e in pattern.evidence]
    return Course(
        pattern=pattern.id,
        label=pattern.label,
        first_interval=first,
        visits_low=pattern.visits_low,
        visits_high=pattern.visits_high,
        review_visit=pattern.review_visit,
        stop_rule=(
            f"At visit {pattern.review_visit}: if pain has not fallen by a change worth having, "
            "do not add visits of the same kind; assess anew or refer"
        ),
        stages=_stages(pattern, first),
        why=_why(pattern, first, severe=severe, fragile=fragile),
        why_client=(
            f"We begin {first.words} and look together at visit {pattern.review_visit} whether it "
            "helps enough; as the pain eases, visits move further apart"
        ),
        uncertainty=(
            f"{pattern.visits_low} to {pattern.visits_high} visits is a range from studies, not a "
            "promise: no trial has tested how to space or taper visits"
        ),
        basis=pattern.basis,
        evidence=pattern.evidence,
        citations=tuple(dict.fromkeys(_citation(r) for r in rows)),
        sources=tuple(dict.fromkeys(s for r in rows for s in r.sources)),
        assumed=tuple(assumed),
    )


def _citation(row: object) -> str:
    return str(getattr(row, "citation", "") or getattr(row, "label", ""))


def _pattern(causes: Sequence[ServedCause], weeks: float) -> CoursePattern:
    """The first row that fits the leading cause, where it sits and since when."""
    lead = next((c for c in causes if c.kind is not CauseKind.REFER), None)
    group = None if lead is None else _group(lead)
    for pattern in load_care().course_patterns.values():
        if pattern.causes and (lead is None or lead.id not in pattern.causes):
            continue
        if pattern.kinds and (lead is None or lead.kind not in pattern.kinds):
            continue
        if pattern.body_groups and group not in pattern.body_groups:
            continue
        if weeks < pattern.weeks_from:
            continue
        if pattern.weeks_to is not None and weeks >= pattern.weeks_to:
            continue
        return pattern
    raise AssertionError("the last rows of course_patterns fit every case")


def _group(lead: ServedCause) -> str | None:
    """The part of the body that the cause mostly sits in."""
    known = knowledge.load()
    codes: list[str] = [lead.id] if lead.id in regions() else []
    if lead.id in known.muscles:
        codes = [p.site_region for p in known.muscles[lead.id].trigger_points]
    elif lead.id in known.nerves:
        codes = [r.region for r in known.nerves[lead.id].essential]
    elif lead.id in known.joints:
        codes = [r.region for r in known.joints[lead.id].essential]
    elif lead.id in known.postures:
        muscles = [known.muscles[m] for m in known.postures[lead.id].short_muscles]
        codes = [p.site_region for m in muscles for p in m.trigger_points[:1]]
    counted = Counter(region(c).group for c in codes)
    return counted.most_common(1)[0][0] if counted else None


def _stages(pattern: CoursePattern, first: Interval) -> tuple[CourseStage, ...]:
    """Visits of the whole range, tapering; the first visit itself is not counted."""
    total = pattern.visits_high - 1
    opening = min(total, max(pattern.review_visit - 1, round(total * 0.6)))
    stages = [
        CourseStage(
            interval=first,
            visits=opening,
            until=f"the review at visit {pattern.review_visit} shows a change worth having",
        )
    ]
    rest = total - opening
    slower = Interval.WEEKLY if first is Interval.TWICE_WEEKLY else Interval.FORTNIGHTLY
    if rest > 0:
        half = max(1, rest // 2)
        stages.append(
            CourseStage(interval=slower, visits=half, until="pain is half of what it was")
        )
        if rest - half:
            wider = Interval.FORTNIGHTLY if slower is Interval.WEEKLY else Interval.MONTHLY
            stages.append(
                CourseStage(
                    interval=wider, visits=rest - half, until="two visits without a set-back"
                )
            )
    stages.append(
        CourseStage(
            interval=Interval.DISCHARGE, visits=0, until="the client manages alone, or wishes to"
        )
    )
    return tuple(stages)


def _why(pattern: CoursePattern, first: Interval, *, severe: bool, fragile: bool) -> str:
    reason = pattern.lesson[0].upper() + pattern.lesson[1:]
    if fragile:
        return f"{reason}; {first.words} because the tissue may take only light pressure"
    if severe and first is Interval.TWICE_WEEKLY:
        return f"{reason}; {first.words} at first because the pain is severe"
    return f"{reason}; {first.words} to begin with"


def worthwhile_change(baseline: float) -> float:
    """The fall in pain (NPRS points) worth having: the smaller of 2 points and 30 %.

    From the consensus for low back pain, in which either is enough (Ostelo 2008).
    """
    instrument = load_instruments()[NPRS]
    points = instrument.mcid if instrument.mcid is not None else 2.0
    share = (instrument.mcid_percent or 30.0) / 100
    return min(points, share * baseline)


def goals_for(course: Course, pain: float | None) -> tuple[Goal, ...]:
    """What can be measured by the review visit and by the end."""
    review, end = course.review_visit, course.visits_high
    goals = []
    if pain is None:
        goals.append(
            Goal(
                id="pain_baseline",
                instrument=NPRS,
                text="Record pain 0-10 before the first treatment, then aim for 2 points or 30 % "
                f"less by visit {review}",
                client_text="First we note how strong your pain is, so that we can see change",
                baseline=None,
                target=None,
                by_visit=1,
                basis="no baseline yet",
            )
        )
    elif pain > 0:
        target = round(pain - worthwhile_change(pain), 1)
        goals.append(
            Goal(
                id="pain_review",
                instrument=NPRS,
                text=f"Pain from {pain:g} to {target:g} or less by visit {review}",
                client_text=f"By visit {review}, a change in pain that you would notice: from "
                f"{pain:g} to about {target:g} of 10",
                baseline=pain,
                target=target,
                by_visit=review,
                basis="smallest worthwhile change: 2 points or 30 % (Ostelo 2008)",
            )
        )
        goals.append(
            Goal(
                id="pain_half",
                instrument=NPRS,
                text=f"Pain halved, to {pain / 2:g} or less, by the end of the course "
                f"(visit {end} at the latest)",
                client_text=f"By the end, half the pain: {pain / 2:g} of 10 or less",
                baseline=pain,
                target=pain / 2,
                by_visit=end,
                basis="convention: half the pain is a large change",
            )
        )
    psfs = load_instruments()[PSFS]
    goals.append(
        Goal(
            id="function_review",
            instrument=PSFS,
            text="Up to three activities that the client names: "
            f"{psfs.mcid:g} of 10 points easier on average by visit {review}",
            client_text=f"Choose up to three things that are hard now; by visit {review} they "
            "should be clearly easier",
            baseline=None,
            target=psfs.mcid,
            by_visit=review,
            basis=psfs.mcid_population,
        )
    )
    return tuple(goals)

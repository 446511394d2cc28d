"""When the next visit should be, from what the last ones brought: rules, with the reason said."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.care._types import CareError, Course, Interval
from palpate.outcomes import Reached, Relief, worthwhile
from palpate.outcomes import instrument as instrument_of

LADDER = (
    Interval.TWICE_WEEKLY,
    Interval.WEEKLY,
    Interval.FORTNIGHTLY,
    Interval.THREE_WEEKLY,
    Interval.MONTHLY,
    Interval.DISCHARGE,
)
BETTER = (Reached.WORTHWHILE, Reached.LARGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVisit:
    """The next interval and why; ``reassess`` means: no more of the same, look anew or refer."""

    interval: Interval
    reassess: bool
    why: str
    """One sentence for the therapist."""
    why_client: str


def next_visit(
    course: Course, relief: Relief, visits_done: int, current: Interval | None = None
) -> NextVisit:
    """The interval after a visit: wider as pain eases, closer after a set-back, or stop.

    Hand-set rules, since no trial has tested a taper: keep the interval until the review; from a
    worthwhile change on go one step wider; go one step closer when the last score is worse than
    the one before by a worthwhile change; at the review, or at the end of the range, without a
    worthwhile change: reassess or refer. Raises `CareError` for fewer than one visit.
    """
    if visits_done < 1:
        raise CareError("visits_done", visits_done, "at least 1")
    now = current or course.first_interval
    if _set_back(relief):
        closer = max(LADDER.index(now) - 1, LADDER.index(course.first_interval))
        return NextVisit(
            interval=LADDER[min(closer, LADDER.index(now))],
            reassess=False,
            why="The last score is worse than the one before by a worthwhile change: come closer",
            why_client="It flared up, so we meet a little sooner",
        )
    if relief.reached in BETTER:
        return _easing(course, relief, visits_done, now)
    if visits_done >= course.review_visit and relief.reached is not Reached.NOT_YET:
        return NextVisit(
            interval=now,
            reassess=True,
            why=f"{visits_done} visits without a worthwhile change: assess anew or refer",
            why_client="This has not helped enough yet, so we look again at what else it may be",
        )
    return NextVisit(
        interval=now,
        reassess=False,
        why=f"Too early to judge: review at visit {course.review_visit}",
        why_client=f"We go on {now.words} and look together at visit {course.review_visit}",
    )


def _set_back(relief: Relief) -> bool:
    if len(relief.points) < 2:
        return False
    about = instrument_of(relief.instrument)
    before, last = relief.points[-2].value, relief.points[-1].value
    worse = (before - last) if about.higher_is_better else (last - before)
    least = worthwhile(about, before)
    return least is not None and least > 0 and worse >= least


def _easing(course: Course, relief: Relief, visits_done: int, now: Interval) -> NextVisit:
    if visits_done >= course.visits_high or now is Interval.MONTHLY:
        return NextVisit(
            interval=Interval.DISCHARGE,
            reassess=False,
            why="A worthwhile change has been reached and the course is at its end: discharge, "
            "with a way back",
            why_client="You have come far enough to go on alone; come back if it returns",
        )
    wide = relief.reached is Reached.LARGE or visits_done >= course.review_visit
    step = LADDER[min(LADDER.index(now) + 1, LADDER.index(Interval.MONTHLY))] if wide else now
    if step is now:
        return NextVisit(
            interval=now,
            reassess=False,
            why=f"A worthwhile change before the review at visit {course.review_visit}: keep on",
            why_client=f"It is helping; we go on {now.words}",
        )
    return NextVisit(
        interval=step,
        reassess=False,
        why=f"Pain has eased by a worthwhile change: from {now.words} to {step.words}",
        why_client=f"It is easing, so we meet {step.words} now",
    )

"""Change since the start, beside what is noise and what is worth having."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from palpate.knowledge.instruments import Instrument, Purpose
from palpate.outcomes._score import in_range, instrument
from palpate.outcomes._types import Reached, Relief, Score, SeriesError


def series(scores: Iterable[Score], id: str | None = None) -> tuple[Score, ...]:
    """The scores of one instrument in order of time.

    Raises `SeriesError` for no scores, for several instruments, for two scores at one time and
    for scores given in the wrong order, and `AnswerError` for a value outside its range.
    """
    given = tuple(scores)
    if not given:
        raise SeriesError("scores", 0, "at least one score")
    kinds = {s.instrument for s in given}
    if id is not None and kinds != {id}:
        raise SeriesError("instrument", ", ".join(sorted(kinds)), f"{id} throughout")
    if len(kinds) > 1:
        raise SeriesError("instrument", ", ".join(sorted(kinds)), "one instrument throughout")
    for earlier, later in itertools.pairwise(given):
        if earlier.at == later.at:
            raise SeriesError(
                "time", later.at.isoformat(), "one score at one time, but two stand there"
            )
        if later.at < earlier.at:
            raise SeriesError("time", later.at.isoformat(), f"later than {earlier.at.isoformat()}")
    for one in given:
        in_range(one.instrument, one.value)
    return given


def worthwhile(about: Instrument, baseline: float) -> float | None:
    """The smallest worthwhile change from that baseline: points or percent, whichever is less."""
    found = []
    if about.mcid is not None:
        found.append(about.mcid)
    if about.mcid_percent is not None and baseline > 0:
        found.append(about.mcid_percent / 100 * baseline)
    return min(found) if found else None


def relief(scores: Iterable[Score], id: str) -> Relief:
    """What has changed from the first of the scores to the last.

    Raises `SeriesError` or `AnswerError`, see `series`.
    """
    about = instrument(id)
    points = series(scores, id)
    first, last = points[0].value, points[-1].value
    if about.purpose is Purpose.RATING_OF_CHANGE:
        return _rated(about, points)
    sign = 1 if about.higher_is_better else -1
    change = round(sign * (last - first), 10)
    mcid = worthwhile(about, first)
    percent = round(100 * change / first, 1) if first > 0 and about.low == 0 else None
    reached = _reached(change, mcid, percent, len(points))
    beyond = None if about.mdc is None or len(points) < 2 else abs(change) >= about.mdc
    return Relief(
        instrument=id,
        points=points,
        baseline=first,
        latest=last,
        change=change,
        percent=percent,
        mcid=mcid,
        mdc=about.mdc,
        reached=reached,
        beyond_noise=beyond,
        words_for_client=_client_words(reached, about, mcid),
        words_for_therapist=_therapist_words(about, first, last, change, percent, mcid),
        source=about.mcid_population,
    )


def _reached(change: float, mcid: float | None, percent: float | None, count: int) -> Reached:
    if count < 2:
        return Reached.NOT_YET
    if mcid is not None and mcid > 0:
        if change <= -mcid:
            return Reached.WORSE
        if change >= mcid:
            large = percent is not None and percent >= 50
            return Reached.LARGE if large else Reached.WORTHWHILE
    return Reached.SOME if change > 0 else Reached.UNCHANGED


_CLIENT = {
    Reached.NOT_YET: "This is where we start; the next score will show a change.",
    Reached.WORSE: "It is worse than at the start, by an amount you would notice.",
    Reached.UNCHANGED: "It has not become better yet.",
    Reached.SOME: "It is a little better, not yet by as much as you would notice.",
    Reached.WORTHWHILE: "It is better by a change you would notice.",
    Reached.LARGE: "It is better by half or more: a large change.",
}


def _client_words(reached: Reached, about: Instrument, mcid: float | None) -> str:
    if reached is Reached.SOME and mcid is None:
        return "It is a little better; how much you would notice has not been studied for this."
    return _CLIENT[reached]


def _therapist_words(
    about: Instrument,
    first: float,
    last: float,
    change: float,
    percent: float | None,
    mcid: float | None,
) -> str:
    parts = [f"{about.label}: {first:g} to {last:g} {about.unit}"]
    better = "better" if change > 0 else "worse" if change < 0 else "no change"
    share = f" ({abs(percent):g} %)" if percent is not None and change else ""
    parts.append(f"{abs(change):g} {better}{share}" if change else better)
    if mcid is not None:
        side = "reached" if change >= mcid else "not reached"
        parts.append(f"MCID {mcid:g} {side}")
    if about.mdc is not None:
        side = "beyond" if abs(change) >= about.mdc else "within"
        parts.append(f"{side} measurement noise (MDC {about.mdc:g}) for one person")
    return "; ".join(parts)


def _rated(about: Instrument, points: tuple[Score, ...]) -> Relief:
    """A rating of change is itself the change: the last one counts, against no change at all."""
    last = points[-1].value
    nought = 0.0 if about.higher_is_better else (about.low + about.high) / 2
    change = (last - nought) * (1 if about.higher_is_better else -1)
    reached = Reached.UNCHANGED
    if change:
        reached = Reached.SOME if change > 0 else Reached.WORSE
    words = "You say it is better than at the start."
    if change <= 0:
        words = "You say it is as at the start." if change == 0 else "You say it is worse."
    return Relief(
        instrument=about.id,
        points=points,
        baseline=nought,
        latest=last,
        change=change,
        percent=None,
        mcid=None,
        mdc=None,
        reached=reached,
        beyond_noise=None,
        words_for_client=words,
        words_for_therapist=f"{about.label}: {last:g}, a rating of change by itself",
        source="",
    )

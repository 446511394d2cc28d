"""Recording scores and reading them back as a course of relief."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.progress.errors import ScoreError, ScoreExistsError
from palpate.clinic.progress.instruments import (
    NPRS,
    entered,
    instrument,
    instruments,
    total,
)
from palpate.clinic.progress.models import Score
from palpate.clinic.visits.models import Visit
from palpate.outcomes import Instrument, Relief, relief
from palpate.outcomes import Score as Reading

EARLIEST = timedelta(days=366 * 30)


def record_score(
    episode: Episode,
    instrument_id: str,
    *,
    value: float | None = None,
    answers: Sequence[float | None] = (),
    taken_at: datetime,
    by: User,
    now: datetime,
) -> Score:
    """Keep one score. Answers are scored by the instrument's own rule; else `value` is the score.

    The same score sent twice (a double press) is kept once. Raises `ScoreError` for a value out of
    range, an unknown instrument or a time in the future, `ScoreExistsError` for another value at
    a time that already has one.
    """
    found = instrument(instrument_id)
    _check_time(taken_at, now)
    if answers:
        worth = total(found, answers)
    elif value is None:
        raise ScoreError(found.label, "empty", f"{found.low:g} to {found.high:g}")
    else:
        worth = entered(found, value)
    try:
        with transaction.atomic():
            return Score.objects.create(
                episode=episode,
                instrument=found.id,
                value=worth,
                answers=list(answers),
                taken_at=taken_at,
                recorded_by=by,
                recorded_at=now,
            )
    except IntegrityError:
        there = scores_of(episode, found.id).filter(taken_at=taken_at).first()
        if there is None:
            raise
        if there.value == worth:
            return there
        raise ScoreExistsError(
            "time",
            f"{taken_at:%-d %B %Y %H:%M}, where {found.label} is already {there.value:g}",
            "one score at a time; remove the other first or choose another time",
        ) from None


@transaction.atomic
def remove_score(score: Score) -> None:
    """Take away a score entered by mistake; its history stays. Scores of signed notes stay put."""
    if score.visit_id is not None:
        raise ScoreError(
            "score",
            f"part of the signed note of visit {score.visit.number}",
            "an amendment of that note",
        )
    score.delete()


def record_visit_scores(visit: Visit, *, by: User) -> list[Score]:
    """Pain before and after a signed visit as two scores of it."""
    if not visit.is_signed or visit.signed_at is None:
        raise ScoreError("visit", "a draft", "a signed visit")
    end = visit.started_at + timedelta(minutes=visit.minutes)
    rows = [
        (Score.Moment.BEFORE, visit.pain_before, visit.started_at),
        (Score.Moment.AFTER, visit.pain_after, end),
    ]
    return [
        Score.objects.create(
            episode=visit.episode,
            visit=visit,
            moment=moment,
            instrument=NPRS,
            value=pain,
            taken_at=_free_moment(visit.episode, at),
            recorded_by=by,
            recorded_at=visit.signed_at,
        )
        for moment, pain, at in rows
        if pain is not None
    ]


def scores_of(episode: Episode, instrument_id: str) -> QuerySet[Score]:
    """The episode's scores of one instrument, oldest first."""
    return (
        Score.objects.filter(episode=episode, instrument=instrument_id)
        .select_related("visit")
        .order_by("taken_at")
    )


def relief_of(scores: Sequence[Score]) -> Relief | None:
    """What changed from the first score to the last; pain right after a visit does not count.

    How the client arrives shows what lasted; how they leave does not yet.
    """
    readings = [
        Reading(instrument=s.instrument, at=s.taken_at, value=s.value)
        for s in scores
        if s.moment != Score.Moment.AFTER
    ]
    return relief(readings, readings[0].instrument) if readings else None


def instruments_used(episode: Episode) -> list[Instrument]:
    """The instruments with a score in this episode; pain 0-10 first, whether scored or not."""
    used = set(
        Score.objects.filter(episode=episode).order_by().values_list("instrument", flat=True)
    )
    return [i for i in instruments().values() if i.id == NPRS or i.id in used]


def _check_time(taken_at: datetime, now: datetime) -> None:
    if taken_at > now + timedelta(minutes=5):
        raise ScoreError("time", f"{taken_at:%-d %B %Y %H:%M}", "now or earlier")
    if taken_at < now - EARLIEST:
        raise ScoreError("time", f"{taken_at:%-d %B %Y}", "within the last thirty years")


def _free_moment(episode: Episode, at: datetime) -> datetime:
    """`at`, or the first minute after it without a pain score: a visit's score is never dropped."""
    while Score.objects.filter(episode=episode, instrument=NPRS, taken_at=at).exists():
        at += timedelta(minutes=1)
    return at

"""What the progress pages show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from palpate.clinic.charting.models import Episode
from palpate.clinic.clients.models import Client
from palpate.clinic.progress.curve import NARROW, SMALL, WIDE, Frame, Reading, draw
from palpate.clinic.progress.instruments import NPRS, instrument, instruments
from palpate.clinic.progress.models import Score
from palpate.clinic.progress.outlook import Outlook, outlook
from palpate.clinic.progress.services import instruments_used, relief_of, scores_of
from palpate.clinic.visits.models import Visit
from palpate.outcomes import Instrument, Purpose, Reached, Relief


def progress_context(episode: Episode, chosen: str = NPRS) -> dict[str, Any]:
    """For `progress/progress.html`: the curve of one instrument, its sentence, all its scores."""
    about = instrument(chosen)
    scores = list(scores_of(episode, about.id))
    change = relief_of(scores)
    days = _visit_days(episode)
    ahead = outlook(
        scores,
        days,
        about,
        condition=episode.title,
        now=timezone.now(),
        weeks_since_onset=episode.weeks_on(scores[0].taken_at.date()) if scores else None,
    )
    curves = (
        [_curve(scores, days, about, change, frame, ahead) for frame in (WIDE, NARROW)]
        if scores
        else []
    )
    return {
        "episode": episode,
        "client": episode.client,
        "about": about,
        "used": instruments_used(episode),
        "scores": scores,
        "relief": change,
        "curves": curves,
        "sentence": sentence(change, about),
        "outlook": ahead,
        "others": _offered(episode),
        "scale": range(11),
    }


def _offered(episode: Episode) -> dict[str, list[Instrument]]:
    """Instruments to enter: those in use or asked item by item first, then all others."""
    used = {i.id for i in instruments_used(episode)}
    rest = [i for i in instruments().values() if i.id != NPRS]
    near = [i for i in rest if i.id in used or i.questions]
    return {"near": near, "far": [i for i in rest if i not in near]}


def small_context(client: Client) -> list[dict[str, Any]]:
    """For `progress/parts/relief_small.html`: each episode of the client with its pain curve."""
    about = instrument(NPRS)
    found = []
    for episode in client.episodes.all():
        scores = list(scores_of(episode, NPRS))
        change = relief_of(scores)
        curve = _curve(scores, [], about, change, SMALL) if len(scores) > 1 else None
        found.append(
            {
                "episode": episode,
                "curve": curve,
                "relief": change,
                "sentence": sentence(change, about),
            }
        )
    return found


def sentence(change: Relief | None, about: Instrument) -> str:
    """What the scores mean, in one sentence; empty without scores."""
    if change is None:
        return ""
    if change.reached is Reached.NOT_YET:
        return f"Start: {change.latest:g} of {about.high:g}. The next score shows a direction."
    return _what_changed(change, about)


def _what_changed(change: Relief, about: Instrument) -> str:
    what = "Pain" if about.id == NPRS else about.label
    if about.purpose is not Purpose.CHANGE:
        return change.words_for_therapist
    if not change.change:
        return f"{what} is at {change.latest:g}, where it began."
    way = "better" if change.change > 0 else "worse"
    size = abs(change.change)
    unit = ("point" if size == 1 else "points") if about.unit == "points" else about.unit
    words = f"{what} went from {change.baseline:g} to {change.latest:g}: {size:g} {unit} {way}"
    if change.mcid is not None:
        words += (
            f", enough to notice (that takes {change.mcid:g})"
            if size >= change.mcid
            else f", less than the {change.mcid:g} people notice"
        )
    words += "."
    small = change.mcid is not None and size < change.mcid
    if change.beyond_noise is not None and change.mdc is not None and not small:
        words += (
            f" Single scores alone wander by less than {change.mdc:g}."
            if change.beyond_noise
            else f" Single scores wander by up to {change.mdc:g}: let the next ones confirm it."
        )
    return words


def notice_level(change: Relief | None, about: Instrument) -> float | None:
    """The value at which the change since the start is worth having (MCID)."""
    if change is None or change.mcid is None or about.purpose is not Purpose.CHANGE:
        return None
    level = change.baseline + (change.mcid if about.higher_is_better else -change.mcid)
    return level if about.low <= level <= about.high else None


def _curve(
    scores: Sequence[Score],
    days: Sequence[Any],
    about: Instrument,
    change: Relief | None,
    frame: Frame,
    ahead: Outlook | None = None,
) -> Any:
    readings = [
        Reading(at=s.taken_at, value=s.value, after=s.moment == Score.Moment.AFTER) for s in scores
    ]
    return draw(
        readings,
        days,
        about,
        notice=notice_level(change, about),
        frame=frame,
        expected=ahead.expected if ahead else (),
    )


def _visit_days(episode: Episode) -> list[Any]:
    signed = episode.visits.filter(status=Visit.Status.SIGNED).order_by("held_on")
    return list(signed.values_list("held_on", flat=True))

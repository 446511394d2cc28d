"""Recording scores and the relief curve. Thin: read the request, call a service, answer."""

from __future__ import annotations

import math
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from palpate.clinic.accounts import audit
from palpate.clinic.accounts.access import therapist_only
from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.progress import services
from palpate.clinic.progress.errors import ScoreError
from palpate.clinic.progress.instruments import NPRS, instrument
from palpate.clinic.progress.models import Score
from palpate.clinic.progress.page import progress_context


@require_GET
@therapist_only
@never_cache
def progress(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = _episode(request, episode_id)
    try:
        context = progress_context(episode, request.GET.get("of", NPRS))
    except ScoreError as error:
        raise Http404 from error
    audit.record(request, "read progress", client_id=episode.client_id, subject=episode.title)
    return render(request, "progress/progress.html", context)


@require_POST
@therapist_only
def record(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Keep a score; a wrong one comes back with what was typed and why it cannot be."""
    episode = _episode(request, episode_id)
    form = request.POST
    chosen = form.get("instrument", NPRS)
    try:
        score = services.record_score(
            episode,
            chosen,
            value=_number(form.get("value", ""), "score"),
            answers=_answers(request, chosen),
            taken_at=_moment(form.get("taken_at", "")),
            by=_user(request),
            now=timezone.now(),
        )
    except ScoreError as error:
        of = chosen if error.field != "instrument" else NPRS
        context = progress_context(episode, of)
        context |= {"problem": str(error), "typed": form}
        return render(request, "progress/progress.html", context, status=422)
    audit.record(
        request,
        "record score",
        client_id=episode.client_id,
        subject=f"{score.instrument} {score.value:g}, {score.taken_at:%Y-%m-%d %H:%M}",
    )
    messages.success(request, f"{instrument(chosen).label}: {score.value:g} is recorded.")
    return redirect(f"{reverse('progress', args=[episode.id])}?of={chosen}")


@require_POST
@therapist_only
def remove(request: HttpRequest, score_id: UUID) -> HttpResponse:
    score = get_object_or_404(
        Score.objects.select_related("episode", "visit"),
        pk=score_id,
        episode__client__clinic=_user(request).clinic,
    )
    back = f"{reverse('progress', args=[score.episode_id])}?of={score.instrument}"
    try:
        services.remove_score(score)
    except ScoreError as error:
        messages.error(request, str(error))
        return redirect(back)
    audit.record(
        request,
        "remove score",
        client_id=score.episode.client_id,
        subject=f"{score.instrument} {score.value:g}, {score.taken_at:%Y-%m-%d %H:%M}",
    )
    messages.success(request, "The score is removed; its history is kept.")
    return redirect(back)


def _episode(request: HttpRequest, episode_id: UUID) -> Episode:
    found: Episode = get_object_or_404(
        Episode.objects.select_related("client"),
        pk=episode_id,
        client__clinic=_user(request).clinic,
    )
    return found


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _number(text: str, field: str) -> float | None:
    if not text.strip():
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ScoreError(field, text[:40], "a number") from None
    if not math.isfinite(number):
        raise ScoreError(field, text[:40], "a number")
    return number


def _answers(request: HttpRequest, chosen: str) -> list[float | None]:
    """`answer_1`, `answer_2` … in the order of the items; empty where none was given."""
    if not any(k.startswith("answer_") for k in request.POST):
        return []
    numbers = range(1, instrument(chosen).items + 1)
    found = [_number(request.POST.get(f"answer_{n}", ""), f"answer {n}") for n in numbers]
    return found if any(a is not None for a in found) else []


def _moment(text: str) -> datetime:
    """The time typed, in the clinic's zone; now where nothing is typed."""
    if not text.strip():
        return timezone.now().replace(second=0, microsecond=0)
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        moment = None
    if moment is None:
        raise ScoreError("time", text[:40], "a date and a time, for example 2026-03-14 09:30")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment

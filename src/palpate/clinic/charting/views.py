"""The cockpit's doors: the page, what a device sends, the plan, its PDF."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from palpate import knowledge
from palpate.clinic.accounts import audit
from palpate.clinic.accounts.access import therapist_only
from palpate.clinic.charting import assets, present, printing, services
from palpate.clinic.charting.forms import EpisodeForm
from palpate.clinic.charting.models import Episode
from palpate.clinic.clients.scope import client_of


def episode_of(request: HttpRequest, episode_id: uuid.UUID) -> Episode:
    """The clinic's episode; 404 for anyone else's."""
    try:
        return services.find_episode(request.clinic, episode_id)
    except Episode.DoesNotExist:
        raise Http404("No such episode") from None


@therapist_only
@require_http_methods(["GET", "POST"])
def episode_new(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    client = client_of(request, client_id)
    form = EpisodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            episode = services.open_episode(
                client,
                by=request.user,
                on=timezone.localdate(),
                title=form.cleaned_data["title"],
                story=form.cleaned_data["story"],
                onset_on=form.cleaned_data["onset_on"],
                duration_weeks=form.duration_weeks(),
            )
        except services.Refused as refused:
            field = {"duration_weeks": "how_long"}.get(refused.field, refused.field)
            form.add_error(field, str(refused))
        else:
            audit.record(request, "open episode", client_id=client.id, subject=episode.title)
            return redirect("cockpit", episode.id)
    return render(
        request,
        "charting/episode_new.html",
        {"form": form, "client": client},
        status=422 if form.errors else 200,
    )


@therapist_only
@require_GET
def cockpit(request: HttpRequest, episode_id: uuid.UUID) -> HttpResponse:
    episode = episode_of(request, episode_id)
    audit.record(request, "read chart", client_id=episode.client_id, subject=episode.title)
    drawing = services.current_drawing(episode)
    today = timezone.localdate()
    return render(
        request,
        "charting/cockpit.html",
        {
            "episode": episode,
            "client": episode.client,
            "age": episode.client.age_on(today),
            "weeks": episode.weeks_on(today),
            "verdict": services.verdict_of(episode),
            "visit_url": _address("visit-start", episode.id),
            "setup": {
                "episode": str(episode.id),
                "client": str(episode.client_id),
                "qualities": assets.qualities(),
                "views": assets.views_url(),
                "vocabulary": assets.vocabulary_url(),
                "drawing": present.drawing_plain(drawing),
                "saved_plan": present.saved_plan(services.latest_plan(episode)),
                "state": present.state(episode),
            },
        },
    )


@therapist_only
@require_POST
def sync(request: HttpRequest, episode_id: uuid.UUID) -> HttpResponse:
    """What a device did since it last heard from us; answers with how things stand now."""
    begun = time.perf_counter()
    episode = episode_of(request, episode_id)
    try:
        sent = _sent(request)
        done = services.take_in(episode, sent, by=request.user)
    except services.StaleDrawing as stale:
        theirs = stale.theirs
        return JsonResponse(
            {
                "error": {
                    "field": "revision",
                    "value": "",
                    "message": str(stale),
                    "allowed": str(theirs.revision if theirs else 0),
                },
                "theirs": {
                    "revision": theirs.revision if theirs else 0,
                    "drawing": present.drawing_plain(theirs),
                    "made_at": theirs.made_at.isoformat() if theirs else None,
                    "made_by": theirs.made_by.name if theirs else "",
                },
            },
            status=409,
        )
    except services.Refused as refused:
        return JsonResponse({"error": refused.plain()}, status=400)
    if done:
        audit.record(
            request,
            "change chart",
            client_id=episode.client_id,
            subject=f"{episode.title}: {'; '.join(done)}",
        )
    state = present.state(episode)
    if sent.get("drawing") is None and sent.get("revision") != state["revision"]:
        state["drawing"] = present.drawing_plain(services.current_drawing(episode))
    answer = JsonResponse(state)
    answer["Server-Timing"] = f"all;dur={(time.perf_counter() - begun) * 1000:.1f}"
    return answer


@therapist_only
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, episode_id: uuid.UUID) -> HttpResponse:
    """GET proposes a plan for ``?minutes=``; POST saves one with the therapist's changes."""
    episode = episode_of(request, episode_id)
    try:
        if request.method == "GET":
            proposal = services.propose_plan(
                episode,
                minutes=_minutes(request.GET.get("minutes", "60")),
                adjustments=services.read_adjustments(
                    _json(request.GET["adjust"]) if "adjust" in request.GET else None
                ),
            )
            return JsonResponse(present.plan(proposal, episode.client_id))
        sent = _sent(request)
        record = services.make_plan(
            episode,
            by=request.user,
            minutes=_minutes(sent.get("minutes")),
            adjustments=services.read_adjustments(sent.get("adjustments")),
        )
    except services.Refused as refused:
        return JsonResponse({"error": refused.plain()}, status=400)
    except services.NoPlan as reason:
        error = {"field": "plan", "value": "", "allowed": "", "message": str(reason)}
        stopped = present.blocked(services.verdict_of(episode), episode.client_id)
        return JsonResponse({"error": error, "stopped": stopped}, status=409)
    audit.record(request, "save plan", client_id=episode.client_id, subject=episode.title)
    return JsonResponse({"saved": present.saved_plan(record)})


@therapist_only
@require_GET
def plan_pdf(request: HttpRequest, episode_id: uuid.UUID) -> HttpResponse:
    """The saved plan as a page for the client's file."""
    episode = episode_of(request, episode_id)
    record = services.latest_plan(episode)
    if record is None:
        raise Http404("No plan has been saved")
    audit.record(request, "print plan", client_id=episode.client_id, subject=episode.title)
    answer = HttpResponse(printing.plan_pdf(episode, record), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plan-{record.made_at:%Y-%m-%d}.pdf"'
    return answer


@require_GET
def body_views(request: HttpRequest, version: str) -> HttpResponse:
    """The drawn body; the address carries its version, so a device keeps it for good."""
    return assets.packed(assets.views(), for_good=version == assets.views_version())


@therapist_only
@require_GET
def vocabulary(request: HttpRequest, version: str) -> HttpResponse:
    return assets.packed(assets.vocabulary(), for_good=version == knowledge.version())


def _address(name: str, *arguments: object) -> str:
    """An address of another app; empty where it has no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _sent(request: HttpRequest) -> dict[str, Any]:
    try:
        text = request.body.decode()
    except RequestDataTooBig:
        raise services.Refused("request", "over 2 MB", "up to 2 MB") from None
    except UnicodeDecodeError:
        raise services.Refused("request", "not text", "JSON in UTF-8") from None
    sent = _json(text)
    if not isinstance(sent, dict):
        raise services.Refused("request", sent, "a JSON object")
    return sent


def _json(text: str) -> Any:
    def no_constant(name: str) -> None:
        raise services.Refused("request", name, "numbers that JSON has: neither NaN nor Infinity")

    try:
        return json.loads(text, parse_constant=no_constant)
    except (json.JSONDecodeError, RecursionError):
        raise services.Refused("request", text[:40], "whole JSON; nothing was saved") from None


def _minutes(given: Any) -> int:
    try:
        return int(given)
    except (TypeError, ValueError):
        raise services.Refused("minutes", given, "30, 45, 60, 75 or 90") from None

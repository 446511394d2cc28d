"""The pages and addresses of visit notes. Thin: read the request, call a service, answer."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from palpate.clinic.accounts import audit
from palpate.clinic.accounts.access import staff_only, therapist_only
from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.visits import services
from palpate.clinic.visits.content import label_of
from palpate.clinic.visits.errors import (
    FrozenNoteError,
    NoteChangedError,
    NoteError,
    PinMissingError,
    VisitError,
)
from palpate.clinic.visits.models import Visit
from palpate.clinic.visits.page import draft_context, signed_context


@require_POST
@therapist_only
def start(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Open today's note of the episode, made once however often the button is pressed."""
    episode = get_object_or_404(
        Episode.objects.select_related("client"),
        pk=episode_id,
        client__clinic=_user(request).clinic,
    )
    visit = services.start_visit(
        episode, _user(request), at=timezone.now(), on=timezone.localdate()
    )
    _audit(request, "start note", visit)
    return redirect("visit", visit.id)


@require_GET
@therapist_only
@never_cache
def note(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    visit = _visit(request, visit_id)
    _audit(request, "read note", visit)
    if visit.is_signed:
        return render(request, "visits/signed.html", signed_context(visit))
    return render(request, "visits/note.html", draft_context(visit, _user(request)))


@require_POST
def save(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Autosave. Answers JSON always, so that the page can say what happened.

    200 saved; 401 signed out; 403 not a therapist; 409 a field was changed elsewhere; 410 signed
    meanwhile; 422 a value is refused (the rest is saved).
    """
    if not request.user.is_authenticated:
        return JsonResponse({"problem": "You are signed out."}, status=401)
    if not _user(request).may_treat:
        return JsonResponse({"problem": "Only therapists can write a note."}, status=403)
    visit = _visit(request, visit_id)
    try:
        body = _json(request)
        changes = services.changes_of(body.get("changes"))
        saved = services.save_draft(visit.id, changes, by=_user(request), at=timezone.now())
    except FrozenNoteError as error:
        return JsonResponse({"problem": str(error)}, status=410)
    except NoteError as error:
        return JsonResponse({"problem": str(error)}, status=422)
    if saved.applied:
        _audit(request, "save note", saved.visit, fields=saved.applied)
    return JsonResponse(_saved_json(saved, body.get("revision")), status=_saved_status(saved))


@require_POST
@therapist_only
def sign(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    visit = _visit(request, visit_id)
    try:
        body = _json(request)
        signed = services.sign_note(
            visit.id,
            _user(request),
            pin=str(body.get("pin", "")),
            revision=_whole(body.get("revision")),
            at=timezone.now(),
        )
    except VisitError as error:
        _audit(request, f"could not sign note: {type(error).__name__}"[:40], visit)
        return _problem(error)
    _audit(request, "sign note", signed)
    messages.success(request, "The note is signed. It can no longer change, only be amended.")
    return JsonResponse({"address": signed.get_absolute_url()})


@require_POST
@therapist_only
def amend(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    visit = _visit(request, visit_id)
    try:
        services.amend_note(
            visit.id,
            _user(request),
            text=request.POST.get("text", ""),
            why=request.POST.get("why", ""),
            pin=request.POST.get("pin", ""),
            at=timezone.now(),
        )
    except VisitError as error:
        _audit(request, f"could not amend note: {type(error).__name__}"[:40], visit)
        context = signed_context(visit) if visit.is_signed else {}
        context |= {
            "amend_problem": str(error),
            "amend_text": request.POST.get("text", ""),
            "amend_why": request.POST.get("why", ""),
        }
        if not visit.is_signed:
            return _problem(error)
        return render(request, "visits/signed.html", context, status=_STATUS.get(type(error), 422))
    _audit(request, "amend note", visit)
    messages.success(request, "The addition is signed and stands below the note.")
    return redirect("visit", visit.id)


@require_POST
@therapist_only
def discard(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    visit = _visit(request, visit_id)
    try:
        services.discard_draft(visit.id)
    except FrozenNoteError as error:
        messages.error(request, str(error))
        return redirect("visit", visit.id)
    _audit(request, "discard draft note", visit)
    messages.success(request, f"The draft of visit {visit.number} is discarded.")
    return redirect("cockpit", visit.episode_id)


@require_POST
@staff_only
def pin(request: HttpRequest) -> HttpResponse:
    """Choose the signing PIN, with the account's password."""
    user = _user(request)
    try:
        body = _json(request)
        services.choose_pin(
            user, pin=str(body.get("pin", "")), password=str(body.get("password", ""))
        )
    except NoteError as error:
        audit.record(request, "could not choose a PIN", subject=user.name)
        return _problem(error)
    audit.record(request, "choose PIN", subject=user.name)
    return JsonResponse({"chosen": True})


@require_GET
@therapist_only
@never_cache
def note_pdf(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    from palpate.clinic.visits.pdf import pdf_of

    visit = _visit(request, visit_id)
    body = pdf_of(visit)
    _audit(request, "download note", visit)
    response = HttpResponse(body, content_type="application/pdf")
    name = f"note-{visit.held_on:%Y-%m-%d}-visit-{visit.number}.pdf"
    kind = "attachment" if "download" in request.GET else "inline"
    response["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response


_STATUS: dict[type[VisitError], int] = {
    NoteChangedError: 409,
    FrozenNoteError: 410,
    PinMissingError: 428,
}


def _problem(error: VisitError) -> JsonResponse:
    kind = type(error).__name__
    return JsonResponse({"problem": str(error), "kind": kind}, status=_STATUS.get(type(error), 422))


def _saved_json(saved: services.Saved, seen: object) -> dict[str, Any]:
    visit = saved.visit
    answer: dict[str, Any] = {
        "revision": visit.revision,
        "saved_at": visit.saved_at.isoformat(),
        "saved_by": visit.saved_by.name,
        "applied": saved.applied,
        "conflicts": [
            {
                "field": c.field,
                "label": label_of(c.field, visit.content),
                "mine": c.mine,
                "theirs": c.theirs,
            }
            for c in saved.conflicts
        ],
        "refused": {
            field: {"message": str(error), "allowed": error.allowed}
            for field, error in saved.refused.items()
        },
    }
    expected = seen + 1 if saved.applied and isinstance(seen, int) else seen
    if visit.revision != expected:  # somebody else wrote in between: hand over what stands now
        answer["content"] = visit.content
    return answer


def _saved_status(saved: services.Saved) -> int:
    if saved.conflicts:
        return 409
    return 422 if saved.refused else 200


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _visit(request: HttpRequest, visit_id: UUID) -> Visit:
    """The visit, if it is of this clinic; anything else does not exist."""
    found: Visit = get_object_or_404(
        Visit.objects.select_related("episode__client__clinic", "therapist", "saved_by"),
        pk=visit_id,
        episode__client__clinic=_user(request).clinic,
    )
    return found


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, UnicodeDecodeError):
        raise NoteError("request", "unreadable", "JSON") from None
    if not isinstance(body, dict):
        raise NoteError("request", type(body).__name__, "a JSON object")
    return body


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NoteError("revision", value, "a whole number")
    return value


def _audit(request: HttpRequest, action: str, visit: Visit, fields: tuple[str, ...] = ()) -> None:
    subject = f"visit {visit.number}, {visit.held_on:%Y-%m-%d}"
    if fields:
        subject += f", revision {visit.revision}: " + ", ".join(fields)
    audit.record(request, action, client_id=visit.episode.client_id, subject=subject)

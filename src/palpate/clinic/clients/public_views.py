"""The client's side of the private link: the questions, the draft, the thanks. No sign-in.

Nothing of the practice but its name and phone number, and nothing of any other client, is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from palpate.clinic.accounts import audit
from palpate.clinic.clients import questions, services
from palpate.clinic.clients.content import Content
from palpate.clinic.clients.models import Client, Intake, Screening

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Not kept by caches or search engines; the address is told to no other site.

    Not `no-referrer`: browsers would then hide the origin of the form from the forgery check.
    """

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


@private
def intake(request: HttpRequest, token: str) -> HttpResponse:
    """The questions; the same address goes on where the client stopped."""
    now = timezone.now()
    try:
        invitation = services.open_invitation(token, now)
    except services.InvitationClosedError as closed:
        return _closed(request, closed)
    client = invitation.client
    first = services.current_draft(client) is None
    draft = services.start_draft(client, now=now)
    if first or invitation.opened_at is None:
        audit.record(
            request, "open intake", client_id=client.id, subject=client.name, clinic=client.clinic
        )
    errors: dict[str, str] = {}
    consent_name = ""
    content = services.content_of(draft)
    if request.method == "POST":
        sent = questions.read_post(request.POST)
        content, consent_name, errors = sent.content, sent.consent_name, dict(sent.errors)
        if not consent_name:
            errors["consent_name"] = "Type your full name to sign."
        if not errors:
            said = None
            try:
                said = services.submit_intake(
                    draft,
                    content,
                    now=now,
                    today=timezone.localdate(),
                    consent_name=consent_name,
                    invitation=invitation,
                )
            except services.AlreadySubmittedError:
                pass
            else:
                audit.record(
                    request,
                    "send intake",
                    client_id=client.id,
                    subject=client.name,
                    clinic=client.clinic,
                )
            return _thanks(request, client, invitation.on_tablet, said)
        _keep(draft, content)
        draft.refresh_from_db()
    context = questions.page(
        client=client,
        draft=draft,
        content=content,
        errors=errors,
        in_person=False,
        consent_name=consent_name,
    )
    return render(
        request,
        "clients/public/intake.html",
        context
        | {
            "clinic_name": client.clinic.name,
            "invitation": invitation,
            "draft_url": reverse("public_draft", args=[token]),
        },
        status=422 if errors else 200,
    )


@private
@require_POST
def draft(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = services.open_invitation(token, timezone.now())
    except services.InvitationClosedError as closed:
        return HttpResponse(status=404 if closed.why == "unknown" else 410)
    kept = services.start_draft(invitation.client, now=timezone.now())
    return questions.keep_draft(request, kept)


def _keep(draft: Intake, content: Content) -> None:
    """What was typed is kept although the form could not be sent yet."""
    with suppress(services.DraftConflictError, services.AlreadySubmittedError):
        services.save_draft(draft, content, revision=draft.revision, now=timezone.now())


def _thanks(
    request: HttpRequest, client: Client, on_tablet: bool, said: Screening | None = None
) -> HttpResponse:
    """Thanks; and what cannot wait for the visit, in words without fear."""
    urgent = (
        {
            level: list(
                dict.fromkeys(
                    r["client_reason"] for r in said.verdict["restrictions"] if r["level"] == level
                )
            )
            for level in ("emergency", "refer")
        }
        if said
        else {}
    )
    return render(
        request,
        "clients/public/thanks.html",
        {
            "urgent": urgent,
            "clinic_name": client.clinic.name,
            "clinic_phone": client.clinic.phone,
            "given_name": client.given_name,
            "on_tablet": on_tablet,
        },
    )


def _closed(request: HttpRequest, closed: services.InvitationClosedError) -> HttpResponse:
    invitation = closed.invitation
    clinic = invitation.client.clinic if invitation else None
    if closed.why == "used" and invitation is not None and request.method == "POST":
        return _thanks(request, invitation.client, invitation.on_tablet)
    return render(
        request,
        "clients/public/closed.html",
        {
            "why": closed.why,
            "clinic_name": clinic.name if clinic else "",
            "clinic_phone": clinic.phone if clinic else "",
            "on_tablet": bool(invitation and invitation.on_tablet),
        },
        status=404 if closed.why == "unknown" else 410,
    )

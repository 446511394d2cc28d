"""Inviting a client to the health questions, asking them in person, and reading the answers."""

from __future__ import annotations

import logging
import uuid

import segno
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from palpate.clinic.accounts import audit
from palpate.clinic.accounts.access import staff_only, therapist_only
from palpate.clinic.clients import areas, consent, questions, services
from palpate.clinic.clients.models import IntakeInvitation
from palpate.clinic.clients.scope import client_of, intake_of

log = logging.getLogger(__name__)


@staff_only
@never_cache
def invite_page(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """The link that is open now, and the ways to ask."""
    client = client_of(request, client_id)
    now = timezone.now()
    invitation = client.invitations.filter(
        used_at=None, revoked_at=None, expires_at__gt=now, on_tablet=False
    ).first()
    context = {
        "client": client,
        "invitation": invitation,
        "draft": services.current_draft(client),
        "intake": services.last_submitted(client),
    }
    if invitation is not None:
        link = _link(request, invitation)
        context |= {"link": link, "qr": _qr(link), "only_here": _only_here(request)}
    return render(request, "clients/invite.html", context)


@staff_only
@require_POST
def invite_make(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    client = client_of(request, client_id)
    services.invite(client, by=request.user, now=timezone.now())
    audit.record(request, "make intake link", client_id=client.id, subject=client.name)
    return redirect("intake_invite", client.id)


@staff_only
@require_POST
def invite_mail(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Send the open link to the client's address; makes one first if there is none."""
    client = client_of(request, client_id)
    now = timezone.now()
    if not client.email:
        messages.error(request, f"{client.name} has no e-mail address yet. Add it and try again.")
        return redirect("client_edit", client.id)
    invitation = client.invitations.filter(
        used_at=None, revoked_at=None, expires_at__gt=now, on_tablet=False
    ).first()
    if invitation is None:
        invitation, _ = services.invite(client, by=request.user, now=now)
    try:
        services.send_invitation(invitation, link=_link(request, invitation), now=now)
    except OSError as failure:  # every error of smtplib and of the network
        log.warning("intake mail not sent: %s", failure)
        messages.error(
            request,
            "The mail server did not take the message; nothing was sent. The link below works: "
            "send it another way.",
        )
    else:
        audit.record(request, "mail intake link", client_id=client.id, subject=client.email)
        messages.success(request, f"Sent to {client.email}.")
    return redirect("intake_invite", client.id)


@staff_only
@require_POST
def hand_over(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Give this device to the client: the clinic's session ends here, nothing can be looked at."""
    client = client_of(request, client_id)
    _, token = services.invite(client, by=request.user, now=timezone.now(), on_tablet=True)
    audit.record(request, "hand over tablet", client_id=client.id, subject=client.name)
    logout(request)
    return redirect("public_intake", token)


@staff_only
@require_POST
def invite_revoke(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    client = client_of(request, client_id)
    client.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())
    audit.record(request, "close intake link", client_id=client.id, subject=client.name)
    messages.success(request, "The link is closed. It opens nothing any more.")
    return redirect("intake_invite", client.id)


@therapist_only
@never_cache
def in_person(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """The therapist asks and types; begins with what was answered last time."""
    client = client_of(request, client_id)
    draft = services.start_draft(client, now=timezone.now())
    signed = services.consent_on_file(client)
    errors: dict[str, str] = {}
    if request.method == "POST":
        sent = questions.read_post(request.POST)
        errors = dict(sent.errors)
        if not signed and not sent.consent_name:
            errors["consent_name"] = "The client types their full name to sign the consent."
        if not errors:
            try:
                services.submit_intake(
                    draft,
                    sent.content,
                    now=timezone.now(),
                    today=timezone.localdate(),
                    consent_name=sent.consent_name,
                    filled_by=request.user,
                )
            except services.AlreadySubmittedError:
                pass
            else:
                audit.record(
                    request, "answer intake in person", client_id=client.id, subject=client.name
                )
                messages.success(request, "Answers kept and screened.")
            return redirect("screening", client.id)
        content = sent.content
    else:
        audit.record(request, "open intake", client_id=client.id, subject=client.name)
        content = services.content_of(draft)
    return render(
        request,
        "clients/in_person.html",
        questions.page(
            client=client,
            draft=draft,
            content=content,
            errors=errors,
            in_person=True,
        )
        | {"signed": signed, "draft_url": reverse("intake_in_person_draft", args=[client.id])},
        status=422 if errors else 200,
    )


@therapist_only
@require_POST
def in_person_draft(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    client = client_of(request, client_id)
    draft = services.start_draft(client, now=timezone.now())
    return questions.keep_draft(request, draft)


@therapist_only
def intake_answers(request: HttpRequest, intake_id: uuid.UUID) -> HttpResponse:
    """What was answered, in the client's words."""
    intake = intake_of(request, intake_id)
    sections = questions.answered(intake)
    audit.record(request, "read intake", client_id=intake.client_id, subject=intake.client.name)
    return render(
        request,
        "clients/answers.html",
        {
            "client": intake.client,
            "intake": intake,
            "sections": sections,
            "any_applies": any(r["yes"] and not r["opener"] for s in sections for r in s["rows"]),
            "open_questions": questions.left_open(intake),
            "places_told": areas.told(intake.where),
            "consent_title": consent.title(),
            "consent_paragraphs": consent.paragraphs(),
            "consent_is_current": intake.consent_sha256 == consent.sha256(),
        },
    )


@therapist_only
@require_POST
def intake_read(request: HttpRequest, intake_id: uuid.UUID) -> HttpResponse:
    intake = intake_of(request, intake_id)
    services.mark_read(intake, by=request.user, now=timezone.now())
    audit.record(
        request, "mark intake read", client_id=intake.client_id, subject=intake.client.name
    )
    return redirect("client", intake.client_id)


def _link(request: HttpRequest, invitation: IntakeInvitation) -> str:
    token = services.link_token(invitation)
    return request.build_absolute_uri(reverse("public_intake", args=[token]))


def _only_here(request: HttpRequest) -> bool:
    """Whether the address is one that no other device can reach."""
    return request.get_host().rsplit(":", 1)[0] in {"localhost", "127.0.0.1", "[::1]"}


def _qr(link: str) -> str:
    """The link as an inline SVG; black on white, because cameras need that in the dark too."""
    code = segno.make(link, error="m")
    return mark_safe(  # noqa: S308 - drawn by segno from our own address, no text in it
        code.svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=True)
    )

"""What screening said of a client, and recording who lifted what."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from palpate import screening
from palpate.clinic.accounts import audit
from palpate.clinic.accounts.access import therapist_only
from palpate.clinic.clients import services
from palpate.clinic.clients.forms import ClearanceForm
from palpate.clinic.clients.scope import clearance_of, client_of


@therapist_only
def screening_page(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Every restriction with its reason, its source and the answer that touched it."""
    client = client_of(request, client_id)
    audit.record(request, "read screening", client_id=client.id, subject=client.name)
    intake = services.last_submitted(client)
    return render(
        request,
        "clients/screening.html",
        {
            "client": client,
            "intake": intake,
            "verdict": services.current_verdict(client, timezone.localdate()),
            "clearances": client.clearances.select_related("recorded_by", "withdrawn_by"),
            "today": timezone.localdate(),
        },
    )


@therapist_only
def clearance_new(request: HttpRequest, client_id: uuid.UUID, restriction_id: str) -> HttpResponse:
    client = client_of(request, client_id)
    today = timezone.localdate()
    verdict = services.current_verdict(client, today)
    standing = {r.id: r for r in verdict.restrictions if not r.cleared} if verdict else {}
    restriction = standing.get(restriction_id)
    if restriction is None:
        if client.clearances.filter(restriction_id=restriction_id, withdrawn_at=None).exists():
            messages.info(request, "This restriction is cleared already.")
            return redirect("screening", client.id)
        raise Http404
    others = [
        r
        for r in standing.values()
        if r.id != restriction.id
        and r.level.blocks_today
        and not r.too_early
        and r.kind is not screening.RestrictionKind.INCOMPLETE
    ]
    form = ClearanceForm(
        request.POST if request.method == "POST" else None,
        restriction=restriction,
        others=others,
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        now = timezone.now()
        try:
            with transaction.atomic():
                given = [
                    services.record_clearance(
                        client, id, recorded_by=request.user, now=now, today=today, **said
                    )
                    for id in said.pop("lifts")
                ]
        except services.ClearanceRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            for clearance in given:
                audit.record(
                    request,
                    "record clearance",
                    client_id=client.id,
                    subject=f"{clearance.label}, {clearance.cleared_by}, until {clearance.until}",
                )
            messages.success(request, f"Clearance recorded until {said['until']:%-d %B %Y}.")
            return redirect("screening", client.id)
    return render(
        request,
        "clients/clearance.html",
        {"client": client, "restriction": restriction, "form": form, "others": others},
    )


@therapist_only
@require_POST
def clearance_withdraw(request: HttpRequest, clearance_id: uuid.UUID) -> HttpResponse:
    clearance = clearance_of(request, clearance_id)
    services.withdraw_clearance(clearance, by=request.user, now=timezone.now())
    audit.record(
        request, "withdraw clearance", client_id=clearance.client_id, subject=clearance.label
    )
    messages.success(request, f"The clearance for “{clearance.label}” counts no longer.")
    return redirect("screening", clearance.client_id)

"""A record of this clinic, or nothing at all."""

from __future__ import annotations

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from palpate.clinic.clients.models import Clearance, Client, Intake


def client_of(request: HttpRequest, client_id: uuid.UUID) -> Client:
    """The clinic's client; 404 for anyone else's."""
    return get_object_or_404(
        Client.objects.select_related("clinic"), pk=client_id, clinic=request.clinic
    )


def intake_of(request: HttpRequest, intake_id: uuid.UUID) -> Intake:
    """A submitted intake of one of the clinic's clients."""
    return get_object_or_404(
        Intake.objects.select_related("client__clinic", "read_by", "filled_by"),
        pk=intake_id,
        client__clinic=request.clinic,
        submitted_at__isnull=False,
    )


def clearance_of(request: HttpRequest, clearance_id: uuid.UUID) -> Clearance:
    """A clearance of one of the clinic's clients."""
    return get_object_or_404(
        Clearance.objects.select_related("client"), pk=clearance_id, client__clinic=request.clinic
    )

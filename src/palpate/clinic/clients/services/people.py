"""Opening and keeping the records of people."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat

from palpate.clinic.accounts.models import Clinic
from palpate.clinic.clients.models import Client


class EditConflictError(Exception):
    """The record was changed elsewhere since this form was opened."""


@transaction.atomic
def create_client(clinic: Clinic, **fields: Any) -> Client:
    """A new record in the clinic."""
    return Client.objects.create(clinic=clinic, **fields)


@transaction.atomic
def update_client(client: Client, *, revision: int, **fields: Any) -> Client:
    """Change a record; `EditConflictError` when `revision` is not the newest."""
    moved = Client.objects.filter(pk=client.pk, revision=revision).update(
        revision=F("revision") + 1
    )
    if not moved:
        raise EditConflictError
    fresh = Client.objects.get(pk=client.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.save()
    return fresh


def search_clients(clinic: Clinic, words: str) -> QuerySet[Client]:
    """Clients of whom every word is part of the name, the e-mail or the phone number."""
    found = Client.objects.filter(clinic=clinic).annotate(
        full_name=Concat("given_name", Value(" "), "family_name")
    )
    for word in words.split()[:8]:
        matches = Q(full_name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word)
        found = found.filter(matches)
    digits = "".join(c for c in words if c.isdigit())
    if not found and len(digits) >= 4:
        ids = [
            c.pk
            for c in Client.objects.filter(clinic=clinic).exclude(phone="").only("phone")
            if digits in "".join(d for d in c.phone if d.isdigit())
        ]
        found = Client.objects.filter(pk__in=ids)
    return found

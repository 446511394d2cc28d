"""What needs a person now, gathered from every part of the practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from palpate import screening
from palpate.clinic.accounts.models import AuditEntry, User
from palpate.clinic.clients.models import Client, Intake, Screening
from palpate.clinic.clients.services import current_verdict

BLOCKING = ("emergency", "refer", "absolute")


@dataclass(frozen=True, slots=True)
class Blocked:
    client: Client
    verdict: screening.Verdict

    @property
    def reason(self) -> screening.Restriction:
        return self.verdict.restrictions[0]


@dataclass(frozen=True, slots=True)
class Agenda:
    """One page: what waits, most pressing first."""

    blocked: Sequence[Blocked]
    unread: Sequence[Intake]
    unsigned: Sequence[Any]  # visits of the visits app, shown by their own fields
    recent: Sequence[Client]
    has_clients: bool

    @property
    def is_clear(self) -> bool:
        return not (self.blocked or self.unread or self.unsigned)


def look(user: User, on: date) -> Agenda:
    """What waits for this user on that day."""
    clinic = user.clinic
    return Agenda(
        blocked=_blocked(user, on) if user.may_treat else (),
        unread=_unread(user) if user.may_treat else (),
        unsigned=_unsigned(user) if user.may_treat else (),
        recent=_recent(user),
        has_clients=Client.objects.filter(clinic=clinic).exists(),
    )


def _blocked(user: User, on: date) -> tuple[Blocked, ...]:
    newest = (
        Intake.objects.filter(client=OuterRef("intake__client"), submitted_at__isnull=False)
        .order_by("-submitted_at")
        .values("pk")[:1]
    )
    standing = (
        Screening.objects.filter(
            intake__client__clinic=user.clinic, intake=Subquery(newest), disposition__in=BLOCKING
        )
        .select_related("intake__client")
        .order_by("-made_at")[:50]
    )
    blocked = []
    for said in standing:
        client = said.intake.client
        verdict = current_verdict(client, on)
        if verdict is not None and verdict.blocks_today:
            blocked.append(Blocked(client, verdict))
    return tuple(sorted(blocked, key=lambda b: -b.verdict.disposition.severity))


def _unread(user: User) -> Sequence[Intake]:
    return (
        Intake.objects.filter(
            client__clinic=user.clinic, submitted_at__isnull=False, read_at__isnull=True
        )
        .select_related("client", "screening")
        .order_by("-submitted_at")[:50]
    )


def _unsigned(user: User) -> Sequence[Any]:
    try:
        from palpate.clinic.visits.services import unsigned_notes
    except ImportError:
        return ()
    return tuple(unsigned_notes(user))


def _recent(user: User) -> Sequence[Client]:
    """The clients whose page this user opened last."""
    seen = (
        AuditEntry.objects.filter(user=user, action="read client", client_id__isnull=False)
        .order_by()
        .values("client_id")
        .annotate(last=Max("at"))
        .order_by("-last")
        .values_list("client_id", flat=True)[:6]
    )
    ids = list(seen)
    people = {c.id: c for c in Client.objects.filter(clinic=user.clinic, pk__in=ids)}
    return tuple(people[i] for i in ids if i in people)

"""Lifting a restriction on a clinician's word, and taking that back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from palpate import screening
from palpate.clinic.accounts.models import User
from palpate.clinic.clients.models import Clearance, Client
from palpate.clinic.clients.services.intakes import last_submitted
from palpate.clinic.clients.services.screenings import screen_intake

THERAPIST = "therapist"
LONGEST = timedelta(days=366)


class ClearanceRefusedError(ValueError):
    """A clearance that may not be recorded; says why and what would be allowed."""


@transaction.atomic
def record_clearance(
    client: Client,
    restriction_id: str,
    *,
    cleared_by: str,
    profession: str,
    until: date,
    note: str,
    recorded_by: User,
    now: datetime,
    today: date,
) -> Clearance:
    """Keep that `cleared_by` lifts the restriction until the day `until`, inclusive."""
    if not recorded_by.may_treat:
        raise ClearanceRefusedError("Only a therapist can record a clearance.")
    intake = last_submitted(client)
    if intake is None:
        raise ClearanceRefusedError("There is no submitted intake to clear anything for.")
    standing = {r.id: r for r in screen_intake(intake, today).restrictions}
    restriction = standing.get(restriction_id)
    if restriction is None:
        raise ClearanceRefusedError("This restriction no longer stands; there is nothing to clear.")
    if restriction.kind is screening.RestrictionKind.INCOMPLETE:
        raise ClearanceRefusedError("Open questions cannot be cleared; they can be answered.")
    if restriction.too_early:
        raise ClearanceRefusedError(
            f"It is too early for a clearance: {restriction.time_rule or restriction.adaptation}"
        )
    if restriction.needs_clinician and profession == THERAPIST:
        raise ClearanceRefusedError(
            f"'{restriction.label}' needs {clearer(restriction)}; a therapist cannot lift it."
        )
    if not today <= until <= today + LONGEST:
        raise ClearanceRefusedError(
            f"Cleared until {until:%-d %B %Y} is not possible: from today up to one year ahead."
        )
    return Clearance.objects.create(
        client=client,
        intake=intake,
        restriction_id=restriction.id,
        label=restriction.label,
        level=restriction.level.value,
        touched_by=list(restriction.touched_by),
        cleared_by=cleared_by,
        profession=profession,
        until=until,
        note=note,
        recorded_by=recorded_by,
        recorded_at=now,
    )


@transaction.atomic
def withdraw_clearance(clearance: Clearance, *, by: User, now: datetime) -> None:
    """The clearance counts no longer; the record of it stays."""
    if clearance.withdrawn_at is None:
        clearance.withdrawn_at, clearance.withdrawn_by = now, by
        clearance.save()


def clearer(restriction: screening.Restriction) -> str:
    """Who can lift it, in words that follow 'needs'."""
    who = restriction.cleared_by or ("doctor" if restriction.needs_clinician else "therapist")
    return f"the word of a {who}" if who[0] not in "aeiou" else f"the word of an {who}"

"""What binds a client's treatment on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from palpate import screening
from palpate.clinic.clients.content import readable
from palpate.clinic.clients.models import Clearance, Client, Intake


def current_verdict(client: Client, on: date) -> screening.Verdict | None:
    """The newest submitted intake, screened with today's knowledge, clearances applied.

    None while the client has sent no intake: nobody knows yet what is safe.
    """
    intake = (
        Intake.objects.filter(client=client, submitted_at__isnull=False)
        .order_by("-submitted_at")
        .first()
    )
    if intake is None:
        return None
    intake.client = client
    verdict = screen_intake(intake, on)
    return verdict.with_clearances(
        applicable(verdict, intake, client.clearances.filter(withdrawn_at=None)), on
    )


def screen_intake(intake: Intake, on: date) -> screening.Verdict:
    """The verdict on an intake's own words on that day, before any clearance."""
    client = intake.client
    if intake.submitted_at is not None:
        on = max(on, timezone.localdate(intake.submitted_at))
    return screening.screen_answers(
        readable(intake.answers, on),
        age=client.age_on(on),
        sex=client.sex or None,
        medications=tuple(intake.medications),
        text=intake.reason,
        allergies=intake.allergies,
        on=on,
        id=str(intake.id),
    )


def applicable(
    verdict: screening.Verdict, intake: Intake, clearances: Iterable[Clearance]
) -> tuple[screening.Clearance, ...]:
    """The clearances that were given for what stands in this verdict.

    One given for an earlier intake carries over only while the restriction is the same: the same
    level, touched by nothing new. An emergency must be cleared anew for every intake.
    """
    standing = {r.id: r for r in verdict.restrictions}
    kept = []
    for given in clearances:
        restriction = standing.get(given.restriction_id)
        if restriction is None:
            continue
        if given.intake_id != intake.id:
            if restriction.level is screening.Disposition.EMERGENCY:
                continue
            if restriction.level.value != given.level:
                continue
            if not set(restriction.touched_by) <= set(given.touched_by):
                continue
        role = (
            screening.Role.THERAPIST
            if given.profession == "therapist"
            else screening.Role.CLINICIAN
        )
        if restriction.needs_clinician and role is not screening.Role.CLINICIAN:
            continue
        kept.append(
            screening.Clearance(
                restriction_id=given.restriction_id,
                by=given.cleared_by,
                until=given.until,
                note=given.note,
                role=role,
            )
        )
    return tuple(kept)


def planning_block(client: Client, on: date) -> str | None:
    """Why no plan may be made for the client on that day, in one sentence; None when one may."""
    verdict = current_verdict(client, on)
    if verdict is None:
        return "There is no intake yet. Ask the health questions first."
    if not verdict.blocks_today:
        return None
    strictest = verdict.restrictions[0]
    return f"{strictest.label}. Planning waits until a clearance is recorded."

"""Answers: drafted, saved at each one, sent once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction

from palpate.clinic.accounts.models import User
from palpate.clinic.clients import consent
from palpate.clinic.clients.content import Content
from palpate.clinic.clients.models import Client, Intake, IntakeInvitation, Screening
from palpate.plain import to_plain


class DraftConflictError(Exception):
    """The draft was changed on another device; `newest` is what stands there now."""

    def __init__(self, newest: Intake) -> None:
        self.newest = newest
        super().__init__(f"draft is at revision {newest.revision}")


class AlreadySubmittedError(Exception):
    """These answers were sent before; nothing was sent twice."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        super().__init__("already submitted")


class IncompleteIntakeError(ValueError):
    """What is still to be answered, by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__("; ".join(errors.values()))


def content_of(intake: Intake) -> Content:
    """What a draft or a sent intake says."""
    return Content(
        intake.answers,
        intake.medications,
        intake.allergies,
        intake.reason,
        intake.where,
        intake.about,
    )


def current_draft(client: Client) -> Intake | None:
    """The answers that are not sent yet."""
    return Intake.objects.filter(client=client, submitted_at=None).first()


def last_submitted(client: Client) -> Intake | None:
    """The answers that count."""
    return (
        Intake.objects.filter(client=client, submitted_at__isnull=False)
        .order_by("-submitted_at")
        .select_related("screening")
        .first()
    )


def start_draft(client: Client, *, now: datetime) -> Intake:
    """The client's draft; a new one begins with what was answered last time."""
    if draft := current_draft(client):
        return draft
    before = last_submitted(client)
    content = asdict(content_of(before)) if before else {}
    content.pop("reason", None)
    content.pop("about", None)
    try:
        with transaction.atomic():
            return Intake.objects.create(client=client, created_at=now, updated_at=now, **content)
    except IntegrityError:  # another tab was first
        return Intake.objects.get(client=client, submitted_at=None)


@transaction.atomic
def save_draft(intake: Intake, content: Content, *, revision: int, now: datetime) -> int:
    """Keep the draft as it stands and return its new revision.

    Raises `DraftConflictError` when another device saved since `revision`,
    `AlreadySubmittedError` when the answers were sent meanwhile. Neither changes anything.
    """
    saved = Intake.objects.filter(pk=intake.pk, submitted_at=None, revision=revision).update(
        revision=revision + 1, updated_at=now, **asdict(content)
    )
    if saved:
        return revision + 1
    newest = Intake.objects.get(pk=intake.pk)
    if newest.submitted_at is not None:
        raise AlreadySubmittedError(newest)
    raise DraftConflictError(newest)


@transaction.atomic
def submit_intake(
    intake: Intake,
    content: Content,
    *,
    now: datetime,
    today: date,
    consent_name: str,
    invitation: IntakeInvitation | None = None,
    filled_by: User | None = None,
) -> Screening:
    """Send the answers, sign the consent, screen them; once.

    `AlreadySubmittedError` on a second try. An intake asked in person may rest on the consent that
    the client has signed before, when the text is still the same.
    """
    from palpate.clinic.clients.services.screenings import screen_intake

    sent = Intake.objects.filter(pk=intake.pk, submitted_at=None).update(
        submitted_at=now, updated_at=now, filled_by=filled_by, **asdict(content)
    )
    intake.refresh_from_db()
    if not sent:
        raise AlreadySubmittedError(intake)
    before = _signed_before(intake) if filled_by and not consent_name else None
    if before is not None:
        intake.consent_name, intake.consent_at = before.consent_name, before.consent_at
    elif consent_name:
        intake.consent_name, intake.consent_at = consent_name, now
    else:
        raise IncompleteIntakeError({"consent_name": "Type your full name to sign the consent."})
    intake.consent_version, intake.consent_sha256 = consent.VERSION, consent.sha256()
    if filled_by is not None:  # who asked has read it
        intake.read_at, intake.read_by = now, filled_by
    intake.save()
    intake.client.invitations.filter(used_at=None, revoked_at=None).exclude(
        pk=invitation.pk if invitation else None
    ).update(revoked_at=now)
    if invitation is not None:
        IntakeInvitation.objects.filter(pk=invitation.pk).update(used_at=now)
    _complete_record(intake)
    verdict = screen_intake(intake, today)
    return Screening.objects.create(
        intake=intake,
        verdict=to_plain(verdict),
        disposition=verdict.disposition.value,
        knowledge_version=verdict.knowledge_version,
        made_at=now,
    )


def _complete_record(intake: Intake) -> None:
    """Take over what the client's record lacked; what stands there already stays."""
    client = Client.objects.get(pk=intake.client_id)
    lacking = {name: text for name, text in intake.about.items() if not getattr(client, name)}
    if lacking:
        for name, text in lacking.items():
            born = name == "date_of_birth"
            setattr(client, name, date.fromisoformat(text) if born else text)
        client.revision += 1
        client.save()
    intake.client = client


def consent_on_file(client: Client) -> Intake | None:
    """The last intake in which the client signed the consent text of today."""
    return (
        Intake.objects.filter(
            client=client, submitted_at__isnull=False, consent_sha256=consent.sha256()
        )
        .order_by("-consent_at")
        .first()
    )


def _signed_before(intake: Intake) -> Intake | None:
    signed = consent_on_file(intake.client)
    return signed if signed and signed.pk != intake.pk else None


@transaction.atomic
def mark_read(intake: Intake, *, by: User, now: datetime) -> None:
    """The therapist has read the answers; the first reader is kept."""
    Intake.objects.filter(pk=intake.pk, read_at=None).update(read_at=now, read_by=by)

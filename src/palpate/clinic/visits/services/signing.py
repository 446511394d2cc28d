"""Signing a note with a PIN, and adding to a signed one."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from palpate.clinic.accounts.models import User
from palpate.clinic.progress.services import record_visit_scores
from palpate.clinic.visits.content import Content, note_of, points_of
from palpate.clinic.visits.errors import (
    CannotSignError,
    FrozenNoteError,
    NoteChangedError,
    NoteError,
    PinLockedError,
    PinMissingError,
    WrongPinError,
)
from palpate.clinic.visits.models import Amendment, PinLock, Visit
from palpate.clinic.visits.safety import Bounds, bounds_of, breaches
from palpate.clinic.visits.seal import amendment_digest, note_digest
from palpate.clinic.visits.services.drafts import locked
from palpate.plain import to_plain

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


def choose_pin(user: User, *, pin: str, password: str) -> None:
    """Set the PIN that signs; the account's password shows that it is the same person."""
    if not user.check_password(password):
        raise NoteError("password", "•••", "the password you sign in with")
    if not re.fullmatch(r"\d{4,8}", pin):
        raise NoteError("PIN", "•" * len(pin), "4 to 8 digits")
    if len(set(pin)) == 1 or pin in "01234567890" or pin in "09876543210":
        raise NoteError("PIN", "•" * len(pin), "digits that are not all the same or in a row")
    user.set_pin(pin)
    user.save(update_fields=["pin_hash"])
    PinLock.objects.filter(user=user).delete()


def check_pin(user: User, pin: str, *, at: datetime) -> None:
    """Raises `PinMissingError`, `WrongPinError` or `PinLockedError`.

    A right PIN sets the count of wrong ones to nought.

    Each wrong try is stored at once, whatever becomes of the rest, so call it outside a
    transaction that may be rolled back.
    """
    if not user.pin_hash:
        raise PinMissingError
    with transaction.atomic():
        PinLock.objects.get_or_create(user=user)
        lock = PinLock.objects.select_for_update().get(user=user)
        if lock.locked_until and at < lock.locked_until:
            raise PinLockedError(lock.locked_until)
        if user.check_pin(pin):
            PinLock.objects.filter(user=user).update(failures=0, locked_until=None)
            return
        lock.failures = 1 if lock.locked_until else lock.failures + 1
        lock.locked_until = at + LOCKED_FOR if lock.failures >= TRIES else None
        lock.save()
    if lock.locked_until:
        raise PinLockedError(lock.locked_until)
    raise WrongPinError(TRIES - lock.failures)


def sign_note(visit_id: UUID, signer: User, *, pin: str, revision: int, at: datetime) -> Visit:
    """Seal the note as it stands at `revision`; from then on it never changes.

    Signing the same note again by the same person (a double press) gives the signed note back.
    Raises `CannotSignError`, `NoteChangedError`, or what `check_pin` raises.
    """
    check_pin(signer, pin, at=at)
    return seal_note(visit_id, signer, revision=revision, at=at)


@transaction.atomic
def seal_note(visit_id: UUID, signer: User, *, revision: int, at: datetime) -> Visit:
    """Sign without asking for the PIN: only for a signer who has just given it, or the demo."""
    visit = locked(visit_id)
    if visit.is_signed:
        if visit.signed_by_id == signer.pk and visit.revision == revision:
            return visit
        raise FrozenNoteError
    if visit.revision != revision:
        raise NoteChangedError
    bounds = bounds_of(visit.episode.client, visit.held_on)
    _refuse_unfit(visit, bounds)
    visit.record = _record(visit, bounds)
    visit.status = Visit.Status.SIGNED
    visit.signed_at, visit.signed_by = at, signer
    visit.signed_name = signer.signature_name
    visit.digest = note_digest(visit)
    visit.save()
    record_visit_scores(visit, by=signer)
    return visit


def amend_note(
    visit_id: UUID, writer: User, *, text: str, why: str, pin: str, at: datetime
) -> Amendment:
    """Add a dated, signed sentence or more to a signed note. The note itself stays as it is."""
    text, why = text.strip(), why.strip()
    if not text or len(text) > 4000:
        raise NoteError("addition", text[:40], "1 to 4000 characters")
    if not why or len(why) > 200:
        raise NoteError("reason", why[:40], "1 to 200 characters, for example 'Left side meant'")
    check_pin(writer, pin, at=at)
    return add_amendment(visit_id, writer, text=text, why=why, at=at)


@transaction.atomic
def add_amendment(visit_id: UUID, writer: User, *, text: str, why: str, at: datetime) -> Amendment:
    """Add to a signed note without asking for the PIN; see `seal_note`."""
    visit = locked(visit_id)
    if not visit.is_signed:
        raise CannotSignError("This note is still a draft: change it directly.")
    last = visit.amendments.last()
    if last and (last.text, last.why, last.written_by_id) == (text, why, writer.pk):
        return last  # the same button, pressed twice
    amendment = Amendment(
        visit=visit,
        number=(last.number if last else 0) + 1,
        text=text,
        why=why,
        written_by=writer,
        written_name=writer.signature_name,
        written_at=at,
    )
    amendment.digest = amendment_digest(amendment, last.digest if last else visit.digest)
    amendment.save()
    return amendment


def missing(content: Content) -> tuple[str, ...]:
    """What a complete note would have and this one has not, in words; signing is still allowed."""
    note = note_of(content)
    gaps = [
        ("pain before", note.pain_before is None),
        ("points treated", not note.treated),
        ("pain after", note.pain_after is None),
        ("reactions", not note.reactions),
    ]
    return tuple(label for label, is_missing in gaps if is_missing)


def _refuse_unfit(visit: Visit, bounds: Bounds) -> None:
    note = note_of(visit.content)
    said = (note.treated, note.changed, note.objective, note.assessment, note.plan)
    if not any(said) and note.pain_before is None:
        raise CannotSignError(
            "Nothing of this visit is charted yet. Record the pain, a treated point or a sentence."
        )
    if broken := breaches(visit.content, bounds):
        raise CannotSignError("The note goes past a restriction. " + " ".join(map(str, broken)))


def _record(visit: Visit, bounds: Bounds) -> dict[str, object]:
    """What stood around the visit when it was signed, kept with it."""
    drawing = visit.episode.drawings.first()
    verdict = bounds.verdict
    return {
        "drawing": drawing.plain if drawing else None,
        "disposition": to_plain(verdict.disposition) if verdict else None,
        "restrictions": [
            {"id": r.id, "label": r.label, "level": to_plain(r.level), "reason": r.reason}
            for r in (verdict.restrictions if verdict else ())
        ],
        "planned_not_done": [p.structure for p in points_of(visit.content) if not p.treated],
    }

"""Starting a note, keeping it while it is written, throwing an empty one away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.visits.content import MAX_POINTS, clean, point_of, points_of
from palpate.clinic.visits.errors import FrozenNoteError, NoteError
from palpate.clinic.visits.merge import Change, Conflict, merge
from palpate.clinic.visits.models import Visit
from palpate.clinic.visits.prefill import first_content
from palpate.clinic.visits.safety import bounds_of, refusals


@dataclass(frozen=True)
class Saved:
    """What became of a set of changes. Nothing of it is lost: each is stored, asked or refused."""

    visit: Visit
    applied: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    refused: Mapping[str, NoteError]


def start_visit(episode: Episode, therapist: User, *, at: datetime, on: date) -> Visit:
    """The episode's draft of that day; made and filled from the plan if there is none yet."""
    if draft := _draft(episode, on):
        return draft
    try:
        with transaction.atomic():
            return _new_visit(episode, therapist, at, on)
    except IntegrityError:  # the same button, pressed twice
        if draft := _draft(episode, on):
            return draft
        raise


def _draft(episode: Episode, on: date) -> Visit | None:
    found: Visit | None = episode.visits.filter(status=Visit.Status.DRAFT, held_on=on).first()
    return found


def _new_visit(episode: Episode, therapist: User, at: datetime, on: date) -> Visit:
    last = episode.visits.filter(status=Visit.Status.SIGNED).first()
    number = (episode.visits.aggregate(top=Max("number"))["top"] or 0) + 1
    content = first_content(episode, last.content if last else None, bounds_of(episode.client, on))
    visit = Visit(
        episode=episode,
        number=number,
        therapist=therapist,
        held_on=on,
        started_at=at,
        minutes=content.get("minutes", 60),
        content=content,
        saved_at=at,
        saved_by=therapist,
    )
    visit.save()
    return visit


@transaction.atomic
def save_draft(visit_id: UUID, changes: Mapping[str, Change], *, by: User, at: datetime) -> Saved:
    """Store the changes that can be stored; say which need an answer and which are refused.

    Raises `FrozenNoteError` once the note is signed.
    """
    visit = locked(visit_id)
    if visit.is_signed:
        raise FrozenNoteError
    refused: dict[str, NoteError] = {}
    wanted: dict[str, Change] = {}
    for name, change in changes.items():
        try:
            wanted[name] = Change(was=change.was, now=clean(name, change.now))
        except NoteError as error:
            refused[name] = error
    merged = merge(visit.content, wanted)
    unsafe = refusals(
        merged.content, set(merged.applied), bounds_of(visit.episode.client, visit.held_on)
    )
    if unsafe:
        refused |= unsafe
        merged = merge(visit.content, {n: c for n, c in wanted.items() if n not in unsafe})
    if len({p for f in merged.content if (p := point_of(f))}) > MAX_POINTS:
        raise NoteError("points", len(points_of(merged.content)), f"at most {MAX_POINTS} points")
    if merged.applied:
        visit.content = merged.content
        visit.minutes = merged.content.get("minutes", visit.minutes)
        visit.revision += 1
        visit.saved_at, visit.saved_by = at, by
        visit.save()
    return Saved(visit, merged.applied, merged.conflicts, refused)


@transaction.atomic
def discard_draft(visit_id: UUID) -> None:
    """Take away a note that was never signed, for example one opened by mistake."""
    visit = locked(visit_id)
    if visit.is_signed:
        raise FrozenNoteError
    visit.delete()


def locked(visit_id: UUID) -> Visit:
    """The visit, held against other writers until the transaction ends."""
    visit: Visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("episode__client__clinic", "therapist")
        .get(pk=visit_id)
    )
    return visit


def changes_of(plain: Any) -> dict[str, Change]:
    """Read `{field: {"from": …, "to": …}}`; raises `NoteError` for any other shape."""
    if not isinstance(plain, dict) or len(plain) > 600:
        raise NoteError("changes", type(plain).__name__, "an object of at most 600 fields")
    found = {}
    for name, change in plain.items():
        if not isinstance(change, dict) or set(change) != {"from", "to"}:
            raise NoteError(name, change, 'an object with "from" and "to"')
        found[name] = Change(was=change["from"], now=change["to"])
    return found

"""Visits, what was added to them after signing, and the PIN lock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Length
from django.urls import reverse

from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.visits.errors import FrozenNoteError

models.CharField.register_lookup(Length)  # the constraints below measure a digest


class VisitQuerySet(models.QuerySet["Visit"]):
    """Bulk changes would go round `Visit.save`, so they refuse signed notes as well."""

    def update(self, **changes: Any) -> int:
        if self.filter(status=Visit.Status.SIGNED).exists():
            raise FrozenNoteError
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.filter(status=Visit.Status.SIGNED).exists():
            raise FrozenNoteError
        return super().delete()


class Visit(models.Model):
    """One visit and its note.

    `content` is the note as flat fields (`palpate.clinic.visits.content`). `revision` grows by one
    with each saved change. `record` is filled when the note is signed: the drawing, the
    restrictions that bound the visit, and what was planned but not done. From then on nothing in
    the row may change; the database itself refuses it (a trigger, migration 0002).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SIGNED = "signed", "Signed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveSmallIntegerField()
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    held_on = models.DateField()
    started_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT, db_index=True)
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    record = models.JSONField(default=dict)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = VisitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-held_on", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["episode", "number"], name="visit_number_once"),
            models.UniqueConstraint(
                fields=["episode", "held_on"],
                condition=models.Q(status="draft"),
                name="one_draft_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft")
                | models.Q(signed_at__isnull=False, signed_by__isnull=False, digest__length=64),
                name="signed_note_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"Visit {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("visit", args=[self.id])

    @property
    def is_signed(self) -> bool:
        return bool(self.status == self.Status.SIGNED)

    @property
    def pain_before(self) -> int | None:
        """0-10, when the client arrived."""
        return _whole(self.content, "pain_before")

    @property
    def pain_after(self) -> int | None:
        """0-10, when the client left."""
        return _whole(self.content, "pain_after")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse_if_signed()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_if_signed()
        return super().delete(*args, **kwargs)

    def _refuse_if_signed(self) -> None:
        if Visit.objects.filter(pk=self.pk, status=self.Status.SIGNED).exists():
            raise FrozenNoteError


class Amendment(models.Model):
    """A dated, signed addition to a signed note; itself never changed.

    `digest` covers the one before it, so that neither the note nor an earlier addition can be
    replaced without the chain showing it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4000)
    why = models.CharField(max_length=200)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["visit", "number"], name="amendment_number_once")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenNoteError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenNoteError


class PinLock(models.Model):
    """How often in a row a user's PIN was wrong."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="pin_lock")
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)


def _whole(content: Mapping[str, Any], field: str) -> int | None:
    value = content.get(field)
    return value if isinstance(value, int) else None

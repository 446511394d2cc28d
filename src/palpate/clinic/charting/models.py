"""Episodes of care and what was found in them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from palpate.clinic.accounts.models import User
from palpate.clinic.clients.models import Client


class Episode(models.Model):
    """One problem of one client, from first visit to discharge."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="episodes")
    title = models.CharField(max_length=160)
    story = models.TextField(blank=True, help_text="What the client says, in their words")
    onset_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_on"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cockpit", args=[self.id])

    def weeks_on(self, day: date) -> float | None:
        """Weeks from the onset to `day`; ``None`` where the onset is not known."""
        return None if self.onset_on is None else max(0, (day - self.onset_on).days) / 7


class Drawing(models.Model):
    """The client's pain as painted on one occasion; the newest of an episode is the one painted on.

    `plain` is `palpate.body.Drawing` as JSON. `revision` grows by one with each saved change, so
    that two tabs cannot silently overwrite each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="drawings")
    plain = models.JSONField(default=dict)
    label = models.CharField(max_length=80, blank=True, help_text="For example 'Visit 2, before'")
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]


class FindingKind(models.TextChoices):
    """What sort of thing was found; decides where it goes in the case."""

    SYMPTOM = "symptom", "Symptoms"
    AGGRAVATING = "aggravating", "Worse with"
    RELIEVING = "relieving", "Better with"
    HISTORY = "history", "History"
    MOVEMENT = "movement", "Movement that is limited"
    TEST = "test", "Tests"
    PALPATION = "palpation", "Palpation"
    POSTURE = "posture", "Posture"


class FindingSide(models.TextChoices):
    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    BOTH = "bilateral", "Both sides"
    NONE = "", "No side"


class FindingEntry(models.Model):
    """One thing the client said or the therapist found, in words and, where matched, as a code."""

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="findings")
    key = models.UUIDField(help_text="Made by the device, so that a repeated request adds nothing")
    kind = models.CharField(max_length=16, choices=FindingKind)
    code = models.CharField(max_length=80, blank=True, help_text="Finding, test or muscle id")
    words = models.CharField(max_length=200)
    side = models.CharField(max_length=10, choices=FindingSide, blank=True)
    detail = models.JSONField(default=dict, help_text="Test result, or what palpation found")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["episode", "key"], name="finding_once")
        ]


class AssessmentRecord(models.Model):
    """What the engine said of a case when it mattered: replayable, with its knowledge version."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="assessments")
    case = models.JSONField()
    result = models.JSONField()
    knowledge_version = models.CharField(max_length=80)
    why = models.CharField(max_length=80, help_text="What made it worth keeping")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]


class CauseDecision(models.Model):
    """The therapist's word on one cause."""

    class Word(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        RULED_OUT = "ruled_out", "Ruled out"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="decisions")
    key = models.CharField(max_length=120, help_text="kind/id/side")
    kind = models.CharField(max_length=24)
    cause_id = models.CharField(max_length=80)
    site_number = models.PositiveSmallIntegerField(null=True)
    side = models.CharField(max_length=10, blank=True)
    label = models.CharField(max_length=160)
    word = models.CharField(max_length=12, choices=Word)
    decided_at = models.DateTimeField(auto_now=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar[list[str]] = ["decided_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["episode", "key"], name="one_word_on_a_cause")
        ]


class PlanRecord(models.Model):
    """A plan as it was saved: the newest of an episode is the one in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plans")
    assessment = models.ForeignKey(AssessmentRecord, on_delete=models.PROTECT, related_name="plans")
    minutes = models.PositiveSmallIntegerField()
    plan = models.JSONField(help_text="palpate.care.Plan as JSON, with the therapist's changes")
    adjustments = models.JSONField(default=dict, help_text="Step key to what was changed")
    knowledge_version = models.CharField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

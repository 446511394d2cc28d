"""Clients, their intake, what the screening said of it, and who lifted what."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from palpate.clinic.accounts.models import Clinic, User


class Client(models.Model):
    """A person who is treated; the record belongs to one clinic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="clients")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    date_of_birth = models.DateField(null=True, blank=True)
    sex = models.CharField(
        max_length=1, blank=True, choices=[("F", "Female"), ("M", "Male"), ("X", "Other")]
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=120, blank=True)
    emergency_contact = models.CharField(max_length=160, blank=True)
    remember = models.TextField(blank=True, max_length=1000)
    is_demo = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar[list[str]] = ["family_name", "given_name"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        return f"{self.given_name[:1]}{self.family_name[:1]}".upper()

    def age_on(self, day: date) -> int | None:
        """Whole years on `day`."""
        born = self.date_of_birth
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class IntakeInvitation(models.Model):
    """A private door to one client's intake.

    The token itself is never stored: it is derived from the installation's key and `seed`, so that
    the therapist can show the link again while a copied database opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invitations")
    seed = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    on_tablet = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]


class Intake(models.Model):
    """One set of answers: a draft saved at each answer, then sent once and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="intakes")
    filled_by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The therapist who asked in person; nobody where the client answered alone",
    )
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    about = models.JSONField(default=dict, help_text="Details the client's record lacked")
    medications = models.JSONField(default=list)
    allergies = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why the client comes, in their words")
    where = models.JSONField(default=list, help_text="Site codes where it hurts")
    consent_name = models.CharField(max_length=160, blank=True)
    consent_at = models.DateTimeField(null=True)
    consent_version = models.CharField(max_length=20, blank=True)
    consent_sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, db_index=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(submitted_at=None), name="one_draft_intake_a_client"
            )
        ]


class Screening(models.Model):
    """What was said of an intake on the day it was sent, kept word for word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="screening")
    verdict = models.JSONField()
    disposition = models.CharField(max_length=20, db_index=True)
    knowledge_version = models.CharField(max_length=80)
    made_at = models.DateTimeField()


class Clearance(models.Model):
    """A clinician's word that one restriction may be lifted until a date.

    It holds for the answers it was given for: `touched_by` and `level` are those of the
    restriction at the time, and a restriction that has grown since is not lifted by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="clearances")
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="clearances")
    restriction_id = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    level = models.CharField(max_length=20)
    touched_by = models.JSONField(default=list)
    cleared_by = models.CharField(max_length=120)
    profession = models.CharField(max_length=40)
    until = models.DateField()
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar[list[str]] = ["-recorded_at"]

"""Episodes of care and what was found in them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
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

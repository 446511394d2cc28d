"""Scores over time."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.visits.models import Visit


class Score(models.Model):
    """What one instrument said at one moment: pain 0-10, or any other instrument of the knowledge.

    Pain before and after a signed visit becomes two scores of that visit (`moment`); others are
    taken between visits.
    """

    class Moment(models.TextChoices):
        BETWEEN = "", "Between visits"
        BEFORE = "before", "Before the visit"
        AFTER = "after", "After the visit"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="scores")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="scores")
    moment = models.CharField(max_length=6, choices=Moment, blank=True)
    instrument = models.CharField(max_length=40)
    value = models.FloatField(help_text="In the instrument's own unit")
    answers = models.JSONField(default=list)
    taken_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar[list[str]] = ["taken_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["episode", "instrument", "taken_at"], name="one_score_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["visit", "instrument", "moment"], name="one_score_a_moment_of_a_visit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.value:g}"

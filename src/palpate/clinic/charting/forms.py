"""What is asked when an episode opens."""

from __future__ import annotations

from typing import Any

from django import forms


class EpisodeForm(forms.Form):
    title = forms.CharField(
        max_length=160,
        label="What is the problem?",
        help_text="A short name, for example “Neck pain and headache, right”.",
    )
    story = forms.CharField(
        required=False,
        label="In the client's words",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="How it began, what it feels like, what it keeps them from.",
    )
    onset_on = forms.DateField(
        required=False,
        label="Day it began",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    how_long = forms.IntegerField(
        required=False, min_value=0, max_value=5200, label="Or about how long ago"
    )
    unit = forms.ChoiceField(
        required=False,
        label="Days, weeks, months or years",
        choices=[("weeks", "weeks"), ("days", "days"), ("months", "months"), ("years", "years")],
    )

    def duration_weeks(self) -> float | None:
        """The stretch of time in weeks, where one was given."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("how_long") is None:
            return None
        weeks = {"days": 1 / 7, "weeks": 1, "months": 30.44 / 7, "years": 365.25 / 7}
        return float(given["how_long"] * weeks[given.get("unit") or "weeks"])

"""What staff type about a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from palpate import screening
from palpate.clinic.clients.models import Client
from palpate.clinic.clients.services.clearances import LONGEST, THERAPIST

OLDEST_YEARS = 120


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class ClientForm(forms.ModelForm):  # type: ignore[type-arg] # generic only in the stubs
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Client
        fields: ClassVar[list[str]] = [
            "given_name",
            "family_name",
            "date_of_birth",
            "sex",
            "phone",
            "email",
            "occupation",
            "emergency_contact",
            "remember",
        ]
        labels: ClassVar[dict[str, str]] = {
            "sex": "Sex",
            "email": "E-mail",
            "emergency_contact": "Whom to call in an emergency",
            "remember": "To remember",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "email": "The link to the health questions can go here.",
            "emergency_contact": "Name and phone number",
            "remember": "Shown on the client's page: what makes this person comfortable.",
        }
        widgets: ClassVar[dict[str, Any]] = {
            "given_name": forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
            "family_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "date_of_birth": DateInput(min="1900-01-01"),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "occupation": forms.TextInput(attrs={"autocomplete": "off"}),
            "emergency_contact": forms.TextInput(attrs={"autocomplete": "off"}),
            "remember": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "date_of_birth": {
                "invalid": "Date of birth is not a date of the calendar. Write it like 1980-05-31."
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sex = self.fields["sex"]
        sex.choices = [("", "Not said"), *Client._meta.get_field("sex").choices]  # type: ignore[attr-defined,misc] # a choice field
        for name, field in self.fields.items():
            if field.required and "required" not in field.error_messages:
                field.error_messages["required"] = f"{field.label} is needed."
            if name in {"given_name", "family_name"}:
                field.error_messages["required"] = f"{field.label} is needed."
        if self.is_bound:
            for name in self.errors:
                if name in self.fields:
                    self.fields[name].widget.attrs["aria-invalid"] = "true"

    def clean_date_of_birth(self) -> date | None:
        born: date | None = self.cleaned_data["date_of_birth"]
        if born is None:
            return None
        today = timezone.localdate()
        if born > today:
            raise forms.ValidationError(
                f"Date of birth {born:%-d %B %Y} lies in the future; allowed is up to today."
            )
        if born.year < today.year - OLDEST_YEARS:
            raise forms.ValidationError(
                f"Date of birth {born.year} is more than {OLDEST_YEARS} years ago; check the year."
            )
        return born


class ClearanceForm(forms.Form):
    """A clinician's word, as the therapist records it."""

    PROFESSIONS: ClassVar[list[tuple[str, str]]] = [
        ("physician", "Physician"),
        ("nurse_practitioner", "Nurse practitioner or physician assistant"),
        ("midwife", "Midwife or obstetrician"),
        ("physical_therapist", "Physical therapist"),
        ("chiropractor", "Chiropractor"),
        ("dentist", "Dentist"),
        ("other_clinician", "Other clinician"),
    ]

    lifts = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label="What the clearance covers"
    )
    cleared_by = forms.CharField(max_length=120, label="Cleared by", help_text="Name of the person")
    profession = forms.ChoiceField(choices=PROFESSIONS, label="Profession")
    until = forms.DateField(widget=DateInput(), label="Cleared until")
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        label="What was said",
        help_text="How you heard it (letter, phone call), and any limits that were named.",
    )

    def __init__(
        self,
        *args: Any,
        restriction: screening.Restriction,
        others: Sequence[screening.Restriction],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        lifts = self.fields["lifts"]
        lifts.choices = [(r.id, r.label) for r in (restriction, *others)]  # type: ignore[attr-defined] # a choice field
        lifts.initial = [restriction.id]
        if not restriction.needs_clinician:
            choices = [(THERAPIST, "Massage therapist (you)"), *self.PROFESSIONS]
            self.fields["profession"].choices = choices  # type: ignore[attr-defined] # a choice field
        until = self.fields["until"]
        until.widget.attrs |= {"min": today.isoformat(), "max": (today + LONGEST).isoformat()}
        until.initial = today + timedelta(days=90)
        until.error_messages["invalid"] = "Cleared until is not a date of the calendar."
        for field in self.fields.values():
            field.error_messages["required"] = f"{field.label} is needed."

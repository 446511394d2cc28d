from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password


class WelcomeForm(forms.Form):
    clinic_name = forms.CharField(max_length=120, label="Name of the practice")
    name = forms.CharField(max_length=120, label="Your name")
    email = forms.EmailField(label="Your e-mail")
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters.",
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

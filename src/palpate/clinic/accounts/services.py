"""Opening a practice and letting people in."""

from __future__ import annotations

from django.db import transaction

from palpate.clinic.accounts.models import Clinic, Role, User


@transaction.atomic
def open_clinic(*, clinic_name: str, name: str, email: str, password: str) -> User:
    """A new clinic and its owner."""
    clinic = Clinic.objects.create(name=clinic_name)
    return User.objects.create_user(email, password, name=name, clinic=clinic, role=Role.OWNER)

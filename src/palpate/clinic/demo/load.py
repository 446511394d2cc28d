"""Making the demo clinic through the practice's own services."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from palpate.clinic.accounts.demo import DEMO_EMAIL, DEMO_PASSWORD, DEMO_PIN
from palpate.clinic.accounts.models import Clinic, Role, User
from palpate.clinic.clients.models import Client
from palpate.clinic.demo.people import add_people
from palpate.clinic.demo.published import add_published
from palpate.clinic.progress.models import Score
from palpate.clinic.visits.models import Visit


@dataclass(frozen=True)
class Made:
    clients: int
    visits: int
    scores: int


@dataclass(frozen=True)
class Staff:
    """Who works in the demo clinic."""

    clinic: Clinic
    owner: User
    therapist: User
    front_desk: User


def has_demo() -> bool:
    return Clinic.objects.filter(is_demo=True).exists()


@transaction.atomic
def load(*, now: datetime, seed: int) -> Made:
    """All of it or nothing. The same seed on the same day makes the same clinic."""
    rng = random.Random(seed)
    staff = _staff()
    with timezone.override(timezone.get_default_timezone()):
        add_people(staff.owner, staff.therapist, now=now, rng=rng)
        add_published(staff.owner, now=now, rng=rng)
    mine = {"episode__client__clinic": staff.clinic}
    return Made(
        clients=Client.objects.filter(clinic=staff.clinic).count(),
        visits=Visit.objects.filter(**mine).count(),
        scores=Score.objects.filter(**mine).count(),
    )


def _staff() -> Staff:
    clinic = Clinic.objects.create(
        name="Palpate demo clinic",
        address="1 Example Street\nSampletown",
        is_demo=True,
        phone="555 0100",
        email=DEMO_EMAIL,
    )

    def person(email: str, name: str, role: Role, credentials: str = "") -> User:
        return User.objects.create_user(
            email, DEMO_PASSWORD, name=name, clinic=clinic, role=role, credentials=credentials
        )

    owner = person(DEMO_EMAIL, "Dana Demo", Role.OWNER, "LMT, BCTMB")
    therapist = person("theo@palpate.example", "Theo Demo", Role.THERAPIST, "LMT")
    desk = person("desk@palpate.example", "Fran Demo", Role.FRONT_DESK)
    owner.set_pin(DEMO_PIN)
    therapist.pin_hash = owner.pin_hash
    for user in (owner, therapist):
        user.save(update_fields=["pin_hash"])
    return Staff(clinic, owner, therapist, desk)

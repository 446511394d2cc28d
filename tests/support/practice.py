"""A small practice to test against: a clinic, its people, a client and an episode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from palpate.clinic.accounts.models import Clinic, Role, User
from palpate.clinic.charting.models import Episode
from palpate.clinic.clients.models import Client

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
PIN = "2468"
PASSWORD = "press-and-release"


@dataclass
class Practice:
    clinic: Clinic
    therapist: User
    colleague: User
    front_desk: User
    client: Client
    episode: Episode


def make_practice(name: str = "Elm Street") -> Practice:
    """A clinic whose records carry `name`, so that two can stand side by side."""
    clinic = Clinic.objects.create(name=name)
    slug = name.lower().replace(" ", "-")

    def person(who: str, role: Role) -> User:
        user = User.objects.create_user(
            f"{who.lower()}@{slug}.example",
            PASSWORD,
            name=f"{who} Moss",
            credentials="LMT",
            clinic=clinic,
            role=role,
        )
        user.set_pin(PIN)
        user.save()
        return user

    therapist = person("Anna", Role.OWNER)
    client = Client.objects.create(
        clinic=clinic, given_name="Rosa", family_name=name, date_of_birth=date(1980, 5, 4), sex="F"
    )
    episode = Episode.objects.create(
        client=client, title="Neck pain", opened_on=date(2026, 3, 1), opened_by=therapist
    )
    return Practice(
        clinic,
        therapist,
        person("Ben", Role.THERAPIST),
        person("Cleo", Role.FRONT_DESK),
        client,
        episode,
    )

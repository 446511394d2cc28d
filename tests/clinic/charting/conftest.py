from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from palpate import body
from palpate.clinic.accounts.models import User
from palpate.clinic.charting import services
from palpate.clinic.charting.models import Episode
from palpate.clinic.clients import services as clients
from palpate.clinic.clients.content import Content
from palpate.screening import questionnaire
from tests.support.practice import Practice, make_practice


@pytest.fixture
def practice(db: None) -> Practice:
    return make_practice()


@pytest.fixture
def episode(practice: Practice) -> Episode:
    """A client who may be treated, with a problem that was just opened."""
    ask(practice)
    return services.open_episode(
        practice.client,
        by=practice.therapist,
        on=timezone.localdate(),
        title="Neck pain with headache, right",
        duration_weeks=14,
    )


def ask(practice: Practice, *medications: str, **given: Any) -> None:
    """An intake asked in person today: well but for `given`."""
    now = timezone.now()
    clients.submit_intake(
        clients.start_draft(practice.client, now=now),
        Content(
            answers=questionnaire().all_clear() | given,
            reason="A stiff neck.",
            medications=list(medications),
        ),
        now=now,
        today=timezone.localdate(),
        consent_name=practice.client.name,
        filled_by=practice.therapist,
    )


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def marks(*sites: str, intensity: float = 6, **changes: Any) -> dict[str, Any]:
    """A drawing made by region names, as JSON."""
    return {
        "mesh_version": body.mesh_version(),
        "strokes": [],
        "marks": [{"site": s, "intensity": intensity, "qualities": ["aching"]} for s in sites],
    } | changes


NECK = ("neck.posterior.right", "neck.suboccipital.right", "head.temple.right")


@dataclass
class Device:
    """A browser tab with the cockpit open."""

    browser: Browser
    episode: Episode
    revision: int = 0

    def send(self, drawing: dict[str, Any] | None = None, *steps: dict[str, Any]) -> HttpResponse:
        answer = self.post({"revision": self.revision, "drawing": drawing, "steps": list(steps)})
        if answer.status_code == 200:
            self.revision = answer.json()["revision"]
        return answer

    def post(self, what: Any) -> HttpResponse:
        text = what if isinstance(what, str) else json.dumps(what)
        return self.browser.post(
            f"/episodes/{self.episode.id}/sync", text, content_type="application/json"
        )


@pytest.fixture
def open_device(practice: Practice, episode: Episode) -> Callable[[], Device]:
    return lambda: Device(signed_in(practice.therapist), episode)


@pytest.fixture
def device(open_device: Callable[[], Device]) -> Device:
    return open_device()

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from palpate.clinic.accounts.models import User
from palpate.clinic.clients import services
from palpate.clinic.clients.content import Content
from palpate.clinic.clients.models import Client, Screening
from palpate.screening import questionnaire
from tests.support.practice import Practice, make_practice

WELL = "A stiff neck after long days at the desk."
CLOT = "I had a blood clot in my left leg in 2024. Now my neck is stiff."


@pytest.fixture
def practice(db: None) -> Practice:
    return make_practice()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def sign_in() -> Callable[[User], Browser]:
    def signed_in(user: User) -> Browser:
        browser = Browser()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return signed_in


@pytest.fixture
def therapist(practice: Practice, sign_in: Callable[[User], Browser]) -> Browser:
    return sign_in(practice.therapist)


@pytest.fixture
def front_desk(practice: Practice, sign_in: Callable[[User], Browser]) -> Browser:
    return sign_in(practice.front_desk)


def answers(**given: Any) -> dict[str, Any]:
    """Everything the questionnaire asks, answered by somebody who is well but for `given`."""
    return questionnaire().all_clear() | given


def form(reason: str = WELL, **changes: Any) -> dict[str, Any]:
    """The whole form as a browser posts it."""
    told = answers(**changes.pop("answers", {}))
    posted = {f"q.{name}": value for name, value in told.items()}
    return (
        posted
        | {
            "reason": reason,
            "where": ["neck.left"],
            "medication": ["vitamin D", ""],
            "allergies": "",
            "consent_agree": "yes",
            "consent_name": "Rosa Elm Street",
        }
        | changes
    )


def screened(client: Client, by: User, reason: str = WELL, **content: Any) -> Screening:
    """An intake asked in person, today."""
    now = timezone.now()
    draft = services.start_draft(client, now=now)
    return services.submit_intake(
        draft,
        Content(answers=answers(), reason=reason, **content),
        now=now,
        today=timezone.localdate(),
        consent_name=client.name,
        filled_by=by,
    )

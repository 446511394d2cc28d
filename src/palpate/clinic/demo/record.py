"""Filling one invented person's record through the services of the practice."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from palpate import knowledge
from palpate.clinic.accounts.models import User
from palpate.clinic.charting import services as charting
from palpate.clinic.charting.models import Drawing, Episode
from palpate.clinic.clients import services as clients
from palpate.clinic.clients.content import Content
from palpate.clinic.clients.models import Client
from palpate.clinic.demo.strokes import Pain, paint
from palpate.screening import questionnaire


@dataclass(frozen=True)
class Found:
    """One finding for the episode: kind as charting names it, words as said, code if known."""

    kind: str
    words: str
    code: str = ""
    side: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def make_client(owner: User, given: str, family: str, born: date | None, **more: Any) -> Client:
    """A record that says of itself that nobody real is behind it."""
    return clients.create_client(
        owner.clinic,
        given_name=given,
        family_name=f"{family} (demo)",
        date_of_birth=born,
        is_demo=True,
        **more,
    )


def send_intake(
    client: Client,
    *,
    at: datetime,
    reason: str,
    answers: Mapping[str, Any] | None = None,
    medications: Sequence[str] = (),
    asked_by: User | None,
) -> None:
    """The health questions, answered by somebody who is well but for `answers`."""
    draft = clients.start_draft(client, now=at)
    clients.submit_intake(
        draft,
        Content(
            answers=questionnaire().all_clear() | dict(answers or {}),
            medications=list(medications),
            reason=reason,
        ),
        now=at,
        today=at.date(),
        consent_name=client.name,
        filled_by=asked_by,
    )


def open_with_drawing(
    client: Client,
    pains: Sequence[Pain],
    *,
    by: User,
    at: datetime,
    title: str,
    story: str,
    weeks: float | None,
    rng: random.Random,
) -> Episode:
    episode = charting.open_episode(
        client, by=by, on=at.date(), title=title, story=story, duration_weeks=weeks
    )
    drawing = charting.save_drawing(episode, paint(pains, rng).to_plain(), revision=0, by=by)
    Drawing.objects.filter(pk=drawing.pk).update(made_at=at, label="First visit")
    return episode


def add_findings(episode: Episode, findings: Sequence[Found], *, by: User) -> None:
    for i, found in enumerate(findings):
        key = uuid.uuid5(episode.id, f"{i}/{found.kind}/{found.words}")
        charting.add_finding(
            episode,
            by=by,
            key=key,
            kind=found.kind,
            words=found.words,
            code=found.code,
            side=found.side,
            detail=found.detail,
        )


def said(kind: str, words: str, side: str = "") -> Found:
    """Something the client said, with the code of the vocabulary where the words are known."""
    match = knowledge.match_finding(words)
    return Found(kind, words, match.finding_id or "", side)

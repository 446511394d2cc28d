"""Months of visits: pain that falls unevenly, notes that are signed, scores in between."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.progress.services import record_score
from palpate.clinic.visits import services as visits
from palpate.clinic.visits.content import points_of
from palpate.clinic.visits.merge import Change
from palpate.clinic.visits.models import Visit
from palpate.clinic.visits.services.signing import add_amendment, seal_note

Person = Mapping[str, Any]
INSTRUMENTS = ("peg", "odi", "psfs", "hit6")
FOUND = (
    "Taut band, tender; pressing it brings the familiar pain.",
    "Band softer than last time; range freer at the end.",
    "Still guarded on the first contact, lets go after a minute.",
    "Tender only at the attachment now.",
)
TOLD = (
    "Slept better, still stiff in the morning.",
    "A good week until the long day on Thursday.",
    "Hardly thought of it for three days.",
    "Back to work, holds up until the afternoon.",
)
NEXT = (
    "Again in a week.",
    "Go on as planned.",
    "Review at the next visit.",
    "Lengthen the spacing.",
)


def hold_visits(
    episode: Episode,
    person: Person,
    who: User,
    *,
    began: datetime,
    now: datetime,
    rng: random.Random,
) -> None:
    """The person's visits from `began` on, each signed, but for those left open on purpose."""
    every = timedelta(days=person["every"])
    for k in range(person["visits"]):
        at = began + every * k + timedelta(days=rng.choice((0, 0, 0, 1)) if k else 0)
        pain = _pain_at(person, k, rng)
        last = k == person["visits"] - 1
        visit = _chart(episode, who, at, pain, k, rng)
        unsigned = last and "unsigned_days" in person
        if not unsigned:
            seal_note(visit.id, who, revision=visit.revision, at=at + timedelta(minutes=65))
        if k == 1 and person.get("amend"):
            add_amendment(
                visit.id,
                who,
                at=at + timedelta(days=1),
                text="The client called: sore the evening after, gone by morning.",
                why="Told by telephone after the visit",
            )
        if k and k % 2 == 0 and not last:
            _score(episode, who, "nprs", _pain_at(person, k, rng), at + every / 2, now)
    _other_scores(episode, person, who, began, every, now)
    if person.get("draft_today"):
        _draft_today(episode, who, now)
    if person.get("discharged"):
        episode.closed_on = (began + every * person["visits"]).date()
        episode.save()


def _pain_at(person: Person, visit: int, rng: random.Random) -> int:
    """0-10: a fall towards the person's floor, with noise and one setback."""
    fall = (person["start"] - person["floor"]) * math.exp(-person["rate"] * visit)
    back = 2.0 if person["setback"] and visit == person["setback"] else 0.0
    return min(10, max(0, round(person["floor"] + fall + back + rng.gauss(0, 0.5))))


def _chart(
    episode: Episode, who: User, at: datetime, pain: int, k: int, rng: random.Random
) -> Visit:
    visit = visits.start_visit(episode, who, at=at, on=at.date())
    after = max(0, pain - rng.choice((1, 2, 2, 3)))
    sore = k < 2 and rng.random() < 0.5
    fields: dict[str, Any] = {
        "pain_before": pain,
        "pain_after": after,
        "reactions": ["soreness"] if sore else ["none"],
        "reactions_note": "Warmth advised; gone the next day." if sore else None,
        "objective": FOUND[min(k, 3) if k < 3 else rng.randrange(4)],
        "changed": TOLD[rng.randrange(4)] if k else episode.story,
        "plan": NEXT[rng.randrange(4)],
    }
    if k:
        fields["course"] = "worse" if pain > 6 and k > 2 else "better"
    for point in points_of(visit.content)[:3]:
        response = "released" if rng.random() < 0.4 + 0.1 * k else "partly"
        fields[f"points.{point.key}.response"] = response
        fields[f"points.{point.key}.pain_during"] = min(10, max(2, pain + rng.choice((-1, 0, 1))))
    return _save(visit, fields, who, at + timedelta(minutes=60))


def _save(visit: Visit, fields: Mapping[str, Any], who: User, at: datetime) -> Visit:
    changes = {f: Change(visit.content.get(f), v) for f, v in fields.items() if v is not None}
    saved = visits.save_draft(visit.id, changes, by=who, at=at)
    if saved.refused or saved.conflicts:
        raise RuntimeError(f"demo note refused: {saved.refused} {saved.conflicts}")
    return saved.visit


def _draft_today(episode: Episode, who: User, now: datetime) -> None:
    at = now - timedelta(minutes=20)
    visit = visits.start_visit(episode, who, at=at, on=now.date())
    _save(visit, {"pain_before": 3, "course": "better"}, who, now - timedelta(minutes=12))


def _other_scores(
    episode: Episode, person: Person, who: User, began: datetime, every: timedelta, now: datetime
) -> None:
    for name in INSTRUMENTS:
        values = person.get(name, ())
        for i, value in enumerate(values):
            at = began + every * person["visits"] * i / max(1, len(values))
            _score(episode, who, name, value, at + timedelta(minutes=5), now)


def _score(
    episode: Episode, who: User, name: str, value: float, at: datetime, now: datetime
) -> None:
    record_score(
        episode, name, value=value, taken_at=at.replace(second=0, microsecond=0), by=who, now=now
    )

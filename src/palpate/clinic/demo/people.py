"""Invented clients: what they say is in `people.json`, how their pain goes is drawn from a seed."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from palpate.body import Side, Site
from palpate.clinic.accounts.models import User
from palpate.clinic.charting import services as charting
from palpate.clinic.charting.models import AssessmentRecord, Episode, PlanRecord
from palpate.clinic.clients import services as clients
from palpate.clinic.clients.models import Clearance, Client
from palpate.clinic.demo.course import hold_visits
from palpate.clinic.demo.record import (
    Found,
    add_findings,
    make_client,
    open_with_drawing,
    said,
    send_intake,
)
from palpate.clinic.demo.strokes import Pain
from palpate.knowledge import load as knowledge

Person = Mapping[str, Any]
INSTRUMENTS = ("peg", "odi", "psfs", "hit6")


def add_people(owner: User, therapist: User, *, now: datetime, rng: random.Random) -> None:
    """Each person of the file, from first intake to the last visit before `now`."""
    text = (files("palpate.clinic.demo") / "people.json").read_text(encoding="utf-8")
    for i, person in enumerate(json.loads(text)):
        who = therapist if person.get("therapist") else owner
        _add(person, owner, who, i, now, rng)


def _add(person: Person, owner: User, who: User, i: int, now: datetime, rng: random.Random) -> None:
    client = make_client(
        owner,
        person["given"],
        person["family"],
        date(now.year - person["age"], 1 + i % 6, 3 + i),
        sex=person["sex"],
        occupation=person["occupation"],
        remember=person.get("remember", ""),
        phone=f"555 01{i:02}",
        email=f"{person['given'].lower()}@example.com",
    )
    if person.get("waiting"):
        clients.invite(client, by=owner, now=now - timedelta(hours=5))
        return
    began = _first_day(person, now)
    send_intake(
        client,
        at=began,
        reason=person["story"],
        answers=_answers(person),
        medications=person.get("medications", ()),
        asked_by=None if person.get("unread") else who,
    )
    if person.get("unread"):
        return
    if person.get("cleared"):
        _clear(client, who, began, now)
    episode = open_with_drawing(
        client,
        [_pain(p) for p in person["pain"]],
        by=who,
        at=began,
        title=person["title"],
        story=person["story"],
        weeks=person["weeks"],
        rng=rng,
    )
    add_findings(episode, list(_findings(person)), by=who)
    if person["confirm"]:
        _plan(episode, person, who, began)
        hold_visits(episode, person, who, began=began, now=now, rng=rng)


def _first_day(person: Person, now: datetime) -> datetime:
    """So far back that the last visit of the course was a few days ago."""
    days = person["visits"] * person.get("every", 1) + (60 if person.get("discharged") else 3)
    hour = 9 + len(person["family"]) % 8
    return (now - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def _answers(person: Person) -> dict[str, Any]:
    return dict(person.get("answers", {}))


def _pain(row: list[Any]) -> Pain:
    region, side, intensity, qualities = row
    return Pain(Site(region, Side(side)), intensity, tuple(qualities))


def _findings(person: Person) -> list[Found]:
    muscles = knowledge().muscles
    signs = {"tender": True, "taut_band": True, "reproduces_pain": True}
    return [said(kind, words) for kind, words in person["said"]] + [
        Found("palpation", muscles[muscle].label, muscle, side, signs)
        for muscle, side in person["palpation"]
    ]


def _plan(episode: Episode, person: Person, who: User, at: datetime) -> None:
    for key in person["confirm"]:
        _, muscle, side = key.split("/")[:3]
        label = f"{knowledge().muscles[muscle].label}, {side}"
        charting.decide_cause(episode, by=who, key=key, word="confirmed", label=label)
    with suppress(charting.NoPlan):  # a screening that stops planning is part of the demonstration
        charting.make_plan(episode, by=who, minutes=60)
    for records in (AssessmentRecord.objects, PlanRecord.objects):
        records.filter(episode=episode).update(made_at=at)


def _clear(client: Client, who: User, at: datetime, now: datetime) -> None:
    """Every restriction that stops treatment, lifted on a made-up doctor's word."""
    verdict = clients.current_verdict(client, at.date())
    for rule in verdict.restrictions if verdict else ():
        if rule.level.blocks_today:
            clients.record_clearance(
                client,
                rule.id,
                cleared_by="Dr. Example Demo",
                profession="doctor",
                until=now.date() + timedelta(days=90),
                note="By letter: massage of the neck is fine.",
                recorded_by=who,
                now=at,
                today=at.date(),
            )
    Clearance.objects.filter(client=client).update(recorded_at=at)

"""What a device has done since it last heard from us, taken in as one whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.charting.services.assessing import decide_cause
from palpate.clinic.charting.services.drawings import save_drawing
from palpate.clinic.charting.services.errors import Refused
from palpate.clinic.charting.services.findings import add_finding, change_finding, remove_finding

MOST_STEPS = 200


@transaction.atomic
def take_in(episode: Episode, sent: object, *, by: User) -> list[str]:
    """Apply ``{"drawing": …, "revision": n, "steps": [{"do": "add", …}]}``; say what was done.

    Every step may safely come twice. Raises `Refused` or `StaleDrawing`; then nothing is written.
    """
    if not isinstance(sent, Mapping):
        raise Refused("request", sent, "an object with drawing, revision and steps")
    done = []
    # One writer at a time: the second tab waits and then sees the new revision.
    Episode.objects.select_for_update().get(pk=episode.pk)
    if sent.get("drawing") is not None:
        revision = sent.get("revision")
        if not isinstance(revision, int) or isinstance(revision, bool) or revision < 0:
            raise Refused("revision", revision, "a whole number from 0")
        save_drawing(episode, sent["drawing"], revision=revision, by=by)
        done.append("paint")
    steps = sent.get("steps", [])
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise Refused(
            "steps",
            len(steps) if isinstance(steps, list) else steps,
            f"a list of up to {MOST_STEPS} steps",
        )
    return done + [_take(episode, step, by) for step in steps]


def _take(episode: Episode, step: object, by: User) -> str:
    if not isinstance(step, Mapping):
        raise Refused("steps", step, "objects with do, and what it needs")
    match step.get("do"):
        case "add":
            entry = add_finding(
                episode,
                by=by,
                key=_key(step),
                kind=_text(step, "kind"),
                words=_text(step, "words"),
                code=_text(step, "code"),
                side=_text(step, "side"),
                detail=_detail(step),
            )
            return f"add finding {entry.words}"
        case "change":
            change_finding(episode, key=_key(step), side=_text(step, "side"), detail=_detail(step))
            return "change finding"
        case "remove":
            remove_finding(episode, key=_key(step))
            return "remove finding"
        case "decide":
            decide_cause(
                episode,
                by=by,
                key=_text(step, "cause"),
                word=_text(step, "word"),
                label=_text(step, "label"),
                number=_number(step),
            )
            return f"decide {_text(step, 'cause')}: {_text(step, 'word') or 'open'}"
        case other:
            raise Refused("do", other, "add, change, remove, decide")


def _text(step: Mapping[str, Any], name: str) -> str:
    value = step.get(name, "")
    if not isinstance(value, str):
        raise Refused(name, value, "text")
    return value


def _number(step: Mapping[str, Any]) -> int | None:
    value = step.get("number")
    if value is not None and (not isinstance(value, int) or not 1 <= value <= 9):
        raise Refused("number", value, "1 to 9, or nothing")
    return value


def _key(step: Mapping[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(_text(step, "key"))
    except ValueError:
        raise Refused("key", step.get("key"), "a UUID") from None


def _detail(step: Mapping[str, Any]) -> Mapping[str, Any] | None:
    value = step.get("detail")
    if value is not None and not isinstance(value, Mapping):
        raise Refused("detail", value, "an object")
    return value

"""What the client said and the therapist found."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from palpate import knowledge
from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode, FindingEntry, FindingKind, FindingSide
from palpate.clinic.charting.services.errors import Refused

LONGEST_WORDS = 200
MOST_FINDINGS = 300
RESULTS = ("positive", "negative")
SIGNS = ("tender", "taut_band", "twitch", "reproduces_pain", "refers")
"""What pressing a muscle can show."""


@transaction.atomic
def add_finding(
    episode: Episode,
    *,
    by: User,
    key: uuid.UUID,
    kind: str,
    words: str,
    code: str = "",
    side: str = "",
    detail: Mapping[str, Any] | None = None,
) -> FindingEntry:
    """Keep a finding; asking twice with one key keeps it once. Raises `Refused`.

    `code` is a finding, test or muscle id; empty for words that nothing matched: they are kept
    and shown as not understood.
    """
    values = _checked(kind=kind, words=words, code=code, side=side, detail=detail)
    if episode.findings.count() >= MOST_FINDINGS:
        raise Refused("findings", MOST_FINDINGS, f"up to {MOST_FINDINGS} in one episode")
    entry, _ = FindingEntry.objects.get_or_create(
        episode=episode, key=key, defaults={**values, "made_by": by}
    )
    return entry


@transaction.atomic
def change_finding(
    episode: Episode, *, key: uuid.UUID, side: str, detail: Mapping[str, Any] | None = None
) -> FindingEntry | None:
    """Another side or another result; ``None`` where the finding was taken away meanwhile."""
    entry = episode.findings.select_for_update().filter(key=key).first()
    if entry is None:
        return None
    values = _checked(
        kind=entry.kind,
        words=entry.words,
        code=entry.code,
        side=side,
        detail=entry.detail if detail is None else detail,
    )
    entry.side, entry.detail = values["side"], values["detail"]
    entry.save(update_fields=["side", "detail"])
    return entry


@transaction.atomic
def remove_finding(episode: Episode, *, key: uuid.UUID) -> None:
    """Take a finding away; its history stays. Nothing happens where it is gone already."""
    for entry in episode.findings.filter(key=key):
        entry.delete()


def _checked(
    *, kind: str, words: str, code: str, side: str, detail: Mapping[str, Any] | None
) -> dict[str, Any]:
    if kind not in FindingKind.values:
        raise Refused("kind", kind, ", ".join(FindingKind.values))
    if side not in FindingSide.values:
        raise Refused("side", side, "left, right, bilateral or nothing")
    words = words.strip()
    if not words or len(words) > LONGEST_WORDS:
        raise Refused("words", words, f"1 to {LONGEST_WORDS} characters")
    _check_code(kind, code)
    return {
        "kind": kind,
        "code": code,
        "words": words,
        "side": side,
        "detail": _detail(kind, detail or {}),
    }


def _check_code(kind: str, code: str) -> None:
    if not code:
        return
    known = knowledge.load()
    if kind == FindingKind.PALPATION:
        places = [known.muscles]
    elif kind == FindingKind.TEST:
        places = [known.tests, known.findings]
    else:
        places = [known.findings]
    if not any(code in table for table in places):
        raise Refused("code", code, "a code of the vocabulary, or nothing for free words")


def _detail(kind: str, detail: Mapping[str, Any]) -> dict[str, Any]:
    if kind == FindingKind.TEST:
        result = detail.get("result", "positive")
        if result not in RESULTS:
            raise Refused("result", result, "positive or negative")
        return {"result": result}
    if kind == FindingKind.PALPATION:
        signs: dict[str, bool] = {}
        for name, value in detail.items():
            if name not in SIGNS or not isinstance(value, bool):
                raise Refused(f"detail.{name}", value, f"{', '.join(SIGNS)}, each true or false")
            signs[name] = value
        return signs or {"tender": True}
    return {}

"""The seal of a signed note: SHA-256 over one canonical form of what was written, by whom, when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from palpate.clinic.visits.models import Amendment, Visit


def canonical(value: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same bytes from any database."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def note_digest(visit: Visit) -> str:
    """64 hexadecimal digits over the note, who signed it and when."""
    if visit.signed_at is None:
        raise ValueError("a draft has no seal")
    return sha256(
        canonical(
            {
                "visit": str(visit.id),
                "episode": str(visit.episode_id),
                "number": visit.number,
                "held_on": visit.held_on.isoformat(),
                "minutes": visit.minutes,
                "therapist": visit.therapist_id,
                "content": visit.content,
                "record": visit.record,
                "signed_by": visit.signed_by_id,
                "signed_name": visit.signed_name,
                "signed_at": visit.signed_at.isoformat(),
            }
        )
    ).hexdigest()


def amendment_digest(amendment: Amendment, before: str) -> str:
    """Over the addition and the digest before it (the note's, or the last amendment's)."""
    return sha256(
        canonical(
            {
                "before": before,
                "number": amendment.number,
                "text": amendment.text,
                "why": amendment.why,
                "written_by": amendment.written_by_id,
                "written_name": amendment.written_name,
                "written_at": amendment.written_at.isoformat(),
            }
        )
    ).hexdigest()


def is_unbroken(visit: Visit) -> bool:
    """Whether the note and every amendment still are what was signed."""
    if not visit.is_signed or note_digest(visit) != visit.digest:
        return False
    before = visit.digest
    for amendment in visit.amendments.all():
        if amendment_digest(amendment, before) != amendment.digest:
            return False
        before = amendment.digest
    return True

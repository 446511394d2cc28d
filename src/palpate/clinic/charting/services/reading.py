"""From the record to the case that the engines read."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from palpate import cases, screening
from palpate.clinic.charting.models import Episode, FindingEntry, FindingKind
from palpate.clinic.charting.services.drawings import current_drawing, painted
from palpate.clinic.clients import services as clients

_SAID = {
    FindingKind.SYMPTOM: "symptoms",
    FindingKind.AGGRAVATING: "aggravating",
    FindingKind.RELIEVING: "relieving",
    FindingKind.HISTORY: "history",
}


def case_of(episode: Episode) -> cases.Case:
    """The episode as a case: drawing, findings, age, sex, medicines. Never a decision or a plan."""
    return cases.load_case(plain_case(episode))


def plain_case(episode: Episode) -> dict[str, Any]:
    """The case as JSON, in the format that `palpate assess` reads."""
    today = timezone.localdate()
    client = episode.client
    plain: dict[str, Any] = {
        "id": str(episode.id),
        "age": client.age_on(today),
        "sex": client.sex or None,
        "duration_weeks": episode.weeks_on(today),
        "pain": [],
        "clear": [],
        "symptoms": [],
        "aggravating": [],
        "relieving": [],
        "history": [],
        "findings": [],
        "restricted_movements": [],
        "posture": [],
        "palpation": [],
    }
    for site in painted(current_drawing(episode)):
        place = {"region": site.site.region, "side": site.site.side.value}
        if site.intensity == 0:
            plain["clear"].append(place)
        else:
            plain["pain"].append(
                {**place, "intensity": site.intensity, "qualities": list(site.qualities)}
            )
    for entry in episode.findings.all():
        _put(plain, entry)
    return plain


def verdict_of(episode: Episode) -> screening.Verdict | None:
    """What binds the client's treatment today; ``None`` while there is no intake."""
    return clients.current_verdict(episode.client, timezone.localdate())


def _put(plain: dict[str, Any], entry: FindingEntry) -> None:
    word = entry.code or entry.words
    side = entry.side or None
    match entry.kind:
        case FindingKind.TEST:
            plain["findings"].append(
                {"test": word, "side": side, "result": entry.detail.get("result", "positive")}
            )
        case FindingKind.MOVEMENT:
            plain["restricted_movements"].append({"movement": word, "side": side})
        case FindingKind.POSTURE:
            plain["posture"].append({"posture": word, "side": side})
        case FindingKind.PALPATION:
            plain["palpation"].append({"muscle": word, "side": side, **entry.detail})
        case _:
            plain[_SAID[FindingKind(entry.kind)]].append(word)

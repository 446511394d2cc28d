"""What the note's pages show."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.urls import reverse

from palpate.body import Side, Site, region, sites
from palpate.clinic.accounts.models import User
from palpate.clinic.visits.content import (
    COURSE_LABELS,
    REACTIONS,
    RESPONSE_LABELS,
    note_of,
)
from palpate.clinic.visits.models import Visit
from palpate.clinic.visits.prose import passages, summary
from palpate.clinic.visits.safety import FULL_PRESSURE, Bounds, bounds_of
from palpate.clinic.visits.seal import is_unbroken
from palpate.clinic.visits.services import last_signed
from palpate.knowledge import load
from palpate.knowledge.care_tables import load_care


def draft_context(visit: Visit, reader: User) -> dict[str, Any]:
    """For `visits/note.html`: the note being written."""
    client = visit.episode.client
    bounds = bounds_of(client, visit.held_on)
    last = last_signed(visit.episode, before=visit)
    return {
        "visit": visit,
        "client": client,
        "episode": visit.episode,
        "verdict": bounds.verdict,
        "stop": bounds.stop,
        "last": last,
        "last_summary": summary(note_of(last.content), technique_labels()) if last else (),
        "plan": visit.episode.plans.first(),
        "courses": list(COURSE_LABELS.items()),
        "responses": list(RESPONSE_LABELS.items()),
        "reactions": list(REACTIONS.items()),
        "techniques": technique_labels().items(),
        "scale": range(11),
        "structures": [s["label"] for s in structures()],
        "page": _page_data(visit, reader, bounds),
    }


def signed_context(visit: Visit) -> dict[str, Any]:
    """For `visits/signed.html`: the note as it was signed, and what was added."""
    return {
        "visit": visit,
        "client": visit.episode.client,
        "episode": visit.episode,
        "passages": passages(note_of(visit.content), technique_labels()),
        "not_done": visit.record.get("planned_not_done", ()),
        "restrictions": visit.record.get("restrictions", ()),
        "amendments": visit.amendments.all(),
        "unbroken": is_unbroken(visit),
    }


def technique_labels() -> dict[str, str]:
    """Label by technique id, in the order of the table."""
    return {t.id: t.label for t in load_care().techniques.values()}


@cache
def structures() -> tuple[dict[str, Any], ...]:
    """Every muscle that can be named as treated, with its sites on each side."""
    found = []
    for muscle in load().muscles.values():
        regions = list(dict.fromkeys(p.site_region for p in muscle.trigger_points))
        by_side = {
            side.value: [
                Site(code, Side.MIDLINE if region(code).is_midline else side).code
                for code in regions
            ]
            for side in (Side.LEFT, Side.RIGHT)
        }
        found.append({"id": muscle.id, "label": muscle.label, "sites": by_side})
    return tuple(found)


def _page_data(visit: Visit, reader: User, bounds: Bounds) -> dict[str, Any]:
    return {
        "visit": str(visit.id),
        "reader": reader.pk,
        "revision": visit.revision,
        "content": visit.content,
        "savedAt": visit.saved_at.isoformat(),
        "stop": bounds.stop,
        "limits": _limits(bounds),
        "structures": structures(),
        "hasPin": bool(reader.pin_hash),
        "addresses": {
            "save": reverse("visit-save", args=[visit.id]),
            "sign": reverse("visit-sign", args=[visit.id]),
            "pin": reverse("pin"),
            "login": f"{reverse('account_login')}?next={visit.get_absolute_url()}",
        },
    }


def _limits(bounds: Bounds) -> dict[str, Any]:
    """Cap, reason and excluded techniques of each site where anything binds; '' is the body."""
    found = {}
    for code in ("", *(s.code for s in sites())):
        place = (code,) if code else ()
        limit = bounds.limit(place)
        excluded = sorted(bounds.excluded(place))
        if not code or limit.cap < FULL_PRESSURE or excluded:
            found[code] = {"cap": limit.cap, "reason": limit.reason, "excluded": excluded}
    return found

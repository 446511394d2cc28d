"""Visits for pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from palpate.clinic.clients.models import Client
from palpate.clinic.visits import services
from palpate.clinic.visits.content import note_of
from palpate.clinic.visits.prose import change_in_words

register = template.Library()


@register.simple_tag
def visits_of(client: Client) -> list[dict[str, Any]]:
    """The client's visits, newest first, each with its change of pain in words."""
    return [
        {
            "visit": visit,
            "words": change_in_words(visit.pain_before, visit.pain_after),
            "treated": [p.structure for p in note_of(visit.content).treated],
        }
        for visit in services.visits_of(client)
    ]

"""What other pages show of an episode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.timesince import timesince

from palpate.clinic.charting import services
from palpate.clinic.charting.models import Episode
from palpate.clinic.clients.models import Client

register = template.Library()


@register.filter
def about_ago(day: date) -> str:
    """How long ago, in one unit as people say it: '3 months ago'."""
    return f"{timesince(day, depth=1)} ago"


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    episode: Episode
    confirmed: tuple[str, ...]
    likeliest: str
    planned: bool


@register.simple_tag
def episodes_of(client: Client) -> list[EpisodeRow]:
    """The client's episodes, newest first, with what each comes from."""
    return [_row(e) for e in client.episodes.all()]


def _row(episode: Episode) -> EpisodeRow:
    confirmed = tuple(d.label for d in services.confirmed_causes(episode))
    return EpisodeRow(
        episode,
        confirmed,
        "" if confirmed else _likeliest(episode),
        services.latest_plan(episode) is not None,
    )


def _likeliest(episode: Episode) -> str:
    """The leading cause, where the episode says anything at all."""
    if not services.painted(services.current_drawing(episode)) and not episode.findings.exists():
        return ""
    causes = services.assess_episode(episode).causes
    return causes[0].name if causes else ""

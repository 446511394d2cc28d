"""Template words for safety: a disposition's word, icon and tone; a client's verdict."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone

from palpate import screening
from palpate.body import Site
from palpate.clinic.clients import words
from palpate.clinic.clients.models import Client
from palpate.clinic.clients.services import current_verdict

register = template.Library()


@register.simple_tag
def verdict_of(client: Client) -> screening.Verdict | None:
    """What binds the client today."""
    return current_verdict(client, timezone.localdate())


@register.filter
def age(client: Client) -> int | None:
    return client.age_on(timezone.localdate())


@register.filter
def disposition_word(value: str) -> str:
    return words.DISPOSITION[str(value)].word


@register.filter
def disposition_says(value: str) -> str:
    return words.DISPOSITION[str(value)].says


@register.filter
def summary(verdict: screening.Verdict) -> str:
    return words.summary(verdict)


@register.filter
def disposition_icon(value: str) -> str:
    return words.DISPOSITION[str(value)].icon


@register.filter
def disposition_tone(value: str) -> str:
    """The class of a notice: emergency, stop, caution or good."""
    return words.DISPOSITION[str(value)].tone


@register.filter
def blocks(value: str) -> bool:
    return screening.Disposition(str(value)).blocks_today


@register.filter
def not_answered(verdict: screening.Verdict) -> list[screening.AskBack]:
    """What is asked back because the client gave no answer to a question of the intake."""
    open_ids = {
        id
        for r in verdict.restrictions
        if r.kind is screening.RestrictionKind.INCOMPLETE
        for id in r.touched_by
    }
    return [a for a in verdict.asked_back if a.about in open_ids]


@register.filter
def unclear(verdict: screening.Verdict) -> list[screening.AskBack]:
    """What is asked back because an answer that was given needs more."""
    plain = not_answered(verdict)
    return [a for a in verdict.asked_back if a not in plain]


@register.filter
def stopping(verdict: screening.Verdict) -> list[screening.Restriction]:
    """The restrictions that stop treatment today."""
    return [r for r in verdict.restrictions if r.level.blocks_today]


@register.filter
def places(sites: tuple[Site, ...]) -> str:
    """Sites in plain words; both sides of a region said once."""
    return words.places(sites)


@register.filter
def spaced(value: Any) -> str:
    """An id as words: deep_stripping -> deep stripping."""
    return str(value).replace("_", " ").replace(".", " ")


@register.filter
def pressure(value: float | None) -> str:
    """A highest pressure of the 0-10 scale: 'at most 4 of 10', 'none'."""
    if value is None:
        return ""
    return f"at most {value:g} of 10" if value > 0 else "none"


@register.filter
def source_name(address: str) -> str:
    """The site a source stands on, for a link that can be read."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@register.filter
def days_until(day: date) -> int:
    return (day - timezone.localdate()).days


@register.filter
def capped_places(site_caps: tuple[screening.SiteCap, ...]) -> str:
    """'calf, both sides: at most 2 of 10; ...'"""
    by_cap: dict[float, list[Site]] = {}
    for capped in site_caps:
        by_cap.setdefault(capped.cap, []).append(capped.site)
    return ". ".join(
        f"At most {cap:g} of 10: {words.places(sites)}" for cap, sites in sorted(by_cap.items())
    )


@register.filter
def because(restriction: screening.Restriction) -> str:
    """What the client said that touched it; nothing where the label says the same."""
    said = [words.finding(f) for f in restriction.touched_by]
    return "; ".join(w for w in said if w.casefold() != restriction.label.casefold())


@register.simple_tag(takes_context=True)
def include_if_there(context: template.Context, name: str) -> str:
    """Another app's part of the page, nothing while that app brings none."""
    try:
        part = get_template(name)
    except TemplateDoesNotExist:
        return ""
    return part.render(context.flatten(), context.get("request"))  # type: ignore[arg-type] # keys are names

"""The relief curve for pages of other apps."""

from __future__ import annotations

from typing import Any

from django import template

from palpate.clinic.clients.models import Client
from palpate.clinic.progress.page import small_context

register = template.Library()


@register.simple_tag
def small_curves(client: Client) -> list[dict[str, Any]]:
    """Each episode of the client with its pain curve and one sentence."""
    return small_context(client)

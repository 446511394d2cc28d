"""Template words of the house: icons and figures."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon from the built sprite; decorative unless a label is given."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            static("dist/icons.svg"),
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("dist/icons.svg"),
        name,
    )


@register.filter
def percent(value: float | None) -> str:
    """0.427 as '43 %'; under one percent says so."""
    if value is None:
        return ""
    return "<1 %" if 0 < value < 0.01 else f"{value * 100:.0f} %"

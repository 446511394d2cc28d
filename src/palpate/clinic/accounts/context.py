"""What every template may say."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from palpate import __version__


def clinic(request: HttpRequest) -> dict[str, Any]:
    return {"clinic": getattr(request, "clinic", None), "palpate_version": __version__}

"""What the body chart loads once and keeps: the drawn views, the vocabulary."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256
from importlib.resources import files

from django.http import HttpResponse
from django.urls import reverse

from palpate import body, knowledge
from palpate.clinic.charting.services.vocabulary import index as vocabulary

__all__ = [
    "packed",
    "qualities",
    "views",
    "views_url",
    "views_version",
    "vocabulary",
    "vocabulary_url",
]


@cache
def views() -> bytes:
    """The four views, gzipped."""
    plain = (files("palpate.body") / "data" / "views.json").read_bytes()
    return gzip.compress(plain, 9, mtime=0)


@cache
def views_version() -> str:
    return sha256(views()).hexdigest()[:12]


def views_url() -> str:
    return reverse("body-views", args=[views_version()])


def vocabulary_url() -> str:
    return reverse("vocabulary", args=[knowledge.version()])


def qualities() -> list[dict[str, str]]:
    """The qualities that can be painted, in the house order."""
    return [{"id": q.id, "label": q.label, "pattern": q.pattern} for q in body.QUALITIES]


def packed(content: bytes, *, for_good: bool) -> HttpResponse:
    """Gzipped JSON; kept by the device for good when its address names its version."""
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Encoding"] = "gzip"
    answer["Cache-Control"] = "public, max-age=31536000, immutable" if for_good else "no-cache"
    return answer

"""The words a client signs. Change a word and give it a new version."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

VERSION = "2026-1"


@cache
def text() -> str:
    """The consent, paragraphs divided by empty lines; the first line is its title."""
    path = files("palpate.clinic.clients") / "consent_texts" / f"{VERSION}.txt"
    return path.read_text(encoding="utf-8").strip()


@cache
def sha256() -> str:
    """Proof of which words were signed."""
    return hashlib.sha256(text().encode()).hexdigest()


def title() -> str:
    return text().splitlines()[0]


def paragraphs() -> tuple[str, ...]:
    return tuple(p.replace("\n", " ") for p in text().split("\n\n")[1:])

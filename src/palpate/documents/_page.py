"""What every page has: the head, the client, the drawings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from palpate.documents._render import day_words
from palpate.documents._types import Clinic, DocumentError, Figure, Person


def number(value: float | None, suffix: str = "") -> str:
    """A figure without needless noughts; an en dash where there is none."""
    return "–" if value is None else f"{value:g}{suffix}"


def span(low: float, high: float, suffix: str = "") -> str:
    """``30–60 s``."""
    return f"{low:g}{suffix}" if low == high else f"{low:g}–{high:g}{suffix}"


def head(
    clinic: Clinic, client: Person, title: str, day: date, therapist: str
) -> dict[str, object]:
    """The data of the page's head and foot."""
    if not clinic.name.strip() or not client.name.strip():
        raise DocumentError("a page needs the name of the clinic and of the client")
    contact = [line for line in (*clinic.address, clinic.phone, clinic.email) if line]
    return {
        "title": title,
        "paper": clinic.paper.value,
        "clinic": clinic.name,
        "contact": contact,
        "phone": clinic.phone,
        "client": client.name,
        "born": day_words(client.born) if client.born else "",
        "reference": client.reference,
        "therapist": therapist,
        "date": day_words(day),
    }


def figures(drawings: Iterable[Figure]) -> list[dict[str, str]]:
    """The drawings; raises `DocumentError` for what is not SVG."""
    found = []
    for drawing in drawings:
        if "<svg" not in drawing.svg[:2000]:
            raise DocumentError(f"the drawing {drawing.caption!r} is not SVG")
        found.append({"svg": drawing.svg, "caption": drawing.caption})
    return found

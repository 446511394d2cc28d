"""What screening is given: coded findings, the client's own words, medicines, marked places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from palpate.body import Site, UnknownRegion, region
from palpate.knowledge.safety import load_safety
from palpate.screening._errors import ScreeningError
from palpate.screening._rules import both_sides

MAX_AGE = 120
SEXES = ("female", "male", "other", "unknown")
_SEX_WORDS = {
    "f": "female", "female": "female", "woman": "female", "w": "female", "girl": "female",
    "m": "male", "male": "male", "man": "male", "boy": "male",
    "x": "other", "other": "other", "intersex": "other", "nonbinary": "other",
    "": "unknown", "unknown": "unknown", "u": "unknown",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Intake:
    """One client's health history, by either door or both."""

    id: str = ""
    age: float | None = None
    """Years."""
    sex: str = "unknown"
    text: str = ""
    findings: tuple[str, ...] = ()
    """Ids of screening terms."""
    medications: tuple[str, ...] = ()
    regions: tuple[Site, ...] = ()
    """Where the client marks the complaint."""
    days_since: Mapping[str, int] = field(default_factory=dict)
    """Days since a finding happened, where it is known."""
    sites: Mapping[str, tuple[Site, ...]] = field(default_factory=dict)
    """Where a finding is, when it is not where the complaint is."""

    @classmethod
    def from_plain(cls, given: Mapping[str, Any]) -> Intake:
        """Read ``{"id", "age", "sex", "text", "findings", "medications", "regions"}``.

        Unknown keys are ignored. Raises `ScreeningError`, naming field, value and what is allowed.
        """
        return cls(
            id=str(given.get("id") or ""),
            age=read_age(given.get("age")),
            sex=read_sex(given.get("sex")),
            text=_text(given.get("text")),
            findings=_findings(given.get("findings")),
            medications=_texts("medications", given.get("medications")),
            regions=read_sites("regions", given.get("regions")),
        )


def read_age(value: object) -> float | None:
    """Age in years, or None when it is not known."""
    allowed = f"a number of years from 0 to {MAX_AGE}, or null"
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ScreeningError("age", value, allowed)
    try:
        years = float(value)
    except ValueError:
        raise ScreeningError("age", value, allowed) from None
    if not math.isfinite(years) or not 0 <= years <= MAX_AGE:
        raise ScreeningError("age", value, allowed)
    return years


def read_sex(value: object) -> str:
    """One of `SEXES`."""
    if value is None:
        return "unknown"
    if isinstance(value, str) and value.strip().lower() in _SEX_WORDS:
        return _SEX_WORDS[value.strip().lower()]
    raise ScreeningError("sex", value, f"one of {', '.join(SEXES)}, F or M, or null")


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ScreeningError("text", value, "text or null")
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if not isinstance(value, Iterable) or isinstance(value, Mapping):
        raise ScreeningError(name, value, "a list of texts")
    found = tuple(value)
    for position, item in enumerate(found):
        if not isinstance(item, str):
            raise ScreeningError(f"{name}[{position}]", item, "text")
    return found


def _findings(value: object) -> tuple[str, ...]:
    found = _texts("findings", value)
    terms = load_safety().terms
    for position, term in enumerate(found):
        if term not in terms:
            raise ScreeningError(f"findings[{position}]", term, _nearest(term, terms))
    return tuple(dict.fromkeys(found))


def _nearest(term: str, terms: Iterable[str]) -> str:
    from rapidfuzz.process import extractOne

    best = extractOne(term, list(terms), score_cutoff=60)
    hint = f" (nearest: {best[0]})" if best else ""
    return f"an id of the screening terms{hint}"


def read_sites(name: str, value: object) -> tuple[Site, ...]:
    """Sites from codes such as ``back.lumbar.left``; a bare region stands for both sides."""
    found: list[Site] = []
    items: Iterable[object] = (value,) if isinstance(value, str) else _sequence(name, value)
    for position, item in enumerate(items):
        if isinstance(item, Site):
            found.append(item)
            continue
        if not isinstance(item, str):
            raise ScreeningError(f"{name}[{position}]", item, "a site such as back.lumbar.left")
        try:
            found += read_site(item)
        except UnknownRegion as error:
            raise ScreeningError(
                f"{name}[{position}]", item, f"a site such as back.lumbar.left ({error})"
            ) from None
    return tuple(dict.fromkeys(found))


def read_site(code: str) -> tuple[Site, ...]:
    """One site, or both sides of a bare region; raises `UnknownRegion`."""
    try:
        return (Site.parse(code),)
    except UnknownRegion:
        return both_sides(region(code).code)


def _sequence(name: str, value: object) -> Iterable[object]:
    if value is None:
        return ()
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise ScreeningError(name, value, "a list of sites")
    return value

"""How safety is said to a therapist: always a word, an icon and a tone together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palpate.body import Side, Site, region
from palpate.knowledge.safety import load_safety


@dataclass(frozen=True, slots=True)
class Said:
    word: str
    says: str
    icon: str
    tone: str


DISPOSITION = {
    "emergency": Said("Emergency", "Do not treat. Get emergency help now.", "siren", "emergency"),
    "refer": Said(
        "Refer first", "No massage before a clinician has cleared it.", "octagon-alert", "stop"
    ),
    "absolute": Said("Not today", "No massage while this lasts.", "shield-x", "stop"),
    "local": Said(
        "Keep away from some areas",
        "Treat, but leave the named areas alone.",
        "shield-alert",
        "caution",
    ),
    "modify": Said(
        "Treat with changes", "Treat, with the changes named below.", "shield-alert", "caution"
    ),
    "ok": Said(
        "Nothing stands in the way", "No answer restricts treatment.", "shield-check", "good"
    ),
}


def places(sites: Iterable[Site]) -> str:
    """Sites in plain words, both sides of a region said once: 'calf, both; front of knee, left'."""
    by_region: dict[str, set[Side]] = {}
    for site in sites:
        by_region.setdefault(site.region, set()).add(site.side)
    said = []
    for code, sides in by_region.items():
        words = region(code).description
        if {Side.LEFT, Side.RIGHT} <= sides:
            said.append(f"{words}, both sides")
        elif Side.MIDLINE in sides:
            said.append(words)
        else:
            said.append(f"{words}, {next(iter(sides))}")
    return "; ".join(said)


def finding(name: str) -> str:
    """A finding in plain words; what is no finding (a medicine's name) as it stands."""
    term = load_safety().terms.get(name)
    if term is not None:
        return term.plain_words
    return name.replace("_", " ")

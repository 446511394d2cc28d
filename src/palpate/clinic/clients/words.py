"""How safety is said to a therapist: always a word, an icon and a tone together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from palpate.body import Region, Side, Site, regions
from palpate.knowledge.safety import load_safety
from palpate.screening import FULL_PRESSURE, Verdict, questionnaire


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
        "Massage is possible; leave the named areas alone.",
        "shield-alert",
        "caution",
    ),
    "modify": Said(
        "Treat with changes", "Massage is possible, with these changes.", "shield-alert", "caution"
    ),
    "ok": Said(
        "Nothing stands in the way", "No answer limits what you may do.", "shield-check", "good"
    ),
}


WHOLE = {"leg": "lower leg", "arm": "upper arm"}
"""Groups of regions whose plain name says too much."""


def places(sites: Iterable[Site]) -> str:
    """Sites in plain words, as short as they can be: 'all of the knee, left; calf, both sides'."""
    by_region: dict[str, set[Side]] = {}
    for site in sites:
        by_region.setdefault(site.region, set()).add(site.side)
    said: dict[str, list[str]] = {}
    for group, members in _groups().items():
        whole = {frozenset(by_region.get(r.code, ())) for r in members}
        if len(members) > 1 and len(whole) == 1 and next(iter(whole)):
            said.setdefault(_sides(next(iter(whole))), []).append(
                f"all of the {WHOLE.get(group, group)}"
            )
            continue
        for member in members:
            if sides := by_region.get(member.code):
                said.setdefault(_sides(frozenset(sides)), []).append(member.description)
    return "; ".join(", ".join(names) + suffix for suffix, names in said.items())


def _sides(sides: frozenset[Side]) -> str:
    if {Side.LEFT, Side.RIGHT} <= sides:
        return ": both sides"
    if Side.MIDLINE in sides:
        return ""
    return f": {next(iter(sides))}"


@cache
def _groups() -> dict[str, list[Region]]:
    groups: dict[str, list[Region]] = {}
    for region in regions().values():
        groups.setdefault(region.group, []).append(region)
    return groups


def finding(name: str) -> str:
    """A finding or a question in plain words; a medicine's name as it stands."""
    term = load_safety().terms.get(name)
    if term is not None:
        return term.plain_words
    question = questionnaire().question(name)
    if question is not None:
        return question.text
    return name.replace("_", " ")


def summary(verdict: Verdict) -> str:
    """What the disposition means for today, with the limits of the whole body."""
    said = [DISPOSITION[verdict.disposition.value].says]
    if verdict.blocks_today:
        return said[0]
    if verdict.body_cap <= 0:
        said.append("No pressure anywhere until it is known where.")
    elif verdict.body_cap < FULL_PRESSURE:
        said.append(f"Pressure anywhere: at most {verdict.body_cap:g} of 10.")
    if verdict.max_minutes:
        said.append(f"At most {verdict.max_minutes} minutes.")
    return " ".join(said)

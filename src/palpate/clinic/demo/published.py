"""Clients made from published cases: their facts, without the answer; names are invented."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from palpate import body, cases
from palpate.body import Side, Site
from palpate.clinic.accounts.models import User
from palpate.clinic.demo.record import (
    Found,
    add_findings,
    make_client,
    open_with_drawing,
    send_intake,
)
from palpate.clinic.demo.strokes import Pain

GIVEN = {
    "F": [
        "Ada",
        "Bea",
        "Cora",
        "Dora",
        "Edda",
        "Fay",
        "Greta",
        "Hilda",
        "Iris",
        "Jana",
        "Kira",
        "Lena",
        "Mira",
        "Nora",
        "Olga",
        "Petra",
    ],
    "M": [
        "Axel",
        "Bo",
        "Carl",
        "Dan",
        "Emil",
        "Finn",
        "Gus",
        "Hugo",
        "Ivo",
        "Jan",
        "Karl",
        "Leo",
        "Max",
        "Nils",
        "Otto",
        "Paul",
    ],
}
FAMILY = [
    "Ash",
    "Birch",
    "Cedar",
    "Dale",
    "Elm",
    "Fern",
    "Grove",
    "Heath",
    "Ivy",
    "Juniper",
    "Kestrel",
    "Larch",
    "Maple",
    "Nettle",
    "Oak",
    "Pine",
    "Quince",
    "Rowan",
    "Sedge",
    "Thorn",
    "Umber",
    "Vale",
    "Willow",
    "Yarrow",
    "Alder",
    "Beech",
    "Clover",
    "Dill",
    "Ember",
    "Flint",
    "Gorse",
    "Hazel",
    "Indigo",
    "Jasper",
    "Knoll",
    "Laurel",
    "Moss",
    "Neroli",
    "Olive",
]
SIGNS = ("tender", "taut_band", "twitch", "reproduces_pain", "refers")


def add_published(owner: User, *, now: datetime, rng: random.Random) -> None:
    """One client, one intake, one episode with drawing and findings for each case."""
    for i, plain in enumerate(_cases()):
        _add(owner, plain, i, now - timedelta(days=1 + i % 20, hours=i % 6), rng)


def _cases() -> Iterator[dict[str, Any]]:
    text = (files("palpate.clinic.demo") / "cases.jsonl").read_text(encoding="utf-8")
    return (json.loads(line) for line in text.splitlines() if line)


def _add(owner: User, plain: dict[str, Any], i: int, at: datetime, rng: random.Random) -> None:
    case = cases.load_case(plain)
    sex = case.sex.value if case.sex else ""
    names = GIVEN[sex if sex in GIVEN else "F"]
    born = None if case.age is None else date(at.year - int(case.age) - 1, 12, 1 + i % 28)
    client = make_client(
        owner,
        names[i % len(names)],
        FAMILY[i % len(FAMILY)],
        born,
        sex=sex,
        remember=f"Demo record. The facts are those of a published case: {plain['source_url']}",
    )
    pains = [p for mark in case.pain for p in _pains(mark)]
    words = _story(plain, pains)
    send_intake(client, at=at, reason=words, asked_by=owner)
    episode = open_with_drawing(
        client,
        pains,
        by=owner,
        at=at,
        title=_title(pains),
        story=words,
        weeks=case.duration_weeks,
        rng=rng,
    )
    add_findings(episode, list(_findings(case)), by=owner)


def _pains(mark: cases.PainMark) -> Iterator[Pain]:
    """The mark on its side; where the case names none, on the right."""
    midline = body.region(mark.region).is_midline
    side = Side.MIDLINE if midline else (mark.side or Side.RIGHT)
    felt = [s.match.finding_id for s in mark.statements if s.match]
    qualities = tuple(dict.fromkeys(q for q in felt if q in body.QUALITIES))
    yield Pain(Site(mark.region, side), mark.intensity or 5, qualities)


def _findings(case: cases.Case) -> Iterator[Found]:
    for kind, statements in (
        ("symptom", case.symptoms),
        ("aggravating", case.aggravating),
        ("relieving", case.relieving),
        ("history", case.history),
    ):
        for s in statements:
            yield Found(kind, _plain(s.words), s.finding or "")
    for t in case.findings:
        yield Found("test", _plain(t.words), t.test or "", _side(t.side), {"result": _result(t)})
    for m in case.restricted_movements:
        yield Found("movement", _plain(m.words), m.finding or "", _side(m.side))
    for x in case.posture:
        yield Found("posture", _plain(x.words), x.match.finding_id or "", _side(x.side))
    for p in case.palpation:
        signs = {name: value for name in SIGNS if (value := getattr(p, name)) is not None}
        yield Found("palpation", _plain(p.words), p.muscle or "", _side(p.side), signs)


def _result(test: cases.TestFinding) -> str:
    return "negative" if str(test.result) == "negative" else "positive"


def _side(side: object) -> str:
    return "" if side in (None, "midline") else str(side)


def _plain(words: str) -> str:
    return words.replace("_", " ")[:200]


def _title(pains: list[Pain]) -> str:
    where = body.region(pains[0].site.region).description
    more = "" if len({p.site.region for p in pains}) == 1 else " and beyond"
    return f"Pain {where}{more}"[:160]


def _story(plain: dict[str, Any], pains: list[Pain]) -> str:
    """The facts as a client would put them, sentence by sentence."""
    places = list(dict.fromkeys(p.site.label for p in pains))
    parts = [f"It hurts here: {'; '.join(places)}."]
    if weeks := plain.get("duration_weeks"):
        parts.append(f"For about {weeks:g} week{'s' if weeks != 1 else ''}.")
    for key, words in (
        ("symptoms", "Besides"),
        ("aggravating", "Worse with"),
        ("relieving", "Better with"),
    ):
        if plain.get(key):
            parts.append(f"{words}: {', '.join(_plain(w) for w in plain[key])}.")
    return " ".join(parts)

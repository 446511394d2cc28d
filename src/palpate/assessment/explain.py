"""Reasons in a colleague's words, in decibans that add up to the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.assessment.catalogue import CauseKind, Floats
from palpate.assessment.network import Solved
from palpate.assessment.observation import (
    Observation,
    Shift,
    listed_words,
    place,
    places,
)
from palpate.assessment.results import Reason, Unexplained
from palpate.body import Site

DECIBANS = 10 / math.log(10)
WORTH_SAYING = 0.5
"""Decibans below which a reason is added to the remainder."""
REMAINDER = "other causes"
"""Finding of the reason that holds what other causes explain as well."""
SHARED = 3.0
"""Decibans from which a finding counts as explained."""
_TELLING = frozenset({"quality", "symptoms", "sign", "test", "movement", "flag"})
"""Kinds of finding that are worth naming when only a rival explains them."""

_FELT = {
    CauseKind.TRIGGER_POINT: ("pain where this point refers", "pain where it may spread"),
    CauseKind.NERVE_COMPRESSION: ("pain along this nerve", "pain where it may spread"),
    CauseKind.POSTURE: ("pain where the overworked muscles refer",) * 2,
    CauseKind.ISCHEMIA: ("pain right over this tissue",) * 2,
}
_USUAL = ("pain where this is felt", "pain where it may spread")


@dataclass(frozen=True)
class Subject:
    """The cause that is explained."""

    kind: CauseKind
    node: int
    probability: float
    essential: frozenset[Site]
    spillover: frozenset[Site]
    missing: tuple[Site, ...]
    """Essential places that were not mentioned."""


@dataclass(frozen=True, eq=False)
class Rival:
    """Another cause that may explain the same findings."""

    kind: CauseKind
    id: str
    label: str
    probability: float
    weight: Floats
    """(present findings,) what each adds to it, see `alone_weights`."""


def reasons(
    solved: Solved, subject: Subject, rivals: Sequence[Rival] = ()
) -> tuple[list[Reason], float]:
    """What speaks for and against a cause, and its prior, in decibans.

    Each finding is weighed as if this cause stood alone against chance; findings of one kind are
    told together. What the other causes explain as well is taken off again in one line that names
    the strongest of them, so that prior and reasons add up. The remainder stands last.
    """
    weight = alone_weights(solved, subject.node)
    found = [*_present(solved, subject, weight), *_absent(solved, subject.node)]
    for reason, part in solved.shift.items():
        shift = float(part[subject.node]) * DECIBANS
        if shift:
            found.append(Reason(_shifted(reason, shift > 0, subject), shift, reason.value))
    prior = float(solved.prior[subject.node]) * DECIBANS
    p = min(max(subject.probability, 1e-9), 1 - 1e-9)
    rest = math.log(p / (1 - p)) * DECIBANS - prior - sum(r.decibans for r in found)
    rest += sum(r.decibans for r in found if abs(r.decibans) <= WORTH_SAYING)
    found = [r for r in found if abs(r.decibans) > WORTH_SAYING]
    found.sort(key=lambda r: -abs(r.decibans))
    if abs(rest) > 0.05:
        told = _rival_words(solved, weight, rivals) if rest < 0 else _SAME_CAUSE
        found.append(Reason(told, rest, REMAINDER))
    return found, prior


_SAME_CAUSE = "its other points or its other side, and small things together"


def alone_weights(solved: Solved, node: int) -> Floats:
    """(present findings,) what each adds to the cause standing alone against chance."""
    chance = solved.produce[:, node]
    found: Floats = np.log1p(chance * (1 - solved.leak) / solved.leak) * DECIBANS
    return found


def _present(solved: Solved, subject: Subject, weight: Floats) -> list[Reason]:
    """One reason for each kind of finding, or for each finding that stands for itself."""
    heaps: dict[str, list[int]] = {}
    for i in np.flatnonzero(solved.produce[:, subject.node] > 1e-6).tolist():
        heaps.setdefault(_heap(solved.present[i], subject), []).append(i)
    return [
        Reason(
            _told(heap, [solved.present[i] for i in members], subject),
            float(weight[members].sum()),
            _key([solved.present[i] for i in members]),
        )
        for heap, members in heaps.items()
    ]


def _heap(o: Observation, subject: Subject) -> str:
    """Name of the heap that the finding is told in."""
    if o.group == "pain":
        if subject.essential & set(o.sites):
            return "pain:main"
        return "pain:spread" if subject.spillover & set(o.sites) else "pain:near"
    if o.group == "palpation":
        return f"palpation:{o.key.split(':')[1]}"
    return o.group if o.short and o.group != "sign" else o.key


def _key(heap: Sequence[Observation]) -> str:
    first = heap[0]
    if len(heap) == 1:
        return first.about if first.group == "sign" and first.about else first.key
    return first.group


def _told(heap: str, members: Sequence[Observation], subject: Subject) -> str:
    if heap.startswith("pain:"):
        main, spread = _FELT.get(subject.kind, _USUAL)
        words = {"pain:main": main, "pain:spread": spread, "pain:near": "pain close to it"}[heap]
        exact = places(s for o in members if not o.short for s in o.sites)
        coarse = [o.short for o in members if o.short]
        return f"{words}: {'; '.join([*coarse, *([exact] if exact else [])])}"
    names = listed_words(o.short for o in members)
    if heap.startswith("sign:"):
        return f"found: {names}"
    if heap.startswith("palpation:"):
        muscle = members[0].text.removesuffix(members[0].short).rstrip(" :")
        return f"{muscle} {names}"
    return {
        "quality": f"described as {names}",
        "symptoms": names,
        "aggravating": f"worse with {names}",
        "relieving": f"eased by {names}",
        "history": f"history: {names}",
        "movement": f"limited: {names}",
        "flag": f"warning sign{'s' if len(members) > 1 else ''}: {names}",
    }.get(heap, members[0].text)


def _absent(solved: Solved, node: int) -> list[Reason]:
    """What was looked for and not found; places that are free of pain are told together."""
    clear: list[tuple[Observation, float]] = []
    found: list[Reason] = []
    for i in np.flatnonzero(solved.prevent[:, node] > 1e-6).tolist():
        o, weight = solved.absent[i], math.log1p(-solved.prevent[i, node]) * DECIBANS
        if o.group == "clear":
            clear.append((o, weight))
        else:
            found.append(Reason(o.text, weight, o.about or o.key))
    if clear:
        named = places(site for o, _ in clear for site in o.sites)
        text = f"no pain where this cause is usually felt: {named}"
        found.append(Reason(text, sum(w for _, w in clear), clear[0][0].key))
    return found


def _shifted(reason: Shift, likelier: bool, subject: Subject) -> str:
    if reason is Shift.SILENCE:
        if not subject.missing:
            return "places it often spreads to were not mentioned"
        named = listed_words([place(site) for site in subject.missing[:2]])
        return f"usually felt in other places as well, not mentioned here: {named}"
    return {
        (Shift.PROFILE, True): "common at this age and sex",
        (Shift.PROFILE, False): "uncommon at this age and sex",
        (Shift.SPREAD, True): "in so many parts of the body",
        (Shift.SPREAD, False): "the pain is in too few parts of the body for it",
        (Shift.POSTURE, True): "the posture overworks this muscle",
        (Shift.ELSEWHERE, False): "it has little to do with where it hurts",
    }.get((reason, likelier), reason.value)


def _rival_words(solved: Solved, own: Floats, rivals: Sequence[Rival]) -> str:
    """Which cause explains the same findings, and what it explains that this one cannot."""
    best: tuple[float, Rival, Floats] | None = None
    for rival in rivals:
        weight = rival.weight
        overlap = rival.probability * float(np.minimum(own, weight).sum())
        if overlap > 0 and (best is None or overlap > best[0]):
            best = (overlap, rival, weight)
    if best is None or best[1].probability < 0.02:
        return "several other causes explain parts of this as well"
    _, rival, weight = best
    shared, further = [], []
    for o, mine, theirs in zip(solved.present, own, weight, strict=True):
        if min(mine, theirs) > SHARED:
            shared.append(o)
        elif theirs > SHARED and mine < WORTH_SAYING and o.group in _TELLING:
            further.append((float(theirs), o.short or o.text))
    same = "pain" if shared and all(o.group == "pain" for o in shared) else "findings"
    mine_too = {o.short for o in shared}
    extra = [told for _, told in sorted(further, reverse=True) if told not in mine_too]
    more = f", and {extra[0]} as well" if extra else ""
    return f"{rival.label} explains the same {same}{more}"


def unexplained(solved: Solved, least: float = 0.5) -> tuple[Unexplained, ...]:
    """Findings that no cause produced, by the posterior, with at least this probability."""
    if not solved.present:
        return ()
    stay = np.prod(1 - solved.alone * solved.produce, axis=1)
    left = solved.leak * stay / (1 - (1 - solved.leak) * stay)
    return tuple(
        Unexplained(o.text, o.key, float(p))
        for o, p in zip(solved.present, left, strict=True)
        if p >= least
    )

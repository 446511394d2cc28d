"""From a case to its assessment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from palpate.assessment.build import build_catalogue, weights_of
from palpate.assessment.catalogue import Catalogue, CauseKind, pattern_sites
from palpate.assessment.decisions import Decisions, add_decisions, read_decisions, word_on
from palpate.assessment.evidence import Reader
from palpate.assessment.explain import Rival, Subject, alone_weights, reasons, unexplained
from palpate.assessment.inference import best_sets
from palpate.assessment.network import Located, Solved, solve
from palpate.assessment.next_test import rank_tests
from palpate.assessment.permission import forbids
from palpate.assessment.results import Assessment, Cause, CauseSet, Certainty, Reason
from palpate.body import Side, Site
from palpate.cases import Case
from palpate.knowledge import load_assessment, version

if TYPE_CHECKING:
    from palpate.screening import Verdict

LEAST = 0.001
"""Causes less probable than this are not listed."""
EXPLAINED = 24
"""Causes whose reasons are written out."""
RIVALS = 12
"""Leading causes that may be named as explaining the findings of another."""
SETS = 5


@cache
def _standard() -> Reader:
    weights = weights_of()
    return Reader(build_catalogue(weights), weights)


_Changes = tuple[tuple[str, float], ...]


@lru_cache(maxsize=8)
def _changed(weights: _Changes, priors: _Changes) -> Reader:
    values = weights_of(dict(weights))
    return Reader(build_catalogue(values, dict(priors)), values)


def reader_for(
    weights: Mapping[str, float] | None = None, prior_factor: Mapping[str, float] | None = None
) -> Reader:
    """The catalogue and weights to read cases with.

    ``weights`` changes some weights by name; ``prior_factor`` scales the priors of single causes.
    """
    if not weights and not prior_factor:
        return _standard()
    return _changed(
        tuple(sorted((weights or {}).items())), tuple(sorted((prior_factor or {}).items()))
    )


def assess(
    case: Case,
    verdict: Verdict | None = None,
    *,
    minutes: float | None = None,
    weights: Mapping[str, float] | None = None,
    decided: Mapping[str, bool] | None = None,
) -> Assessment:
    """Ranked causes of the case, with reasons, explaining sets and the most telling next tests.

    ``verdict``: the safety screening; tests that it forbids are never proposed.
    ``minutes``: time that the next test may take.
    ``weights``: weights to change by name, see `palpate.knowledge.load_assessment`.
    ``decided``: causes that the therapist confirmed (true) or ruled out (false), by
    ``kind/id/side``; they stay in the list and the others are weighed in their light.
    """
    reader = reader_for(weights)
    evidence = reader.read(case)
    decisions, unknown = read_decisions(reader.c, decided or {})
    add_decisions(reader.c, decisions, evidence)
    solved = solve(reader.c, evidence)
    words = _words(solved, decisions, bool(evidence.sides))
    ranked = _rank(solved, frozenset(words))
    rivals = _rivals(reader.c, solved, ranked)
    causes = tuple(
        _cause(
            reader.c,
            solved,
            found,
            evidence.painful,
            rivals if i < EXPLAINED or found[1] in words else None,
            words.get(found[1]),
        )
        for i, found in enumerate(ranked)
    )
    said = evidence.read - evidence.used
    unmatched = (*(w for w in case.unmatched if w in said), *unknown)
    return Assessment(
        case_id=case.id,
        causes=causes,
        sets=_sets(reader.c, solved, bool(evidence.sides)),
        next_tests=rank_tests(solved, reader, causes, _done(case), forbids(verdict), minutes),
        unexplained=unexplained(solved),
        unmatched=unmatched,
        without_bearing=tuple(sorted(said - set(unmatched))),
        conflicts=tuple(evidence.conflicts),
        certainty=_certainty(causes, bool(solved.present or solved.absent)),
        knowledge_version=f"{version()}-{load_assessment().digest}",
    )


def rank_located(
    case: Case,
    weights: Mapping[str, float] | None = None,
    prior_factor: Mapping[str, float] | None = None,
) -> list[tuple[CauseKind, str, float]]:
    """Kind, id and probability of every located cause, most probable first, without reasons."""
    reader = reader_for(weights, prior_factor)
    return [(key[0], key[1], p) for p, key, _ in _rank(solve(reader.c, reader.read(case)))]


def _done(case: Case) -> frozenset[tuple[str, Side | None]]:
    """Tests and palpations that have a result, with their side."""
    tests = {(f.test, f.side) for f in case.findings if f.test and f.result is not None}
    pressed = {
        (f"palpate:{p.muscle}", p.side)
        for p in case.palpation
        if p.muscle and p.reproduces_pain is not None
    }
    return frozenset(tests | pressed)


_Ranked = tuple[float, Located, NDArray[np.intp]]
"""Probability, located cause and its nodes."""


def _rivals(catalogue: Catalogue, solved: Solved, ranked: list[_Ranked]) -> list[Rival]:
    """The leading causes, as what may explain the findings of the others."""
    found = []
    for p, key, nodes in ranked[:RIVALS]:
        best = _best_point(solved, nodes)
        label = catalogue.causes[int(solved.row[best])].label
        found.append(Rival(key[0], key[1], label, p, alone_weights(solved, best)))
    return found


def _words(solved: Solved, decisions: Decisions, sided: bool) -> dict[Located, bool]:
    """The decisions by the causes of this case."""
    if not decisions:
        return {}
    about = {(kind, name) for kind, name, _ in decisions}
    found = ((k, word_on(decisions, k, sided)) for k in solved.groups.keys if k[:2] in about)
    return {key: word for key, word in found if word is not None}


def _rank(solved: Solved, keep: Collection[Located] = ()) -> list[_Ranked]:
    """Probability, located cause and its nodes, most probable first; ``keep`` in any case."""
    probabilities = solved.group_probabilities()
    keys = solved.groups.keys
    listed = set(np.flatnonzero(probabilities >= LEAST).tolist())
    if keep:
        listed |= {g for g, key in enumerate(keys) if key in keep}
    found = [
        (round(float(probabilities[g]), 9), keys[g], solved.groups.members(g))
        for g in sorted(listed)
    ]
    found.sort(key=lambda f: (-f[0], f[1][0], f[1][1], str(f[1][2])))
    return found


def _cause(
    catalogue: Catalogue,
    solved: Solved,
    ranked: _Ranked,
    painful: Collection[Site],
    rivals: Sequence[Rival] | None,
    decided: bool | None,
) -> Cause:
    """The cause as it is told; its reasons are written out where rivals are given."""
    p, (kind, name, side), nodes = ranked
    best = _best_point(solved, nodes)
    row = int(solved.row[best])
    base = catalogue.causes[row]
    right = side is Side.RIGHT
    essential = pattern_sites(catalogue, row, right, 2)
    spillover = pattern_sites(catalogue, row, right, 1)
    told: list[Reason] = []
    prior = 0.0
    if rivals is not None:
        missing = tuple(s for s in essential if s not in painful)
        subject = Subject(kind, best, p, frozenset(essential), frozenset(spillover), missing)
        others = [r for r in rivals if (r.kind, r.id) != (kind, name)]
        told, prior = reasons(solved, subject, others)
    felt = (*essential, *spillover)
    midline = bool(felt) and all(site.side is Side.MIDLINE for site in felt)
    return Cause(
        kind=kind,
        id=name,
        site_number=base.site_number,
        side=Side.MIDLINE if midline and side is None else side,
        label=base.label,
        probability=p,
        evidence_for=tuple(r for r in told if r.decibans > 0),
        evidence_against=tuple(r for r in told if r.decibans <= 0),
        essential=essential,
        spillover=spillover,
        refer_reason=base.refer_reason or None,
        prior_decibans=prior,
        decided=decided,
    )


def _best_point(solved: Solved, nodes: NDArray[np.intp]) -> int:
    """The node of the point that is most probably active, alone or with its mirror image."""
    own = nodes[solved.side[nodes] != 2]
    if len(own) == 1:
        return int(own[0])
    weight = solved.alone[own].copy()
    for node in nodes[solved.side[nodes] == 2]:
        weight[solved.row[own] == solved.row[node]] += solved.alone[node]
    return int(own[int(weight.argmax())])


def _sets(catalogue: Catalogue, solved: Solved, sided: bool) -> tuple[CauseSet, ...]:
    """The most probable sets, merged over the points of a muscle."""
    cluster, sets, weights = best_sets(solved.network)
    merged: dict[frozenset[tuple[CauseKind, str, Side | None]], float] = {}
    for i in np.argsort(-weights, kind="stable")[:40]:
        members = cluster[sets[i]]
        named: set[tuple[CauseKind, str, Side | None]] = set()
        for node in solved.candidates[members]:
            base, side = catalogue.causes[solved.row[node]], int(solved.side[node])
            for where in ((Side.LEFT,), (Side.RIGHT,), (Side.LEFT, Side.RIGHT))[side]:
                named.add((base.kind, base.id, where if sided else None))
        if named:
            key = frozenset(named)
            merged[key] = merged.get(key, 0.0) + float(weights[i])
    labels = {(c.kind, c.id): c.label for c in catalogue.causes}
    best = sorted(merged.items(), key=lambda kv: (-round(kv[1], 9), sorted(map(str, kv[0]))))
    return tuple(
        CauseSet(
            tuple(sorted(key, key=str)),
            tuple(labels[k, i] + (f", {s}" if s else "") for k, i, s in sorted(key, key=str)),
            p,
        )
        for key, p in best[:SETS]
    )


def _certainty(causes: tuple[Cause, ...], evidence: bool) -> Certainty:
    lead = causes[0].probability if causes else 0.0
    second = next((c.probability for c in causes[1:] if c.id != causes[0].id), 0.0)
    p = np.clip(np.array([c.probability for c in causes[:12]] or [0.5]), 1e-9, 1 - 1e-9)
    entropy = float(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)).sum())
    if not evidence:
        words = "Nothing is known of this case yet: these are the usual frequencies."
        return Certainty("prior", words, lead, entropy)
    if lead >= 0.7 and lead >= 2 * second:
        return Certainty("clear", "One cause stands out.", lead, entropy)
    if lead >= 0.4 or lead >= 2 * second:
        return Certainty("leaning", "One cause leads, others are possible.", lead, entropy)
    return Certainty(
        "open", "Several causes fit about equally well: test before treating.", lead, entropy
    )

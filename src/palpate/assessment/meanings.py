"""What free words mean to the model: concepts, places, joints and motions.

Case files and cause tables use different words for one thing ("prolonged sitting", "worse
sitting", "sitting over 20 to 30 minutes"). Both are read here into the same concepts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from palpate.knowledge import Match, MeaningKind, load, load_assessment

_SPLIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a few words say, as sets of concept names."""

    qualities: frozenset[str] = frozenset()
    symptoms: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()
    history: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    motions: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.qualities
            or self.symptoms
            or self.loads
            or self.history
            or self.motions
            or self.joints
            or self.regions
        )


def _find(word: str, tokens: list[str]) -> int | None:
    if word.endswith("*"):
        return next((i for i, t in enumerate(tokens) if t.startswith(word[:-1])), None)
    return tokens.index(word) if word in tokens else None


_Alternative = tuple[tuple[str, ...], int]
"""Words that must all be there, and the number of the pattern."""


@dataclass(frozen=True)
class _Index:
    """Alternatives of many patterns, found by the first two letters of their first word."""

    by_start: Mapping[str, tuple[_Alternative, ...]]

    @classmethod
    def of(cls, patterns: Sequence[str]) -> _Index:
        found: dict[str, list[_Alternative]] = defaultdict(list)
        for number, words in enumerate(patterns):
            for alternative in words.split("|"):
                if parts := tuple(alternative.split()):
                    found[parts[0][:2]].append((parts, number))
        return cls({start: tuple(a) for start, a in found.items()})

    def match(self, tokens: list[str]) -> dict[int, frozenset[int]]:
        """Pattern number -> places of the tokens that its longest matching alternative uses."""
        best: dict[int, frozenset[int]] = {}
        for start in {t[:2] for t in tokens}:
            for words, number in self.by_start.get(start, ()):
                places = [_find(word, tokens) for word in words]
                used = frozenset(p for p in places if p is not None)
                if None not in places and len(used) > len(best.get(number, ())):
                    best[number] = used
        return best


@cache
def _patterns() -> tuple[_Index, tuple[tuple[MeaningKind, str], ...]]:
    rows = load_assessment().meanings
    return _Index.of([m.words for m in rows]), tuple((m.kind, m.id) for m in rows)


@cache
def _places() -> tuple[_Index, tuple[tuple[str, ...], ...]]:
    rows = load_assessment().places.values()
    return _Index.of([p.words for p in rows]), tuple(p.regions for p in rows)


@cache
def base_rates() -> dict[str, float]:
    """How often anybody says it, for the concepts where the tables tell."""
    return {m.id: m.base for m in load_assessment().meanings if m.base is not None}


@lru_cache(maxsize=8192)
def read_words(words: str) -> Meaning:
    """What the words mean; a false `Meaning` when nothing in them is known."""
    tokens = [t for t in _SPLIT.split(words.lower()) if t]
    found: dict[MeaningKind, set[str]] = {kind: set() for kind in MeaningKind}
    index, names = _patterns()
    for number in index.match(tokens):
        kind, name = names[number]
        found[kind].add(name)
    return Meaning(
        qualities=frozenset(found[MeaningKind.QUALITY]),
        symptoms=frozenset(found[MeaningKind.SYMPTOM]),
        loads=frozenset(found[MeaningKind.LOAD]),
        history=frozenset(found[MeaningKind.HISTORY]),
        joints=frozenset(found[MeaningKind.JOINT]),
        motions=frozenset(found[MeaningKind.MOTION]),
        regions=_read_places(tokens),
    )


def _read_places(tokens: list[str]) -> tuple[str, ...]:
    """Regions of the most exact place words: "lateral thigh" wins over "thigh"."""
    index, regions_of = _places()
    matches = sorted(index.match(tokens).items())
    kept = [
        regions_of[number]
        for number, used in matches
        if not any(used < other for _, other in matches)
    ]
    return tuple(dict.fromkeys(region for regions in kept for region in regions))


def read_all(words: Iterable[str]) -> Meaning:
    """The meanings of several words together."""
    parts = [read_words(w) for w in words]
    return Meaning(
        qualities=frozenset().union(*(p.qualities for p in parts)),
        symptoms=frozenset().union(*(p.symptoms for p in parts)),
        loads=frozenset().union(*(p.loads for p in parts)),
        history=frozenset().union(*(p.history for p in parts)),
        joints=frozenset().union(*(p.joints for p in parts)),
        motions=frozenset().union(*(p.motions for p in parts)),
        regions=tuple(dict.fromkeys(r for p in parts for r in p.regions)),
    )


@lru_cache(maxsize=4096)
def read_finding(finding: str) -> Meaning:
    """What a finding of the vocabulary means, with all that it implies."""
    known = load()
    if finding not in known.findings:
        return read_words(finding)
    return read_all(sorted(known.closure(finding)))


@lru_cache(maxsize=8192)
def understand(match: Match) -> Meaning:
    """What free words mean, by what they were matched to as well as by themselves."""
    own = read_words(match.words)
    if match.finding_id is None:
        return own
    found = read_finding(match.finding_id)
    moved = read_words(match.movement or match.muscle_action or "")
    weak = {"weakness"} if match.muscle_action else set()
    return Meaning(
        qualities=own.qualities | found.qualities,
        symptoms=own.symptoms | found.symptoms | weak,
        loads=own.loads | found.loads,
        history=own.history | found.history,
        joints=moved.joints or own.joints | found.joints,
        motions=moved.motions or own.motions | found.motions,
        regions=match.regions or own.regions,
    )

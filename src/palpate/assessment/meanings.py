"""What free words mean to the model: concepts, places, joints and motions.

Case files and cause tables use different words for one thing ("prolonged sitting", "worse
sitting", "sitting over 20 to 30 minutes"). Both are read here into the same concepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from palpate.knowledge import MeaningKind, load_assessment

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
            self.qualities or self.symptoms or self.loads or self.history or self.motions
            or self.joints or self.regions
        )


@dataclass(frozen=True, slots=True)
class _Pattern:
    alternatives: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, words: str) -> _Pattern:
        return cls(tuple(tuple(alt.split()) for alt in words.split("|") if alt.strip()))

    def match(self, tokens: list[str]) -> frozenset[int]:
        """The places of the tokens that the longest matching alternative uses; empty: no match."""
        best: frozenset[int] = frozenset()
        for alternative in self.alternatives:
            used = set()
            for word in alternative:
                at = _find(word, tokens)
                if at is None:
                    break
                used.add(at)
            else:
                if len(used) > len(best):
                    best = frozenset(used)
        return best


def _find(word: str, tokens: list[str]) -> int | None:
    if word.endswith("*"):
        return next((i for i, t in enumerate(tokens) if t.startswith(word[:-1])), None)
    return tokens.index(word) if word in tokens else None


@cache
def _patterns() -> tuple[tuple[MeaningKind, str, _Pattern, tuple[str, ...]], ...]:
    return tuple(
        (m.kind, m.id, _Pattern.parse(m.words), m.regions) for m in load_assessment().meanings
    )


@cache
def _places() -> tuple[tuple[_Pattern, tuple[str, ...]], ...]:
    return tuple((_Pattern.parse(p.words), p.regions) for p in load_assessment().places.values())


@cache
def base_rates() -> dict[str, float]:
    """How often anybody says it, for the concepts where the tables tell."""
    return {m.id: m.base for m in load_assessment().meanings if m.base is not None}


@lru_cache(maxsize=8192)
def read_words(words: str) -> Meaning:
    """What the words mean; a false `Meaning` when nothing in them is known."""
    tokens = [t for t in _SPLIT.split(words.lower()) if t]
    found: dict[MeaningKind, set[str]] = {kind: set() for kind in MeaningKind}
    for kind, name, pattern, _ in _patterns():
        if pattern.match(tokens):
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
    matches = [(used, regions) for pattern, regions in _places() if (used := pattern.match(tokens))]
    kept = [
        regions
        for used, regions in matches
        if not any(used < other for other, _ in matches)
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

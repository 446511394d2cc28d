"""From a free word to the finding it means."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from palpate.knowledge.findings import FindingKind
from palpate.knowledge.load import load


@dataclass(frozen=True, slots=True)
class Match:
    """What a free word was understood as; ``finding_id`` and ``test_id`` empty: not understood."""

    words: str
    finding_id: str | None = None
    kind: FindingKind | None = None
    score: float = 0.0
    """0 to 1; 1 is an exact id or synonym."""
    how: str = "unmatched"
    regions: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    movement: str | None = None
    test_id: str | None = None
    muscle_action: str | None = None

    def __bool__(self) -> bool:
        return self.finding_id is not None or self.test_id is not None


def normalise(words: str) -> str:
    """Lower case, words joined by underscores."""
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


@cache
def _exact() -> Mapping[str, str]:
    index: dict[str, str] = {}
    for finding in load().findings.values():
        for synonym in finding.synonyms:
            index.setdefault(synonym, finding.id)
    index.update({f: f for f in load().findings})
    return index


def match_finding(words: str, kinds: Collection[FindingKind] | None = None) -> Match:
    """What the words mean, or a match that is false and names them."""
    word = normalise(words)
    knowledge = load()
    if word in knowledge.tests:
        return Match(words, test_id=word, score=1.0, how="test")
    found = _exact().get(word)
    if found is None:
        return Match(words)
    finding = knowledge.findings[found]
    return Match(
        words,
        found,
        finding.kind,
        1.0,
        "exact",
        finding.regions,
        finding.roots,
        finding.movement or None,
        None,
        finding.muscle_action or None,
    )


def match_muscles(words: str) -> tuple[str, ...]:
    """The muscles that the words name; a muscle kept in parts gives all its parts."""
    word = normalise(words)
    muscles = load().muscles
    if word in muscles:
        return (word,)
    return tuple(m for m in muscles if m.startswith(f"{word}_"))

"""Does everything that is known hold together?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from palpate.knowledge._table import DATA, KnowledgeError, Shelf
from palpate.knowledge.assessment_weights import load_assessment
from palpate.knowledge.findings import FindingKind
from palpate.knowledge.forecast_tables import load_forecast
from palpate.knowledge.load import load, read
from palpate.knowledge.matching import Match, match_finding


@dataclass(frozen=True)
class Check:
    """The result of checking all tables."""

    rows: Mapping[str, int]
    """Rows by table."""
    problems: tuple[KnowledgeError, ...]
    synonyms: int
    """Words of the vocabulary that are not ids themselves."""
    words: int
    """Words that the tables use."""
    unmatched: tuple[str, ...]
    """Words of the tables or the vocabulary that are not understood as what they stand for."""


def check() -> Check:
    """Read every table afresh, follow every reference and match every word of the vocabulary."""
    shelf = Shelf(DATA)
    problems: list[KnowledgeError] = []
    readers: tuple[Callable[[Shelf], object], ...] = (
        read,
        lambda _: load_assessment(),
        lambda _: load_forecast(),
    )
    for reader in readers:
        try:
            reader(shelf)
        except KnowledgeError as error:
            problems.append(error)
    problems.extend(shelf.broken_references())
    if problems:
        return Check(shelf.rows, tuple(problems), 0, 0, ())
    known = load()
    meant = {word: f.id for f in known.findings.values() for word in (f.id, *f.synonyms)}
    tests = {word: t.id for t in known.tests.values() for word in (t.id, *t.synonyms)}
    unmatched = [w for w, f in meant.items() if w not in tests and _misses(w, f)]
    unmatched += [w for w, t in tests.items() if match_finding(w, _SIGN).test_id != t]
    words = len(meant) + len(tests)
    return Check(
        shelf.rows, tuple(problems), len(meant) - len(known.findings), words, tuple(unmatched)
    )


_SIGN = (FindingKind.SIGN,)


def _misses(word: str, finding: str) -> bool:
    found: Match = match_finding(word)
    return found.finding_id != finding

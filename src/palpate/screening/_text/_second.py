"""What the weighed wordings add to the phrases; see `_wordings`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from palpate.knowledge.safety import Level, load_safety
from palpate.screening._rules import rules
from palpate.screening._text._families import families
from palpate.screening._text._reader import Mention, SentenceReader
from palpate.screening._text._wordings import NOTHING, Wordings, wordings

SHARES = {
    Level.EMERGENCY: 0.2,
    Level.REFER: 0.25,
    Level.ABSOLUTE: 0.5,
    Level.LOCAL: 0.5,
    Level.MODIFY: 0.4,
    Level.NONE: 0.15,
}
"""The share above which a clause says a finding that leads there; chosen on wordings that were
held out from the fit, so that few harmless look-alikes come through."""
EVIDENCE = 20.0
"""How far the plain sum must lie above that of saying nothing."""
ONE_WORD = 28.0
ONE_WORD_OF_TWO = 8.0
"""What one telling word must weigh alone, and what it must weigh beside another or a place."""
SURE = 0.7
"""The share above which an emergency counts whatever else the sentence says."""
GROUP = 0.5
GROUP_LEAST = 0.1
"""What all emergencies together must weigh for the weightiest of them to count, and what it must
weigh itself: wordings of one emergency are often near to those of another."""
_SAYS_SOMETHING = 3
"""Words that a sentence must hold to be read together with its neighbour."""
_Tokens = list[tuple[int, tuple[str, ...]]]


def weighed(readers: list[SentenceReader], told: list[Mention]) -> Iterator[Mention]:
    """Findings that a clause, a sentence or two sentences in a row weigh up to."""
    known = wordings()
    judged = {m.finding for m in told}
    yielded: set[str] = set()
    for history in (True, False):
        each = [r.tokens(history=history) for r in readers]
        for reader, tokens in _windows(readers, each):
            weighing = known.weigh(t for _, found in tokens for t in found)
            if weighing is None:
                continue
            grouped = _grouped(weighing.shares)
            for column in (weighing.shares > GROUP_LEAST).nonzero()[0]:
                finding = known.findings[column]
                if finding == NOTHING or finding in judged or finding in yielded:
                    continue
                rule = reader.lex.times[finding]
                if (
                    (rule.when == "ever") != history
                    or (weighing.shares[column] < share_needed(finding) and column != grouped)
                    or weighing.evidence[column] < EVIDENCE
                    or not _telling(known, tokens, int(column))
                    or (
                        _ruled_out(reader, finding)
                        and not (_dangerous()[column] and weighing.shares[column] > SURE)
                    )
                ):
                    continue
                own = [p for p, _ in tokens if p < len(reader.words)]
                low, high = min(own), max(own) + 1
                becomes, status, days, undated = reader.when(finding, rule, low, high)
                yielded.add(finding)
                words = " ".join(reader.words[low:high])
                yield Mention(becomes, status, words, days=days, undated=undated)


def _ruled_out(reader: SentenceReader, finding: str) -> bool:
    """Whether the sentence has words that forbid the finding's phrases."""
    return any(reader.spans.get(e) for e in reader.lex.unless.get(finding, ()))


@cache
def _dangerous() -> NDArray[np.bool_]:
    """Which findings lead to an emergency by themselves."""
    alone = [f != NOTHING and share_needed(f) == SHARES[Level.EMERGENCY]
             for f in wordings().findings]  # fmt: skip
    return np.array(alone)


def _grouped(shares: NDArray[np.float32]) -> int:
    """The weightiest emergency, if all of them together weigh enough; else -1."""
    among = np.where(_dangerous(), shares, np.float32(0))
    return int(among.argmax()) if among.sum() >= GROUP else -1


def _telling(known: Wordings, tokens: _Tokens, column: int) -> bool:
    """Whether words other than places and times carry the finding: two, or a strong one."""
    settings = families().settings
    weights = sorted(
        (
            sum(known.idf[known.tokens[t]] * float(known.weights[known.tokens[t], column])
                for t in found if t in known.tokens)
            for _, found in tokens
            if settings.isdisjoint(found)
        ),
        reverse=True,
    )  # fmt: skip
    if not weights or weights[0] < ONE_WORD_OF_TWO:
        return False
    places = sum(not settings.isdisjoint(found) for _, found in tokens)
    return (
        weights[0] >= ONE_WORD or places > 0 or (len(weights) > 1 and weights[1] >= ONE_WORD_OF_TWO)
    )


@cache
def share_needed(finding: str) -> float:
    """The share that counts, by what the finding leads to by itself."""
    rule = load_safety().contraindications.get(finding)
    if rule is not None:
        return SHARES[rule.level]
    alone = rules().red_flags(rules().close([finding]), None)
    levels = {flag.action for flag in alone}
    return next(
        (SHARES[level] for level in (Level.EMERGENCY, Level.REFER) if level in levels),
        SHARES[Level.NONE],
    )


def _windows(
    readers: list[SentenceReader], each: list[_Tokens]
) -> Iterator[tuple[SentenceReader, _Tokens]]:
    for index, (reader, tokens) in enumerate(zip(readers, each, strict=True)):
        if len(tokens) > 1:
            yield reader, tokens
        edges = [0, *sorted(reader.sentence.breaks), len(reader.words)]
        for low, high in itertools.pairwise(edges):
            clause = [t for t in tokens if low <= t[0] < high]
            if 1 < len(clause) < len(tokens):
                yield reader, clause
        if index and min(len(tokens), len(each[index - 1])) >= _SAYS_SOMETHING:
            yield reader, [*each[index - 1], *tokens]

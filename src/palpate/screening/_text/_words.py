"""Text as sentences of plain tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from palpate.screening._tables import rows

MAX_CHARACTERS = 50_000
"""Longer texts are cut here: no client writes more, and the rules stay fast."""

_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*|[a-z]+\d*|[.!?;\n,()]")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_CONTRACTIONS = (
    (re.compile(r"\b\d{1,3}[\s-]*(?:years?|yrs?)[\s-]*old\b"), "aged"),
    (re.compile(r"\bcan(?:'t|t|\s+not)\b"), "cannot"),
    (re.compile(r"\bwon'?t\b"), "will not"),
    (re.compile(r"\bshan'?t\b"), "shall not"),
    (re.compile(r"\b(could|would|should|do|does|did|have|has|had|is|are|was|were|am|ai)n'?t\b"),
     r"\1 not"),
    (re.compile(r"\bcould not\b"), "cannot"),
    (re.compile(r"\b(i|we|you|they)'ve\b"), r"\1 have"),
    (re.compile(r"\bi'?m\b"), "i am"),
    (re.compile(r"\b(i|we|you|they|he|she|it|there)'(?:ll|d)\b"), r"\1 would"),
    (re.compile(r"\b(he|she|it|that|there|what|who)'s\b"), r"\1 is"),
    (re.compile(r"\bive\b"), "i have"),
    (re.compile(r"\b(?:\w+)'s\b"), lambda m: m.group()[:-2]),
    (re.compile(r"(?<=\d)(?=(?:yrs?|years?|wks?|weeks?|days?|months?|mths?|hrs?|hours?|mg|mcg|"
                r"st|lb|kg|c|f)\b)"), " "),
)  # fmt: skip
DROPPED = frozenset(
    {
        *("a", "an", "the", "i", "me", "my", "mine", "his", "her", "your", "our", "their", "its"),
        *("some", "any", "quite", "so", "bit", "rather", "of", "also", "been", "am", "is", "are"),
        *("has", "have", "do", "does", "did", "own", "even", "s"),
    }
)
"""Words that carry no meaning for the phrases."""
_FIRST_PERSON = frozenset({"i", "me", "my", "myself", "mine"})
_BACKWARD = frozenset(
    {"it", "they", "this", "that", "also", "and", "both", "plus", "then", "now", "which"}
)
_ABBREVIATIONS = re.compile(r"\b(dr|mr|mrs|ms|approx|st|vs|e\.g|i\.e|no)\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The telling words of a sentence, articles and fillers left out."""

    words: tuple[str, ...]
    breaks: frozenset[int]
    """Positions before which a comma or bracket stood."""
    first_person: tuple[int, ...]
    """Positions at which "I", "me" or "my" stood (before the word with that number)."""
    text: str


@cache
def _shorthand() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What clinicians and hurried people write short, and its words."""
    return tuple((re.compile(row["written"]), f"{row['words']} ") for _, row in rows("shorthand"))


def sentences(text: str) -> list[Sentence]:
    """The sentences; one that leans on the one before ("It is hot...") is joined to it."""
    plain = text[:MAX_CHARACTERS].lower().translate(_APOSTROPHES)
    for pattern, words in _shorthand():
        plain = pattern.sub(words, plain)
    for pattern, replacement in _CONTRACTIONS:
        plain = pattern.sub(replacement, plain)
    plain = _ABBREVIATIONS.sub(r"\1 ", plain)
    groups: list[list[str]] = [[]]
    for piece in _TOKEN.findall(plain):
        if piece in ".!?;\n":
            if groups[-1]:
                groups.append([])
        else:
            groups[-1].append(piece)
    joined: list[list[str]] = []
    for group in filter(None, groups):
        lead = next((t for t in group if t not in ",()"), "")
        if joined and lead in _BACKWARD and len(joined[-1]) + len(group) < 60:
            joined[-1] += [",", *group]
        else:
            joined.append(group)
    return [_sentence(group) for group in joined]


def _sentence(tokens: list[str]) -> Sentence:
    words: list[str] = []
    breaks: set[int] = set()
    first: list[int] = []
    for piece in tokens:
        if piece in ",()":
            breaks.add(len(words))
            continue
        if piece in _FIRST_PERSON:
            first.append(len(words))
        if piece not in DROPPED:
            words.append(piece)
    return Sentence(tuple(words), frozenset(breaks), tuple(first), " ".join(tokens))

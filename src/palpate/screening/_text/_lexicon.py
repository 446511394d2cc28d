"""The lexicon as data: concepts (families of words) and the phrases that make a finding.

An *element* of a phrase is a set of alternatives, ``numb*|@no_feeling|pins_needles``: a word, a
word with ``*`` for any ending, words joined by ``_`` that follow each other, or ``@`` and a
concept.
A *phrase* is some elements that stand within a window of words in one sentence, in any order
(``@numb @saddle ~6``); ``!element`` near by forbids the match. Tables: ``concepts.csv``,
``phrases.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from palpate.knowledge import KnowledgeError
from palpate.knowledge.safety import load_safety
from palpate.screening._tables import rows
from palpate.screening._text._words import DROPPED

DEFAULT_WINDOW = 9


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying a finding."""

    finding: str
    elements: tuple[int, ...]
    forbidden: tuple[int, ...]
    window: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class FindingTime:
    """How time bears on a finding; see ``phrases.csv``."""

    when: str
    """``now`` (a symptom), ``new`` (a symptom only if not long-standing), ``minor`` (gone once it
    is over), ``ever`` (history or lasting condition)."""
    within: int | None
    """Days after which an event no longer counts."""
    undated: bool
    """Whether an event without a date counts."""
    older: str
    """The finding that an older event becomes."""
    resolved: str
    """The finding that one said to be over becomes; ``-`` for none."""


Span = tuple[int, int]
_Starting = tuple[tuple[int, ...], dict[str, list[tuple[tuple[str, ...], int]]]]
"""Elements that one word is, and terms by their second word (its beginning, with a star)."""


class Lexicon:
    """All phrases, indexed so that a sentence is read in one pass."""

    def __init__(self) -> None:
        self._concepts: dict[str, list[str]] = {}
        self.elements: dict[frozenset[str], int] = {}
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._by_prefix: dict[str, list[tuple[str, tuple[str, ...], int]]] = {}
        self._cache: dict[str, _Starting] = {}
        self.phrases: list[Phrase] = []
        self.combinations: list[Phrase] = []
        self.using: dict[int, list[int]] = {}
        self.times: dict[str, FindingTime] = {}
        self.unless: dict[str, list[int]] = {}
        """Elements that forbid a finding near by."""
        self.context: dict[str, int] = {}
        self.vocabulary: tuple[str, ...] = ()
        self._load()

    def _load(self) -> None:
        for number, row in rows("concepts"):
            if row["concept"] in self._concepts:
                raise KnowledgeError("concepts", number, "concept", "stands twice")
            self._concepts[row["concept"]] = _alternatives(row["words"])
        terms = load_safety().terms
        for number, row in rows("phrases"):
            finding = row["finding"]
            for column in ("finding", "older", "resolved"):
                if row[column].strip("-") and row[column] not in terms:
                    raise KnowledgeError("phrases", number, column, f"{row[column]!r} is no term")
            self.times[finding] = FindingTime(
                row["when"],
                int(row["within"].rstrip("?")) if row["within"] else None,
                not row["within"] or row["within"].endswith("?"),
                row["older"],
                row["resolved"],
            )
            unless = self._element(row["unless"], number) if row["unless"] else None
            if unless is not None:
                self.unless.setdefault(finding, []).append(unless)
            for pattern in row["patterns"].split(";"):
                if pattern.strip():
                    self._phrase(finding, pattern.split(), unless, number)
        for _, row in rows("families"):
            wide = [*self._concepts.get(row["family"], ()), *_alternatives(row["words"])]
            self._concepts[row["family"]] = wide
        for number, row in rows("combinations"):
            if row["finding"] not in self.times:
                raise KnowledgeError("combinations", number, "finding", "has no phrases")
            unless = self._element(row["unless"], number) if row["unless"] else None
            for pattern in filter(None, row["patterns"].split(";")):
                parts = [self._element(part, number) for part in pattern.split()]
                forbidden = () if unless is None else (unless,)
                self.combinations.append(
                    Phrase(row["finding"], tuple(parts), forbidden, 0, ordered=False)
                )
        for number, row in rows("context"):
            self.context[row["kind"]] = self._element(row["words"], number)
        whole = {w for terms in self._by_first.values() for words, _ in terms for w in words}
        self.vocabulary = tuple(sorted(w for w in whole if len(w) >= 5 and w.isalpha()))

    def _phrase(self, finding: str, parts: list[str], unless: int | None, number: int) -> None:
        elements, forbidden = [], [] if unless is None else [unless]
        window, ordered = DEFAULT_WINDOW, False
        for part in parts:
            if part[0] == "~":
                window = int(part[1:])
            elif part == ">":
                ordered = True
            elif part[0] == "!":
                forbidden.append(self._element(part[1:], number))
            else:
                elements.append(self._element(part, number))
        phrase = Phrase(finding, tuple(elements), tuple(forbidden), window, ordered)
        for element in set(elements):
            self.using.setdefault(element, []).append(len(self.phrases))
        self.phrases.append(phrase)

    def _element(self, text: str, number: int) -> int:
        key = frozenset(self._expand(text, number))
        if key not in self.elements:
            element = self.elements[key] = len(self.elements)
            for term in key:
                words = tuple(w for w in term.split("_") if w not in DROPPED)
                if not words:
                    raise KnowledgeError("phrases", number, None, f"{term!r} says nothing")
                first = words[0]
                if first.endswith("*"):
                    stem = first[:-1]
                    self._by_prefix.setdefault(stem[:2], []).append((stem, words, element))
                else:
                    self._by_first.setdefault(first, []).append((words, element))
        return self.elements[key]

    def _expand(self, text: str, number: int) -> Iterator[str]:
        for alternative in _alternatives(text):
            if alternative.startswith("@"):
                if alternative[1:] not in self._concepts:
                    raise KnowledgeError("phrases", number, None, f"no concept {alternative}")
                for inner in self._concepts[alternative[1:]]:
                    yield from self._expand(inner, number)
            elif not alternative or alternative.startswith("*"):
                raise KnowledgeError("phrases", number, None, f"{alternative!r} has no beginning")
            else:
                yield alternative

    def _starting(self, word: str) -> _Starting:
        """The terms that may start at this word."""
        known = self._cache.get(word)
        if known is None:
            found = list(self._by_first.get(word, ()))
            found += [
                (words, element)
                for stem, words, element in self._by_prefix.get(word[:2], ())
                if word.startswith(stem)
            ]
            follows: dict[str, list[tuple[tuple[str, ...], int]]] = {}
            for words, element in found:
                if len(words) > 1:
                    second = words[1]
                    key = second[:-1][:3] + "*" if second.endswith("*") else second
                    follows.setdefault(key, []).append((words, element))
            singles = tuple(dict.fromkeys(e for words, e in found if len(words) == 1))
            known = (singles, follows)
            if len(self._cache) < 20_000:
                self._cache[word] = known
        return known

    def knows(self, word: str) -> bool:
        singles, follows = self._starting(word)
        return bool(singles or follows)

    def spans(
        self, words: tuple[str, ...], breaks: frozenset[int] = frozenset()
    ) -> dict[int, list[Span]]:
        """Where each element stands in the sentence, as half-open spans of positions.

        Words that a comma parts (``breaks``) do not follow each other: "rest, pain".
        """
        found: dict[int, list[Span]] = {}
        total = len(words)
        for start, word in enumerate(words):
            singles, follows = self._starting(word)
            for element in singles:
                found.setdefault(element, []).append((start, start + 1))
            after = start + 1
            if not follows or after >= total or after in breaks:
                continue
            second = words[after]
            for term, element in (
                *follows.get(second, ()),
                *follows.get(second[:3] + "*", ()),
                *(follows.get(second[:2] + "*", ()) if len(second) > 2 else ()),
            ):
                end = start + len(term)
                if end > total or any(start < b < end for b in breaks):
                    continue
                if all(_fits(words[start + i], term[i]) for i in range(1, len(term))):
                    spans = found.setdefault(element, [])
                    if (start, end) not in spans:
                        spans.append((start, end))
        return found


def _fits(word: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    return word == pattern


def _alternatives(text: str) -> list[str]:
    return [part.strip().replace(" ", "_") for part in text.split("|") if part.strip()]


@cache
def common_words() -> frozenset[str]:
    """The words of the known wordings: right as they stand, never another word misspelt."""
    return frozenset(
        word
        for _, row in rows("wordings")
        for word in row["text"].lower().replace("'", " ").replace(",", " ").split()
    )


@cache
def lexicon() -> Lexicon:
    return Lexicon()

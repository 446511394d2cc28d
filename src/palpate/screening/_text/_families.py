"""Words as families: "tummy", "belly" and "gut" are one idea, so that wordings can be compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from palpate.screening._tables import rows
from palpate.screening._text._words import DROPPED

_LONGEST = 4
_SUFFIX = re.compile(r"(?:ingly|edly|ing|ied|ies|ed|es|ly|s|y|e)$")
_IDLE = frozenset(
    {
        *("and", "or", "in", "on", "at", "to", "for", "with", "it", "this", "that", "be", "was"),
        *("were", "as", "by", "you", "he", "she", "they", "we", "which", "like", "just", "really"),
        *("had", "having", "very", "when", "then", "there", "if", "can", "could", "would", "will"),
        *("about", "too", "got", "get", "gets", "getting", "go", "going", "goes", "went", "up"),
        *("out", "down", "from", "all", "if", "than", "what", "who", "into", "off", "over", "u"),
        *("im", "ive", "bit", "lot", "one", "thing", "think", "feel", "feels", "feeling", "felt"),
        *("keep", "keeps", "make", "makes", "said", "says", "told", "please", "because", "but"),
        *("after", "before", "while", "come", "came", "mine", "way", "only", "still", "ever"),
        *(
            "between",
            "clock",
            "left",
            "right",
            "side",
            "bilateral",
            "tablet",
            "tablets",
            "suppose",
            "say",
            "best",
        ),
        *("should", "much", "more", "most", "t", "d", "ll", "m", "re", "ve", "s", "hi", "hello"),
    }
)


class Families:
    """The family of every word or run of words; a word without one stands for its stem."""

    def __init__(self) -> None:
        self._exact: dict[tuple[str, ...], list[str]] = {}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        self._runs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.settings: set[str] = set()
        """Families that say where or when, and by themselves nothing that matters."""
        for _, row in rows("families"):
            if row["kind"]:
                self.settings.add(row["family"].upper())
            for term in row["words"].split("|"):
                words = tuple(w for w in term.split() if w not in DROPPED)
                if len(words) > 1:
                    self._runs.setdefault(words[0].rstrip("*")[:3], []).append(
                        (words, row["family"])
                    )
                elif words and words[0].endswith("*"):
                    stem = words[0][:-1]
                    self._stems.setdefault(stem[:2], []).append((stem, row["family"]))
                elif words:
                    self._exact.setdefault(words, []).append(row["family"])

    @lru_cache(maxsize=50_000)  # noqa: B019 (one instance, kept for good)
    def of(self, word: str) -> tuple[str, ...]:
        """The families of a single word; empty when it belongs to none."""
        found = list(self._exact.get((word,), ()))
        found += [f for stem, f in self._stems.get(word[:2], ()) if word.startswith(stem)]
        return tuple(dict.fromkeys(found))

    @lru_cache(maxsize=50_000)  # noqa: B019
    def _starting(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        return tuple(r for r in self._runs.get(word[:3], ()) if _fits(word, r[0][0]))

    def read(self, words: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
        """The tokens of a run of words, each with its position; capital letters mark families."""
        found: list[tuple[int, tuple[str, ...]]] = []
        for position, word in enumerate(words):
            tokens = [
                family.upper()
                for run, family in self._starting(word)
                if len(words) >= position + len(run)
                and all(_fits(words[position + i], run[i]) for i in range(1, len(run)))
            ]
            tokens += [f.upper() for f in self.of(word)]
            if not tokens:
                plain = _plain(word)
                if plain:
                    tokens = [plain]
            elif plain := _plain(word):
                tokens.append(plain)
            if tokens:
                found.append((position, tuple(dict.fromkeys(tokens))))
        return found


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@lru_cache(maxsize=50_000)
def _plain(word: str) -> str:
    """The stem of a telling word, "" for an idle one; numbers say nothing by themselves."""
    if word in _IDLE or word in DROPPED or not word[0].isalpha() or len(word) < 2:
        return ""
    if len(word) > 4:
        short = _SUFFIX.sub("", word)
        if len(short) >= 3:
            word = short
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word


@cache
def families() -> Families:
    return Families()

"""Medicines as clients write them: generic or trade name, dose or not, misspelt or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from palpate.knowledge.safety import MedicationClass, Safety, load_safety

_WORDS = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_DOSE = re.compile(
    r"^\d|^(mg|mcg|µg|g|ml|iu|units?|tabs?|tablets?|caps?|capsules?|pills?|once|twice|daily|day|"
    r"nightly|morning|night|bd|od|tds|qds|prn|po|per|every|hours?|weekly|week|dose|low|high|extra|"
    r"strength|slow|release|sr|xl|mr|er|cr|as|needed|when|the|a|of|my|for|in|and|with|at|on|take|"
    r"taking|some|no|none|nil|not|any|nothing)$"
)
_NOTHING = frozenset({"", "none", "no", "nil", "nothing", "n/a", "na", "-", "no medication",
                      "no medicines", "none taken", "no meds", "not applicable"})  # fmt: skip
_KEEP_WHOLE = frozenset({"tablets", "the"})
_MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class ReadMedicine:
    """A medicine name that was understood."""

    written: str
    name: str
    medication: str
    """Id of the class."""
    certain: bool
    """False when the spelling had to be guessed or the name stands in two classes."""


@dataclass(frozen=True)
class MedicineReading:
    """What a list of medicines says; nothing written is ever lost."""

    read: tuple[ReadMedicine, ...]
    unread: tuple[str, ...]


class MedicineNames:
    """All names of `palpate.knowledge`'s medication classes, for exact and near matching."""

    def __init__(self, medications: Mapping[str, MedicationClass]) -> None:
        self.exact: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for row in medications.values():
            for name in row.names:
                key = tuple(_WORDS.findall(name.lower()))
                self.exact.setdefault(key, []).append((name, row.id))
                joined = tuple("".join(key).split())
                if len(key) > 1 and joined not in self.exact:
                    self.exact[joined] = [(name, row.id)]
        self.singles = tuple(sorted({k[0] for k in self.exact if len(k) == 1}))
        self.short_risky = frozenset(s for s in self.singles if len(s) < 5)

    def find(self, words: list[str]) -> tuple[tuple[str, ...], list[tuple[str, str]]] | None:
        """The longest known name in the words, in the order written or with words between."""
        for size in range(min(_MAX_WORDS, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                key = tuple(words[start : start + size])
                if key in self.exact:
                    return key, self.exact[key]
        present = set(words)
        spread = [k for k in self.exact if len(k) > 1 and present.issuperset(k)]
        if spread:
            best = max(spread, key=len)
            return best, self.exact[best]
        return None

    def near(self, word: str) -> list[tuple[str, str]]:
        """The names that a misspelt word may stand for; the nearest only."""
        if len(word) < 5 or not word.isalpha():
            return []
        allowed = 1 if len(word) < 8 else 2
        found = extract(word, self.singles, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        found = [f for f in found if len(f[0]) >= 5 and f[0][0] == word[0]]
        if not found:
            return []
        least = min(f[1] for f in found)
        return [entry for f in found if f[1] == least for entry in self.exact[(f[0],)]]


@cache
def medicine_names() -> MedicineNames:
    return MedicineNames(load_safety().medications)


def read_medications(written: Iterable[str]) -> MedicineReading:
    """Read each entry; one entry may hold several names separated by commas or "and"."""
    read: list[ReadMedicine] = []
    unread: list[str] = []
    for entry in written:
        for part in re.split(r"[,;/+\n]|\band\b|\bplus\b|&", entry):
            part = part.strip(" .")
            if part.lower() in _NOTHING:
                continue
            found, missed = _read_part(part.lower())
            read += [ReadMedicine(part, *f) for f in found]
            if missed:
                unread.append(part)
    return MedicineReading(tuple(dict.fromkeys(read)), tuple(dict.fromkeys(unread)))


@lru_cache(maxsize=10_000)
def _read_part(part: str) -> tuple[tuple[tuple[str, str, bool], ...], bool]:
    """(name, class, certain) for each name found, and whether nothing was."""
    names = medicine_names()
    whole = _WORDS.findall(part)
    words = [w for w in whole if w in _KEEP_WHOLE or not _DOSE.match(w)]
    if not [w for w in words if w not in _KEEP_WHOLE]:
        exact = names.find(whole)
        if exact is None:
            return (), bool(whole)
        return tuple((n, c, len(exact[1]) == 1) for n, c in exact[1]), False
    found: list[tuple[str, str, bool]] = []
    left = list(words)
    while left and (hit := names.find(left)) is not None:
        key, entries = hit
        found += [(name, row, len(entries) == 1) for name, row in entries]
        for word in key:
            if word in left:
                left.remove(word)
    if not found:
        for word in left:
            found += [(name, row, False) for name, row in names.near(word)]
    return tuple(found), not found


def combined(classes: Iterable[str], safety: Safety) -> tuple[str, ...]:
    """The classes that two or more medicines make together, such as two blood thinners."""
    groups: dict[str, set[str]] = {}
    for row in {safety.medications[c].id: safety.medications[c] for c in classes}.values():
        if row.combination:
            groups.setdefault(row.combination, set()).add(row.id)
    return tuple(sorted(group for group, members in groups.items() if len(members) > 1))

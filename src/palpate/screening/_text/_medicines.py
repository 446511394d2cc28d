"""Medicines named in a client's words: "I'm on apixaban", not "my husband takes warfarin"."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache

from palpate.knowledge.safety import load_safety
from palpate.screening._text._lexicon import lexicon
from palpate.screening._text._reader import Reading, SentenceReader, Status

_STOPPED = frozenset("stopped finished came off ended quit discontinued used".split())  # noqa: SIM905


@cache
def _names() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in load_safety().medications.values():
        if "*" in row.not_in_text:
            continue
        for name in row.names:
            words = tuple(name.lower().replace("-", " ").split())
            if name in row.not_in_text or not all(w.isalnum() for w in words):
                continue
            found.setdefault(words[0], []).append((words, name, row.id))
    for options in found.values():
        options.sort(key=lambda o: -len(o[0]))
    return found


def medicines_in(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """(words, name, class) of each medicine that the writer takes."""
    known = _names()
    for sentence in reading.sentences:
        if known.keys().isdisjoint(sentence.words):
            continue
        reader = SentenceReader(lexicon(), sentence, None, datetime.date.min)
        for position, word in enumerate(sentence.words):
            for words, name, row in known.get(word, ()):
                end = position + len(words)
                if sentence.words[position:end] != words:
                    continue
                status = reader.who_and_whether(((position, end),), position, end)
                before = sentence.words[max(0, position - 4) : position]
                if status is Status.PRESENT and _STOPPED.isdisjoint(before):
                    yield name, name, row
                break

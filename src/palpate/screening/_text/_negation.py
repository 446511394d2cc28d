"""What a sentence denies: "no", "never", "without", lists closed with "or", "ruled out"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from palpate.screening._text._lexicon import Span
from palpate.screening._text._words import Sentence

_NEGATION_REACH = 9
_LIST_LENGTH = 3
_NOT_YET = frozenset({"to", "not", "than", "never", "from", "near", "until", "nothing", "isnt"})
"""Words before "normal" or "fine" that say that it is not, or was not."""


def find_negations(
    words: tuple[str, ...], sentence: Sentence, spans: Callable[[str], list[Span]]
) -> Iterator[tuple[Span, Span]]:
    """Each negating word with the span of positions that it denies; ``spans`` finds contexts."""
    pseudo = spans("pseudo")
    total = len(words)
    for start, end in spans("negation"):
        if any(s <= start < e for s, e in pseudo):
            continue
        answered = start > 0 and (end >= total or end in sentence.breaks)
        if answered and words[start] in ("no", "none", "never", "nope", "nil"):
            back = max((b for b in sentence.breaks if b <= start), default=0)
            if back < start:
                yield (start, end), (back, start)
            continue
        yield (start, end), (end, _negation_end(words, sentence, spans, start, end))
    for start, end in spans("negation_all"):
        yield (start, end), (0, start)
    for start, end in spans("negation_after"):
        if start and words[start - 1] in _NOT_YET:
            continue
        stops = [e for s, e in spans("stop") if e <= start]
        back = max([*stops, *(b for b in sentence.breaks if b < start)], default=0)
        yield (start, end), (max(back, start - 8), start)


def _negation_end(
    words: tuple[str, ...],
    sentence: Sentence,
    spans: Callable[[str], list[Span]],
    start: int,
    end: int,
) -> int:
    """Where the denial stops: a contrast, a new clause, or the end of its list."""
    total = len(words)
    limit = min(total, end + _NEGATION_REACH)
    for stop, _ in spans("stop"):
        if end <= stop < limit:
            limit = stop
    breaks = sorted(b for b in sentence.breaks if end < b)
    if not breaks or breaks[0] >= limit:
        return _until_new_clause(words, sentence, end, limit)
    edges = [*breaks, total]
    runs = list(zip([end, *breaks], edges, strict=False))
    reach = edges[0]
    strong = words[start] in ("denies", "denied", "deny", "without", "nor", "neither")
    for first, last in runs[1:]:
        run = words[first:last]
        lead = run[0] if run else ""
        short = len(run) <= _LIST_LENGTH + 2 * ("or" in run)
        listed = lead in ("or", "nor") or (short and _list_goes_on(words, first))
        if any(first <= s < last for s, _ in spans("stop")):
            break
        if any(first <= p < last for p in sentence.first_person):
            break
        if listed or (strong and short):
            reach = last
        else:
            break
    return _until_new_clause(words, sentence, end, reach)


def _list_goes_on(words: tuple[str, ...], first: int) -> bool:
    """A list closed with "or" belongs to the denial as a whole."""
    return "or" in words[first : first + 10]


def _until_new_clause(words: tuple[str, ...], sentence: Sentence, end: int, limit: int) -> int:
    for position in range(end + 1, limit):
        if words[position] == "and" and any(
            position < p <= position + 2 for p in sentence.first_person
        ):
            return position
    return limit

"""From words to findings, each with who, when, where and whether."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from palpate.body import Side, Site
from palpate.screening._text._families import families
from palpate.screening._text._lexicon import (
    FindingTime,
    Lexicon,
    Phrase,
    Span,
    common_words,
    lexicon,
)
from palpate.screening._text._negation import find_negations
from palpate.screening._text._places import PlaceMention, places
from palpate.screening._text._times import TimeKind, TimeMention, times
from palpate.screening._text._words import Sentence, sentences

LONG_AGO = 90.0
"""Days after which a symptom told in the past is no longer taken for a present one."""
CHRONIC = 180.0
"""Days after which a going-on symptom is no longer new."""
_MAX_SPANS = 6
COMBINED_SENTENCES = 3
"""Sentences in a row over which a combination may be told."""
_RELATIVES = frozenset(
    {
        *("mother", "mum", "mom", "dad", "father", "son", "daughter", "wife", "husband"),
        *("partner", "brother", "sister", "gran", "grandad", "granny", "nan", "grandmother"),
        *("grandfather", "child", "boy", "girl", "client", "patient"),
    }
)
_FOLLOWS = frozenset(
    {
        *("that", "which", "this", "it", "they", "was", "were", "but", "and", "now", "all"),
        "about",
        *("around", "at", "over", "fully", "completely", "totally", "only", "just", "has", "had"),
        *("long", "since", "in", "back", "so", "is", "nearly", "almost", "maybe", "must"),
    }
)
"""Words that tie a time in the next clause to what was just said: ", that was two years ago"."""
_ELSE = frozenset({"otherwise", "else", "apart", "everything", "rest", "not", "never", "yet"})
_CALM = frozenset({"fine", "nothing", "ok", "okay", "trouble", "problems", "problem", "bother"})
"""Words before "since" that say that it is over: "fine since"."""
_JOINS = frozenset({"and", "but", "with", "while", "so", "plus", "though", "although", "because"})


class Status(StrEnum):
    PRESENT = "present"
    DENIED = "denied"
    OTHER_PERSON = "other_person"
    HYPOTHETICAL = "hypothetical"
    PAST = "past"
    LONG_STANDING = "long_standing"


@dataclass(frozen=True, slots=True)
class Mention:
    """A finding that the text names, and what it says about it."""

    finding: str
    status: Status
    words: str
    sites: tuple[Site, ...] = ()
    sides: frozenset[Side] = frozenset()
    days: float | None = None
    """Days since it happened, when the text says so."""
    undated: bool = False
    """It matters when this happened, and the text does not say."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All mentions in the order of the text."""

    mentions: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]


def read_text(text: str, *, age: float | None = None, on: datetime.date) -> Reading:
    """What the text says; ``on`` is the day it was written, ``age`` dates "when I was twelve"."""
    from palpate.screening._text._second import weighed

    lex = lexicon()
    found: list[Mention] = []
    read = tuple(sentences(text))
    proxy = told_by_another(read)
    readers = [SentenceReader(lex, s, age, on, proxy=proxy) for s in read]
    for reader in readers:
        found += reader.mentions()
    named = {m.finding for m in found if m.status is Status.PRESENT}
    found += (m for m in combinations_in(readers) if m.finding not in named)
    found += weighed(readers, found)
    return Reading(tuple(found), read)


def combinations_in(readers: list[SentenceReader]) -> Iterator[Mention]:
    """Findings told over several sentences: every part said of the writer, as present."""
    lex = lexicon()
    for start in range(len(readers)):
        near = readers[start : start + COMBINED_SENTENCES]
        told = [r.spans.keys() for r in near]
        for phrase in lex.combinations:
            if not all(any(e in t for t in told) for e in phrase.elements):
                continue
            if any(f in t for f in phrase.forbidden for t in told):
                continue
            used: list[tuple[int, Span]] = []
            if _distinct(phrase.elements, near, used, phrase.finding):
                words = " ".join(" ".join(near[i].words[s:e]) for i, (s, e) in sorted(used))
                yield Mention(phrase.finding, Status.PRESENT, words)


def _distinct(
    elements: tuple[int, ...],
    near: list[SentenceReader],
    used: list[tuple[int, Span]],
    finding: str,
) -> bool:
    """Whether every element can be said by words of its own that hold of the writer now."""
    if not elements:
        return any(i == 0 for i, _ in used)
    for index, reader in enumerate(near):
        for span in reader.spans.get(elements[0], ())[:_MAX_SPANS]:
            if any(i == index and span[0] < e and s < span[1] for i, (s, e) in used):
                continue
            if not reader.holds(span, finding):
                continue
            used.append((index, span))
            if _distinct(elements[1:], near, used, finding):
                return True
            used.pop()
    return False


def told_by_another(read: tuple[Sentence, ...]) -> bool:
    """Whether somebody writes about a relative throughout: no "I" and no "my" but "my dad"."""
    return not any(
        p >= len(s.words) or s.words[p] not in _RELATIVES for s in read for p in s.first_person
    )


@lru_cache(maxsize=20_000)
def _respelled(word: str) -> str:
    """The known word that a misspelled one stands for, or the word itself."""
    lex = lexicon()
    if len(word) < 5 or not word.isalpha() or lex.knows(word) or word in common_words():
        return word
    best = extractOne(
        word, lex.vocabulary, scorer=OSA.distance, score_cutoff=1 if len(word) < 10 else 2
    )
    return best[0] if best and best[0][0] == word[0] and best[0] != word + "s" else word


class SentenceReader:
    """One sentence with its words, spans, times and places."""

    def __init__(
        self,
        lex: Lexicon,
        sentence: Sentence,
        age: float | None,
        on: datetime.date,
        *,
        proxy: bool = False,
    ) -> None:
        self.lex = lex
        self.proxy = proxy
        self.sentence = sentence
        self.words = tuple(_respelled(w) for w in sentence.words)
        self.spans = lex.spans(self.words, sentence.breaks)
        self._age, self._on = age, on
        self._times: list[TimeMention] | None = None
        self._places: list[PlaceMention] | None = None
        self._negations: list[tuple[Span, Span]] | None = None
        self._held: dict[tuple[Span, bool], bool] = {}

    @property
    def times(self) -> list[TimeMention]:
        if self._times is None:
            self._times = times(self.words, self._age, self._on)
        return self._times

    @property
    def places(self) -> list[PlaceMention]:
        if self._places is None:
            self._places = places(self.words)
        return self._places

    def context(self, kind: str) -> list[Span]:
        return self.spans.get(self.lex.context[kind], [])

    def mentions(self) -> Iterator[Mention]:
        counts: dict[int, int] = {}
        for element in self.spans:
            for number in self.lex.using.get(element, ()):
                counts[number] = counts.get(number, 0) + 1
        done: set[tuple[str, Status]] = set()
        for number, count in counts.items():
            phrase = self.lex.phrases[number]
            if count < len(set(phrase.elements)) or (phrase.finding, Status.PRESENT) in done:
                continue
            for match in self._matches(phrase):
                mention = self._judge(phrase, match)
                if (mention.finding, mention.status) not in done:
                    done.add((mention.finding, mention.status))
                    yield mention
                if mention.status is Status.PRESENT:
                    done.add((phrase.finding, Status.PRESENT))
                    break

    def holds(self, span: Span, finding: str) -> bool:
        """Whether a single word is said of the writer as it is now."""
        key = (span, self.lex.times[finding].when == "ever")
        if key not in self._held:
            self._held[key] = self.who_and_whether(
                (span,), *span, history=key[1]
            ) is Status.PRESENT and not self._long_ago(*span)
        return self._held[key]

    def tokens(self, *, history: bool) -> list[tuple[int, tuple[str, ...]]]:
        """The families of the words that hold of the writer: ever (``history``), or now."""
        held = []
        people = {p for start, end in self.context("family") for p in range(start, end)}
        for position, tokens in families().read(self.words):
            if position in people:
                continue
            span = (position, position + 1)
            status = self.who_and_whether((span,), *span, history=history)
            if status is Status.PRESENT and (history or not self._long_ago(*span)):
                held.append((position, tokens))
        return held

    def _long_ago(self, low: int, high: int) -> bool:
        nearest = self._nearest_time(low, high)
        if nearest is not None:
            return nearest.kind is TimeKind.AGO and nearest.days >= LONG_AGO
        return self._said("era", low, high, 12)

    # matching -----------------------------------------------------------------------------

    def _matches(self, phrase: Phrase) -> Iterator[tuple[Span, ...]]:
        options = [self.spans[e][:_MAX_SPANS] for e in phrase.elements]
        for match in _combinations(options, phrase.ordered):
            low, high = min(s[0] for s in match), max(s[1] for s in match)
            if high - low > phrase.window + sum(s[1] - s[0] - 1 for s in match):
                continue
            if not any(
                low - 5 <= start < high + 5 and not any(s <= start < e for s, e in match)
                for f in phrase.forbidden
                for start, _ in self.spans.get(f, ())
            ):
                yield match

    # judging ------------------------------------------------------------------------------

    def _judge(self, phrase: Phrase, match: tuple[Span, ...]) -> Mention:
        rule = self.lex.times[phrase.finding]
        low, high = min(s[0] for s in match), max(s[1] for s in match)
        words = " ".join(self.words[low:high])
        place = self._place(low, high)
        sites = place.sites if place else ()
        sides = place.sides if place else frozenset()
        history = rule.when == "ever"
        status = self.who_and_whether(match, low, high, history=history)
        if status is not Status.PRESENT:
            return Mention(phrase.finding, status, words)
        finding, status, days, undated = self.when(phrase.finding, rule, low, high)
        return Mention(finding, status, words, sites, sides, days, undated)

    def who_and_whether(
        self, match: tuple[Span, ...], low: int, high: int, *, history: bool = True
    ) -> Status:
        """Whether the writer has it, denies it, fears it, or tells it of somebody else.

        A relative named before a comma still owns an illness of a list that follows
        (``history``), but never a symptom: "my wife worries, chest feels tight".
        """
        starts = [s for s, _ in match]
        for trigger, scope in self.negations:
            consumed = any(s <= trigger[0] < e for s, e in match)
            if not consumed and any(scope[0] <= start < scope[1] for start in starts):
                return Status.DENIED
        if any(not (low <= s < high) and low - 8 <= s < low and self._same_run(s, low)
               for s, _ in self.context("hypothetical")):  # fmt: skip
            return Status.HYPOTHETICAL
        if history and any(
            low - 4 <= s < low and not any(s < p <= low for p in self.sentence.first_person)
            for s, _ in self.context("worry")
        ):
            return Status.HYPOTHETICAL
        if self._other_person(match, low, history=history):
            return Status.OTHER_PERSON
        return Status.PRESENT

    def _same_run(self, start: int, end: int) -> bool:
        return not any(start < s < end for s, _ in self.context("stop"))

    def _other_person(self, match: tuple[Span, ...], low: int, *, history: bool) -> bool:
        if self.proxy and not history:
            return False
        for start, end in self.context("family"):
            if any(s <= start < e for s, e in match):
                return False
            if start > low or low - end > 12:
                continue
            if not history and start > 1 and any(end < b <= low for b in self.sentence.breaks):
                continue
            if any(start < r <= low for r, _ in self.context("report")):
                continue
            if any(end < p <= low for p in self.sentence.first_person):
                continue
            return True
        return False

    @property
    def negations(self) -> list[tuple[Span, Span]]:
        """Each negating word with the span of positions that it denies."""
        if self._negations is None:
            self._negations = list(find_negations(self.words, self.sentence, self.context))
        return self._negations

    # time ---------------------------------------------------------------------------------

    def when(
        self, finding: str, rule: FindingTime, low: int, high: int
    ) -> tuple[str, Status, float | None, bool]:
        nearest = self._nearest_time(low, high)
        era = self._said("era", low, high, 12)
        ongoing = any(
            _CALM.isdisjoint(self.words[max(0, start - 2) : start])
            for start, _ in self._near("ongoing", low, high, 8)
        )
        resolved = self._said("resolved", low, high, 10, unless=_ELSE)
        days = nearest.days if nearest else None
        event = nearest is not None and nearest.kind is TimeKind.AGO
        if era and not ongoing and days is None:
            days, event = 3650.0, True
        if rule.when == "ever":
            return self._aged(finding, rule, days, event, resolved)
        chronic = self._said("chronic", low, high, 10)
        if rule.when == "new" and (
            chronic or (nearest is not None and not event and (days or 0) >= CHRONIC)
        ):
            return rule.older or finding, Status.LONG_STANDING, days, False
        over = event and (days or 0) >= LONG_AGO and not ongoing
        if rule.when == "minor":
            over = (event and not ongoing and (days or 0) >= 4) or resolved
            if over and not resolved and rule.within is not None:
                over = (days or 0) > rule.within
        if over or (era and not ongoing):
            becomes = rule.resolved if rule.resolved not in ("", "-") else rule.older
            if becomes and becomes != "-":
                return becomes, Status.PRESENT, days, False
            return finding, Status.PAST, days, False
        if rule.resolved and resolved and (days is None or days > 13):
            if rule.resolved == "-":
                return finding, Status.PAST, days, False
            return rule.resolved, Status.PRESENT, days, False
        return finding, Status.PRESENT, days, False

    def _aged(
        self, finding: str, rule: FindingTime, days: float | None, event: bool, resolved: bool
    ) -> tuple[str, Status, float | None, bool]:
        if rule.within is not None and days is not None and days > rule.within and event:
            return _become(finding, rule.older, days)
        if resolved and rule.resolved and (days is None or days > 13):
            return _become(finding, rule.resolved, days)
        if rule.within is not None and days is None and not rule.undated:
            recent = any(True for _ in self.context("recent"))
            if not recent:
                becomes, status, _, _ = _become(finding, rule.older, 3650.0)
                return becomes, status, None, True
        return finding, Status.PRESENT, days, False

    def _said(
        self, kind: str, low: int, high: int, reach: int, unless: frozenset[str] = frozenset()
    ) -> bool:
        """Whether words of that kind stand near and belong to the same clause.

        Not when a word of ``unless`` leads up to them: "otherwise recovered".
        """
        return any(
            self._tells_of(start, end, low, high)
            and unless.isdisjoint(self.words[max(0, start - 2) : start])
            for start, end in self._near(kind, low, high, reach)
        )

    def _near(self, kind: str, low: int, high: int, reach: int) -> list[Span]:
        return [s for s in self.context(kind) if low - reach <= s[0] < high + reach]

    def _nearest_time(self, low: int, high: int) -> TimeMention | None:
        def distance(t: TimeMention) -> float:
            if t.start >= high:
                gap = t.start - high
            elif t.end <= low:
                gap = low - t.end + 1
            else:
                return 0
            between = range(min(t.end, high), max(t.start, low) + 1)
            return gap + sum(4 for b in self.sentence.breaks if b in between)

        reachable = [t for t in self.times if self._tells_of(t.start, t.end, low, high)]
        return min(reachable, key=distance, default=None)

    @property
    def edges(self) -> tuple[int, ...]:
        """Where clauses may part: commas, and joining words."""
        joins = (i for i, w in enumerate(self.words) if w in _JOINS)
        return tuple(sorted({*self.sentence.breaks, *joins}))

    def _tells_of(self, start: int, end: int, low: int, high: int) -> bool:
        """Whether a time in another clause still dates the words at ``low`` to ``high``.

        It does when it opens the sentence ("Two years ago, ...") or follows at once
        ("..., that was two years ago"); else a date of something old would hide a new symptom.
        """
        if start >= high:
            between = [e for e in self.edges if high <= e <= start]
            return not between or _FOLLOWS.issuperset(self.words[min(between) : start])
        if end <= low:
            between = [e for e in self.edges if end <= e <= low]
            if not between:
                return True
            before = max((e for e in self.edges if e <= start), default=0)
            return start - before <= 1
        return True

    def _place(self, low: int, high: int) -> PlaceMention | None:
        near = [p for p in self.places if low - 5 <= p.start < high + 5]

        def distance(p: PlaceMention) -> int:
            return max(0, p.start - high + 1, low - p.end + 1)

        return min(near, key=distance, default=None)


def _become(finding: str, other: str, days: float | None) -> tuple[str, Status, float | None, bool]:
    if other and other != "-":
        chained = lexicon().times.get(other)
        if (
            chained is not None
            and chained.within is not None
            and days is not None
            and days > chained.within
            and other != finding
        ):
            return _become(other, chained.older, days)
        return other, Status.PRESENT, days, False
    return finding, Status.PAST, days, False


def aged_finding(finding: str, days: float) -> str | None:
    """What a finding is that many days after it happened: itself, another one, or nothing."""
    rule = lexicon().times.get(finding)
    if rule is None or rule.within is None or days <= rule.within:
        return finding
    becomes, status, _, _ = _become(finding, rule.older, days)
    return becomes if status is Status.PRESENT else None


def _combinations(options: list[list[Span]], ordered: bool) -> Iterator[tuple[Span, ...]]:
    """Every choice of one span an element, no two sharing a word."""
    if len(options) == 1:
        for span in options[0]:
            yield (span,)
        return
    chosen: list[Span] = []

    def extend(level: int) -> Iterator[tuple[Span, ...]]:
        if level == len(options):
            yield tuple(chosen)
            return
        for span in options[level]:
            if ordered and chosen and span[0] < chosen[-1][1]:
                continue
            if any(span[0] < e and s < span[1] for s, e in chosen):
                continue
            chosen.append(span)
            yield from extend(level + 1)
            chosen.pop()

    yield from extend(0)

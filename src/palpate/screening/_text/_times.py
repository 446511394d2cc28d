"""Times in a client's words: ``two weeks ago``, ``since Monday``, ``in 2009``, ``for a year``."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LONG_AGO_DAYS = 3650
"""What "years ago" and "as a child" stand for; only longer than every interval matters."""

_UNIT_DAYS = {
    "second": 0.0, "sec": 0.0, "minute": 0.0, "min": 0.0, "hour": 0.04, "hr": 0.04, "day": 1.0,
    "night": 1.0, "week": 7.0, "wk": 7.0, "fortnight": 14.0, "month": 30.4, "mth": 30.4,
    "year": 365.25, "yr": 365.25, "decade": 3652.0,
}  # fmt: skip
_NUMBERS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0,
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "couple": 2.0, "few": 3.0,
    "several": 4.0, "many": 10.0, "half": 0.5,
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_WORDS = {
    "today": 0, "tonight": 0, "yesterday": 1, "weekend": 4, "lately": 10, "recently": 14,
    "recent": 14,
}  # fmt: skip
_UNITS = re.compile(rf"({'|'.join(_UNIT_DAYS)})s?$")
_BACK = frozenset({"ago", "back", "earlier", "previously"})
_AFTER = frozenset({"after", "post", "since", "following", "out", "postop", "postpartum"})
_ONGOING = frozenset({"for", "of", "over", "past", "these", "throughout", "during"})


class TimeKind(StrEnum):
    AGO = "ago"
    """An event that long ago."""
    SINCE = "since"
    """Going on since then."""


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time in a sentence, at positions ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    kind: TimeKind
    days: float


def times(words: tuple[str, ...], age: float | None, on: datetime.date) -> list[TimeMention]:
    """All times in the sentence."""
    return list(_times(words, age, on))


def _number(word: str) -> float | None:
    if word in _NUMBERS:
        return _NUMBERS[word]
    try:
        return float(word)
    except ValueError:
        return None


def _unit(word: str) -> float | None:
    found = _UNITS.match(word)
    return _UNIT_DAYS[found[1]] if found else None


def _times(words: tuple[str, ...], age: float | None, on: datetime.date) -> Iterator[TimeMention]:
    def at(i: int) -> str:
        return words[i] if 0 <= i < len(words) else ""

    for i, word in enumerate(words):
        before = at(i - 1)
        about = before in ("about", "around") and at(i - 2) == "since"
        since = about or before in ("since", "from")
        if (days := _unit(word)) is not None:
            yield from _unit_time(words, i, days)
        elif word in _DAY_WORDS:
            kind = TimeKind.SINCE if since or word in ("lately",) else TimeKind.AGO
            yield TimeMention(i, i + 1, kind, _DAY_WORDS[word])
        elif word in ("morning", "afternoon", "evening") and before in ("this", "since", "earlier"):
            yield TimeMention(i, i + 1, TimeKind.SINCE if since else TimeKind.AGO, 0)
        elif re.fullmatch(r"(19|20)\d\d", word) and before in (
            "in", "since", "from", "around", "about", "back", "early", "late", "summer", "winter",
            "spring", "autumn", "mid", "during", "of", "until", *_month_names(before),
        ):  # fmt: skip
            days = max(0.0, (on - datetime.date(int(word), 7, 1)).days)
            if int(word) <= on.year:
                kind = TimeKind.SINCE if "since" in (before, at(i - 2)) else TimeKind.AGO
                yield TimeMention(i, i + 1, kind, days)
        elif word[:3] in _MONTHS and _is_month(word) and before in (
            "in", "since", "last", "from", "early", "late", "mid"
        ):  # fmt: skip
            if not re.fullmatch(r"(19|20)\d\d", at(i + 1)):
                past = (on.month - _MONTHS.index(word[:3]) - 1) % 12
                kind = TimeKind.SINCE if since else TimeKind.AGO
                yield TimeMention(i, i + 1, kind, past * 30.4)
        elif word[:3] in _WEEKDAYS and word.endswith(("day", "days")) and before in (
            "on", "since", "last", "this", "from"
        ):  # fmt: skip
            days = (on.weekday() - _WEEKDAYS.index(word[:3])) % 7 or 7
            yield TimeMention(i, i + 1, TimeKind.SINCE if since else TimeKind.AGO, days)
        elif word == "at" and age is not None and re.fullmatch(r"1[3-9]|[2-9]\d", at(i + 1)):
            if float(at(i + 1)) < age - 2 and at(i + 2) not in ("am", "pm", "mg", "weeks"):
                years = age - float(at(i + 1))
                yield TimeMention(i, i + 2, TimeKind.AGO, years * 365.25)
        elif word in ("was", "aged", "age", "turned") and age is not None:
            number = _number(at(i + 1))
            young = number is not None and 0 < number < age and at(i + 1) not in _NUMBERS
            years = at(i + 2) not in ("over", "mg") and _unit(at(i + 2)) in (None, 365.25)
            told = word != "was" or before in ("when", "since") or at(i - 2) == "when"
            if young and years and told:
                kind = TimeKind.SINCE if before == "since" else TimeKind.AGO
                yield TimeMention(i, i + 2, kind, (age - (number or 0)) * 365.25)


def _month_names(word: str) -> tuple[str, ...]:
    return (word,) if word[:3] in _MONTHS and _is_month(word) else ()


def _is_month(word: str) -> bool:
    names = "january february march april may june july august september october november december"
    return word in names.split() or word in _MONTHS or word == "sept"


def _unit_time(words: tuple[str, ...], i: int, unit: float) -> Iterator[TimeMention]:
    """The time around a unit word: ``three weeks ago``, ``last year``, ``for two days``."""
    before = [words[j] if j >= 0 else "" for j in (i - 1, i - 2, i - 3)]
    after = [words[j] if j < len(words) else "" for j in (i + 1, i + 2)]
    if after[0] in ("old", "pregnant", "gestation"):
        return
    start, number = i, None
    if (number := _number(before[0])) is not None:
        start = i - 1
        if (tens := _number(before[1])) is not None and before[1] in ("twenty", "thirty", "forty"):
            number, start = number + tens, i - 2
    lead = words[start - 1] if start >= 1 else ""
    lead2 = words[start - 2] if start >= 2 else ""
    plural = words[i].endswith("s")
    back = after[0] in _BACK or (number is not None and after[0] in _AFTER)
    if back:
        vague = LONG_AGO_DAYS / unit if plural and unit > 300 else 1.0
        amount = number if number is not None else vague
        kind = TimeKind.SINCE if lead == "since" else TimeKind.AGO
        yield TimeMention(start, i + 2, kind, amount * unit)
    elif number is None and before[0] == "last":
        going_on = before[1] in ("since", "over", "in", "during", "for")
        kind = TimeKind.SINCE if going_on else TimeKind.AGO
        yield TimeMention(i - 1, i + 1, kind, unit)
    elif number is None and before[0] == "this":
        yield TimeMention(i - 1, i + 1, TimeKind.AGO, min(unit, 7.0) / 2)
    elif number is not None and (
        lead in (*_ONGOING, "last", "in", "within", "least", "about", "around", "nearly", "almost")
        or lead2 in _ONGOING
        or after[0] in ("history", "now", "duration", "long", "running", "straight", "so")
    ):
        yield TimeMention(start, i + 1, TimeKind.SINCE, number * unit)
    elif number is None and plural and before[0] in ("for", "over", "many", "past", "since"):
        yield TimeMention(i - 1, i + 1, TimeKind.SINCE, LONG_AGO_DAYS if unit > 300 else 2 * unit)
    elif number is not None:
        yield TimeMention(start, i + 1, TimeKind.SINCE, number * unit)

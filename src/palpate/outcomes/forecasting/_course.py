"""A client's course so far, checked: scores over weeks, visits, and what else is known."""

from __future__ import annotations

import itertools
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from palpate.knowledge.forecast_tables import ForecastScale, load_forecast
from palpate.knowledge.instruments import Instrument
from palpate.outcomes._score import in_range, instrument, instruments
from palpate.outcomes._types import OutcomeError

MOST_WEEKS = 5200.0
MOST_SCORES = 2000
LONG_GAP = 26.0
"""Weeks without a score after which it is said."""


class CourseError(OutcomeError):
    """A course that cannot be forecast: names the field, the value and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseScore:
    """One score, taken before whatever visit stands at the same week."""

    week: float
    instrument: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefCourse:
    """What is known of one client's course; weeks count from any one day, in order of time."""

    id: str
    scores: tuple[CourseScore, ...]
    visits: tuple[float, ...] = ()
    """Weeks of visits held; those after the last score are planned."""
    condition: str = ""
    age: float | None = None
    sex: str | None = None
    weeks_since_onset: float | None = None
    """At the first score."""
    notes: tuple[str, ...] = ()
    """What had to be put right in the input."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.scores) <= MOST_SCORES:
            raise CourseError("scores", len(self.scores), f"1 to {MOST_SCORES} scores")
        for one in self.scores:
            in_range(one.instrument, one.value)
            _week("scores: week", one.week)
            if one.instrument not in load_forecast().scales:
                raise CourseError("instrument", one.instrument, f"one of {_known()}")
        for week in self.visits:
            _week("visits", week)
        for a, b in itertools.pairwise(self.scores):
            if b.week < a.week:
                raise CourseError("scores: week", b.week, f"not before {a.week:g}")
            if b.week == a.week and b.instrument == a.instrument:
                raise CourseError(
                    "scores: week", b.week, "one score at one time, but two stand there"
                )
        if any(b <= a for a, b in itertools.pairwise(self.visits)):
            raise CourseError("visits", list(self.visits), "in order of time, each once")

    @property
    def instrument(self) -> Instrument:
        """The instrument that is forecast: that of the last score."""
        return instrument(self.scores[-1].instrument)

    @property
    def last_week(self) -> float:
        return self.scores[-1].week


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A course and the weeks asked for."""

    course: ReliefCourse
    weeks: tuple[float, ...]


def scale_of(id: str) -> ForecastScale:
    """How scores of the instrument become burden; raises `CourseError`."""
    try:
        return load_forecast().scales[id]
    except KeyError:
        raise CourseError("instrument", id, f"one of {_known()}") from None


def _known() -> str:
    return ", ".join(load_forecast().scales)


def _week(field: str, value: float) -> None:
    if not (math.isfinite(value) and abs(value) <= MOST_WEEKS):
        raise CourseError(field, value, f"a number of weeks within {MOST_WEEKS:g} of the start")


def find_instrument(words: str) -> str:
    """The instrument with that id or name; raises `CourseError`."""
    found = _instrument_names().get(_bare(words))
    if found is None:
        if _bare(words) in {_bare(i) for i in instruments()}:
            raise CourseError("instrument", words, f"one that measures a state: {_known()}")
        raise CourseError("instrument", words, f"one of {_known()}")
    return found


@cache
def _instrument_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for id, scale in load_forecast().scales.items():
        for name in (id, *scale.words, instrument(id).label):
            names.setdefault(_bare(name), id)
    return names


def _bare(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", words.lower())


def course_from_plain(plain: object, default_id: str = "course") -> Request:
    """A course and the weeks asked for, from JSON values; raises `OutcomeError`.

    ``{"id", "condition", "age", "sex", "weeks_since_onset", "visits": [week, ...],
    "scores": [{"week", "instrument", "value"}], "predict_weeks": [...]}``. What is out of order is
    sorted, and said in the course's notes.
    """
    if not isinstance(plain, Mapping):
        raise CourseError("course", type(plain).__name__, "a JSON object")
    notes: list[str] = []
    scores = _scores(plain.get("scores"), notes)
    if plain.get("visits") is None:
        visits: tuple[float, ...] = tuple(dict.fromkeys(s.week for s in scores))
        notes.append("no visits given: one is taken to stand at each score")
    else:
        visits = tuple(_number("visits", v) for v in _list("visits", plain["visits"]))
    in_order = tuple(sorted(set(visits)))
    if len(in_order) < len(visits):
        notes.append("two visits at one time counted as one")
    if list(visits) != sorted(visits):
        notes.append("visits were not in order of time and were sorted")
    course = ReliefCourse(
        id=str(plain["id"]) if plain.get("id") is not None else default_id,
        condition=_text("condition", plain.get("condition")),
        age=_optional("age", plain.get("age"), 120),
        sex=_text("sex", plain.get("sex")) or None,
        weeks_since_onset=_optional(
            "weeks_since_onset", plain.get("weeks_since_onset"), MOST_WEEKS
        ),
        visits=in_order,
        scores=scores,
        notes=tuple(notes + _said(scores)),
    )
    asked = _list("predict_weeks", plain.get("predict_weeks") or [])
    return Request(course=course, weeks=tuple(_number("predict_weeks", w) for w in asked))


def _scores(plain: object, notes: list[str]) -> tuple[CourseScore, ...]:
    given: list[CourseScore] = []
    for number, one in enumerate(_list("scores", plain), 1):
        if not isinstance(one, Mapping):
            raise CourseError(f"scores: number {number}", one, "an object with week and value")
        for field in ("week", "value"):
            if one.get(field) is None:
                raise CourseError(f"scores: number {number}: {field}", None, "a number")
        name = _text("instrument", one.get("instrument")) or "nprs"
        given.append(
            CourseScore(
                week=_number("scores: week", one["week"]),
                instrument=find_instrument(name),
                value=_number(f"scores: week {one['week']}: value", one["value"]),
            )
        )
    if not given:
        raise CourseError("scores", 0, "at least one score")
    ordered = sorted(given, key=lambda s: s.week)
    if ordered != given:
        notes.append("scores were not in order of time and were sorted")
    return tuple(ordered)


def _said(scores: tuple[CourseScore, ...]) -> list[str]:
    notes = []
    kinds = tuple(dict.fromkeys(s.instrument for s in scores))
    if len(kinds) > 1:
        labels = ", ".join(instrument(k).label for k in kinds)
        notes.append(
            f"several instruments ({labels}): set on one scale by their ranges, with extra noise; "
            f"the forecast is in {scores[-1].instrument}"
        )
    notes += [
        f"no score from week {a.week:g} to week {b.week:g}: what was before counts for less"
        for a, b in itertools.pairwise(scores)
        if b.week - a.week > LONG_GAP
    ]
    return notes


def _list(field: str, value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise CourseError(field, value, "a list")
    return list(value)


def _number(field: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CourseError(field, value, "a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise CourseError(field, value, "a number")
    return number


def _optional(field: str, value: object, most: float) -> float | None:
    if value is None:
        return None
    number = _number(field, value)
    if not 0 <= number <= most:
        raise CourseError(field, value, f"between 0 and {most:g}")
    return number


def _text(field: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CourseError(field, value, "text")
    return value.strip()


def read_courses(source: str | Path) -> Iterator[Request | CourseError]:
    """The courses of a file (one JSON object, an array, or JSON Lines; ``-`` is standard input).

    A course that cannot be read comes as its error, with the line, and the next is read on.
    """
    if str(source) == "-":
        yield from _read(sys.stdin)
        return
    try:
        opened = Path(source).open(encoding="utf-8")  # noqa: SIM115  # closed by the `with` below
    except OSError as error:
        raise CourseError("file", str(source), f"a file that can be read ({error})") from None
    with opened:
        yield from _read(opened)


def _read(file: IO[str]) -> Iterator[Request | CourseError]:
    count = 0
    for place, document in _documents(file):
        count += 1
        if isinstance(document, CourseError):
            yield document
            continue
        try:
            yield course_from_plain(document, f"course_{count}")
        except OutcomeError as error:
            named = document.get("id") if isinstance(document, Mapping) else None
            where = f"{place}: {named}" if named is not None else place
            yield CourseError(f"{where}: {error.field}", error.value, error.allowed)
    if not count:
        yield CourseError("file", "nothing", "at least one course")


def _documents(file: IO[str]) -> Iterator[tuple[str, object]]:
    try:
        text = file.read()
    except UnicodeDecodeError:
        yield "file", CourseError("file", "its bytes", "UTF-8 text")
        return
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(text.splitlines())
        return
    if isinstance(whole, list):
        yield from ((f"course {n}", one) for n, one in enumerate(whole, 1))
    else:
        yield "course", whole


def _lines(lines: Iterable[str]) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"line {number}"
            try:
                yield place, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield place, CourseError(place, line[:60], f"JSON ({error})")

"""The relief curve as a drawing: weeks along, pain up, low is good and drawn low.

Pure geometry: what to draw where, in the units of one SVG view box.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from palpate.outcomes import Instrument

WEEK = 7 * 24 * 3600.0


@dataclass(frozen=True)
class Reading:
    """One score to draw; `after` marks pain right after a visit."""

    at: datetime
    value: float
    after: bool = False


@dataclass(frozen=True)
class Expected:
    """A score to come: half of such scores lie in `half`, nine tenths in `most`."""

    at: datetime
    half: tuple[float, float]
    most: tuple[float, float]
    middle: float


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    after: bool
    label: str


@dataclass(frozen=True)
class Mark:
    """A tick or a grid line and its word."""

    at: float
    label: str


@dataclass(frozen=True)
class Curve:
    """Everything the template draws; lengths in view-box units."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    line: str
    drops: tuple[str, ...]
    """From pain before to pain after the same visit."""
    dots: tuple[Dot, ...]
    last: Dot | None
    arrival: Dot | None
    """The first visit's dots, to be named once: before and right after."""
    leaving: Dot | None
    rows: tuple[Mark, ...]
    weeks: tuple[Mark, ...]
    visits: tuple[Mark, ...]
    notice: Mark | None
    """Height of 'a change you would notice'."""
    notice_above: bool
    bands: tuple[str, ...]
    """Behind the line, from the last dot on: nine tenths of scores to come, then half."""
    ahead: str
    """The middle of the bands."""


@dataclass(frozen=True)
class Frame:
    """How much room there is."""

    width: float = 760
    height: float = 330
    left: float = 34
    right: float = 72
    top: float = 18
    bottom: float = 44


WIDE = Frame()
NARROW = Frame(width=358, height=300, left=26, right=66)
SMALL = Frame(width=320, height=96, left=8, right=30, top=10, bottom=10)


def draw(
    readings: Sequence[Reading],
    visit_days: Sequence[date],
    about: Instrument,
    *,
    notice: float | None,
    frame: Frame = WIDE,
    expected: Sequence[Expected] = (),
) -> Curve:
    """Place the readings (oldest first) in the frame; `notice` is a value of the instrument."""
    start = readings[0].at
    moments = [*(r.at for r in readings), *(e.at for e in expected)]
    span = max((at - start).total_seconds() for at in moments)
    weeks = max(2, math.ceil(span / WEEK + 0.15))
    wide = frame.width - frame.left - frame.right
    tall = frame.height - frame.top - frame.bottom

    def x(moment: datetime) -> float:
        return round(frame.left + wide * (moment - start).total_seconds() / (weeks * WEEK), 1)

    def y(value: float) -> float:
        share = (value - about.low) / (about.high - about.low)
        return round(frame.top + tall * (1 - share), 1)

    dots = tuple(Dot(x(r.at), y(r.value), r.after, _label(r, about)) for r in readings)
    steady = [d for d in dots if not d.after]
    line = " ".join(f"{'L' if i else 'M'}{d.x} {d.y}" for i, d in enumerate(steady))
    pairs = [(a, b) for a, b in itertools.pairwise(dots) if b.after and not a.after]
    named = next(((a, b) for a, b in pairs if abs(a.y - b.y) > 8), (None, None))
    drops = tuple(f"M{a.x} {a.y}L{b.x} {b.y}" for a, b in pairs)
    first = start.date()
    return Curve(
        width=frame.width,
        height=frame.height,
        left=frame.left,
        right=frame.width - frame.right,
        top=frame.top,
        bottom=frame.height - frame.bottom,
        line=line,
        drops=drops,
        dots=dots,
        last=steady[-1] if steady else None,
        arrival=named[0],
        leaving=named[1],
        rows=tuple(Mark(y(v), f"{v:g}") for v in _rows(about)),
        weeks=tuple(
            Mark(round(frame.left + wide * w / weeks, 1), f"{w}")
            for w in range(0, weeks + 1, _every(weeks, wide))
        ),
        visits=tuple(
            Mark(
                min(
                    frame.width - frame.right,
                    round(frame.left + wide * max(0, (day - first).days) / (weeks * 7), 1),
                ),
                f"{day:%-d %b}",
            )
            for day in visit_days
        ),
        notice=None if notice is None else Mark(y(notice), f"{notice:g}"),
        notice_above=about.higher_is_better,
        bands=tuple(
            _band(steady[-1], [(x(e.at), y(low), y(high)) for e, (low, high) in pairs])
            for pairs in ([(e, e.most) for e in expected], [(e, e.half) for e in expected])
            if steady and pairs
        ),
        ahead="".join(
            [f"M{steady[-1].x} {steady[-1].y}", *(f"L{x(e.at)} {y(e.middle)}" for e in expected)]
            if steady and expected
            else []
        ),
    )


def _band(last: Dot, edges: Sequence[tuple[float, float, float]]) -> str:
    """Out along the low edge and back along the high one."""
    there = [f"L{x} {low}" for x, low, _ in edges]
    back = [f"L{x} {high}" for x, _, high in reversed(edges)]
    return "".join([f"M{last.x} {last.y}", *there, *back, "Z"])


def _rows(about: Instrument) -> list[float]:
    step = (about.high - about.low) / 5
    return [about.low + step * i for i in range(6)]


def _every(weeks: int, wide: float) -> int:
    """Label every n-th week so that the figures keep 28 units apart."""
    least = max(1, math.ceil(weeks * 28 / wide))
    return next(n for n in (1, 2, 4, 8, 13, 26, 52, 10_000) if n >= least)


def _label(reading: Reading, about: Instrument) -> str:
    when = " right after the visit" if reading.after else ""
    return f"{reading.at:%-d %B %Y}: {reading.value:g} of {about.high:g}{when}"

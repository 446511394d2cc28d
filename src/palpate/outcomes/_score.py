"""From answers to a score, by each instrument's own rule for what was left out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

from palpate.knowledge.instruments import Entry, Instrument, Scoring, load_instruments
from palpate.outcomes._types import AnswerError, OutcomeError, Score, Scored

_AVERAGES = frozenset({Scoring.MEAN, Scoring.MEAN_SCALED, Scoring.PERCENT_OF_ANSWERED})
Answers = Sequence[float | None] | Mapping[int, float | None]


def instruments() -> Mapping[str, Instrument]:
    """Every instrument by id."""
    return load_instruments()


def instrument(id: str) -> Instrument:
    """The instrument with that id; raises `OutcomeError` naming the known ones."""
    try:
        return load_instruments()[id]
    except KeyError:
        known = ", ".join(load_instruments())
        raise OutcomeError("instrument", id, f"one of {known}") from None


def score(id: str, answers: Answers) -> Scored:
    """The score from the answers, in item order or by item number from 1; None is a blank.

    Raises `AnswerError` for an answer outside its range, too few answers, or an instrument whose
    items are not asked here because of its licence: enter such a score with `entered`.
    """
    about = instrument(id)
    if about.entry in (Entry.SCORE, Entry.DERIVED):
        raise AnswerError(f"{about.label}", "answers", f"a score: {about.entry_reason}")
    given = _given(about, answers)
    least = max(1, about.least_answered)
    if len(given) < least:
        raise AnswerError(
            f"{about.label}: answers", len(given), f"at least {least}: {about.missing_rule}"
        )
    value = _value(about, given)
    filled = about.items - len(given) if about.scoring is Scoring.SUM else 0
    return Scored(
        instrument=id,
        value=value,
        answered=len(given),
        filled=filled,
        note=about.missing_rule if len(given) < about.items else "",
    )


def _given(about: Instrument, answers: Answers) -> list[float]:
    """The answers that were given, checked."""
    if isinstance(answers, Mapping):
        unknown = [n for n in answers if n not in range(1, about.items + 1)]
        if unknown:
            raise AnswerError(f"{about.label}: item", unknown[0], f"1 to {about.items}")
        answers = [answers.get(n) for n in range(1, about.items + 1)]
    if len(answers) > about.items:
        raise AnswerError(f"{about.label}: answers", len(answers), f"at most {about.items}")
    given = []
    for number, answer in enumerate(answers, 1):
        if answer is None:
            continue
        field = f"{about.label}: item {number}"
        low, high = about.answer_low, about.answer_high
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            raise AnswerError(field, answer, "a number")
        if not (math.isfinite(answer) and low <= answer <= high):
            raise AnswerError(field, answer, f"between {low:g} and {high:g}")
        given.append(float(answer))
    return given


def _value(about: Instrument, given: list[float]) -> float:
    mean = sum(given) / len(given)
    match about.scoring:
        case Scoring.SINGLE | Scoring.MEAN:
            return mean
        case Scoring.SUM:
            return mean * about.items
        case Scoring.PERCENT_OF_ANSWERED:
            return 100 * mean / about.answer_high
        case Scoring.MEAN_SCALED:
            return (mean - 1) * 25
        case Scoring.DERIVED | Scoring.SCORE_ONLY:
            raise AnswerError(about.label, "answers", f"a score: {about.entry_reason}")


def entered(id: str, value: float) -> Scored:
    """A score that a person entered or a measure gave; raises `AnswerError` outside its range.

    An average may lie between the steps of its answers; any other score may not.
    """
    about = in_range(id, value)
    if about.scoring in _AVERAGES:
        return Scored(instrument=id, value=float(value), answered=about.items, filled=0)
    steps = (value - about.low) / about.step
    if abs(steps - round(steps)) > 1e-6:
        raise AnswerError(about.label, value, f"in steps of {about.step:g}")
    return Scored(instrument=id, value=float(value), answered=about.items, filled=0)


def in_range(id: str, value: float) -> Instrument:
    """The instrument, if the value can be a score of it; raises `AnswerError`."""
    about = instrument(id)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not about.low <= value <= about.high:
        raise AnswerError(about.label, value, f"between {about.low:g} and {about.high:g}")
    return about


def new_score(
    id: str, value: float, at: datetime, earlier: Sequence[Score] = (), *, now: datetime
) -> Score:
    """A score to add to those of the same instrument; raises `OutcomeError` where it cannot stand.

    It may not lie in the future of ``now`` or stand at the time of another of the instrument.
    """
    checked = entered(id, value)
    if at > now:
        raise OutcomeError("time of the score", at.isoformat(), "not in the future")
    for other in earlier:
        if other.instrument == id and other.at == at:
            raise OutcomeError(
                "time of the score", at.isoformat(), f"another time: {other.value:g} stands there"
            )
    return Score(instrument=id, at=at, value=checked.value)

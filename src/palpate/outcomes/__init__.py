"""Outcomes: instruments and scores, and the change that matters."""

from palpate.knowledge.instruments import (
    Direction,
    Entry,
    Instrument,
    InstrumentItem,
    Licence,
    Purpose,
    Scoring,
)
from palpate.outcomes._relief import relief, series, worthwhile
from palpate.outcomes._score import entered, instrument, instruments, new_score, score
from palpate.outcomes._types import (
    AnswerError,
    OutcomeError,
    Reached,
    Relief,
    Score,
    Scored,
    SeriesError,
)

__all__ = [
    "AnswerError",
    "Direction",
    "Entry",
    "Instrument",
    "InstrumentItem",
    "Licence",
    "OutcomeError",
    "Purpose",
    "Reached",
    "Relief",
    "Score",
    "Scored",
    "Scoring",
    "SeriesError",
    "entered",
    "instrument",
    "instruments",
    "new_score",
    "relief",
    "score",
    "series",
    "worthwhile",
]

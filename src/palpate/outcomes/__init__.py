"""Outcomes: instruments and scores, the change that matters, and the forecast of relief."""

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
from palpate.outcomes.forecasting import (
    CourseError,
    CourseScore,
    ExpectedVisits,
    Forecast,
    ForecastPoint,
    Pool,
    ReliefCourse,
    VisitChance,
    fit_pool,
    forecast,
)

__all__ = [
    "AnswerError",
    "CourseError",
    "CourseScore",
    "Direction",
    "Entry",
    "ExpectedVisits",
    "Forecast",
    "ForecastPoint",
    "Instrument",
    "InstrumentItem",
    "Licence",
    "OutcomeError",
    "Pool",
    "Purpose",
    "Reached",
    "Relief",
    "ReliefCourse",
    "Score",
    "Scored",
    "Scoring",
    "SeriesError",
    "VisitChance",
    "entered",
    "fit_pool",
    "forecast",
    "instrument",
    "instruments",
    "new_score",
    "relief",
    "score",
    "series",
    "worthwhile",
]

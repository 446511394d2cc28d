"""Outcome instruments: what they ask, how they are scored and which change matters.

Items are packaged only where nobody's licence forbids it; the rest take a score from the form
that the clinic holds, and say why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from palpate.knowledge._table import Confidence, Shelf, Table, column


class Scoring(StrEnum):
    """How answers become a score."""

    SINGLE = "single"
    SUM = "sum"
    MEAN = "mean"
    PERCENT_OF_ANSWERED = "percent_of_answered"
    """100 * sum / (highest answer * answered)."""
    MEAN_SCALED = "mean_scaled"
    """(mean of the answered - 1) * 25."""
    DERIVED = "derived"
    """Computed elsewhere, as from a drawing."""
    SCORE_ONLY = "score_only"
    """Scored on the owner's form by its own table."""


class Direction(StrEnum):
    HIGHER_WORSE = "higher_worse"
    HIGHER_BETTER = "higher_better"


class Entry(StrEnum):
    """What a person enters."""

    ITEMS = "items"
    COMPONENTS = "components"
    """One answer for each topic; the wording is on the clinic's form."""
    SCORE = "score"
    DERIVED = "derived"


class Licence(StrEnum):
    FREE = "free"
    FREE_CHECK_OWNER = "free_check_owner"
    """Said to be free for clinical use; not yet confirmed by the owner."""
    TERMS_TO_ACCEPT = "terms_to_accept"
    PERMISSION = "permission"
    UNCLEAR = "unclear"


class Purpose(StrEnum):
    CHANGE = "change"
    RATING_OF_CHANGE = "rating_of_change"
    SCREEN = "screen"


class FigureBasis(StrEnum):
    """Where a figure comes from."""

    SOURCED = "sourced"
    CONVENTION = "convention"
    RECALLED = "recalled"
    """General knowledge that was not read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentItem:
    """One question; ``wording`` says whether the words are ours or only name the topic."""

    id: str
    instrument: str = column(refers="outcome_instruments")
    number: int = column(low=1)
    text: str
    low_label: str = ""
    high_label: str = ""
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One way of measuring."""

    id: str
    label: str
    client_label: str
    applies_to: str
    measures: tuple[str, ...] = ()
    purpose: Purpose
    scoring: Scoring
    items: int = column(low=1, high=40)
    answer_low: float
    answer_high: float
    low: float
    high: float
    """The lowest and highest score, in ``unit``."""
    step: float = column(low=0.001)
    unit: str
    direction: Direction
    least_answered: int = column(low=0, high=40)
    missing_rule: str
    recall: str
    mcid: float | None = column(low=0)
    """The smallest change that people notice as worthwhile, in ``unit``."""
    mcid_percent: float | None = column(low=0, high=100)
    """The same as a share of the baseline; either is enough."""
    mcid_population: str = ""
    mcid_basis: FigureBasis | None
    mdc: float | None = column(low=0)
    """The smallest change beyond the noise of the measure (95 %), in ``unit``."""
    mdc_population: str = ""
    mdc_basis: FigureBasis | None
    entry: Entry
    entry_reason: str = ""
    """Why items are not asked here."""
    licence: Licence
    licence_note: str = ""
    loinc: str = ""
    not_verified: tuple[str, ...] = ()
    """Fields that rest on general knowledge."""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence
    questions: tuple[InstrumentItem, ...] = column(derived=True, default=())

    @property
    def higher_is_better(self) -> bool:
        return self.direction is Direction.HIGHER_BETTER


INSTRUMENTS = Table("outcome_instruments", Instrument)
INSTRUMENT_ITEMS = Table("instrument_items", InstrumentItem)


def read_instruments(shelf: Shelf) -> Mapping[str, Instrument]:
    """Read the instruments with their questions; the caller checks the references."""
    instruments = dict(shelf.read(INSTRUMENTS))
    items = shelf.read(INSTRUMENT_ITEMS)
    for id, instrument in instruments.items():
        mine = sorted((i for i in items.values() if i.instrument == id), key=lambda i: i.number)
        instruments[id] = replace(instrument, questions=tuple(mine))
    return MappingProxyType(instruments)


def load_instruments() -> Mapping[str, Instrument]:
    """The packaged instruments, checked with all else; raises `KnowledgeError`."""
    from palpate.knowledge.load import load

    return load().instruments


__all__ = [
    "Direction",
    "Entry",
    "FigureBasis",
    "Instrument",
    "InstrumentItem",
    "Licence",
    "Purpose",
    "Scoring",
    "load_instruments",
    "read_instruments",
]

"""What the forecast of relief starts from: published courses of pain, scales and settings.

Every number is hand-set from the rows of evidence it names, or says that it is an expert estimate.
Burden is any score on one scale from 0 (at ease) to 10 (worst).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from palpate.knowledge._table import DATA, Confidence, Shelf, Table, column
from palpate.knowledge.care_tables import EVIDENCE, CareBasis, CareSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPrior:
    """How pain of one condition and age usually goes on; the first row that fits is taken."""

    id: str
    label: str
    condition: str
    words: tuple[str, ...] = ()
    """Words that name the condition; none for pain of any kind."""
    weeks_from: float = column(low=0)
    """Weeks since the pain began."""
    weeks_to: float | None = column(low=0)
    settle_share: float = column(low=0, high=2)
    """Where pain settles without care, as a share of the start."""
    settle_spread: float = column(low=0.01, high=2)
    half_weeks: float = column(low=0.1)
    """Weeks in which half the way there is gone."""
    half_spread: float = column(low=0.01, high=3)
    """Spread between clients, in natural logarithms."""
    visit_response: float = column(low=0, high=0.5)
    """Share of the pain that one visit takes away."""
    washout_weeks: float = column(low=1)
    """Weeks after care in which half the gain of the visits is lost."""
    reason: str
    evidence: tuple[str, ...] = column(refers=EVIDENCE)
    basis: CareBasis
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastScale:
    """How scores of an instrument become burden."""

    id: str = column(refers="outcome_instruments")
    ease: float
    """The score of somebody at ease, in the instrument's unit: burden 0."""
    worst: float
    """Burden 10."""
    noise: float = column(low=0.001)
    """Standard error of one score, in the instrument's unit."""
    words: tuple[str, ...] = ()
    """Other names of the instrument."""
    reason: str
    basis: CareBasis
    confidence: Confidence


@dataclass(frozen=True)
class ForecastTables:
    """All tables of the forecast by id."""

    priors: Mapping[str, ForecastPrior]
    scales: Mapping[str, ForecastScale]
    settings: Mapping[str, CareSetting]

    def setting(self, id: str) -> float:
        """A hand-set number; raises `KeyError` for a name that is not in the table."""
        return self.settings[id].value


@cache
def load_forecast() -> ForecastTables:
    """The packaged tables, checked; raises `KnowledgeError`."""
    from palpate.knowledge.load import load

    shelf = Shelf(DATA)
    known = load()
    for name in (*EVIDENCE, "claims"):
        shelf.add_ids(name, getattr(known.care, name))
    shelf.add_ids("outcome_instruments", known.instruments)
    tables = ForecastTables(
        priors=shelf.read(Table("forecast_priors", ForecastPrior)),
        scales=shelf.read(Table("forecast_scales", ForecastScale)),
        settings=shelf.read(Table("forecast_settings", CareSetting)),
    )
    shelf.check_references()
    return tables


__all__ = ["ForecastPrior", "ForecastScale", "ForecastTables", "load_forecast"]

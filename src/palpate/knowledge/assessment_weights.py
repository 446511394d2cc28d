"""The numbers that the assessment reasons with, each with its reason and source.

None of them is fitted to a case: they are judgements that a clinician can argue with, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from palpate.knowledge._table import DATA, Confidence, Shelf, Table, column


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One hand-set number of the model."""

    id: str
    value: float
    low: float
    high: float
    basis: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Share of people who have pain in a part of the body."""

    id: str
    """A group of `palpate.body.regions`, or a region that differs from its group."""
    share: float = column(low=0, high=1)
    basis: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Published or estimated share (0-1) of people with a cause who feel it in a region."""

    id: str
    cause: str = column(refers=("muscles", "nerves", "joints", "diseases"))
    region: str = column(refers="regions")
    share: float = column(low=0, high=1)
    basis: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CausePrior:
    """How much of a complaint a cause accounts for."""

    cause: str = column(refers=("muscles", "nerves", "joints", "diseases"))
    kind: str
    complaint: str = column(refers="assessment_complaints")
    share: float = column(low=0, high=1)
    basis: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


class ProfileField(StrEnum):
    AGE = "age"
    FEMALE = "female"
    MALE = "male"
    PARTS = "parts"
    """Number of parts of the body, each side by itself, that hurt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFactor:
    """A factor on the odds of a cause by age, sex or painful parts; both ends of a range count."""

    id: str
    cause: str = column(refers=("muscles", "nerves", "joints", "diseases"))
    field: ProfileField
    low: float | None
    high: float | None
    factor: float = column(low=0.01, high=20)
    basis: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


class MeaningKind(StrEnum):
    QUALITY = "quality"
    SYMPTOM = "symptom"
    LOAD = "load"
    HISTORY = "history"
    JOINT = "joint"
    MOTION = "motion"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningPattern:
    """Words that carry one meaning, so that "prolonged sitting" and "worse sitting" meet.

    ``words`` are alternatives separated by ``|``; each is words that must all be there, ``*``
    standing for any ending.
    """

    id: str
    kind: MeaningKind
    words: str
    regions: tuple[str, ...] = column(refers="regions")
    base: float | None = column(low=0, high=1)
    """How often anybody says it; ``None`` takes the usual leak of its kind."""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """Words for a place on the body and the regions they cover."""

    id: str
    words: str
    regions: tuple[str, ...] = column(refers="regions", required=True)
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Hallmark:
    """Share (0-1) of clients with a cause who tell one thing, where it marks the cause."""

    id: str
    cause: str = column(refers=("muscles", "nerves", "joints", "postures", "diseases"))
    concept: str
    """``load:``, ``relief:``, ``symptom:``, ``history:`` or ``quality:`` and a meaning."""
    share: float = column(low=0, high=1)
    basis: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionShare:
    """Share (0-1) of clients with a joint dysfunction whose listed movements are limited."""

    cause: str = column(refers="joints")
    share: float = column(low=0, high=1)
    basis: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagBase:
    """How often (0-1) clients without the serious condition tell a warning sign."""

    id: str
    base: float = column(low=0, high=1)
    basis: str
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TestDemand:
    """What a demand of a test needs of the body, in the words of the safety restrictions."""

    __test__ = False

    id: str
    techniques: tuple[str, ...]
    """Technique groups that it amounts to."""
    pressure: float = column(low=0, high=10)
    """Pressure needed, 0-10."""
    sources: tuple[str, ...] = column(required=True)
    confidence: Confidence


@dataclass(frozen=True)
class AssessmentTables:
    weights: Mapping[str, Weight]
    complaints: Mapping[str, Complaint]
    priors: Mapping[str, CausePrior]
    reach: Mapping[str, Reach]
    profiles: Mapping[str, ProfileFactor]
    meanings: tuple[MeaningPattern, ...]
    places: Mapping[str, PlaceWords]
    demands: Mapping[str, TestDemand]
    flags: Mapping[str, FlagBase]
    hallmarks: Mapping[str, Hallmark]
    motion: Mapping[str, MotionShare]
    digest: str


def disease_of(suspected: str) -> str:
    """One id for a disease whatever its stage: "ruptured abdominal aortic aneurysm" as well."""
    words = re.sub(r" ?\(.*?\)", "", suspected.lower())
    parts = re.split(r",| or | threatening ", words)
    first = parts[1] if len(parts) > 1 and " " not in parts[0].strip() else parts[0]
    plain = re.sub(r"^ruptured ", "", first.strip())
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


@cache
def load_assessment() -> AssessmentTables:
    """The packaged tables, checked; raises `KnowledgeError`."""
    from palpate.body import regions
    from palpate.knowledge.load import load

    shelf = Shelf(DATA)
    known = load()
    shelf.add_ids("regions", regions())
    for name in ("muscles", "nerves", "joints", "postures"):
        shelf.add_ids(name, getattr(known, name))
    shelf.add_ids("diseases", {disease_of(f.suspected) for f in known.red_flags.values()})
    meanings = {
        kind: shelf.read(Table("assessment_" + kind, MeaningPattern))
        for kind in ("qualities", "symptoms", "loads", "movements")
    }
    tables = AssessmentTables(
        weights=shelf.read(Table("assessment_weights", Weight)),
        complaints=shelf.read(Table("assessment_complaints", Complaint)),
        priors=shelf.read(Table("assessment_priors", CausePrior, key="cause")),
        reach=shelf.read(Table("assessment_reach", Reach)),
        profiles=shelf.read(Table("assessment_profiles", ProfileFactor)),
        meanings=tuple(m for part in meanings.values() for m in part.values()),
        places=shelf.read(Table("assessment_places", PlaceWords)),
        flags=shelf.read(Table("assessment_flags", FlagBase)),
        hallmarks=shelf.read(Table("assessment_hallmarks", Hallmark)),
        motion=shelf.read(Table("assessment_motion", MotionShare, key="cause")),
        demands=shelf.read(Table("assessment_demands", TestDemand)),
        digest=shelf.digest,
    )
    shelf.check_references()
    return tables

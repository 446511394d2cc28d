"""What a printed page is made from; the caller fills these, nothing here reads a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from palpate.care import Plan


class DocumentError(ValueError):
    """A page that cannot be printed: says which part and why."""


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "us-letter"


class Audience(StrEnum):
    """For whom a plan is printed: the client's copy has no Latin, no odds and no sources."""

    THERAPIST = "therapist"
    CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """The head of the page."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    paper: Paper = Paper.A4


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The client, as the page names them."""

    name: str
    born: date | None = None
    reference: str = ""
    """The clinic's own number for the client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing as SVG text, with what it shows."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """A cause as it stands on the therapist's plan."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """A plan to print."""

    clinic: Clinic
    client: Person
    therapist: str
    made_on: date
    plan: Plan
    causes: tuple[CauseLine, ...] = ()
    concern: str = ""
    """In plain words what it may be, for the client's copy."""
    drawings: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatedPoint:
    """One structure as it was treated. Pressure is 0-10, hold in seconds."""

    structure: str
    technique: str
    pressure: float | None = None
    hold_seconds: float | None = None
    repetitions: int | None = None
    minutes: float | None = None
    response: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """A measure before and after the visit."""

    label: str
    before: float | None
    after: float | None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed, when, and the fingerprint of what was signed."""

    name: str
    at: datetime
    fingerprint: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What was added to a signed note; the note itself never changes."""

    text: str
    reason: str
    by: str
    at: datetime
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDocument:
    """A visit note to print."""

    clinic: Clinic
    client: Person
    therapist: str
    visited_at: datetime
    visit_number: int | None = None
    episode: str = ""
    subjective: str = ""
    objective: str = ""
    assessment: str = ""
    plan: str = ""
    pain_before: float | None = None
    """0-10."""
    pain_after: float | None = None
    measures: tuple[MeasureLine, ...] = ()
    treated: tuple[TreatedPoint, ...] = ()
    reactions: tuple[str, ...] = ()
    restrictions: tuple[str, ...] = ()
    """The restrictions that bound the visit, in one line each."""
    drawings: tuple[Figure, ...] = ()
    signature: Signature | None = None
    """None prints a draft that says so."""
    amendments: tuple[Amendment, ...] = ()

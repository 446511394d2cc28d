"""Documents: plans and visit notes as handsome PDFs."""

from palpate.documents._note import note_pdf, note_png
from palpate.documents._plan import plan_pdf, plan_png
from palpate.documents._types import (
    Amendment,
    Audience,
    CauseLine,
    Clinic,
    DocumentError,
    Figure,
    MeasureLine,
    NoteDocument,
    Paper,
    Person,
    PlanDocument,
    Signature,
    TreatedPoint,
)

__all__ = [
    "Amendment",
    "Audience",
    "CauseLine",
    "Clinic",
    "DocumentError",
    "Figure",
    "MeasureLine",
    "NoteDocument",
    "Paper",
    "Person",
    "PlanDocument",
    "Signature",
    "TreatedPoint",
    "note_pdf",
    "note_png",
    "plan_pdf",
    "plan_png",
]

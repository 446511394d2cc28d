"""From a client's health history to what binds the treatment: contraindications and red flags.

`screen` takes coded findings and the client's own words with the same care and returns a
`Verdict`; whatever treats, tests, plans or prints afterwards stays within it.
"""

from palpate.screening._answers import screen_answers
from palpate.screening._errors import ClearanceError, ScreeningError
from palpate.screening._intake import Intake
from palpate.screening._medications import MedicineReading, ReadMedicine, read_medications
from palpate.screening._questionnaire import (
    Condition,
    Option,
    Question,
    Questionnaire,
    Section,
    questionnaire,
)
from palpate.screening._screen import screen
from palpate.screening._verdict import (
    FULL_PRESSURE,
    AskBack,
    Clearance,
    Disposition,
    Found,
    Lifted,
    Restriction,
    RestrictionKind,
    Role,
    SiteCap,
    Verdict,
)

__all__ = [
    "FULL_PRESSURE",
    "AskBack",
    "Clearance",
    "ClearanceError",
    "Condition",
    "Disposition",
    "Found",
    "Intake",
    "Lifted",
    "MedicineReading",
    "Option",
    "Question",
    "Questionnaire",
    "ReadMedicine",
    "Restriction",
    "RestrictionKind",
    "Role",
    "ScreeningError",
    "Section",
    "SiteCap",
    "Verdict",
    "questionnaire",
    "read_medications",
    "screen",
    "screen_answers",
]

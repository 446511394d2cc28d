"""From a client's health history to what binds the treatment: contraindications and red flags.

`screen` takes coded findings and the client's own words with the same care and returns a
`Verdict`; whatever treats, tests, plans or prints afterwards stays within it.
"""

from palpate.screening._errors import ClearanceError, ScreeningError
from palpate.screening._intake import Intake
from palpate.screening._medications import MedicineReading, ReadMedicine, read_medications
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
    "Disposition",
    "Found",
    "Intake",
    "Lifted",
    "MedicineReading",
    "ReadMedicine",
    "Restriction",
    "RestrictionKind",
    "Role",
    "ScreeningError",
    "SiteCap",
    "Verdict",
    "read_medications",
    "screen",
]

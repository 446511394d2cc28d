"""Cases: what a client says and what was found, read from JSON and checked."""

from palpate.cases.errors import CaseError
from palpate.cases.files import load_case, load_cases
from palpate.cases.plain import case_from_plain
from palpate.cases.records import (
    PARTS,
    Case,
    MovementFinding,
    PainMark,
    PalpationFinding,
    PostureFinding,
    Result,
    Sex,
    Statement,
    TestFinding,
)

__all__ = [
    "PARTS",
    "Case",
    "CaseError",
    "MovementFinding",
    "PainMark",
    "PalpationFinding",
    "PostureFinding",
    "Result",
    "Sex",
    "Statement",
    "TestFinding",
    "case_from_plain",
    "load_case",
    "load_cases",
]

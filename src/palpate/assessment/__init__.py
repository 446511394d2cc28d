"""From what hurts and what was found to ranked causes, their reasons and the next test.

>>> from palpate.cases import load_case
>>> from palpate.assessment import assess
>>> assessment = assess(load_case("case.json"))
>>> assessment.causes[0].name, assessment.causes[0].probability
"""

from palpate.assessment.catalogue import CauseKind
from palpate.assessment.engine import assess
from palpate.assessment.results import (
    Assessment,
    Cause,
    CauseSet,
    Certainty,
    NextTest,
    Reason,
    Unexplained,
)

__all__ = [
    "Assessment",
    "Cause",
    "CauseKind",
    "CauseSet",
    "Certainty",
    "NextTest",
    "Reason",
    "Unexplained",
    "assess",
]

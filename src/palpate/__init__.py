"""Palpate: the workbench of the neuromuscular massage therapist.

    >>> from palpate import assess, load_case, plan, screen
    >>> case = load_case("case.json")
    >>> verdict = screen(case)
    >>> assessment = assess(case, verdict)
    >>> plan(assessment, verdict, minutes=60)

None of this needs the web application. Each name is fetched from its package when first used, so
that `import palpate` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from palpate.assessment import assess
    from palpate.care import plan
    from palpate.cases import load_case, load_cases
    from palpate.screening import screen

__version__ = "0.1.0"
__all__ = ["__version__", "assess", "load_case", "load_cases", "plan", "screen"]

_HOMES = {
    "assess": "palpate.assessment",
    "load_case": "palpate.cases",
    "load_cases": "palpate.cases",
    "plan": "palpate.care",
    "screen": "palpate.screening",
}


def __getattr__(name: str) -> Any:  # Any: each name has its own type, given above
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'palpate' has no attribute {name!r}")

"""What can be wrong with what screening is given.

ScreeningError          a field with a value that is not allowed
└── ClearanceError      a clearance that cannot lift what it names
"""

from __future__ import annotations


class ScreeningError(ValueError):
    """Names the field, the value found and what is allowed."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        shown = repr(value)
        if len(shown) > 80:
            shown = shown[:77] + "..."
        super().__init__(f"{field}: {shown} is not allowed; expected {allowed}")


class ClearanceError(ScreeningError):
    """A clearance without a name, or by somebody who may not give it."""

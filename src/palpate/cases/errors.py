"""What is wrong with a case.

CaseError            names the field, the value and what is allowed
"""

from __future__ import annotations

LONGEST_VALUE_SHOWN = 60


class CaseError(ValueError):
    """A case that cannot be read: the field, the value it has and what is allowed there."""

    def __init__(self, field: str, value: object, allowed: str, *, line: int | None = None) -> None:
        self.field, self.value, self.allowed, self.line = field, value, allowed, line
        shown = repr(value)
        if len(shown) > LONGEST_VALUE_SHOWN:
            shown = shown[: LONGEST_VALUE_SHOWN - 1] + "…"
        place = f"line {line}: {field}" if line is not None else field
        super().__init__(f"{place}: {shown} is not allowed; allowed: {allowed}")

    def at_line(self, line: int) -> CaseError:
        """The same error, naming the line of the file."""
        return CaseError(self.field, self.value, self.allowed, line=line)

"""What charting refuses.

ChartingError        names the field, the value and what is allowed; nothing was written
├── Refused          a value that cannot be
├── StaleDrawing     the drawing was changed elsewhere since this device read it
└── NoPlan           a plan cannot be made or saved now
"""

from __future__ import annotations

from palpate.clinic.charting.models import Drawing

LONGEST_SHOWN = 60


class ChartingError(ValueError):
    pass


class Refused(ChartingError):  # noqa: N818 - says what happened
    """A value that cannot be: the field, what it is, what is allowed, and a sentence for people."""

    def __init__(self, field: str, value: object, allowed: str, message: str = "") -> None:
        self.field, self.allowed = field, allowed
        text = str(value)
        self.value = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
        super().__init__(message or f"{field} is {self.value!r}; allowed: {allowed}.")

    def plain(self) -> dict[str, str]:
        return {
            "field": self.field,
            "value": self.value,
            "allowed": self.allowed,
            "message": str(self),
        }


class StaleDrawing(ChartingError):  # noqa: N818 - says what happened
    """The drawing was changed elsewhere; `theirs` is what is stored."""

    def __init__(self, theirs: Drawing | None) -> None:
        self.theirs = theirs
        super().__init__("This drawing was changed in another tab.")


class NoPlan(ChartingError):  # noqa: N818 - says what happened
    """Why there is no plan, in a sentence."""

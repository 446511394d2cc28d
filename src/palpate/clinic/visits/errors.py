"""What can be wrong with a visit note.

VisitError
 +-- NoteError           a field cannot hold a value; names field, value and what is allowed
 +-- FrozenNoteError     a signed note cannot change, only be amended
 +-- NoteChangedError    signed from a page that had not seen the last change
 +-- CannotSignError     something stands against signing
 +-- WrongPinError       with the attempts that are left
 +-- PinLockedError      too many wrong PINs
 +-- PinMissingError     no PIN has been chosen yet
"""

from __future__ import annotations

from datetime import datetime


class VisitError(Exception):
    """Anything that is wrong with a visit; the text is meant for the therapist."""


class NoteError(VisitError):
    """A field cannot hold this value."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        super().__init__(f"{field} is {value!r}; allowed: {allowed}")


class FrozenNoteError(VisitError):
    def __init__(self) -> None:
        super().__init__("This note is signed and cannot change. Add an amendment instead.")


class NoteChangedError(VisitError):
    def __init__(self) -> None:
        super().__init__("The note was changed elsewhere. Read the change, then sign.")


class CannotSignError(VisitError):
    """The note is not fit to be signed."""


class WrongPinError(VisitError):
    def __init__(self, left: int) -> None:
        self.left = left
        tries = "1 more try" if left == 1 else f"{left} more tries"
        super().__init__(f"That is not your PIN. {tries} before signing is locked for a while.")


class PinLockedError(VisitError):
    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(
            "The PIN was wrong five times. Signing is locked for a quarter of an hour; "
            "the note is kept as a draft. You can choose a new PIN with your password."
        )


class PinMissingError(VisitError):
    def __init__(self) -> None:
        super().__init__("Choose a PIN first: it is your signature.")

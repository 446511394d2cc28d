"""What a therapist does with a visit note: start, save, sign, amend, read."""

from palpate.clinic.visits.services.drafts import (
    Saved,
    changes_of,
    discard_draft,
    save_draft,
    start_visit,
)
from palpate.clinic.visits.services.reading import last_signed, unsigned_notes, visits_of
from palpate.clinic.visits.services.signing import (
    amend_note,
    check_pin,
    choose_pin,
    missing,
    sign_note,
)

__all__ = [
    "Saved",
    "amend_note",
    "changes_of",
    "check_pin",
    "choose_pin",
    "discard_draft",
    "last_signed",
    "missing",
    "save_draft",
    "sign_note",
    "start_visit",
    "unsigned_notes",
    "visits_of",
]

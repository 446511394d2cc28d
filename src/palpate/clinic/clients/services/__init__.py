"""What a practice does with its clients: the verbs of this app, one kind a module."""

from palpate.clinic.clients.services.clearances import (
    ClearanceRefused,
    record_clearance,
    withdraw_clearance,
)
from palpate.clinic.clients.services.intakes import (
    AlreadySubmitted,
    Content,
    DraftConflict,
    IncompleteIntake,
    consent_on_file,
    current_draft,
    last_submitted,
    mark_read,
    save_draft,
    start_draft,
    submit_intake,
)
from palpate.clinic.clients.services.invitations import (
    InvitationClosed,
    invite,
    link_token,
    open_invitation,
    send_invitation,
)
from palpate.clinic.clients.services.people import (
    EditConflict,
    create_client,
    search_clients,
    update_client,
)
from palpate.clinic.clients.services.screenings import current_verdict, planning_block

__all__ = [
    "AlreadySubmitted",
    "ClearanceRefused",
    "Content",
    "DraftConflict",
    "EditConflict",
    "IncompleteIntake",
    "InvitationClosed",
    "consent_on_file",
    "create_client",
    "current_draft",
    "current_verdict",
    "invite",
    "last_submitted",
    "link_token",
    "mark_read",
    "open_invitation",
    "planning_block",
    "record_clearance",
    "save_draft",
    "search_clients",
    "send_invitation",
    "start_draft",
    "submit_intake",
    "update_client",
    "withdraw_clearance",
]

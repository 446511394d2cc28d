"""What a practice does with its clients: the verbs of this app, one kind a module."""

from palpate.clinic.clients.services.clearances import (
    ClearanceRefusedError,
    record_clearance,
    withdraw_clearance,
)
from palpate.clinic.clients.services.intakes import (
    AlreadySubmittedError,
    DraftConflictError,
    IncompleteIntakeError,
    consent_on_file,
    content_of,
    current_draft,
    last_submitted,
    mark_read,
    save_draft,
    start_draft,
    submit_intake,
)
from palpate.clinic.clients.services.invitations import (
    InvitationClosedError,
    invite,
    link_token,
    open_invitation,
    send_invitation,
)
from palpate.clinic.clients.services.people import (
    EditConflictError,
    create_client,
    search_clients,
    update_client,
)
from palpate.clinic.clients.services.screenings import current_verdict, planning_block

__all__ = [
    "AlreadySubmittedError",
    "ClearanceRefusedError",
    "DraftConflictError",
    "EditConflictError",
    "IncompleteIntakeError",
    "InvitationClosedError",
    "consent_on_file",
    "content_of",
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

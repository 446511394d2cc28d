"""The audit log's one pen."""

from __future__ import annotations

import uuid
from ipaddress import ip_address

from django.http import HttpRequest

from palpate.clinic.accounts.models import AuditEntry, Clinic, User


def record(
    request: HttpRequest,
    action: str,
    *,
    client_id: uuid.UUID | None = None,
    subject: str = "",
    clinic: Clinic | None = None,
) -> None:
    """Write that whoever made this request did `action` ('read note', 'sign note') to `subject`.

    `clinic` is needed where nobody is signed in (a client's private link).
    """
    user = request.user if isinstance(request.user, User) else None
    owner = clinic or (user.clinic if user else None)
    if owner is None:
        raise ValueError("audit entry without a clinic: pass clinic= where nobody is signed in")
    AuditEntry.objects.create(
        clinic=owner,
        user=user,
        actor=user.name if user else "client, by private link",
        action=action,
        client_id=client_id,
        subject=subject[:200],
        address=_address(request),
    )


def _address(request: HttpRequest) -> str | None:
    raw = request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(raw))
    except ValueError:
        return None

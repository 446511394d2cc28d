"""Private links to one client's intake: made, sent, opened, closed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

from palpate.clinic.accounts.models import User
from palpate.clinic.clients.models import Client, IntakeInvitation

GOOD_FOR = timedelta(days=14)
ON_TABLET_FOR = timedelta(hours=4)


class InvitationClosedError(Exception):
    """The link opens nothing; `why` is one of unknown, expired, revoked, used."""

    def __init__(self, why: str, invitation: IntakeInvitation | None = None) -> None:
        self.why, self.invitation = why, invitation
        super().__init__(why)


@transaction.atomic
def invite(
    client: Client, *, by: User, now: datetime, on_tablet: bool = False
) -> tuple[IntakeInvitation, str]:
    """A new private link for the client and its token; earlier unused links stop working."""
    client.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=now)
    invitation = IntakeInvitation(
        client=client,
        seed=secrets.token_hex(32),
        on_tablet=on_tablet,
        created_at=now,
        created_by=by,
        expires_at=now + (ON_TABLET_FOR if on_tablet else GOOD_FOR),
    )
    token = link_token(invitation)
    invitation.token_hash = _digest(token)
    invitation.save()
    return invitation, token


def link_token(invitation: IntakeInvitation) -> str:
    """The token of an invitation, 43 characters; known only to who holds the installation's key."""
    mac = salted_hmac("palpate.intake", f"{invitation.id}:{invitation.seed}", algorithm="sha256")
    return _urlsafe(mac.digest())


def open_invitation(token: str, now: datetime) -> IntakeInvitation:
    """The invitation behind a link that may be used now; raises `InvitationClosedError`."""
    invitation = (
        IntakeInvitation.objects.select_related("client__clinic")
        .filter(token_hash=_digest(token))
        .first()
    )
    if invitation is None:
        raise InvitationClosedError("unknown")
    if invitation.used_at is not None:
        raise InvitationClosedError("used", invitation)
    if invitation.revoked_at is not None:
        raise InvitationClosedError("revoked", invitation)
    if invitation.expires_at <= now:
        raise InvitationClosedError("expired", invitation)
    if invitation.opened_at is None:
        IntakeInvitation.objects.filter(pk=invitation.pk).update(opened_at=now)
    return invitation


def send_invitation(invitation: IntakeInvitation, *, link: str, now: datetime) -> None:
    """Send the link to the client's own address; raises what the mail server raises."""
    client = invitation.client
    words = {"client": client, "clinic": client.clinic, "link": link, "invitation": invitation}
    send_mail(
        subject=f"Before your visit to {client.clinic.name}",
        message=render_to_string("clients/mail/invitation.txt", words),
        from_email=client.clinic.email or None,
        recipient_list=[client.email],
    )
    invitation.emailed_at = now
    invitation.save(update_fields=["emailed_at"])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _urlsafe(raw: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(raw).rstrip(b"=").decode()

"""Finding notes."""

from __future__ import annotations

from django.db.models import QuerySet

from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Episode
from palpate.clinic.clients.models import Client
from palpate.clinic.visits.models import Visit


def unsigned_notes(user: User) -> QuerySet[Visit]:
    """The user's drafts in their clinic, oldest first: what Today reminds them of."""
    return (
        Visit.objects.filter(
            status=Visit.Status.DRAFT, therapist=user, episode__client__clinic=user.clinic
        )
        .select_related("episode__client")
        .order_by("held_on", "started_at")
    )


def visits_of(client: Client) -> QuerySet[Visit]:
    """All visits of a client, newest first."""
    return (
        Visit.objects.filter(episode__client=client)
        .select_related("episode", "therapist")
        .prefetch_related("amendments")
        .order_by("-held_on", "-number")
    )


def last_signed(episode: Episode, before: Visit | None = None) -> Visit | None:
    """The newest signed visit of the episode, or the newest before `before`."""
    signed = episode.visits.filter(status=Visit.Status.SIGNED)
    if before is not None:
        signed = signed.filter(number__lt=before.number)
    found: Visit | None = signed.order_by("-number").first()
    return found

"""Opening an episode and finding it again."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from palpate.clinic.accounts.models import Clinic, User
from palpate.clinic.charting.models import Episode
from palpate.clinic.charting.services.errors import Refused
from palpate.clinic.clients.models import Client

LONGEST_ONSET_YEARS = 100


def episodes_of(clinic: Clinic) -> QuerySet[Episode]:
    """The clinic's episodes, client at hand."""
    return Episode.objects.filter(client__clinic=clinic).select_related("client", "opened_by")


def find_episode(clinic: Clinic, episode_id: uuid.UUID) -> Episode:
    """That episode; `Episode.DoesNotExist` also where it belongs to another clinic."""
    return episodes_of(clinic).get(pk=episode_id)


@transaction.atomic
def open_episode(
    client: Client,
    *,
    by: User,
    on: date,
    title: str,
    story: str = "",
    onset_on: date | None = None,
    duration_weeks: float | None = None,
) -> Episode:
    """A new problem of a client. `duration_weeks` stands in where the day of onset is not known.

    Raises `Refused` for an empty title, an onset after `on` or more than a hundred years before.
    """
    title = title.strip()
    if not title:
        raise Refused("title", title, "a few words", "Give the problem a short name.")
    if onset_on is None and duration_weeks is not None:
        if not 0 <= duration_weeks <= LONGEST_ONSET_YEARS * 52:
            longest = LONGEST_ONSET_YEARS * 52
            raise Refused("duration_weeks", duration_weeks, f"0 to {longest} weeks")
        onset_on = on - timedelta(weeks=duration_weeks)
    earliest = on.replace(year=on.year - LONGEST_ONSET_YEARS, day=min(on.day, 28))
    if onset_on is not None and not earliest <= onset_on <= on:
        raise Refused(
            "onset_on",
            onset_on,
            f"{earliest} to {on}",
            "The day it began must lie in the past, within a hundred years.",
        )
    return Episode.objects.create(
        client=client,
        title=title[:160],
        story=story.strip(),
        onset_on=onset_on,
        opened_on=on,
        opened_by=by,
    )

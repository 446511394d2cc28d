"""The pain drawing: kept stroke by stroke, never silently overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from palpate import body
from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import Drawing, Episode
from palpate.clinic.charting.services.errors import Refused, StaleDrawing

MOST_STROKES = 2000
"""In one drawing; a full hour of painting makes a few hundred."""


def drawings(episode: Episode) -> list[Drawing]:
    """All drawings of the episode, newest first."""
    return list(episode.drawings.all())


def current_drawing(episode: Episode) -> Drawing | None:
    """The drawing that the cockpit paints on."""
    return episode.drawings.first()


def read_plain(plain: object) -> body.Drawing:
    """The drawing that JSON holds; raises `Refused` naming what cannot be."""
    if not isinstance(plain, Mapping):
        raise Refused("drawing", plain, "an object with strokes, marks and mesh_version")
    strokes = plain.get("strokes")
    if isinstance(strokes, list) and len(strokes) > MOST_STROKES:
        raise Refused(
            "drawing.strokes",
            f"{len(strokes)} strokes",
            f"up to {MOST_STROKES} strokes",
            f"A drawing holds up to {MOST_STROKES} strokes; this one has {len(strokes)}.",
        )
    try:
        drawing = body.Drawing.from_plain(plain)
    except body.DrawingError as error:
        field = str(getattr(error, "field", "drawing"))
        raise Refused(
            field if field.startswith("drawing") else f"drawing.{field}",
            getattr(error, "value", ""),
            str(getattr(error, "allowed", "a drawing as the body chart makes it")),
            str(error),
        ) from None
    if drawing.mesh_version != body.mesh_version():
        raise Refused(
            "drawing.mesh_version",
            drawing.mesh_version,
            body.mesh_version(),
            "This was painted on another picture of the body. Load the page and paint it again.",
        )
    return drawing


@transaction.atomic
def save_drawing(episode: Episode, plain: Mapping[str, Any], *, revision: int, by: User) -> Drawing:
    """Keep a change of the current drawing; it must build on the revision that is stored.

    Raises `Refused` for a drawing that cannot be and `StaleDrawing` when another tab or device
    has saved since. Saving what is already stored changes nothing, so a request may be repeated.
    """
    drawing = read_plain(plain)
    kept = drawing.to_plain()
    stored = Drawing.objects.select_for_update().filter(episode=episode).first()
    if stored is not None and stored.plain == kept:
        return stored
    if (stored.revision if stored else 0) != revision:
        raise StaleDrawing(stored)
    if stored is None or _on_another_body(stored):
        # What was painted on an older picture of the body stays as it was.
        return Drawing.objects.create(
            episode=episode, plain=kept, revision=revision + 1, made_at=timezone.now(), made_by=by
        )
    stored.plain, stored.revision = kept, revision + 1
    stored.made_at, stored.made_by = timezone.now(), by
    stored.save(update_fields=["plain", "revision", "made_at", "made_by"])
    return stored


def _on_another_body(drawing: Drawing) -> bool:
    return drawing.plain.get("mesh_version", body.mesh_version()) != body.mesh_version()


@transaction.atomic
def start_drawing(episode: Episode, *, label: str, by: User, copy: bool = True) -> Drawing:
    """A new drawing for a new occasion, carried over from the last one unless `copy` is false."""
    last = current_drawing(episode)
    plain = last.plain if copy and last else {}
    return Drawing.objects.create(
        episode=episode,
        plain=plain,
        label=label[:80],
        revision=0,
        made_at=timezone.now(),
        made_by=by,
    )


def painted(drawing: Drawing | None) -> tuple[body.PaintedSite, ...]:
    """What the drawing says: sites with intensity (0-10), qualities and the share painted."""
    if drawing is None or not drawing.plain:
        return ()
    return body.read_drawing(body.Drawing.from_plain(drawing.plain))

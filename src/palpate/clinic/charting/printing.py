"""A saved plan on paper: exactly what was saved, not what would be planned now."""

from __future__ import annotations

from palpate import body, care, documents
from palpate.clinic.charting.models import Episode, PlanRecord
from palpate.clinic.charting.services import confirmed_causes, current_drawing, painted


def plan_pdf(episode: Episode, record: PlanRecord, *, for_client: bool = False) -> bytes:
    """The plan as PDF, for the therapist or in plain words for the client."""
    clinic = episode.client.clinic
    document = documents.PlanDocument(
        clinic=documents.Clinic(
            name=clinic.name,
            address=tuple(clinic.address.splitlines()),
            phone=clinic.phone,
            email=clinic.email,
        ),
        client=documents.Person(name=episode.client.name, born=episode.client.date_of_birth),
        therapist=record.made_by.signature_name,
        made_on=record.made_at.date(),
        plan=care.read_plan(record.plan),
        causes=tuple(documents.CauseLine(name=d.label) for d in confirmed_causes(episode)),
        concern=episode.title,
        drawings=tuple(_drawings(episode)),
    )
    audience = documents.Audience.CLIENT if for_client else documents.Audience.THERAPIST
    return documents.plan_pdf(document, audience)


def _drawings(episode: Episode) -> list[documents.Figure]:
    kept = current_drawing(episode)
    if not painted(kept) or kept is None:
        return []
    drawing = body.Drawing.from_plain(kept.plain)
    return [
        documents.Figure(svg=body.view_svg(view, drawing, title=view), caption=view.capitalize())
        for view in ("front", "back")
    ]

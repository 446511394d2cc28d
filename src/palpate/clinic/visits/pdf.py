"""A visit note as a PDF, signed or still a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from palpate import body, documents
from palpate.clinic.visits.content import REACTIONS, Note, Point, note_of
from palpate.clinic.visits.models import Visit
from palpate.clinic.visits.page import technique_labels
from palpate.clinic.visits.prose import passages
from palpate.clinic.visits.safety import bounds_of

_VIEW_WORDS = {"front": "Front", "back": "Back", "left": "Left side", "right": "Right side"}


def pdf_of(visit: Visit) -> bytes:
    """The note with its drawing; a signed note is printed from what was sealed."""
    return documents.note_pdf(_document(visit))


def _document(visit: Visit) -> documents.NoteDocument:
    client = visit.episode.client
    clinic = client.clinic
    note = note_of(visit.content)
    told = {p.heading: "\n".join(p.paragraphs) for p in passages(note, technique_labels())}
    plan = [told.get("Plan and next visit", "")]
    if note.home_advice:
        plan.append("Home advice: " + "; ".join(note.home_advice.splitlines()))
    return documents.NoteDocument(
        clinic=documents.Clinic(
            name=clinic.name,
            address=tuple(clinic.address.splitlines()),
            phone=clinic.phone,
            email=clinic.email,
        ),
        client=documents.Person(name=client.name, born=client.date_of_birth),
        therapist=visit.signed_name or visit.therapist.signature_name,
        visited_at=timezone.localtime(visit.started_at),
        visit_number=visit.number,
        episode=visit.episode.title,
        subjective=told.get("What the client told", ""),
        objective=told.get("What was found", ""),
        assessment=told.get("Assessment", ""),
        plan="\n".join(p for p in plan if p),
        pain_before=note.pain_before,
        pain_after=note.pain_after,
        treated=tuple(_treated(p) for p in note.treated),
        reactions=_reactions(note),
        restrictions=_restrictions(visit),
        drawings=_figures(_drawing(visit)),
        signature=_signature(visit),
        amendments=tuple(
            documents.Amendment(
                text=a.text,
                reason=a.why,
                by=a.written_name,
                at=timezone.localtime(a.written_at),
                fingerprint=a.digest,
            )
            for a in visit.amendments.all()
        ),
    )


def _treated(point: Point) -> documents.TreatedPoint:
    response = [_RESPONSES[point.response]] if point.response else []
    if point.pain_during is not None:
        response.append(f"pain during the hold {point.pain_during} of 10")
    if point.remark:
        response.append(point.remark)
    return documents.TreatedPoint(
        structure=point.structure,
        technique=technique_labels().get(point.technique, ""),
        pressure=point.pressure,
        hold_seconds=point.hold,
        repetitions=point.repetitions,
        response="; ".join(response),
    )


_RESPONSES = {"released": "released", "partly": "partly released", "not": "did not release"}


def _reactions(note: Note) -> tuple[str, ...]:
    named = tuple(REACTIONS[r] for r in note.reactions if r != "none")
    return named + ((note.reactions_note,) if note.reactions_note else ())


def _restrictions(visit: Visit) -> tuple[str, ...]:
    if visit.is_signed:
        return tuple(r["label"] for r in visit.record.get("restrictions", ()))
    verdict = bounds_of(visit.episode.client, visit.held_on).verdict
    return tuple(r.label for r in verdict.restrictions) if verdict else ()


def _drawing(visit: Visit) -> Mapping[str, Any] | None:
    if visit.is_signed:
        plain: Mapping[str, Any] | None = visit.record.get("drawing")
        return plain
    newest = visit.episode.drawings.first()
    return newest.plain if newest else None


def _figures(plain: Mapping[str, Any] | None) -> tuple[documents.Figure, ...]:
    """Front and back, and a side that has paint of its own."""
    if not plain:
        return ()
    drawing = body.Drawing.from_plain(plain)
    painted = body.read_drawing(drawing)
    if not painted:
        return ()
    used = {s.view for s in drawing.strokes}
    views = [v for v in body.VIEWS if v in {"front", "back"} or v in used]
    return tuple(
        documents.Figure(
            svg=body.view_svg(v, painted=painted, title=_VIEW_WORDS[v]), caption=_VIEW_WORDS[v]
        )
        for v in views
    )


def _signature(visit: Visit) -> documents.Signature | None:
    if not visit.is_signed or visit.signed_at is None:
        return None
    return documents.Signature(
        name=visit.signed_name, at=timezone.localtime(visit.signed_at), fingerprint=visit.digest
    )

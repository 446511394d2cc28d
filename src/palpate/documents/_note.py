"""The visit note as a page: what was found, what was done, who signed."""

from __future__ import annotations

from palpate.documents._page import figures, head, number
from palpate.documents._render import moment_words, render, render_png
from palpate.documents._types import NoteDocument


def note_pdf(document: NoteDocument) -> bytes:
    """The note as PDF; a note without a signature is marked as a draft on every page."""
    return render("note", _data(document), document.visited_at.date())


def note_png(document: NoteDocument, ppi: float = 110) -> list[bytes]:
    """The pages of the note as pictures."""
    return render_png("note", _data(document), document.visited_at.date(), ppi)


def _data(note: NoteDocument) -> dict[str, object]:
    signed = note.signature
    return {
        **head(note.clinic, note.client, "Visit note", note.visited_at.date(), note.therapist),
        "visited_at": moment_words(note.visited_at),
        "visit_number": "" if note.visit_number is None else str(note.visit_number),
        "episode": note.episode,
        "soap": [
            {"label": label, "text": text}
            for label, text in (
                ("Subjective", note.subjective),
                ("Objective", note.objective),
                ("Assessment", note.assessment),
                ("Plan", note.plan),
            )
            if text.strip()
        ],
        "measures": [
            {
                "label": "Pain (0–10)",
                "before": number(note.pain_before),
                "after": number(note.pain_after),
            }
        ]
        + [
            {
                "label": m.label + (f" ({m.unit})" if m.unit else ""),
                "before": number(m.before),
                "after": number(m.after),
            }
            for m in note.measures
        ],
        "treated": [
            {
                "structure": t.structure,
                "technique": t.technique,
                "pressure": number(t.pressure),
                "hold": number(t.hold_seconds, " s"),
                "repetitions": number(t.repetitions),
                "minutes": number(t.minutes),
                "response": t.response,
            }
            for t in note.treated
        ],
        "reactions": list(note.reactions),
        "restrictions": list(note.restrictions),
        "figures": figures(note.drawings),
        "signature": None
        if signed is None
        else {
            "name": signed.name,
            "role": signed.role,
            "at": moment_words(signed.at),
            "fingerprint": signed.fingerprint,
        },
        "amendments": [
            {
                "text": a.text,
                "reason": a.reason,
                "by": a.by,
                "at": moment_words(a.at),
                "fingerprint": a.fingerprint,
            }
            for a in note.amendments
        ],
    }

"""Printed pages say what they must, to whom they must, and take any text as text."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from palpate import care
from palpate.body import Side
from palpate.care import ConfirmedCause
from palpate.documents import (
    Amendment,
    Audience,
    CauseLine,
    Clinic,
    DocumentError,
    Figure,
    NoteDocument,
    Person,
    PlanDocument,
    Signature,
    TreatedPoint,
    note_pdf,
    plan_pdf,
)
from palpate.screening import Disposition, Restriction, RestrictionKind, Verdict

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle cx="2" cy="2" r="1"/></svg>'
)
CLINIC = Clinic(name="Linden Street", address=("12 Linden Street",), phone="031 000 00 00")
MARKUP = '#read("/etc/passwd") $x$ *bold* \\ "quoted" @ref <label> #import "x"'


def words_of(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


def plan_document(verdict: Verdict, name: str = "Ada Müller") -> PlanDocument:
    found = [
        ConfirmedCause(kind="trigger_point", id="upper_trapezius", side=Side.RIGHT, site_number=1),
        ConfirmedCause(kind="nerve_compression", id="cervical_radiculopathy_c6", side=Side.RIGHT),
    ]
    return PlanDocument(
        clinic=CLINIC,
        client=Person(name=name, born=date(1980, 2, 1)),
        therapist="Jana Keller",
        made_on=date(2026, 11, 23),
        plan=care.plan(found, verdict, minutes=60, pain=6, duration_weeks=20),
        causes=(CauseLine(name="Upper trapezius, right", detail="80 %"),),
        concern="Sore spots between neck and shoulder.",
        drawings=(Figure(svg=SVG, caption="Front"),),
    )


def note(**given: object) -> NoteDocument:
    told: dict[str, object] = {
        "clinic": CLINIC,
        "client": Person(name="דוד כהן"),
        "therapist": "Jana Keller",
        "visited_at": datetime(2026, 11, 23, 14, tzinfo=UTC),
        "subjective": MARKUP,
        "pain_before": 6,
        "pain_after": 3,
        "treated": (
            TreatedPoint(
                structure="Upper trapezius, right",
                technique="Pincer hold",
                pressure=5,
                hold_seconds=45,
                repetitions=3,
                response="released",
            ),
        ),
        "reactions": ("Mild soreness",),
        "drawings": (Figure(svg=SVG, caption="Back"),),
        **given,
    }
    return NoteDocument(**told)  # type: ignore[arg-type]  # built by name


def test_the_therapists_plan_shows_pressure_sources_and_the_stop_rule() -> None:
    told = words_of(plan_pdf(plan_document(Verdict(restrictions=()))))
    for expected in ("Upper trapezius, right", "Pincer hold", "Stop rule", "Sources", "Physician"):
        assert expected in told
    assert "Not a diagnosis" in told
    assert "Page 1 of" in told
    assert "Linden Street" in told


def test_the_clients_plan_has_no_odds_no_sources_and_no_muscle_names() -> None:
    told = words_of(plan_pdf(plan_document(Verdict(restrictions=())), Audience.CLIENT))
    assert "What you can do" in told
    assert "When to ask for help" in told
    for hidden in ("80 %", "http", "trapezius", "expert estimate", "radiculopathy"):
        assert hidden not in told


def test_a_blocked_plan_prints_the_reason_and_no_steps() -> None:
    stop = Restriction(
        id="dvt_suspected",
        kind=RestrictionKind.CONTRAINDICATION,
        level=Disposition.REFER,
        label="Possible clot in a deep vein",
        whole_body=True,
        pressure_cap=0.0,
        adaptation="See a physician the same day.",
        client_reason="Your leg needs a medical look today",
    )
    document = plan_document(Verdict(restrictions=(stop,)))
    therapist = words_of(plan_pdf(document))
    assert "No hands-on care today" in therapist
    assert "The visit, in order" not in therapist
    client = words_of(plan_pdf(document, Audience.CLIENT))
    assert "Your leg needs a medical look today" in client
    assert "What we will do" not in client


def test_a_signed_note_carries_the_hand_the_time_and_the_fingerprint() -> None:
    signed = note(
        signature=Signature(
            name="Jana Keller",
            at=datetime(2026, 11, 23, 15, 2, tzinfo=UTC),
            fingerprint="9f2c" * 16,
        ),
        amendments=(
            Amendment(
                text="Left side, not right.",
                reason="slip of the pen",
                by="Jana Keller",
                at=datetime(2026, 11, 24, 9, tzinfo=UTC),
            ),
        ),
    )
    told = words_of(note_pdf(signed))
    assert "23 November 2026, 15:02 UTC" in told
    assert "9f2c" * 4 in told.replace(" ", "")
    assert "slip of the pen" in told
    assert "Left side, not right." in told
    assert "DRAFT" not in told
    assert "not signed" not in told.lower()
    assert "Pincer hold" in told
    assert "Mild soreness" in told


def test_an_unsigned_note_is_a_draft() -> None:
    assert "not signed" in words_of(note_pdf(note())).lower()


def test_any_text_is_printed_as_text() -> None:
    told = words_of(note_pdf(note(assessment="مريم الخطيب\nשלום\nO'Brien & Søn <b>")))
    assert '#read("/etc/passwd") $x$ *bold*' in told.replace("“", '"').replace("”", '"')
    assert "O'Brien & Søn <b>" in told.replace("’", "'")


def test_the_same_note_prints_the_same_bytes() -> None:
    assert note_pdf(note()) == note_pdf(note())


def test_what_cannot_be_printed_is_named() -> None:
    with pytest.raises(DocumentError, match="Back"):
        note_pdf(note(drawings=(Figure(svg="<html>", caption="Back"),)))
    with pytest.raises(DocumentError, match="name"):
        note_pdf(note(client=Person(name="  ")))

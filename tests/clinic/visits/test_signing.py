"""A signed note never changes; it is amended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from palpate.clinic.progress.models import Score
from palpate.clinic.visits import services
from palpate.clinic.visits.errors import (
    CannotSignError,
    FrozenNoteError,
    NoteChangedError,
    NoteError,
    PinLockedError,
    PinMissingError,
    WrongPinError,
)
from palpate.clinic.visits.models import Amendment, Visit
from palpate.clinic.visits.seal import is_unbroken
from tests.clinic.visits.conftest import restriction, write
from tests.support.practice import NOW, PASSWORD, PIN

LATER = NOW + timedelta(days=1)


def sign(visit, user, pin=PIN, at=NOW):
    return services.sign_note(visit.id, user, pin=pin, revision=visit.revision, at=at)


def test_signed_note_cannot_change_by_any_service(signed, practice):
    with pytest.raises(FrozenNoteError):
        write(signed, practice, plan="something else")
    with pytest.raises(FrozenNoteError):
        services.discard_draft(signed.id)
    signed.content["plan"] = "something else"
    with pytest.raises(FrozenNoteError):
        signed.save()
    with pytest.raises(FrozenNoteError):
        signed.delete()
    with pytest.raises(FrozenNoteError):
        Visit.objects.filter(pk=signed.pk).update(plan="x")
    signed.refresh_from_db()
    assert signed.content["plan"] == "Again in a week."


def test_the_database_itself_refuses_to_change_a_signed_note(signed):
    for statement in (
        "UPDATE visits_visit SET content = '{}'",
        "UPDATE visits_visit SET status = 'draft'",
        "UPDATE visits_visit SET digest = digest",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert is_unbroken(Visit.objects.get())


def test_the_seal_covers_what_was_written_by_whom_and_when(signed, practice):
    assert is_unbroken(signed)
    for field, value in (
        ("content", {**signed.content, "pain_after": 0}),
        ("signed_name", "Somebody else"),
        ("signed_at", LATER),
        ("record", {}),
        ("held_on", LATER.date()),
    ):
        fresh = Visit.objects.get(pk=signed.pk)
        setattr(fresh, field, value)
        assert not is_unbroken(fresh)


def test_an_amendment_is_added_dated_and_signed(signed, practice):
    services.amend_note(
        signed.id, practice.colleague, text="The left side.", why="Slip", pin=PIN, at=LATER
    )
    services.amend_note(
        signed.id, practice.colleague, text="The left side.", why="Slip", pin=PIN, at=LATER
    )
    (added,) = signed.amendments.all()
    assert (added.number, added.written_name, added.written_at) == (1, "Ben Moss, LMT", LATER)
    assert is_unbroken(signed)
    with pytest.raises(FrozenNoteError):
        added.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=added.pk).update(text="other")


def test_a_draft_is_not_amended(visit, practice):
    with pytest.raises(CannotSignError):
        services.amend_note(visit.id, practice.therapist, text="x", why="y", pin=PIN, at=NOW)


def test_signing_twice_signs_once(signed, practice):
    again = sign(signed, practice.therapist, at=LATER)
    assert again.signed_at == signed.signed_at
    assert Score.objects.count() == 2


def test_a_colleague_cannot_sign_what_is_signed(signed, practice):
    with pytest.raises(FrozenNoteError):
        sign(signed, practice.colleague)


def test_signing_needs_the_note_that_was_read(visit, practice):
    write(visit, practice, pain_before=5)
    seen = visit.revision
    write(visit, practice, plan="changed elsewhere")
    with pytest.raises(NoteChangedError):
        services.sign_note(visit.id, practice.therapist, pin=PIN, revision=seen, at=NOW)


def test_an_empty_note_cannot_be_signed(visit, practice):
    with pytest.raises(CannotSignError, match="Nothing of this visit"):
        sign(visit, practice.therapist)


def test_a_note_past_a_restriction_cannot_be_signed(visit, practice, screened):
    write(
        visit,
        practice,
        points__a__structure="Neck",
        points__a__pressure=8,
        points__a__response="released",
    )
    screened(restriction(4))
    with pytest.raises(CannotSignError, match="allowed: 0 to 4"):
        sign(visit, practice.therapist)
    visit.refresh_from_db()
    assert not visit.is_signed


def test_five_wrong_pins_lock_signing_for_a_while_even_for_the_right_one(visit, practice):
    write(visit, practice, pain_before=5)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPinError) as caught:
            sign(visit, practice.therapist, pin="1111")
        assert caught.value.left == left
    with pytest.raises(PinLockedError):
        sign(visit, practice.therapist, pin="1111")
    with pytest.raises(PinLockedError):
        sign(visit, practice.therapist)
    assert sign(visit, practice.therapist, at=NOW + timedelta(minutes=16)).is_signed


def test_a_right_pin_sets_the_count_to_nought(visit, practice):
    for _ in range(4):
        with pytest.raises(WrongPinError):
            services.check_pin(practice.therapist, "0", at=NOW)
    services.check_pin(practice.therapist, PIN, at=NOW)
    with pytest.raises(WrongPinError) as caught:
        services.check_pin(practice.therapist, "0", at=NOW)
    assert caught.value.left == 4


def test_choosing_a_pin_needs_the_password_and_digits_that_are_not_a_row(practice):
    user = practice.therapist
    for pin, password in (
        ("7391", "wrong"),
        ("12", PASSWORD),
        ("4444", PASSWORD),
        ("3456", PASSWORD),
        ("abcd", PASSWORD),
    ):
        with pytest.raises(NoteError):
            services.choose_pin(user, pin=pin, password=password)
    services.choose_pin(user, pin="7391", password=PASSWORD)
    user.refresh_from_db()
    services.check_pin(user, "7391", at=NOW)


def test_without_a_pin_nothing_is_signed(visit, practice):
    practice.therapist.pin_hash = ""
    practice.therapist.save()
    with pytest.raises(PinMissingError):
        sign(visit, practice.therapist)


def test_pain_before_and_after_become_scores_of_the_visit(signed):
    rows = Score.objects.values_list("moment", "value", "taken_at")
    assert sorted(rows) == [
        ("after", 3.0, NOW + timedelta(minutes=60)),
        ("before", 6.0, NOW),
    ]

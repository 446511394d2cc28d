"""What screening binds, who may lift it, and that nothing slips past."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from palpate.clinic.accounts.models import AuditEntry
from palpate.clinic.clients import services
from palpate.clinic.clients.content import Content
from palpate.clinic.clients.models import Clearance, Intake
from tests.clinic.clients.conftest import CLOT, screened

TODAY = timezone.localdate


def blocking(client):
    verdict = services.current_verdict(client, TODAY())
    return [r for r in verdict.restrictions if r.level.blocks_today]


def clear(practice, restriction, **changes):
    return services.record_clearance(
        practice.client,
        restriction.id,
        **{
            "cleared_by": "Dr. Vale",
            "profession": "physician",
            "until": TODAY() + timedelta(days=30),
            "note": "By phone.",
            "recorded_by": practice.therapist,
            "now": timezone.now(),
            "today": TODAY(),
            **changes,
        },
    )


def test_no_intake_no_verdict_no_plan(practice):
    assert services.current_verdict(practice.client, TODAY()) is None
    assert "no intake" in services.planning_block(practice.client, TODAY())


def test_a_well_client_can_be_planned_for(practice):
    screened(practice.client, practice.therapist)
    assert services.planning_block(practice.client, TODAY()) is None


def test_a_referral_stops_planning_until_a_clinician_clears_it(practice):
    screened(practice.client, practice.therapist, CLOT)
    assert blocking(practice.client)
    assert "waits until a clearance" in services.planning_block(practice.client, TODAY())
    for restriction in blocking(practice.client):
        clear(practice, restriction)
    verdict = services.current_verdict(practice.client, TODAY())
    assert not verdict.blocks_today
    assert {lifted.clearance.by for lifted in verdict.lifted} == {"Dr. Vale"}
    assert services.planning_block(practice.client, TODAY()) is None


def test_a_clearance_runs_out_and_can_be_withdrawn(practice):
    screened(practice.client, practice.therapist, CLOT)
    given = [clear(practice, r) for r in blocking(practice.client)]
    late = TODAY() + timedelta(days=31)
    assert services.current_verdict(practice.client, late).blocks_today
    services.withdraw_clearance(given[0], by=practice.therapist, now=timezone.now())
    assert services.current_verdict(practice.client, TODAY()).blocks_today
    assert Clearance.objects.count() == len(given)


def test_a_therapist_cannot_lift_a_referral_by_their_own_word(practice):
    screened(practice.client, practice.therapist, CLOT)
    with pytest.raises(services.ClearanceRefusedError, match="a therapist cannot lift it"):
        clear(practice, blocking(practice.client)[0], profession="therapist")


@pytest.mark.parametrize("days", [-1, 400])
def test_a_clearance_ends_within_a_year_and_not_in_the_past(practice, days):
    screened(practice.client, practice.therapist, CLOT)
    with pytest.raises(services.ClearanceRefusedError, match="from today up to one year"):
        clear(practice, blocking(practice.client)[0], until=TODAY() + timedelta(days=days))


def test_the_front_desk_cannot_record_a_clearance(practice, front_desk):
    screened(practice.client, practice.therapist, CLOT)
    restriction = blocking(practice.client)[0]
    with pytest.raises(services.ClearanceRefusedError, match="Only a therapist"):
        clear(practice, restriction, recorded_by=practice.front_desk)
    address = reverse("clearance_new", args=[practice.client.id, restriction.id])
    assert front_desk.get(address).status_code == 403


def test_a_clearance_does_not_lift_what_has_grown_since(practice):
    screened(practice.client, practice.therapist, CLOT)
    for restriction in blocking(practice.client):
        given = clear(practice, restriction)
        Clearance.objects.filter(pk=given.pk).update(touched_by=["something milder"])
    assert not services.current_verdict(practice.client, TODAY()).blocks_today
    screened(practice.client, practice.therapist, CLOT)
    assert services.current_verdict(practice.client, TODAY()).blocks_today


def test_the_same_answers_again_stay_cleared(practice):
    screened(practice.client, practice.therapist, CLOT)
    for restriction in blocking(practice.client):
        clear(practice, restriction)
    screened(practice.client, practice.therapist, CLOT)
    assert not services.current_verdict(practice.client, TODAY()).blocks_today


def test_an_emergency_is_cleared_anew_for_every_intake(practice):
    words = "Since this morning I have crushing chest pain and I am short of breath."
    screened(practice.client, practice.therapist, words)
    for restriction in blocking(practice.client):
        if not restriction.too_early:
            clear(practice, restriction)
    assert not services.current_verdict(practice.client, TODAY()).blocks_today
    screened(practice.client, practice.therapist, words)
    assert services.current_verdict(practice.client, TODAY()).disposition == "emergency"


def test_the_form_records_and_says_who_lifted_what(therapist, practice):
    screened(practice.client, practice.therapist, CLOT)
    restriction = blocking(practice.client)[0]
    address = reverse("clearance_new", args=[practice.client.id, restriction.id])
    assert restriction.label in therapist.get(address).content.decode()
    empty = therapist.post(address, {})
    assert "Cleared by is needed." in empty.content.decode()
    covers = [r.id for r in blocking(practice.client)]
    until = (TODAY() + timedelta(days=30)).isoformat()
    therapist.post(
        address,
        {
            "cleared_by": "Dr. Vale",
            "profession": "physician",
            "until": until,
            "lifts": covers,
            "note": "Letter.",
        },
    )
    page = therapist.get(reverse("screening", args=[practice.client.id])).content.decode()
    assert "Dr. Vale" in page
    assert "Letter." in page
    assert AuditEntry.objects.filter(
        action="record clearance", client_id=practice.client.id, user=practice.therapist
    ).count() == len(covers)
    assert not services.current_verdict(practice.client, TODAY()).blocks_today


def test_open_questions_stop_planning_and_cannot_be_cleared(practice):
    now = timezone.now()
    services.submit_intake(
        services.start_draft(practice.client, now=now),
        Content(reason="A stiff neck."),
        now=now,
        today=TODAY(),
        consent_name="Rosa",
    )
    (open_,) = blocking(practice.client)
    assert open_.kind == "incomplete"
    with pytest.raises(services.ClearanceRefusedError, match="can be answered"):
        clear(practice, open_, profession="therapist")


def test_answers_of_an_older_questionnaire_are_asked_again(practice):
    said = screened(practice.client, practice.therapist)
    name = next(iter(said.intake.answers))
    said.intake.answers |= {name: "an answer of long ago", "a question of long ago": "yes"}
    said.intake.save()
    assert services.current_verdict(practice.client, TODAY()).incomplete


def test_an_unknown_restriction_cannot_be_cleared(therapist, practice):
    screened(practice.client, practice.therapist)
    assert (
        therapist.get(reverse("clearance_new", args=[practice.client.id, "nonsense"])).status_code
        == 404
    )


def test_the_client_page_cannot_be_read_past_a_referral(therapist, practice):
    screened(practice.client, practice.therapist, CLOT)
    page = therapist.get(reverse("client", args=[practice.client.id])).content.decode()
    assert 'role="alert"' in page
    assert "Refer first" in page
    assert blocking(practice.client)[0].label in page


def test_today_says_what_waits(therapist, practice):
    draft = services.start_draft(practice.client, now=timezone.now())
    from tests.clinic.clients.conftest import answers

    services.submit_intake(
        draft,
        Content(answers=answers(), reason=CLOT),
        now=timezone.now(),
        today=TODAY(),
        consent_name="Rosa",
    )
    page = therapist.get(reverse("today")).content.decode()
    assert "Stopped by screening" in page
    assert "Intakes to read" in page
    intake = Intake.objects.get()
    therapist.post(reverse("intake_read", args=[intake.id]))
    for restriction in blocking(practice.client):
        clear(practice, restriction)
    page = therapist.get(reverse("today")).content.decode()
    assert "Stopped by screening" not in page
    assert "Intakes to read" not in page


def test_today_offers_the_first_step(sign_in, db):
    from palpate.clinic.accounts.services import open_clinic

    owner = open_clinic(clinic_name="New", name="Ola", email="o@n.example", password="x" * 12)
    assert "Add your first client" in sign_in(owner).get(reverse("today")).content.decode()


def test_asking_again_begins_with_the_last_answers_and_changes_no_old_record(therapist, practice):
    first = screened(practice.client, practice.therapist, CLOT, medications=["warfarin"])
    page = therapist.get(reverse("intake_in_person", args=[practice.client.id])).content.decode()
    assert 'value="warfarin"' in page
    screened(practice.client, practice.therapist, "All well now.", medications=[])
    first.intake.refresh_from_db()
    assert first.intake.medications == ["warfarin"]
    assert Intake.objects.filter(client=practice.client).count() == 2


def test_the_answers_are_for_therapists_of_the_clinic(therapist, front_desk, practice, sign_in):
    from tests.support.practice import make_practice

    said = screened(practice.client, practice.therapist, CLOT)
    address = reverse("intake_answers", args=[said.intake_id])
    assert CLOT in therapist.get(address).content.decode()
    assert front_desk.get(address).status_code == 403
    assert sign_in(make_practice("Other Place").therapist).get(address).status_code == 404

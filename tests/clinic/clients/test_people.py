"""The list of clients and their records."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from palpate.clinic.accounts.models import AuditEntry
from palpate.clinic.clients import services
from palpate.clinic.clients.models import Client
from tests.support.practice import make_practice


def test_a_client_needs_only_a_name_and_creation_is_on_record(therapist, practice):
    answer = therapist.post(reverse("client_new"), {"given_name": "Ida", "family_name": "Noor"})
    ida = Client.objects.get(given_name="Ida")
    assert answer.headers["Location"] == reverse("client", args=[ida.id])
    assert ida.clinic == practice.clinic
    assert AuditEntry.objects.filter(action="create client", client_id=ida.id).count() == 1


@pytest.mark.parametrize(
    ("born", "says"),
    [
        ("2025-02-31", "not a date of the calendar"),
        ("2999-01-01", "lies in the future"),
        ("1800-01-01", "more than 120 years ago"),
    ],
)
def test_an_impossible_date_of_birth_is_named_and_what_was_typed_stays(therapist, born, says):
    answer = therapist.post(
        reverse("client_new"),
        {"given_name": "Ida", "family_name": "Noor", "occupation": "potter", "date_of_birth": born},
    )
    page = answer.content.decode()
    assert says in page
    assert "Date of birth" in page
    assert 'value="potter"' in page
    assert not Client.objects.filter(given_name="Ida").exists()


def test_oversize_text_is_refused_by_name(therapist):
    answer = therapist.post(
        reverse("client_new"), {"given_name": "I" * 5000, "family_name": "Noor"}
    )
    assert "at most 80 characters" in answer.content.decode()


@pytest.mark.parametrize("words", ["rosa", "ELM", "rosa elm", "0102", "555 0102", "rosa@"])
def test_search_finds_by_name_phone_and_mail(practice, words):
    Client.objects.filter(pk=practice.client.pk).update(
        phone="+1 (555) 01-02", email="rosa@x.example"
    )
    other = Client.objects.create(clinic=practice.clinic, given_name="Tom", family_name="Ash")
    found = services.search_clients(practice.clinic, words)
    assert practice.client in found
    assert other not in found


def test_search_stays_in_the_clinic(therapist, practice):
    make_practice("Other Place")
    page = therapist.get(reverse("client_list"), {"q": "Rosa"}).content.decode()
    assert "Rosa Elm Street" in page
    assert "Other Place" not in page


@pytest.mark.parametrize(
    "name", ["client", "client_edit", "screening", "intake_invite", "intake_in_person"]
)
def test_another_clinics_client_is_not_there(therapist, name):
    stranger = make_practice("Other Place").client
    assert therapist.get(reverse(name, args=[stranger.id])).status_code == 404


def test_everything_asks_for_sign_in(client, practice):
    for address in (
        reverse("today"),
        reverse("client_list"),
        reverse("client", args=[practice.client.id]),
    ):
        assert client.get(address).headers["Location"].startswith(reverse("account_login"))


def test_two_windows_editing_one_record_lose_nothing(therapist, practice):
    rosa = practice.client
    address = reverse("client_edit", args=[rosa.id])
    fields = {"given_name": "Rosa", "family_name": "Elm Street", "revision": 0}
    therapist.post(address, fields | {"phone": "111"})
    second = therapist.post(address, fields | {"occupation": "baker"})
    assert "changed in another window" in second.content.decode()
    rosa.refresh_from_db()
    assert (rosa.phone, rosa.occupation, rosa.revision) == ("111", "", 1)


def test_reading_a_record_is_on_record(therapist, practice):
    therapist.get(reverse("client", args=[practice.client.id]))
    entry = AuditEntry.objects.get(action="read client")
    assert (entry.client_id, entry.user) == (practice.client.id, practice.therapist)


def test_the_front_desk_sees_contact_but_no_health(front_desk, practice):
    page = front_desk.get(reverse("client", args=[practice.client.id]))
    assert page.status_code == 200
    assert "Not screened yet" not in page.content.decode()
    assert front_desk.get(reverse("screening", args=[practice.client.id])).status_code == 403


def test_age_counts_whole_years():
    born_on_leap_day = Client(date_of_birth=date(2004, 2, 29))
    assert born_on_leap_day.age_on(date(2026, 2, 28)) == 21
    assert born_on_leap_day.age_on(date(2026, 3, 1)) == 22

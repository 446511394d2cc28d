"""The door without a lock: what a private link opens, and what it never shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from palpate.clinic.accounts.models import AuditEntry
from palpate.clinic.clients import services
from palpate.clinic.clients.models import Client, Intake, IntakeInvitation, Screening
from tests.clinic.clients.conftest import form


@pytest.fixture
def link(practice):
    _, token = services.invite(practice.client, by=practice.therapist, now=timezone.now())
    return reverse("public_intake", args=[token])


@pytest.fixture
def phone():
    return Browser()


def test_the_token_is_long_different_each_time_and_not_stored(practice, now):
    made = [services.invite(practice.client, by=practice.therapist, now=now) for _ in range(20)]
    tokens = {token for _, token in made}
    assert len(tokens) == 20
    assert all(len(t) == 43 for t in tokens)
    stored = str(list(IntakeInvitation.objects.values()))
    assert not any(t in stored for t in tokens)
    assert all(services.link_token(invitation) == token for invitation, token in made)


def test_a_client_answers_once_and_is_screened(phone, link, practice):
    assert phone.get(link).status_code == 200
    answer = phone.post(link, form())
    assert "Thank you, Rosa" in answer.content.decode()
    intake = Intake.objects.get()
    assert intake.submitted_at
    assert (intake.consent_name, intake.filled_by) == ("Rosa Elm Street", None)
    assert len(intake.consent_sha256) == 64
    assert intake.medications == ["vitamin D"]
    assert intake.screening.disposition
    entry = AuditEntry.objects.get(action="send intake")
    assert (entry.actor, entry.client_id) == ("client, by private link", practice.client.id)


def test_a_double_tap_sends_once(phone, link):
    phone.get(link)
    phone.post(link, form())
    again = phone.post(link, form())
    assert "Thank you, Rosa" in again.content.decode()
    assert (Intake.objects.count(), Screening.objects.count()) == (1, 1)
    assert "sent already" in phone.get(link).content.decode()


@pytest.mark.parametrize("why", ["unknown", "expired", "revoked", "used"])
def test_a_closed_link_says_why_and_shows_nothing(phone, link, practice, why):
    now = timezone.now()
    address = reverse("public_intake", args=["x" * 43]) if why == "unknown" else link
    change = {
        "expired": {"expires_at": now - timedelta(seconds=1)},
        "revoked": {"revoked_at": now},
        "used": {"used_at": now},
        "unknown": {},
    }[why]
    IntakeInvitation.objects.update(**change or {"opened_at": None})
    answer = phone.get(address)
    assert answer.status_code == (404 if why == "unknown" else 410)
    assert "Rosa" not in answer.content.decode()
    assert "Elm Street" not in answer.content.decode() or why != "unknown"
    assert phone.post(address + "draft", "{}", content_type="application/json").status_code in {
        404,
        410,
    }
    assert Intake.objects.count() == 0


def test_a_new_link_closes_the_old_and_keeps_the_answers(phone, link, practice):
    phone.get(link)
    save(phone, link, 0, reason="My knee.")
    _, token = services.invite(practice.client, by=practice.therapist, now=timezone.now())
    assert phone.get(link).status_code == 410
    assert "My knee." in phone.get(reverse("public_intake", args=[token])).content.decode()


def test_the_page_shows_nothing_of_the_practice(phone, link, practice):
    Client.objects.create(clinic=practice.clinic, given_name="Secret", family_name="Person")
    answer = phone.get(link)
    page = answer.content.decode()
    assert "Secret" not in page
    assert reverse("client_list") not in page
    assert str(practice.client.id) not in page
    assert practice.therapist.name not in page
    assert answer.headers["Cache-Control"].count("no-store")
    assert "noindex" in answer.headers["X-Robots-Tag"]


def save(browser, link, revision, **content):
    return browser.post(
        link + "draft", {"revision": revision, "content": content}, content_type="application/json"
    )


def test_each_answer_is_kept_and_another_device_is_asked(phone, link):
    phone.get(link)
    assert save(phone, link, 0, reason="My neck.").json()["revision"] == 1
    conflict = save(Browser(), link, 0, reason="My back.")
    assert conflict.status_code == 409
    assert conflict.json()["content"]["reason"] == "My neck."
    assert save(Browser(), link, 1, reason="My back.").json()["revision"] == 2
    assert "My back." in phone.get(link).content.decode()


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"revision": "x", "content": {}}', '{"revision": 0, "content": 3}']
)
def test_a_broken_draft_is_refused_and_nothing_changes(phone, link, body):
    phone.get(link)
    answer = phone.post(link + "draft", body, content_type="application/json")
    assert answer.status_code == 400
    assert Intake.objects.get().revision == 0


def test_an_unsigned_form_names_the_field_and_keeps_everything(phone, link):
    phone.get(link)
    answer = phone.post(link, form(reason="My left hip.", consent_name=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Type your full name to sign." in page
    assert "My left hip." in page
    assert Intake.objects.get().submitted_at is None
    assert "My left hip." in Browser().get(link).content.decode()


def test_text_that_is_too_long_is_refused_by_name_and_kept(phone, link):
    phone.get(link)
    answer = phone.post(link, form(reason="a" * 4500))
    assert "longer than 4000 characters" in answer.content.decode()
    assert "a" * 4500 in answer.content.decode()
    assert Intake.objects.get().submitted_at is None


def test_unanswered_questions_are_named(phone, link):
    phone.get(link)
    posted = form()
    gone = next(name for name in posted if name.startswith("q."))
    del posted[gone]
    answer = phone.post(link, posted)
    assert answer.status_code == 422
    assert f'href="#f-{gone[2:]}"' in answer.content.decode()


def test_a_client_completes_the_record_but_changes_nothing_in_it(phone, link, practice):
    about = {"about.phone": "+1 555 0199", "about.date_of_birth": "1999-09-09"}
    assert "about.date_of_birth" not in phone.get(link).content.decode()
    phone.post(link, form(**about))
    practice.client.refresh_from_db()
    assert practice.client.phone == "+1 555 0199"
    assert practice.client.date_of_birth.year == 1980


def test_an_impossible_date_in_an_answer_is_named(phone, link, practice):
    Client.objects.update(date_of_birth=None)
    answer = phone.post(link, form(**{"about.date_of_birth": "2999-01-01"}))
    assert answer.status_code == 422
    assert "lies in the future" in answer.content.decode()
    assert 'value="2999-01-01"' in answer.content.decode()


def test_the_tablet_is_handed_over_signed_out(therapist, practice):
    answer = therapist.post(reverse("intake_hand_over", args=[practice.client.id]))
    link = answer.headers["Location"]
    assert therapist.get(link).status_code == 200
    assert therapist.get(reverse("today")).status_code == 302  # to the sign-in
    done = therapist.post(link, form()).content.decode()
    assert "hand the tablet back" in done


def test_the_link_is_mailed_to_the_client_alone(therapist, practice):
    Client.objects.filter(pk=practice.client.pk).update(email="rosa@x.example")
    therapist.post(reverse("intake_mail", args=[practice.client.id]))
    (message,) = mail.outbox
    assert message.to == ["rosa@x.example"]
    address = re.search(r"http://testserver(\S+)", message.body)
    assert Browser().get(address[1]).status_code == 200
    assert (
        therapist.get(reverse("intake_invite", args=[practice.client.id]))
        .content.decode()
        .count("<svg")
        > 1
    )


def test_a_mail_server_that_is_down_is_said_plainly(therapist, practice, settings):
    Client.objects.filter(pk=practice.client.pk).update(email="rosa@x.example")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = therapist.post(reverse("intake_mail", args=[practice.client.id]), follow=True)
    assert "nothing was sent" in page.content.decode()

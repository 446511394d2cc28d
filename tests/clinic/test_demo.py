"""The demo clinic: full of life, safe by the same rules, and gone without a trace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from palpate.clinic import demo
from palpate.clinic.accounts.demo import DEMO_EMAIL, DEMO_PASSWORD, DEMO_PIN
from palpate.clinic.accounts.models import Clinic, User
from palpate.clinic.charting.models import Episode, PlanRecord
from palpate.clinic.clients.models import Client, Screening
from palpate.clinic.clients.services import current_verdict
from palpate.clinic.progress.models import Score
from palpate.clinic.visits.content import note_of
from palpate.clinic.visits.models import Amendment, Visit
from palpate.clinic.visits.safety import bounds_of, breaches
from palpate.clinic.visits.seal import is_unbroken
from tests.support.practice import make_practice

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo clinic, made once for this file and taken away after it."""
    with django_db_blocker.unblock():
        made = demo.load(now=timezone.now(), seed=7)
        yield made
        demo.remove()
        assert not Clinic.objects.filter(is_demo=True).exists()
        assert not Visit.objects.exists()


@pytest.mark.django_db
def test_each_screen_has_life_in_it(loaded):
    assert loaded.clients >= 45
    assert Visit.objects.filter(status="signed").count() >= 50
    assert Visit.objects.filter(status="draft", held_on=timezone.localdate()).exists()
    assert {"ok", "modify", "refer", "emergency"} <= set(
        Screening.objects.values_list("disposition", flat=True)
    )
    waiting = Client.objects.filter(invitations__used_at=None, intakes=None).exclude(
        invitations=None
    )
    assert waiting.exists()
    assert Client.objects.filter(clearances__withdrawn_at=None).exclude(clearances=None).exists()
    assert Episode.objects.filter(closed_on__isnull=False).exists()
    assert Amendment.objects.exists()
    assert PlanRecord.objects.count() >= 8
    months = Score.objects.earliest("taken_at").taken_at
    assert timezone.now() - months > timedelta(days=60)


@pytest.mark.django_db
def test_every_person_is_marked_as_invented(loaded):
    for client in Client.objects.filter(clinic__is_demo=True):
        assert client.is_demo
        assert "(demo)" in client.name


@pytest.mark.django_db
def test_signed_notes_are_sealed_and_within_every_restriction(loaded):
    for visit in Visit.objects.filter(status="signed"):
        assert is_unbroken(visit)
        assert note_of(visit.content).treated
        assert not breaches(visit.content, bounds_of(visit.episode.client, visit.held_on))


@pytest.mark.django_db
def test_the_published_cases_bring_facts_but_no_answers(loaded):
    from importlib.resources import files

    text = (files("palpate.clinic.demo") / "cases.jsonl").read_text(encoding="utf-8")
    for word in ('"answer"', '"title"', '"treatment"', '"outcome"', '"note"'):
        assert word not in text
    published = Client.objects.filter(remember__contains="published case")
    assert published.count() == len(text.splitlines())
    verdicts = [current_verdict(c, timezone.localdate()) for c in published]
    assert all(verdicts)
    # A numb hand or thigh is not the numbness of a cauda equina.
    assert sum(v.disposition == "emergency" for v in verdicts) <= 3


@pytest.mark.django_db
def test_the_command_can_be_run_again_and_leaves_other_clinics_alone(loaded, capsys):
    other = make_practice("Oak Road")
    before = Visit.objects.count()
    call_command("load_demo")
    assert "there already" in capsys.readouterr().out
    assert Visit.objects.count() == before
    user = User.objects.get(email=DEMO_EMAIL)
    assert user.check_password(DEMO_PASSWORD)
    assert user.check_pin(DEMO_PIN)
    demo.remove()
    assert Client.objects.filter(clinic=other.clinic).exists()
    assert not Client.objects.filter(is_demo=True).exists()

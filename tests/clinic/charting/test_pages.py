"""Opening an episode and the pages around it."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from palpate.clinic.charting import assets, services
from palpate.clinic.charting.models import Episode
from tests.clinic.charting.conftest import NECK, Device, marks, signed_in
from tests.support.practice import Practice


def test_an_episode_opens_with_the_clients_own_words(practice: Practice) -> None:
    browser = signed_in(practice.therapist)
    answer = browser.post(
        f"/clients/{practice.client.id}/episodes/new/",
        {"title": "Low back", "story": "It <b>grabs</b> me.", "how_long": "3", "unit": "weeks"},
    )
    episode = Episode.objects.exclude(pk=practice.episode.pk).get()
    assert answer["Location"] == f"/episodes/{episode.id}/"
    assert episode.onset_on == timezone.localdate() - timedelta(weeks=3)
    page = browser.get(answer["Location"]).content.decode()
    assert "It &lt;b&gt;grabs&lt;/b&gt; me." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"title": ""},
        {"title": "Neck", "onset_on": "2999-01-01"},
        {"title": "Neck", "onset_on": "not a day"},
        {"title": "Neck", "how_long": "-2"},
        {"title": "x" * 161},
    ],
)
def test_an_opening_that_cannot_be_is_explained(practice: Practice, sent: dict[str, str]) -> None:
    answer = signed_in(practice.therapist).post(
        f"/clients/{practice.client.id}/episodes/new/", sent
    )
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert list(Episode.objects.all()) == [practice.episode]


def test_the_client_page_says_what_each_episode_comes_from(device: Device) -> None:
    page = Template('{% include "charting/parts/episodes.html" %}')
    shown = Context({"client": device.episode.client})
    assert "Nothing painted yet" in page.render(shown)
    device.send(marks(*NECK))
    assert "Likeliest:" in page.render(shown)


def test_the_body_and_the_words_are_kept_by_the_device(device: Device) -> None:
    for url in (assets.views_url(), assets.vocabulary_url()):
        answer = device.browser.get(url)
        assert "immutable" in answer["Cache-Control"]
        assert json.loads(gzip.decompress(answer.content))


def test_every_word_offered_can_be_kept(episode: Episode, practice: Practice) -> None:
    import uuid

    rows = json.loads(gzip.decompress(assets.vocabulary()))
    assert len(rows) > 1000
    for kinds, code, label, _ in rows[::40]:
        for kind in kinds:
            services.add_finding(
                episode,
                by=practice.therapist,
                key=uuid.uuid4(),
                kind=kind,
                words=label[:200],
                code=code,
            )
    assert services.case_of(episode).unmatched == ()

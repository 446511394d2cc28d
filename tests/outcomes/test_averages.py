"""An average lies between the steps of its answers, and still makes a series."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from palpate import outcomes


def test_a_mean_of_answers_can_be_followed_over_time():
    start = datetime(2026, 1, 5, tzinfo=UTC)
    mean = outcomes.score("peg", [6, 3, 4]).value
    scores = [
        outcomes.Score(instrument="peg", at=start, value=mean),
        outcomes.Score(instrument="peg", at=start + timedelta(days=7), value=2),
    ]
    assert outcomes.relief(scores, "peg").change == pytest.approx(mean - 2)


def test_a_typed_whole_number_scale_keeps_its_steps():
    with pytest.raises(outcomes.AnswerError, match="steps of 1"):
        outcomes.entered("nprs", 6.5)

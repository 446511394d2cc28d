"""The next visit: wider as pain eases, closer after a set-back, and a stop when nothing helps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from palpate import care
from palpate.body import Side
from palpate.care import ConfirmedCause, Interval
from palpate.outcomes import Relief, Score, relief
from palpate.screening import Verdict

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def pain(*values: float) -> Relief:
    return relief(
        [
            Score(instrument="nprs", at=START + timedelta(days=7 * n), value=v)
            for n, v in enumerate(values)
        ],
        "nprs",
    )


@pytest.fixture(scope="module")
def course() -> care.Course:
    back = ConfirmedCause(kind="joint", id="lumbar_facet", side=Side.LEFT)
    made = care.plan([back], Verdict(restrictions=()), pain=6, duration_weeks=30).course
    assert made is not None
    return made


def test_relief_spaces_the_visits_out(course: care.Course) -> None:
    assert course.first_interval is Interval.WEEKLY
    early = care.next_visit(course, pain(6, 4), 2)
    assert early.interval is Interval.WEEKLY
    assert not early.reassess
    at_review = care.next_visit(course, pain(6, 5, 4), course.review_visit)
    assert at_review.interval is Interval.FORTNIGHTLY
    large = care.next_visit(course, pain(6, 2), 3)
    assert large.interval is Interval.FORTNIGHTLY
    done = care.next_visit(course, pain(6, 2), course.visits_high)
    assert done.interval is Interval.DISCHARGE
    assert "come back" in done.why_client


def test_a_set_back_brings_visits_closer_but_not_past_the_start(course: care.Course) -> None:
    flared = care.next_visit(course, pain(6, 2, 5), 6, Interval.THREE_WEEKLY)
    assert flared.interval is Interval.FORTNIGHTLY
    assert care.next_visit(course, pain(6, 2, 5), 3, Interval.WEEKLY).interval is Interval.WEEKLY


def test_no_worthwhile_change_at_the_review_means_look_again(course: care.Course) -> None:
    assert not care.next_visit(course, pain(6, 6), course.review_visit - 1).reassess
    stuck = care.next_visit(course, pain(6, 6, 5.0), course.review_visit)
    assert stuck.reassess
    assert "refer" in stuck.why

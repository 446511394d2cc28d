"""Scores follow each instrument's own rule, and change is set beside what matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate import outcomes
from palpate.outcomes import AnswerError, Entry, OutcomeError, Reached, Score, SeriesError

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def scores(instrument: str, *values: float) -> list[Score]:
    return [
        Score(instrument=instrument, at=START + timedelta(days=7 * n), value=v)
        for n, v in enumerate(values)
    ]


def test_restricted_instruments_take_a_score_and_say_why() -> None:
    for about in outcomes.instruments().values():
        if about.entry is Entry.SCORE:
            assert about.entry_reason, about.id
            assert not about.questions, about.id
            with pytest.raises(AnswerError):
                outcomes.score(about.id, [1.0] * about.items)
        if about.entry in (Entry.ITEMS, Entry.COMPONENTS):
            assert len(about.questions) == about.items, about.id
        assert (about.low < about.high and about.mcid_basis is not None) or about.mcid is None


def test_missing_answers_follow_the_instruments_own_rule() -> None:
    assert outcomes.score("psfs", [4, 6, None, None, None]).value == 5
    assert outcomes.score("peg", {1: 3, 2: 6, 3: 9}).value == 6
    with pytest.raises(AnswerError, match="all three"):
        outcomes.score("peg", [3, None, 9])
    with pytest.raises(AnswerError):
        outcomes.score("nprs", [None])


@pytest.mark.parametrize("answer", [11, -1, float("nan"), True, "7"])
def test_an_impossible_answer_names_item_and_range(answer: object) -> None:
    with pytest.raises(AnswerError, match=r"item 1.*(between 0 and 10|a number)"):
        outcomes.score("nprs", [answer])  # type: ignore[list-item]  # what a form may send


@given(st.lists(st.floats(0, 10), min_size=3, max_size=3))
def test_scores_stay_in_the_range_of_the_instrument(answers: list[float]) -> None:
    about = outcomes.instrument("peg")
    assert about.low <= outcomes.score("peg", answers).value <= about.high


def test_relief_is_positive_when_better_whichever_way_the_scale_runs() -> None:
    pain = outcomes.relief(scores("nprs", 7, 6, 4), "nprs")
    assert (pain.change, pain.percent, pain.reached) == (3, 42.9, Reached.WORTHWHILE)
    assert pain.beyond_noise is False
    assert "MDC 4" in pain.words_for_therapist
    assert "you would notice" in pain.words_for_client
    function = outcomes.relief(scores("psfs", 3, 6), "psfs")
    assert function.change == 3
    assert function.reached is Reached.LARGE
    worse = outcomes.relief(scores("nprs", 3, 5), "nprs")
    assert worse.change == -2
    assert worse.reached is Reached.WORSE


def test_small_change_is_called_small_and_a_first_score_a_start() -> None:
    assert outcomes.relief(scores("nprs", 7, 6), "nprs").reached is Reached.SOME
    assert outcomes.relief(scores("nprs", 7), "nprs").reached is Reached.NOT_YET
    assert outcomes.relief(scores("nprs", 5, 2.0), "nprs").reached is Reached.LARGE
    nothing = outcomes.relief(scores("nprs", 0, 0), "nprs")
    assert nothing.percent is None
    assert nothing.reached is Reached.UNCHANGED


def test_a_rating_of_change_is_the_change() -> None:
    better = outcomes.relief(scores("groc", 2, 5), "groc")
    assert better.change == 5
    assert better.mcid is None
    assert outcomes.relief(scores("pgic", 2), "pgic").change == 2


@given(st.lists(st.integers(0, 10), min_size=2, max_size=12))
def test_relief_never_mixes_up_better_and_worse(values: list[int]) -> None:
    found = outcomes.relief(scores("nprs", *values), "nprs")
    assert found.change == values[0] - values[-1]
    if found.reached in (Reached.WORTHWHILE, Reached.LARGE, Reached.SOME):
        assert values[-1] < values[0]
    if found.reached is Reached.WORSE:
        assert values[-1] > values[0]


def test_a_series_that_cannot_be_is_refused() -> None:
    good = scores("nprs", 5, 4)
    with pytest.raises(SeriesError, match="later than"):
        outcomes.relief(reversed(good), "nprs")
    with pytest.raises(SeriesError, match="one score at one time"):
        outcomes.relief([good[0], good[0]], "nprs")
    with pytest.raises(SeriesError, match="throughout"):
        outcomes.relief([*good, *scores("psfs", 5)], "nprs")
    with pytest.raises(SeriesError):
        outcomes.relief([], "nprs")
    with pytest.raises(OutcomeError, match="one of"):
        outcomes.relief(good, "mood_ring")


def test_a_new_score_may_not_share_a_time_or_lie_in_the_future() -> None:
    earlier = scores("nprs", 5)
    now = START + timedelta(days=1)
    assert outcomes.new_score("nprs", 4, now, earlier, now=now).value == 4
    with pytest.raises(OutcomeError, match="another time"):
        outcomes.new_score("nprs", 4, START, earlier, now=now)
    with pytest.raises(OutcomeError, match="future"):
        outcomes.new_score("nprs", 4, now + timedelta(seconds=1), earlier, now=now)
    with pytest.raises(AnswerError, match="in steps of 1"):
        outcomes.new_score("nprs", 4.3, now, earlier, now=now)

"""The forecast is honest about what it knows, and says what it had to put right."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.cli import main
from palpate.knowledge.forecast_tables import load_forecast
from palpate.outcomes import (
    CourseError,
    CourseScore,
    OutcomeError,
    ReliefCourse,
    fit_pool,
    forecast,
    instrument,
)
from palpate.outcomes.forecasting import course_from_plain
from palpate.outcomes.forecasting._filter import Events, habits, run
from palpate.outcomes.forecasting._grid import Grid, priors_for


def course(
    *values: float, kind: str = "nprs", condition: str = "", visits: bool = True, start: float = 0
) -> ReliefCourse:
    weeks = [start + n for n in range(len(values))]
    return ReliefCourse(
        id="one",
        condition=condition,
        scores=tuple(
            CourseScore(week=w, instrument=kind, value=v)
            for w, v in zip(weeks, values, strict=True)
        ),
        visits=tuple(weeks) if visits else (),
    )


instruments = st.sampled_from(sorted(load_forecast().scales))


@settings(max_examples=60, deadline=None)
@given(
    kind=instruments,
    shares=st.lists(st.floats(0, 1), min_size=1, max_size=12),
    gaps=st.lists(st.floats(0.01, 60), min_size=13, max_size=13),
    planned=st.lists(st.floats(0, 60), max_size=12),
    condition=st.sampled_from(["", "acute low back pain", "fibromyalgia", "nonsense"]),
)
def test_whatever_the_course_quantiles_are_in_order_and_in_range(
    kind: str, shares: list[float], gaps: list[float], planned: list[float], condition: str
) -> None:
    about = instrument(kind)
    weeks = np.cumsum(gaps)
    scores = tuple(
        CourseScore(week=w, instrument=kind, value=about.low + s * (about.high - about.low))
        for w, s in zip(weeks, shares, strict=False)
    )
    one = ReliefCourse(id="x", scores=scores, condition=condition, visits=tuple(weeks))
    last = one.last_week
    told = forecast(one, (last + 1, last + 200), planned_visits=[last + p for p in planned])
    for p in (*told.points, *told.if_care_stops):
        assert about.low <= p.q05 <= p.q25 <= p.q50 <= p.q75 <= p.q95 <= about.high
        assert about.low <= p.mean <= about.high
    for field in ("chance_of_mcid", "chance_of_half_relief"):
        chances = [getattr(v, field) for v in told.by_visit if getattr(v, field) is not None]
        assert all(0 <= c <= 1 for c in chances)
        assert chances == sorted(chances)


def test_one_client_type_is_filtered_exactly() -> None:
    """Beside the joint normal distribution of level and scores, worked out in full."""
    rate, settle, wander, noise = 0.2, 0.5, 0.3, 0.8
    times, scores = np.array([0.0, 1, 3, 3.5, 8]), np.array([6.0, 5, 5.5, 4, 4.5])
    only = Grid(*(np.array([v]) for v in (rate, settle, 0.0, wander, noise)))
    about = replace(habits(), upset=1e-12, memory=1.0, least_noise=1.0)
    steps = np.diff(times, prepend=0.0)[None]
    ones, none = np.ones((1, 5)), np.zeros((1, 5))
    state = run(only, Events(steps, scores[None], ones, none, none), about, np.array([[0.1]]))

    home = settle * state.start[0]
    mean = home + (about.start_mean - home) * np.exp(-rate * times)
    early = np.minimum.outer(times, times)
    gap = np.abs(np.subtract.outer(times, times))
    tame = wander / (2 * rate)
    level = np.exp(-rate * gap) * (tame + (about.start_variance - tame) * np.exp(-2 * rate * early))
    inside = level + noise * np.eye(5)
    pull = np.linalg.solve(inside, level[:, -1])
    assert state.level[0, 0] == pytest.approx(mean[-1] + pull @ (scores - mean))
    assert state.variance[0, 0] == pytest.approx(level[-1, -1] - pull @ level[:, -1])

    def joint(k: int) -> float:
        off = (scores - mean)[:k]
        part = inside[:k, :k]
        return float(-0.5 * (off @ np.linalg.solve(part, off) + np.linalg.slogdet(part)[1]))

    told = state.log_likelihood[0, 0] + 4 * np.log(about.upset)
    assert told == pytest.approx(joint(5) - joint(1))


def test_a_scale_that_runs_the_other_way_tells_the_same() -> None:
    pain = forecast(course(8, 7, 7, 5), (4, 8, 30))
    function = forecast(course(2, 3, 3, 5, kind="psfs"), (4, 8, 30))
    for p, f in zip(pain.points, function.points, strict=True):
        assert (p.mean, p.q05, p.q75) == pytest.approx((10 - f.mean, 10 - f.q95, 10 - f.q25))


def test_the_day_that_weeks_count_from_does_not_matter() -> None:
    here, there = forecast(course(7, 6, 6), (5,)), forecast(course(7, 6, 6, start=40), (45,))
    assert here.points[0].mean == pytest.approx(there.points[0].mean)


def test_care_that_goes_on_is_not_worse_than_care_that_stops() -> None:
    told = forecast(course(7, 6, 6, 5, condition="chronic neck pain"), (4, 6, 10, 16))
    assert told.points[0] == told.if_care_stops[0]
    for on, off in zip(told.points[1:], told.if_care_stops[1:], strict=True):
        assert on.mean < off.mean


def test_who_eases_is_told_less_pain_than_who_does_not() -> None:
    easing, steady = forecast(course(7, 5, 4, 3), (8,)), forecast(course(7, 7, 7, 7), (8,))
    assert easing.points[0].q95 < steady.points[0].q50
    assert easing.by_visit[0].chance_of_mcid > steady.by_visit[0].chance_of_mcid  # type: ignore[operator]  # pain has an MCID


def test_more_scores_tell_more_and_farther_weeks_less() -> None:
    def width(*values: float, week: float) -> float:
        p = forecast(course(*values), (len(values) - 1 + week,)).points[0]
        return p.q95 - p.q05

    assert width(5, 5, 5, 5, 5, 5, week=1) < width(5, week=1)
    assert width(5, 5, 5, 5, week=1) < width(5, 5, 5, 5, week=12)


def test_acute_pain_is_expected_to_pass_sooner_than_persistent() -> None:
    acute = forecast(course(6, condition="acute low back pain", visits=False), (6, 26))
    lasting = forecast(course(6, condition="persistent low back pain", visits=False), (6, 26))
    for a, b in zip(acute.points, lasting.points, strict=True):
        assert a.mean + 0.8 < b.mean


@pytest.mark.parametrize(
    ("words", "weeks", "row"),
    [
        ("Chronic low-back pain", None, "low_back_persistent"),
        ("LBP", 3, "low_back_acute"),
        ("lumbar radiculopathy (sciatica)", 10, "nerve_root"),
        ("cervicogenic headache", 80, "tension_headache"),
        ("sore thumb", 52, "generic_persistent"),
        ("neck_pain", 12, "neck_persistent"),
    ],
)
def test_free_words_find_their_published_course(words: str, weeks: float, row: str) -> None:
    assert [p.id for p in priors_for(words, weeks)] == [row]


def clients(count: int, fall: float, rng: np.random.Generator) -> list[ReliefCourse]:
    found = []
    for _ in range(count):
        level = rng.normal(6, 1.2) * np.exp(-fall * np.arange(8)) + rng.normal(0, 0.8, 8)
        found.append(course(*np.clip(np.round(level), 0, 10)))
    return found


def test_a_pool_learns_how_its_own_clients_go_on() -> None:
    rng = np.random.default_rng(1)
    stuck, quick = fit_pool(clients(150, 0, rng)), fit_pool(clients(150, 0.3, rng))
    new = course(6, 6)
    without = forecast(new, (7,)).points[0].mean
    assert forecast(new, (7,), pool=quick).points[0].mean < without - 0.5
    assert forecast(new, (7,), pool=stuck).points[0].mean > without + 0.5
    with pytest.raises(CourseError, match="at least 20 clients"):
        fit_pool(clients(19, 0, rng))


def test_bands_hold_what_they_promise_and_beat_the_last_value() -> None:
    rng = np.random.default_rng(2)
    inside, ours, last = [], [], []
    for one in clients(120, 0.12, rng):
        known = replace(one, scores=one.scores[:4])
        truth = one.scores[4].value
        p = forecast(known, (4,)).points[0]
        inside.append((p.q25 <= truth <= p.q75, p.q05 <= truth <= p.q95))
        ours.append(abs(p.mean - truth))
        last.append(abs(one.scores[3].value - truth))
    half, most = np.mean(inside, axis=0)
    assert 0.4 < half < 0.75
    assert 0.84 < most <= 1
    assert np.mean(ours) < np.mean(last)


def plain(**changed: object) -> dict[str, object]:
    return {
        "id": "p",
        "visits": [0, 1],
        "scores": [
            {"week": 0, "instrument": "nprs", "value": 7},
            {"week": 1, "instrument": "nprs", "value": 6},
        ],
        "predict_weeks": [2],
    } | changed


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"scores": []}, "at least one score"),
        ({"scores": [{"week": 0, "instrument": "nprs", "value": 11}]}, "between 0 and 10"),
        ({"scores": [{"week": 0, "instrument": "groc", "value": 1}]}, "measures a state"),
        ({"scores": [{"week": 0, "instrument": "unheard", "value": 1}]}, "one of nprs"),
        ({"scores": [{"week": 0, "value": 1}, {"week": 0, "value": 2}]}, "one score at one time"),
        ({"scores": [{"week": None, "value": 1}]}, "a number"),
        ({"scores": [{"week": float("nan"), "value": 1}]}, "a number"),
        ({"scores": [{"week": 1e9, "value": 1}]}, "within 5200"),
        ({"visits": "weekly"}, "a list"),
        ({"age": -4}, "between 0 and 120"),
        ({"condition": 7}, "text"),
        ({"predict_weeks": [1]}, "after the last score"),
        ({"predict_weeks": [True]}, "a number"),
    ],
)
def test_what_cannot_be_says_what_is_allowed(changed: dict[str, object], said: str) -> None:
    def ask() -> None:
        request = course_from_plain(plain(**changed))
        forecast(request.course, request.weeks)

    with pytest.raises(OutcomeError, match=said):
        ask()


def test_what_was_put_right_is_said() -> None:
    shuffled = course_from_plain(
        plain(
            scores=[
                {"week": 40, "instrument": "NPRS", "value": 6},
                {"week": 0, "instrument": "NDI", "value": 30},
            ],
            visits=[3, 0, 3],
            predict_weeks=[41],
        )
    )
    notes = " ".join(forecast(shuffled.course, shuffled.weeks).notes)
    for said in (
        "scores were not in order",
        "visits were not in order",
        "counted as one",
        "several instruments",
        "no score from week 0 to week 40",
    ):
        assert said in notes


def test_another_instrument_midway_widens_the_bands() -> None:
    same = course(6, 6, 6)
    mixed = replace(
        same,
        scores=(*[replace(s, instrument="psfs", value=4) for s in same.scores[:2]], same.scores[2]),
    )
    one, two = (forecast(c, (3,)).points[0] for c in (same, mixed))
    assert two.q95 - two.q05 > one.q95 - one.q05


def test_the_command_tells_every_course_it_can_read(tmp_path: Path) -> None:
    file = tmp_path / "courses.jsonl"
    lines = [json.dumps(plain(id="good")), "{", json.dumps(plain(id="bad", scores=[]))]
    file.write_text("\n".join([*lines, json.dumps(plain(id="also good", predict_weeks=[]))]))
    result = CliRunner().invoke(main, ["forecast", str(file), "--json"])
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [t["id"] for t in told] == ["good", "also good"]
    assert list(told[0]["forecast"][0]) == ["week", "mean", "q5", "q25", "q50", "q75", "q95"]
    assert [p["week"] for p in told[1]["forecast"]] == told[1]["planned_visits"]
    assert "line 2" in result.stderr
    assert "line 3: bad" in result.stderr
    single = CliRunner().invoke(main, ["forecast", "-"], input=json.dumps(plain()))
    assert single.exit_code == 0
    assert "half of scores" in single.stdout

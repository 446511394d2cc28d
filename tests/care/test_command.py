"""`palpate plan` prints the plan of a case, for a reader and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from palpate.care import read_plan
from palpate.commands.plan import command

CASE = {
    "id": "right_neck",
    "age": 44,
    "sex": "F",
    "text": "My neck has hurt for months and goes up to the temple.",
    "pain": [
        {"region": "neck.posterior", "side": "right", "intensity": 6, "qualities": []},
        {"region": "head.temple", "side": "right", "intensity": 5, "qualities": []},
    ],
    "duration_weeks": 20,
    "palpation": [{"muscle": "upper_trapezius", "side": "right", "reproduces_pain": True}],
}


def run(case: object, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["-", *options], input=json.dumps(case))
    return done.exit_code, done.output


def test_a_reader_gets_order_pressure_and_course() -> None:
    code, told = run(CASE)
    assert code == 0, told
    assert "Upper trapezius, right" in told
    assert "pressure" in told
    assert "stop rule" in told


def test_json_is_a_plan_that_reads_back() -> None:
    code, told = run(CASE, "--json", "--minutes", "30")
    assert code == 0, told
    plain = json.loads(told)
    plan = read_plan(plain)
    assert plain["id"] == "right_neck"
    assert plan.minutes <= 30
    assert plain["minutes"] == plan.minutes


def test_a_medicine_lowers_the_pressure() -> None:
    _, told = run({**CASE, "medications": ["warfarin"]}, "--json")
    plan = read_plan(json.loads(told))
    assert plan.restrictions
    assert all(s.pressure <= 4 for s in plan.steps)


def test_an_emergency_stops_the_plan() -> None:
    _, told = run({**CASE, "text": "I have crushing chest pain right now"})
    assert "NO HANDS-ON CARE TODAY" in told


def test_every_published_case_has_a_safe_plan(dev_cases: Path) -> None:
    done = CliRunner().invoke(command, [str(dev_cases), "--json"])
    assert done.exit_code == 0, done.exception
    plans = [read_plan(json.loads(line)) for line in done.output.splitlines()]
    assert len(plans) == len(dev_cases.read_text().splitlines())
    assert all(p.blocked or p.treatments or p.combined_care for p in plans)


def test_a_broken_case_names_the_field() -> None:
    code, told = run({**CASE, "pain": [{"region": "elbow.moon", "side": "left"}]})
    assert code == 1
    assert "elbow.moon" in told

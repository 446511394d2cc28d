"""A plan never passes a restriction, and reads like a therapist's own."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate import care
from palpate.body import Side, Site, region
from palpate.care import ConfirmedCause, Plan, ViolationKind
from palpate.knowledge.care_tables import load_care
from palpate.knowledge.safety import Position, TechniqueGroup, load_safety
from palpate.plain import to_plain
from palpate.screening import Disposition, Restriction, RestrictionKind, Verdict
from tests.care.strategies import causes, verdicts

FREE = Verdict(restrictions=())
TRAPEZIUS = ConfirmedCause(
    kind="trigger_point", id="upper_trapezius", side=Side.RIGHT, site_number=1
)
MINUTES = st.sampled_from(care.SESSION_MINUTES)


def bound(**given: object) -> Verdict:
    """A verdict of one restriction."""
    told: dict[str, object] = {
        "id": "a_condition",
        "kind": RestrictionKind.CONTRAINDICATION,
        "level": Disposition.MODIFY,
        "label": "A condition",
        "whole_body": True,
        **given,
    }
    return Verdict(restrictions=(Restriction(**told),))  # type: ignore[arg-type]  # built by name


@settings(max_examples=120)
@given(st.lists(causes(), max_size=8), verdicts(blocking=True), MINUTES, st.data())
def test_no_plan_passes_a_restriction(
    found: list[ConfirmedCause], verdict: Verdict, minutes: int, data: st.DataObject
) -> None:
    pain = data.draw(st.none() | st.floats(0, 10))
    weeks = data.draw(st.none() | st.floats(0, 500))
    made = care.plan(found, verdict, minutes=minutes, pain=pain, duration_weeks=weeks)

    if verdict.blocks_today:
        assert made.blocked
        assert not made.steps
        assert not made.home_advice
    longest = min(minutes, verdict.max_minutes or minutes)
    assert sum(s.minutes for s in made.steps) + made.spare_minutes <= longest + 1e-6
    table = load_care().techniques
    for step in made.steps:
        assert step.minutes > 0
        assert step.position is None or step.position not in verdict.excluded_positions
        for site in step.sites:
            assert verdict.blocks(site) is None
            assert step.pressure <= verdict.pressure_cap(site)
            assert step.then is None or step.then.pressure <= verdict.pressure_cap(site)
            excluded = verdict.excluded_techniques_at(site)
            for technique in filter(None, [step.technique, step.then and step.then.technique]):
                assert not excluded & set(table[technique].groups)
                if table[technique].moves and region(site.region).group == "neck":
                    assert TechniqueGroup.NECK_MOVEMENT not in excluded
            if region(site.region).group == "abdomen":
                assert TechniqueGroup.ABDOMINAL_WORK not in excluded
    assert len({s.key for s in made.steps}) == len(made.steps)
    assert care.check(made, verdict) == ()


@settings(max_examples=60)
@given(st.lists(causes(), min_size=1, max_size=6), verdicts(), MINUTES)
def test_vulnerable_regions_cap_every_press(
    found: list[ConfirmedCause], verdict: Verdict, minutes: int
) -> None:
    made = care.plan(found, verdict, minutes=minutes)
    table, dangers = load_care().treatment_regions, load_safety().endangerment_sites
    for step in made.steps:
        for site in step.sites:
            assert table[site.region].positions, f"{site.code} is not touched"
            if filled := table[site.region].filled_by:
                assert step.pressure <= dangers[filled].pressure_cap


@settings(max_examples=40)
@given(st.lists(causes(), max_size=6), verdicts(), MINUTES)
def test_a_kept_plan_reads_back_the_same(
    found: list[ConfirmedCause], verdict: Verdict, minutes: int
) -> None:
    made = care.plan(found, verdict, minutes=minutes)
    assert care.read_plan(json.loads(json.dumps(to_plain(made)))) == made


def test_a_confirmed_point_is_pressed_held_and_lengthened() -> None:
    made = care.plan([TRAPEZIUS], FREE, minutes=60, pain=5, duration_weeks=20)
    (step,) = [s for s in made.steps if s.structure and s.structure.id == "upper_trapezius"]
    assert step.position is Position.PRONE
    assert 3 <= step.pressure <= 7
    assert step.hold_seconds == (30, 60)
    assert step.then is not None
    basis = {b.number: b for b in step.basis}
    assert basis["hold"].evidence
    assert basis["pressure"].basis == "expert_estimate"
    assert step.sources
    assert next(s.role for s in made.steps) == "assess"
    assert [s.role for s in made.steps][-1] == "retest"


def test_a_blood_thinner_turns_deep_holds_into_light_work() -> None:
    verdict = bound(
        pressure_cap=4.0,
        excluded_techniques=(TechniqueGroup.ISCHEMIC_COMPRESSION, TechniqueGroup.DEEP_STRIPPING),
    )
    made = care.plan([TRAPEZIUS], verdict, minutes=60, pain=5)
    step = next(s for s in made.steps if s.structure and s.structure.id == "upper_trapezius")
    assert step.pressure <= 4
    groups = load_care().techniques[step.technique].groups
    assert TechniqueGroup.ISCHEMIC_COMPRESSION not in groups
    assert "gentle self-pressure" not in {a.label.lower() for a in made.home_advice}
    assert made.course is not None
    assert made.course.first_interval is care.Interval.WEEKLY


def test_a_nerve_that_loses_function_is_referred_and_not_treated() -> None:
    tunnel = ConfirmedCause(
        kind="nerve_compression", id="carpal_tunnel", side=Side.LEFT, function_lost=True
    )
    made = care.plan([tunnel], FREE)
    assert not list(made.treatments)
    assert made.combined_care[0].profession == "physician"
    assert made.combined_care[0].urgency == "first"


def test_a_nerve_root_gets_light_strokes_and_a_physician() -> None:
    root = ConfirmedCause(kind="nerve_compression", id="lumbar_radiculopathy_s1", side=Side.LEFT)
    made = care.plan([root], FREE, pain=6)
    assert made.treatments
    assert all(s.pressure <= 3 for s in made.treatments)
    assert any(c.profession == "physician" and c.urgency == "soon" for c in made.combined_care)
    assert made.course is not None
    assert made.course.visits_high <= 4


def test_posture_lengthens_the_short_and_wakes_the_long() -> None:
    made = care.plan([ConfirmedCause(kind="posture", id="rounded_shoulders")], FREE, minutes=90)
    roles = {s.role for s in made.treatments}
    assert "awaken" in roles
    assert any("lengthen" in s.technique for s in made.treatments)


def test_a_serious_cause_stops_the_plan() -> None:
    made = care.plan(
        [TRAPEZIUS, ConfirmedCause(kind="refer", id="visceral_or_serious", probability=0.6)], FREE
    )
    assert made.blocked
    assert not made.steps
    assert made.combined_care[0].urgency == "first"
    likely = care.plan(
        [ConfirmedCause(kind="refer", id="visceral_or_serious", probability=0.1)],
        FREE,
        confirmed=[TRAPEZIUS],
    )
    assert likely.steps
    assert likely.combined_care[0].id == "serious_possible"


def test_the_front_of_the_neck_is_lifted_or_stroked_but_never_held_down() -> None:
    neck = ConfirmedCause(kind="trigger_point", id="sternocleidomastoid_sternal", side=Side.LEFT)
    for verdict in (FREE, bound(excluded_techniques=(TechniqueGroup.ISCHEMIC_COMPRESSION,))):
        made = care.plan([neck], verdict)
        for step in made.steps:
            if any(s.region == "neck.anterior" for s in step.sites):
                technique = load_care().techniques[step.technique]
                held_down = technique.hold_low is not None and not technique.muscles
                assert step.pressure <= 2
                assert not held_down


@pytest.mark.parametrize("minutes", care.SESSION_MINUTES)
def test_a_longer_visit_never_treats_less(minutes: int) -> None:
    found = [
        TRAPEZIUS,
        ConfirmedCause(kind="joint", id="cervical_facet", side=Side.RIGHT, probability=0.6),
        ConfirmedCause(kind="posture", id="forward_head", probability=0.4),
    ]
    made = care.plan(found, FREE, minutes=minutes)
    turns = [s.position for s in made.steps if s.position]
    assert len(set(turns)) <= 3
    assert sum(a is not b for a, b in itertools.pairwise(turns)) == len(set(turns)) - 1
    assert made.minutes <= minutes
    assert made.treatments[1].structure is not None
    assert made.treatments[1].structure.id == "upper_trapezius"


def test_the_course_follows_the_evidence_and_admits_what_it_does_not_know() -> None:
    back = ConfirmedCause(kind="joint", id="lumbar_facet", side=Side.LEFT)
    course = care.plan([back], FREE, pain=5, duration_weeks=30).course
    assert course is not None
    assert (course.visits_low, course.visits_high) == (8, 10)
    assert {"D16", "D17"} <= set(course.evidence)
    assert course.citations
    days = course.days()
    assert len(days) == 10
    assert days[0] == 0
    assert list(days) == sorted(set(days))
    assert days[-1] - days[-2] > days[1] - days[0]
    unknown = care.plan([back], FREE).course
    assert unknown is not None
    assert len(unknown.assumed) == 2


def test_goals_can_be_measured() -> None:
    made = care.plan([TRAPEZIUS], FREE, pain=7)
    pain = next(g for g in made.goals if g.id == "pain_review")
    assert (pain.baseline, pain.target, pain.instrument) == (7, 5, "nprs")
    assert care.worthwhile_change(4) == pytest.approx(1.2)


def test_therapist_may_change_a_step_but_not_past_the_cap() -> None:
    verdict = bound(pressure_cap=5.0)
    made = care.plan([TRAPEZIUS], verdict, minutes=60)
    step = next(s for s in made.treatments if s.role == "treat")
    softer = care.adjust(made, step.key, pressure=2, minutes=step.minutes - 1)
    assert care.check(softer, verdict) == ()
    assert softer.spare_minutes == pytest.approx(made.spare_minutes + 1)
    (violation,) = care.check(care.adjust(made, step.key, pressure=8), verdict)
    assert violation.kind is ViolationKind.OVER_CAP
    assert violation.restriction == "a_condition"
    assert violation.step == step.key
    assert "5" in violation.allowed
    longer = care.adjust(made, step.key, minutes=60)
    assert {v.kind for v in care.check(longer, verdict)} == {ViolationKind.TOO_LONG}
    gone = care.adjust(made, step.key, remove=True)
    assert step.key not in {s.key for s in gone.steps}


def test_a_stricter_verdict_finds_fault_with_yesterdays_plan() -> None:
    made = care.plan([TRAPEZIUS], FREE)
    site = Site("shoulder.top", Side.RIGHT)
    today = bound(level=Disposition.LOCAL, whole_body=False, sites=(site,), pressure_cap=0.0)
    assert ViolationKind.BLOCKED_SITE in {v.kind for v in care.check(made, today)}
    absolute = bound(level=Disposition.ABSOLUTE, pressure_cap=0.0)
    assert care.check(made, absolute)[0].kind is ViolationKind.BLOCKED_TODAY


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"minutes": 5}, "minutes"),
        ({"pain": 12}, "pain"),
        ({"pain": float("nan")}, "pain"),
        ({"duration_weeks": -1}, "duration_weeks"),
        ({"tolerance": 11}, "tolerance"),
    ],
)
def test_bad_input_names_the_field(given: dict[str, float], field: str) -> None:
    with pytest.raises(care.CareError) as error:
        care.plan([TRAPEZIUS], FREE, **given)
    assert error.value.field == field


def test_unknown_causes_are_named() -> None:
    with pytest.raises(care.CareError, match="no_such_muscle"):
        care.plan([ConfirmedCause(kind="trigger_point", id="no_such_muscle")], FREE)
    with pytest.raises(care.CareError, match="humours"):
        care.plan([ConfirmedCause(kind="humours", id="bile")], FREE)


def test_without_a_cause_there_is_nothing_to_treat_and_the_plan_says_so() -> None:
    made: Plan = care.plan([], FREE)
    assert not made.treatments
    assert not made.blocked
    assert any("confirm a cause" in n for n in made.notes)


def test_reading_back_a_broken_plan_names_the_place() -> None:
    plain = to_plain(care.plan([TRAPEZIUS], FREE))
    plain["steps"][1]["structure"]["sites"] = ["elbow.of_the_moon.left"]
    with pytest.raises(care.CareError, match=r"steps\[1\].structure.sites\[0\]"):
        care.read_plan(plain)
    del plain["steps"]
    with pytest.raises(care.CareError, match=r"plan.steps"):
        care.read_plan(plain)

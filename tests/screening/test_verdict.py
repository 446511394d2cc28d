"""The verdict binds: strictest wins, more findings never loosen it, clearances lift by name."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.body import Site, sites
from palpate.knowledge.safety import load_safety
from palpate.screening import (
    Clearance,
    ClearanceError,
    Disposition,
    Intake,
    Role,
    screen,
)

ON = datetime.date(2025, 6, 2)
UNTIL = datetime.date(2025, 12, 31)
TERMS = sorted(load_safety().terms)
SITES = sites()

findings = st.lists(st.sampled_from(TERMS), max_size=6, unique=True)
marked = st.lists(st.sampled_from(SITES), max_size=3, unique=True)
ages = st.one_of(st.none(), st.integers(0, 100))


def verdict_of(found: list[str], where: list[Site] | None = None, age: float | None = 40):
    return screen(Intake(findings=tuple(found), regions=tuple(where or ()), age=age), on=ON)


@settings(max_examples=150, deadline=None)
@given(findings, st.sampled_from(TERMS), marked, ages)
def test_another_finding_never_makes_the_verdict_milder(found, more, where, age):
    before, after = verdict_of(found, where, age), verdict_of([*found, more], where, age)
    assert after.disposition >= before.disposition
    assert after.body_cap <= before.body_cap
    assert after.excluded_techniques >= before.excluded_techniques
    assert after.excluded_positions >= before.excluded_positions
    for site in SITES[::17]:
        assert after.pressure_cap(site) <= before.pressure_cap(site)


@settings(max_examples=100, deadline=None)
@given(findings, marked)
def test_caps_lie_on_the_scale_and_no_site_exceeds_the_body(found, where):
    verdict = verdict_of(found, where)
    assert 0 <= verdict.body_cap <= 10
    for site in SITES:
        cap = verdict.pressure_cap(site)
        assert 0 <= cap <= verdict.body_cap
        assert (verdict.blocks(site) is not None) == (cap == 0)
    if verdict.blocks_today:
        assert verdict.body_cap == 0


@settings(max_examples=60, deadline=None)
@given(st.permutations(["osteoporosis", "fever", "dvt_history", "chest_pressure", "open_wound"]))
def test_the_order_of_findings_does_not_matter(found):
    verdict = verdict_of(found)
    assert [r.id for r in verdict.restrictions] == [
        r.id for r in verdict_of(sorted(found)).restrictions
    ]


@settings(max_examples=100, deadline=None)
@given(findings, st.sampled_from(TERMS))
def test_a_clearance_lifts_what_it_names_and_nothing_else(found, named):
    verdict = verdict_of([*found, named])
    cleared = verdict.with_clearances([Clearance(named, "Dr A. Example", UNTIL)], ON)
    others = {r.id: r for r in verdict.restrictions if r.id != named}
    assert {r.id: r for r in cleared.restrictions if r.id != named} == others
    assert all(lifted.restriction.id == named for lifted in cleared.lifted)
    for site in SITES[::29]:
        assert cleared.pressure_cap(site) <= max(
            (r.cap_at(site) for r in verdict.restrictions if r.id == named), default=10
        ) or named in {x.restriction.id for x in cleared.lifted}


def test_cleared_cancer_still_asks_for_light_work():
    verdict = verdict_of(["cancer_active"])
    assert verdict.blocks_today
    cleared = verdict.with_clearances([Clearance("cancer_active", "Dr B. Example", UNTIL)], ON)
    assert cleared.disposition is Disposition.MODIFY
    assert cleared.body_cap == 3
    assert "deep_stripping" in cleared.excluded_techniques
    assert cleared.lifted[0].clearance.by == "Dr B. Example"


def test_a_clearance_that_has_run_out_lifts_nothing():
    verdict = verdict_of(["hypertension_uncontrolled"])
    late = Clearance("hypertension_uncontrolled", "Dr C. Example", datetime.date(2025, 6, 1))
    assert verdict.with_clearances([late], ON) == verdict


def test_only_a_clinician_lifts_a_referral_and_the_therapist_may_lift_a_fever():
    therapist = {"by": "T. Example", "until": UNTIL, "role": Role.THERAPIST}
    with pytest.raises(ClearanceError, match="clinician"):
        verdict_of(["dvt_suspected"]).with_clearances([Clearance("dvt_suspected", **therapist)], ON)
    lifted = verdict_of(["fever"]).with_clearances([Clearance("fever", **therapist)], ON)
    assert lifted.disposition is Disposition.OK


def test_no_clearance_counts_before_the_interval_of_the_time_rule():
    early = Intake(findings=("dvt_history",), days_since={"dvt_history": 120})
    late = Intake(findings=("dvt_history",), days_since={"dvt_history": 200})
    note = [Clearance("dvt_history", "Dr D. Example", UNTIL)]
    assert screen(early, on=ON).with_clearances(note, ON).blocks_today
    assert screen(late, on=ON).with_clearances(note, ON).disposition is Disposition.MODIFY


def test_a_local_condition_binds_where_it_is_marked_and_everywhere_until_it_is():
    foot = Site.parse("foot.toes.left")
    back = Site.parse("back.lumbar.left")
    placed = verdict_of(["fungal_skin_infection"], [foot])
    assert placed.blocks(foot)
    assert placed.pressure_cap(back) == 10
    unplaced = verdict_of(["fungal_skin_infection"])
    assert unplaced.disposition is Disposition.LOCAL
    assert unplaced.body_cap == 0
    assert any("where" in a.question for a in unplaced.asked_back)


def test_pregnancy_keeps_the_belly_free_and_the_client_off_front_and_back():
    verdict = verdict_of(["pregnancy_uncomplicated"])
    assert {"prone", "supine"} <= verdict.excluded_positions
    assert verdict.pressure_cap(Site.parse("abdomen.lower.left")) == 0
    assert verdict.pressure_cap(Site.parse("leg.calf.left")) < verdict.body_cap


def test_an_unknown_age_never_suppresses_a_red_flag():
    found = ["headache_new", "jaw_claudication"]
    assert verdict_of(found, age=None).disposition is Disposition.REFER
    assert verdict_of(found, age=70).disposition is Disposition.REFER
    assert verdict_of(found, age=30).disposition is Disposition.OK


def test_weak_red_flags_do_not_refer_alone_but_do_together():
    assert verdict_of(["smoker_or_exsmoker"]).disposition is Disposition.OK
    assert verdict_of(["walking_cramp_relieved_by_standing"]).disposition is Disposition.OK
    together = verdict_of(["smoker_or_exsmoker", "walking_cramp_relieved_by_standing"])
    assert together.disposition is Disposition.REFER


def test_every_term_has_a_verdict_of_its_level():
    safety = load_safety()
    for row in safety.contraindications.values():
        assert verdict_of([row.id]).disposition >= Disposition(row.level.value)
    for term in safety.terms.values():
        if term.kind == "benign":
            assert verdict_of([term.id]).disposition is Disposition.OK

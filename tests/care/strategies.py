"""Arbitrary verdicts and causes for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from palpate import knowledge
from palpate.body import Side, regions, sites
from palpate.care import ConfirmedCause
from palpate.knowledge.safety import Position, TechniqueGroup
from palpate.screening import Disposition, Restriction, RestrictionKind, Verdict

KNOWN = knowledge.load()

sides = st.sampled_from([Side.LEFT, Side.RIGHT, None])


@st.composite
def causes(draw: st.DrawFn) -> ConfirmedCause:
    kind, ids = draw(
        st.sampled_from(
            [
                ("trigger_point", tuple(KNOWN.muscles)),
                ("nerve_compression", tuple(KNOWN.nerves)),
                ("joint", tuple(KNOWN.joints)),
                ("posture", tuple(KNOWN.postures)),
                ("ischemia", tuple(regions())),
                ("refer", ("visceral_or_serious",)),
            ]
        )
    )
    id = draw(st.sampled_from(ids))
    number = None
    if kind == "trigger_point":
        points = [p.number for p in KNOWN.muscles[id].trigger_points]
        number = draw(st.none() | st.sampled_from(points))
    return ConfirmedCause(
        kind=kind,
        id=id,
        side=draw(sides),
        site_number=number,
        probability=draw(st.floats(0, 1)),
        function_lost=draw(st.booleans()),
    )


@st.composite
def restrictions(draw: st.DrawFn, blocking: bool = False) -> Restriction:
    levels = [Disposition.MODIFY, Disposition.LOCAL]
    if blocking:
        levels += [Disposition.ABSOLUTE, Disposition.REFER, Disposition.EMERGENCY]
    level = draw(st.sampled_from(levels))
    local = level is Disposition.LOCAL
    return Restriction(
        id=f"r{draw(st.integers(0, 999))}",
        kind=RestrictionKind.CONTRAINDICATION,
        level=level,
        label="A condition",
        whole_body=not local and draw(st.booleans()),
        sites=tuple(draw(st.lists(st.sampled_from(sites()), max_size=60))),
        pressure_cap=0.0 if local else draw(st.none() | st.sampled_from([0.0, 1.0, 2.5, 4.0, 7.0])),
        excluded_techniques=tuple(draw(st.sets(st.sampled_from(list(TechniqueGroup)), max_size=4))),
        excluded_positions=tuple(draw(st.sets(st.sampled_from(list(Position)), max_size=2))),
        max_minutes=draw(st.none() | st.integers(15, 60)),
        adaptation="Be gentle",
    )


@st.composite
def verdicts(draw: st.DrawFn, blocking: bool = False) -> Verdict:
    found = draw(st.lists(restrictions(blocking=blocking), max_size=4))
    strictest = sorted(found, key=lambda r: -r.level.severity)
    return Verdict(restrictions=tuple(strictest))

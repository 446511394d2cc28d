"""Drawings: what may be stored, and what a stored drawing says."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate import body
from palpate.body import Drawing, DrawingError, RegionMark, Site, Stroke, read_drawing

QUALITIES = [q.id for q in body.QUALITIES]


def middle(view: str, site: str) -> tuple[float, float]:
    x, y = body.views()["views"][view]["regions"][site]["centroid"]
    return float(x), float(y)


def dab(view: str, site: str, intensity: float = 5.0, radius: float = 9.0, *q: str) -> Stroke:
    return Stroke(view, (middle(view, site),), radius, intensity, q)


def strokes(view: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Stroke]:
    coordinate = st.floats(-200, 1900, allow_nan=False)
    return st.builds(
        Stroke,
        view=view or st.sampled_from(body.VIEWS),
        points=st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=6).map(tuple),
        radius=st.floats(1, 60),
        intensity=st.integers(0, 10).map(float),
        qualities=st.lists(st.sampled_from(QUALITIES), unique=True, max_size=3).map(tuple),
        erase=st.booleans(),
    )


drawings = st.builds(
    Drawing,
    st.lists(strokes(), max_size=6).map(tuple),
    st.lists(
        st.builds(
            RegionMark,
            st.sampled_from(body.sites()),
            st.integers(0, 10).map(float),
            st.lists(st.sampled_from(QUALITIES), unique=True, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)


@given(drawings)
def test_a_drawing_survives_storage(drawing: Drawing) -> None:
    assert Drawing.from_plain(json.loads(json.dumps(drawing.to_plain()))) == drawing


@given(drawings)
def test_reading_stays_in_bounds(drawing: Drawing) -> None:
    for painted in read_drawing(drawing):
        assert 0 < painted.share <= 1
        assert 0 <= painted.intensity <= 10
        assert set(painted.qualities) <= set(QUALITIES)


@given(drawings)
def test_painting_the_same_again_changes_nothing(drawing: Drawing) -> None:
    if drawing.strokes:
        again = replace(drawing, strokes=(*drawing.strokes, drawing.strokes[-1]))
        assert read_drawing(again) == read_drawing(drawing)


def mirrored(stroke: Stroke) -> Stroke:
    view = {"left": "right", "right": "left"}.get(stroke.view, stroke.view)
    width = float(body.views()["views"][view]["viewBox"].split()[2])
    return replace(stroke, view=view, points=tuple((width - x, y) for x, y in stroke.points))


@given(st.lists(strokes(), max_size=4))
def test_the_mirrored_drawing_reads_as_the_mirrored_body(painted: list[Stroke]) -> None:
    # strokes on a lattice that no face centre can sit exactly on the edge of
    here = {
        (p.site, p.intensity, p.qualities): p.share for p in read_drawing(Drawing(tuple(painted)))
    }
    there = {
        (p.site.mirrored, p.intensity, p.qualities): p.share
        for p in read_drawing(Drawing(tuple(mirrored(s) for s in painted)))
    }
    for key in here.keys() | there.keys():
        assert here.get(key, 0) == pytest.approx(there.get(key, 0), abs=0.03), key


@given(st.permutations(["back.lumbar.left", "neck.posterior.right", "leg.calf.left"]))
def test_order_of_strokes_apart_does_not_matter(order: list[str]) -> None:
    one = read_drawing(Drawing(tuple(dab("back", s, 4.0, 12.0) for s in order)))
    assert {p.site.code for p in one} == set(order)
    assert one == read_drawing(Drawing(tuple(dab("back", s, 4.0, 12.0) for s in sorted(order))))


def test_a_dab_is_read_where_it_was_put() -> None:
    (painted,) = read_drawing(
        Drawing((dab("back", "back.lumbar.left", 7.0, 12.0, "burning", "aching"),))
    )
    assert painted.site == Site.parse("back.lumbar.left")
    assert painted.intensity == 7.0
    assert painted.qualities == ("aching", "burning")
    assert 0 < painted.share < 0.2


def test_the_finest_brush_still_paints() -> None:
    (painted,) = read_drawing(Drawing((dab("front", "thigh.anterior_upper.right", 3.0, 0.5),)))
    assert painted.site == Site.parse("thigh.anterior_upper.right")


def test_later_paint_lies_over_earlier_paint() -> None:
    under, over = dab("back", "back.scapula.left", 9.0), dab("back", "back.scapula.left", 2.0)
    (painted,) = read_drawing(Drawing((under, over)))
    assert painted.intensity == 2.0


def test_erasing_takes_paint_away_and_undo_brings_it_back() -> None:
    paint = dab("front", "chest.pectoral.right", 6.0, 20.0)
    rub = replace(paint, radius=24.0, erase=True)
    assert read_drawing(Drawing((paint, rub))) == ()
    assert read_drawing(Drawing((paint,))) != ()


def test_erasing_part_of_a_marked_region_leaves_the_rest() -> None:
    site = Site.parse("abdomen.upper.left")
    mark = RegionMark(site, 5.0, ("cramp",))
    (whole,) = read_drawing(Drawing((), (mark,)))
    assert whole.share == pytest.approx(1.0)
    rub = replace(dab("front", site.code, 0.0, 25.0), erase=True)
    (rest,) = read_drawing(Drawing((rub,), (mark,)))
    assert 0.3 < rest.share < 0.95


def test_a_grazed_neighbour_is_not_painted() -> None:
    x, y = middle("back", "back.lumbar.left")
    edge = max(
        px
        for px in np.arange(x - 80, x + 80, 1.0)
        if body.site_at("back", px, y) == Site.parse("back.lumbar.left")
    )
    stroke = Stroke("back", ((x, y), (edge - 8, y)), 10.0, 6.0)
    assert [p.site.code for p in read_drawing(Drawing((stroke,)))] == ["back.lumbar.left"]


def test_the_sole_is_painted_in_its_inset() -> None:
    (painted,) = read_drawing(Drawing((dab("back", "foot.arch.left", 5.0, 8.0),)))
    assert painted.site == Site.parse("foot.arch.left")


def test_zero_says_free_of_pain() -> None:
    (painted,) = read_drawing(Drawing((dab("back", "neck.posterior.left", 0.0),)))
    assert painted.intensity == 0.0


def test_strokes_beside_the_body_are_kept_and_paint_nothing() -> None:
    drawing = Drawing((Stroke("front", ((5000.0, -4000.0),), 20.0, 8.0),))
    assert read_drawing(drawing) == ()
    assert Drawing.from_plain(drawing.to_plain()) == drawing


def test_strokes_on_another_surface_are_kept_and_paint_nothing() -> None:
    drawing = Drawing((dab("back", "back.lumbar.left"),), mesh_version="an-older-body")
    assert read_drawing(drawing) == ()
    assert Drawing.from_plain(drawing.to_plain()) == drawing


PLAIN: dict[str, Any] = {"view": "front", "points": [[1, 2]], "radius": 5, "intensity": 3}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"intensity": 12}, "intensity"),
        ({"intensity": math.nan}, "intensity"),
        ({"intensity": True}, "intensity"),
        ({"points": [[math.nan, 1]]}, "points[0]"),
        ({"points": [[1, 2], [math.inf, 1]]}, "points[1]"),
        ({"points": [[1e9, 1]]}, "points[0]"),
        ({"points": []}, "points"),
        ({"points": [[1]]}, "points[0]"),
        ({"points": "1 2"}, "points"),
        ({"points": [[0, 0]] * 6000}, "points"),
        ({"view": "above"}, "view"),
        ({"view": None}, "view"),
        ({"radius": 0}, "radius"),
        ({"radius": -math.inf}, "radius"),
        ({"radius": 10**400}, "radius"),
        ({"qualities": ["itchy"]}, "qualities"),
        ({"qualities": "aching"}, "qualities"),
        ({"erase": "yes"}, "erase"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_stroke_that_cannot_be_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(DrawingError) as refused:
        Drawing.from_plain({"strokes": [PLAIN, PLAIN | change], "marks": []})
    assert refused.value.field == f"strokes[1].{field}"
    assert refused.value.allowed


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"marks": [{"site": "back.lumbr.left", "intensity": 3}]}, "marks[0].site"),
        ({"marks": [{"site": "back.lumbar.left", "intensity": 11}]}, "marks[0].intensity"),
        ({"marks": [{"site": "back.lumbar.left"}]}, "marks[0].intensity"),
        ({"strokes": {}}, "strokes"),
        ({"strokes": [7]}, "strokes[0]"),
        ({"strokes": [PLAIN] * 10_001}, "strokes"),
        ({"mesh_version": 3}, "mesh_version"),
        ({"paint": []}, "paint"),
    ],
)
def test_a_drawing_that_cannot_be_is_named(plain: dict[str, Any], field: str) -> None:
    with pytest.raises(DrawingError) as refused:
        Drawing.from_plain(plain)
    assert refused.value.field == field


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["strokes", "marks", "mesh_version"]), json_values)
    | st.builds(
        lambda stroke: {"strokes": [stroke]},
        st.dictionaries(
            st.sampled_from(["view", "points", "radius", "intensity", "qualities", "erase"]),
            json_values,
        ),
    )
)
def test_whatever_comes_is_read_or_refused_by_name(plain: dict[str, Any]) -> None:
    refused: DrawingError | None = None
    read: tuple[body.PaintedSite, ...] = ()
    try:
        read = read_drawing(Drawing.from_plain(plain))
    except DrawingError as error:
        refused = error
    assert refused is None or (refused.field and refused.allowed)
    assert all(0 < painted.share <= 1 for painted in read)

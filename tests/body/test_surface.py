"""The surface: every site is there, both sides are alike, and the views show all of it."""

from __future__ import annotations

import numpy as np
import pytest

from palpate import body
from palpate.body import Side, Site


def test_every_site_has_some_skin() -> None:
    for site in body.sites():
        assert body.area_share(site) > 0.0001, site.code


def test_all_skin_together_is_one() -> None:
    assert sum(body.area_share(s) for s in body.sites()) == pytest.approx(1.0)


def test_left_and_right_are_alike() -> None:
    for site in body.sites():
        assert body.area_share(site) == pytest.approx(body.area_share(site.mirrored), rel=1e-9)
        mirrored = {n.mirrored for n in body.neighbours(site)}
        assert mirrored == set(body.neighbours(site.mirrored)), site.code


def test_left_is_the_bodys_own_left() -> None:
    m = body.mesh()
    centre = m.vertices[m.quads].mean(axis=1)
    for i, site in enumerate(body.sites()):
        x = centre[m.site == i, 0]
        if site.side is Side.LEFT:
            assert (x > 0).all(), site.code
        elif site.side is Side.RIGHT:
            assert (x < 0).all(), site.code


def test_faces_look_outwards() -> None:
    m = body.mesh()
    a, b, c, d = (m.vertices[m.quads[:, k]] for k in range(4))
    # the divergence theorem: a closed surface turned outwards encloses a positive volume
    volume = np.einsum("ij,ij->", np.cross(c - a, d - b) / 2, (a + b + c + d) / 4) / 3
    assert 0.05e9 < volume < 0.09e9


def test_neighbours_are_mutual_and_never_oneself() -> None:
    for site in body.sites():
        near = body.neighbours(site)
        assert near
        assert site not in near
        for other in near:
            assert site in body.neighbours(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("back.lumbar.left", "back.lumbar.right"),
        ("back.lumbar.left", "back.sacrum.left"),
        ("forearm.volar.right", "wrist.volar.right"),
        ("knee.anterior.left", "thigh.anterior_lower.left"),
        ("neck.suboccipital.left", "head.occiput.left"),
        ("foot.great_toe.left", "foot.ball.left"),
        ("shoulder.axilla.right", "chest.lateral.right"),
    ],
)
def test_neighbours_an_anatomist_would_name(one: str, other: str) -> None:
    assert Site.parse(other) in body.neighbours(Site.parse(one))


def test_limbs_do_not_touch_the_trunk() -> None:
    for site in body.neighbours(Site.parse("hand.palm.left")):
        assert site.region.startswith(("hand", "wrist"))
    for site in body.neighbours(Site.parse("thigh.medial_lower.left")):
        assert site.side is Side.LEFT


def test_every_site_is_shown_in_some_view() -> None:
    shown = {code for v in body.views()["views"].values() for code in v["regions"]}
    assert shown == {s.code for s in body.sites()}


def test_views_belong_to_the_surface() -> None:
    assert body.views()["version"] == body.mesh_version()
    assert tuple(body.views()["views"]) == body.VIEWS


@pytest.mark.parametrize("view", body.VIEWS)
def test_each_region_reads_back_at_its_middle(view: str) -> None:
    regions = body.views()["views"][view]["regions"]
    wrong = [
        code
        for code, r in regions.items()
        if body.site_at(view, *r["centroid"]) != Site.parse(code)
    ]
    assert not wrong


def test_beside_the_body_there_is_nothing() -> None:
    assert body.site_at("front", 3.0, 3.0) is None


def test_side_views_show_their_own_side() -> None:
    for view in ("left", "right"):
        shown = {Site.parse(c).side for c in body.views()["views"][view]["regions"]}
        assert shown == {Side(view), Side.MIDLINE}


def test_front_shows_the_bodys_left_on_the_right_of_the_paper() -> None:
    regions = body.views()["views"]["front"]["regions"]
    assert (
        regions["chest.pectoral.left"]["centroid"][0]
        > regions["chest.pectoral.right"]["centroid"][0]
    )

"""Pictures of the body: whole SVG documents that the PDF writer can set."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
import typst

from palpate import body
from palpate.body import Drawing, DrawingError, PaintedSite, RegionMark, Site, Stroke, view_svg

SITE = Site.parse("back.lumbar.left")
DRAWING = Drawing(
    (
        Stroke("back", ((400.0, 700.0), (450.0, 760.0)), 14.0, 7.0, ("burning", "tingling")),
        Stroke("back", ((430.0, 735.0),), 8.0, erase=True),
        Stroke("back", ((500.0, 300.0),), 10.0, 3.0),
    ),
    (RegionMark(SITE, 9.0, ("aching",)),),
)


@pytest.mark.parametrize("view", body.VIEWS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_view_is_a_document_by_itself(view: str, theme: str) -> None:
    svg = view_svg(view, DRAWING, essential=[SITE], title='<"Ä">', width=300, theme=theme)
    root = ET.fromstring(svg)
    assert root.get("viewBox") == body.views()["views"][view]["viewBox"]
    assert "var(" not in svg
    assert "style=" not in svg


def test_real_strokes_are_drawn_only_on_their_view() -> None:
    assert view_svg("back", DRAWING).count("stroke-linecap") > view_svg("front", DRAWING).count(
        "stroke-linecap"
    )


def test_read_sites_are_drawn_as_whole_regions() -> None:
    painted = PaintedSite(SITE, 8.0, (), 0.4)
    assert body.pain_colour(8.0) in view_svg("back", [painted])
    assert body.pain_colour(8.0) not in view_svg("front", [painted])


def test_unknown_views_and_themes_are_refused() -> None:
    with pytest.raises(DrawingError, match="view"):
        view_svg("top")
    with pytest.raises(DrawingError, match="theme"):
        view_svg("back", theme="sepia")


def test_the_pdf_writer_takes_the_picture() -> None:
    svg = view_svg("back", DRAWING, essential=[SITE], highlights=[SITE], title="Back")
    page = b'#image(bytes(sys.inputs.svg), format: "svg", width: 60mm)'
    pdf = typst.compile(page, sys_inputs={"svg": svg})
    assert pdf.startswith(b"%PDF")

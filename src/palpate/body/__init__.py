"""Regions, sides and sites of the body, the one surface they lie on, and drawings upon it."""

from palpate.body.drawing import Drawing, DrawingError, RegionMark, Stroke
from palpate.body.picture import pain_colour, view_svg
from palpate.body.qualities import QUALITIES, Quality
from palpate.body.reading import PaintedSite, read_drawing
from palpate.body.regions import Region, Side, Site, UnknownRegion, region, regions, sites
from palpate.body.surface import (
    VIEWS,
    Mesh,
    area_share,
    mesh,
    mesh_version,
    neighbours,
    site_at,
    views,
)

__all__ = [
    "QUALITIES",
    "VIEWS",
    "Drawing",
    "DrawingError",
    "Mesh",
    "PaintedSite",
    "Quality",
    "Region",
    "RegionMark",
    "Side",
    "Site",
    "Stroke",
    "UnknownRegion",
    "area_share",
    "mesh",
    "mesh_version",
    "neighbours",
    "pain_colour",
    "read_drawing",
    "region",
    "regions",
    "site_at",
    "sites",
    "view_svg",
    "views",
]

"""Regions, sides and sites of the body, and the one surface they are drawn on."""

from palpate.body.regions import Region, Side, Site, UnknownRegion, region, regions, sites

__all__ = ["Region", "Side", "Site", "UnknownRegion", "region", "regions", "sites"]

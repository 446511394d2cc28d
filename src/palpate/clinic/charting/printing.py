"""A saved plan on paper: exactly what was saved, not what would be planned now."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

from palpate import body, care, documents
from palpate.body import Site
from palpate.clinic.charting.models import Episode, PlanRecord
from palpate.clinic.charting.services import confirmed_causes, current_drawing, painted


def plan_pdf(episode: Episode, record: PlanRecord, *, for_client: bool = False) -> bytes:
    """The plan as PDF, for the therapist or in plain words for the client."""
    clinic = episode.client.clinic
    document = documents.PlanDocument(
        clinic=documents.Clinic(
            name=clinic.name, address=tuple(clinic.address.splitlines()),
            phone=clinic.phone, email=clinic.email,
        ),
        client=documents.Person(name=episode.client.name, born=episode.client.date_of_birth),
        therapist=record.made_by.signature_name,
        made_on=record.made_at.date(),
        plan=read_plan(record.plan),
        causes=tuple(documents.CauseLine(name=d.label) for d in confirmed_causes(episode)),
        concern=episode.title,
        drawings=tuple(_drawings(episode)),
    )
    audience = documents.Audience.CLIENT if for_client else documents.Audience.THERAPIST
    return documents.plan_pdf(document, audience)


def read_plan(plain: Mapping[str, Any]) -> care.Plan:
    """The plan that `to_plain` wrote."""
    plan = _read(care.Plan, plain)
    assert isinstance(plan, care.Plan)
    return plan


def _drawings(episode: Episode) -> list[documents.Figure]:
    sites = painted(current_drawing(episode))
    if not sites:
        return []
    return [
        documents.Figure(svg=body.view_svg(view, painted=sites, title=view), caption=view.capitalize())
        for view in ("front", "back")
    ]


def _read(wanted: Any, value: Any) -> Any:  # Any: a type as annotations write it, and JSON
    """`value` as JSON gives it, made into what the annotation says."""
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return _read(next(t for t in inner if t is not type(None)), value)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], v) for v in value)
        return tuple(_read(t, v) for t, v in zip(inner, value, strict=True))
    if wanted is Site:
        return Site.parse(value)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(value)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        hints = typing.get_type_hints(wanted)
        return wanted(**{f.name: _read(hints[f.name], value[f.name])
                         for f in dataclasses.fields(wanted) if f.name in value})
    return value

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from palpate.body import Site
from palpate.clinic.visits import services
from palpate.clinic.visits.merge import Change
from palpate.clinic.visits.models import Visit
from palpate.screening import Disposition, Restriction, RestrictionKind, Verdict
from tests.support.practice import NOW, PIN, TODAY, Practice, make_practice

Screened = Callable[..., None]


@pytest.fixture
def practice(db: None, screened: Screened) -> Practice:
    screened()
    return make_practice()


@pytest.fixture
def screened(monkeypatch: pytest.MonkeyPatch) -> Screened:
    """Let the screening of every client say just these restrictions (none: all is allowed)."""

    def says(*restrictions: Restriction) -> None:
        verdict = Verdict(restrictions=restrictions)
        monkeypatch.setattr(
            "palpate.clinic.visits.safety.current_verdict", lambda client, on: verdict
        )

    return says


def restriction(
    cap: float, *sites: str, level: Disposition = Disposition.MODIFY, label: str = "Blood thinner"
) -> Restriction:
    return Restriction(
        id="test",
        kind=RestrictionKind.CONTRAINDICATION,
        level=level,
        label=label,
        whole_body=not sites,
        sites=tuple(Site.parse(s) for s in sites),
        pressure_cap=cap,
        reason="Bruises easily.",
    )


def write(visit: Visit, practice: Practice, at: datetime = NOW, **fields: Any) -> services.Saved:
    """Save fields as a page would that saw the newest note; `__` stands for a dot."""
    visit.refresh_from_db()
    changes = {
        name.replace("__", "."): Change(visit.content.get(name.replace("__", ".")), value)
        for name, value in fields.items()
    }
    saved = services.save_draft(visit.id, changes, by=practice.therapist, at=at)
    visit.refresh_from_db()
    return saved


@pytest.fixture
def visit(practice: Practice) -> Visit:
    return services.start_visit(practice.episode, practice.therapist, at=NOW, on=TODAY)


@pytest.fixture
def signed(visit: Visit, practice: Practice) -> Visit:
    write(
        visit,
        practice,
        pain_before=6,
        pain_after=3,
        points__a1__structure="Upper trapezius, right",
        points__a1__sites=["shoulder.top.right"],
        points__a1__pressure=5,
        points__a1__hold=30,
        points__a1__response="released",
        reactions=["none"],
        plan="Again in a week.",
    )
    return services.sign_note(
        visit.id,
        practice.therapist,
        pin=PIN,
        revision=visit.revision,
        at=NOW + timedelta(hours=1),
    )

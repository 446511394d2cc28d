"""What the client does at home, and whom the care is shared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from palpate import knowledge
from palpate.body import Site, region
from palpate.care._candidates import function_is_lost, least_probability
from palpate.care._types import (
    Advice,
    BindingNote,
    CauseLike,
    ServedCause,
    SharedCareNote,
)
from palpate.knowledge import MassageTreatable
from palpate.knowledge.care_tables import (
    CauseKind,
    HomeAdvice,
    SharedCare,
    SharedCareWhen,
    Urgency,
    load_care,
)
from palpate.screening import Verdict

MOST_ADVICE = 6
"""More than a handful of things to do is not done."""


def home_advice_for(
    causes: Sequence[ServedCause], sites: Iterable[Site], verdict: Verdict
) -> tuple[Advice, ...]:
    """Advice for the causes and the place, without what a restriction excludes there."""
    care, places = load_care(), tuple(dict.fromkeys(sites))
    groups = {region(s.region).group for s in places}
    found = []
    for row in care.home_advice.values():
        if not _fits(row, causes, groups):
            continue
        excluded = set(row.groups_excluded)
        bound = verdict.excluded_techniques.union(
            *(verdict.excluded_techniques_at(s) for s in places)
        )
        if excluded & bound:
            continue
        if row.groups_excluded and any(verdict.blocks(s) for s in places):
            continue
        found.append(row)
    found.sort(key=lambda r: (not r.causes, not r.body_groups and r.type == "ergonomics"))
    return tuple(_advice(row) for row in found[:MOST_ADVICE])


def _fits(row: HomeAdvice, causes: Sequence[ServedCause], groups: set[str]) -> bool:
    if row.body_groups and not groups & set(row.body_groups):
        return False
    return any(
        (not row.kinds or c.kind in row.kinds) and (not row.causes or c.id in row.causes)
        for c in causes
    )


def _advice(row: HomeAdvice) -> Advice:
    care = load_care()
    rows = [care.evidence(e) for e in row.evidence]
    claims = [care.claims[c] for c in row.claims]
    return Advice(
        id=row.id,
        label=row.label,
        type=row.type,
        client_text=row.client_text,
        how_often=row.how_often,
        caution=row.caution,
        basis=row.basis,
        ratings=tuple(c.rating for c in claims),
        sources=_sources([*rows, *claims]),
    )


def shared_care_for(
    causes: Sequence[tuple[CauseLike, ServedCause]], weeks: float | None
) -> tuple[SharedCareNote, ...]:
    """Whom to involve and how soon, the most urgent first."""
    least = least_probability(about for _, about in causes)
    mention = load_care().setting("refer_probability_mentions")
    notes: dict[str, SharedCareNote] = {}
    for cause, about in causes:
        if about.probability < (mention if about.kind is CauseKind.REFER else least):
            continue
        for row in load_care().shared_care.values():
            if row.kinds and about.kind not in row.kinds:
                continue
            if row.causes and about.id not in row.causes:
                continue
            if row.weeks_from is not None and (weeks is None or weeks < row.weeks_from):
                continue
            if not _holds(row, cause, about):
                continue
            note = _note(row, cause, about)
            notes[row.id] = _joined(notes[row.id], note) if row.id in notes else note
    order = list(Urgency)
    return tuple(sorted(notes.values(), key=lambda n: order.index(n.urgency)))


def _joined(first: SharedCareNote, more: SharedCareNote) -> SharedCareNote:
    """One note for several causes that ask for the same, each reason once."""

    def both(one: str, other: str) -> str:
        parts = [*one.split("; "), *other.split("; ")]
        return "; ".join(dict.fromkeys(p for p in parts if p))

    return replace(
        first,
        about=both(first.about, more.about),
        refer_when=both(first.refer_when, more.refer_when),
    )


def _holds(row: SharedCare, cause: CauseLike, about: ServedCause) -> bool:
    nerve = knowledge.load().nerves.get(about.id)
    match row.condition:
        case SharedCareWhen.ALWAYS:
            return True
        case SharedCareWhen.LIKELY:
            return about.probability >= load_care().setting("refer_probability_blocks")
        case SharedCareWhen.POSSIBLE:
            return about.probability < load_care().setting("refer_probability_blocks")
        case SharedCareWhen.FUNCTION_LOST:
            return function_is_lost(cause)
        case SharedCareWhen.NERVE_REFER:
            return nerve is not None and nerve.massage_treatable is MassageTreatable.REFER
        case SharedCareWhen.NERVE_PARTLY:
            return nerve is not None and nerve.massage_treatable is MassageTreatable.PARTLY


def _note(row: SharedCare, cause: CauseLike, about: ServedCause) -> SharedCareNote:
    care, known = load_care(), knowledge.load()
    table: Any = known.nerves if about.id in known.nerves else known.joints  # one field of either
    when = getattr(table.get(about.id), "refer_when", "")
    rows = [care.evidence(e) for e in row.evidence]
    return SharedCareNote(
        id=row.id,
        profession=row.profession,
        urgency=row.urgency,
        about=about.label,
        text=row.text,
        client_text=row.client_text,
        refer_when=when or str(getattr(cause, "refer_reason", "") or ""),
        basis=row.basis,
        sources=_sources([*rows, *(care.claims[c] for c in row.claims)]),
    )


def _sources(rows: Iterable[Any]) -> tuple[str, ...]:  # rows of several tables, all with sources
    return tuple(dict.fromkeys(s for r in rows for s in r.sources))


def binding_notes(verdict: Verdict) -> tuple[BindingNote, ...]:
    """The restrictions of the verdict in the words that a plan prints."""
    return tuple(
        BindingNote(
            id=r.id,
            level=r.level.value,
            label=r.label,
            reason=r.reason,
            client_reason=r.client_reason,
            adaptation=r.adaptation,
            pressure_cap=r.pressure_cap,
        )
        for r in verdict.restrictions
    )

"""An episode as the cockpit shows it: plain JSON, words ready for people."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse

from palpate import care, knowledge, screening
from palpate.assessment import Assessment, Cause, NextTest, Reason
from palpate.body import Site, region
from palpate.clinic.charting import services
from palpate.clinic.charting.models import Drawing, Episode, FindingEntry, PlanRecord
from palpate.plain import to_plain

KIND_WORDS = {
    "trigger_point": "trigger point",
    "nerve_compression": "nerve compression",
    "joint": "condition",  # headaches, tendons and strains stand in that table as well
    "posture": "posture",
    "ischemia": "ischemia",
    "refer": "not ours: refer",
}
LEAST_SHOWN = 0.01
MOST_SHOWN = 25
MOST_REASONS = 16


def state(episode: Episode) -> dict[str, Any]:
    """Everything that changes while painting: drawing, findings, causes, tests, verdict."""
    verdict = services.verdict_of(episode)
    drawing = services.current_drawing(episode)
    return {
        "revision": drawing.revision if drawing else 0,
        "findings": [finding(e) for e in episode.findings.all()],
        "painted": [
            {"site": p.site.code, "label": p.site.label, "intensity": p.intensity}
            for p in services.painted(drawing)
        ],
        "assessment": assessment(
            services.assess_episode(episode, verdict), services.decisions(episode)
        ),
        "blocked": blocked(verdict, episode.client_id),
    }


def drawing_plain(drawing: Drawing | None) -> dict[str, Any] | None:
    return drawing.plain if drawing and drawing.plain else None


def finding(entry: FindingEntry) -> dict[str, Any]:
    return {
        "key": str(entry.key),
        "kind": entry.kind,
        "code": entry.code,
        "words": entry.words,
        "side": entry.side,
        "detail": entry.detail,
    }


def assessment(result: Assessment, decided: dict[str, str]) -> dict[str, Any]:
    shown = [c for c in result.causes if c.probability >= LEAST_SHOWN][:MOST_SHOWN]
    keys = {str(services.CauseKey.of(c)) for c in shown}
    # A decision stays in sight even when the cause has become improbable.
    shown += [
        c
        for c in result.causes
        if str(k := services.CauseKey.of(c)) in decided and str(k) not in keys
    ]
    return {
        "causes": [cause(c, decided) for c in shown],
        "next_tests": [next_test(t) for t in result.next_tests[:3]],
        "unexplained": [u.text for u in result.unexplained],
        "unmatched": list(result.unmatched),
        "without_bearing": [_said(word) for word in result.without_bearing],
        "conflicts": list(result.conflicts),
        "certainty": {"level": result.certainty.level, "words": result.certainty.words},
        "knowledge_version": result.knowledge_version,
    }


def cause(c: Cause, decided: dict[str, str]) -> dict[str, Any]:
    key = str(services.CauseKey.of(c))
    kind = str(c.kind)
    return {
        "key": key,
        "kind": kind,
        "kind_words": KIND_WORDS[kind],
        "name": c.label,
        "latin": _latin(kind, c.id),
        "side": c.side or "",
        "probability": round(c.probability, 4),
        "for": [reason(r) for r in c.evidence_for[:MOST_REASONS]],
        "against": [reason(r) for r in c.evidence_against[:MOST_REASONS]],
        "number": c.site_number,
        "essential": [s.code for s in c.essential],
        "spillover": [s.code for s in c.spillover],
        "press": _press(c),
        "press_words": _press_words(c),
        "refer": c.refer_reason or "",
        "sources": list(_sources(kind, c.id)),
        "decided": decided.get(key, ""),
    }


def reason(r: Reason) -> dict[str, Any]:
    return {"key": r.finding, "text": r.text, "decibans": round(r.decibans, 1)}


def next_test(t: NextTest) -> dict[str, Any]:
    known = knowledge.load().tests.get(t.test)
    muscle = t.test.removeprefix("palpate:") if t.test.startswith("palpate:") else ""
    return {
        "test": t.test,
        "muscle": muscle,
        "name": t.name,
        "how": t.how,
        "why": t.why,
        "side": t.side or "",
        "minutes": t.minutes,
        "value": round(t.value, 3),
        "if_positive": t.if_positive,
        "if_negative": t.if_negative,
        "positive_means": known.positive_means if known else "",
        "sources": list(known.sources) if known else [],
    }


def blocked(verdict: screening.Verdict | None, client_id: uuid.UUID) -> dict[str, Any] | None:
    """Why planning stops today, worst first; ``None`` where it does not."""
    if verdict is None or not verdict.blocks_today:
        return None
    stopping = [r for r in verdict.restrictions if r.level.blocks_today]
    return {
        "disposition": verdict.disposition.value,
        "rules": [
            {
                "id": r.id,
                "level": r.level.value,
                "label": r.label,
                "reason": r.reason,
                "adaptation": r.adaptation,
                "too_early": r.too_early,
                "time_rule": r.time_rule,
                "clearance": reverse("clearance_new", args=[client_id, r.id]),
            }
            for r in stopping
        ],
    }


def plan(proposal: services.Proposal, client_id: uuid.UUID) -> dict[str, Any]:
    made = proposal.plan
    return {
        **plan_body(made),
        "from_confirmed": proposal.from_confirmed,
        "stopped": blocked(proposal.verdict, client_id),
    }


def plan_body(made: care.Plan) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(made)
    for told, step in zip(plain["steps"], made.steps, strict=True):
        told["name"] = step.name
        told["presses"] = step.presses
    if made.course is not None:
        plain["course"]["first_interval_words"] = made.course.first_interval.words
        for told, stage in zip(plain["course"]["stages"], made.course.stages, strict=True):
            told["interval_words"] = stage.interval.words
    return plain


def saved_plan(record: PlanRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {
        "id": str(record.id),
        "minutes": record.minutes,
        "made_at": record.made_at.isoformat(),
        "made_by": record.made_by.name,
        "adjustments": record.adjustments,
    }


def _said(word: str) -> str:
    """A finding's label where it is one, the words as they were written where not."""
    known = knowledge.load().findings
    return known[word].label if word in known else word.replace("_", " ")


def _latin(kind: str, cause_id: str) -> str:
    known = knowledge.load()
    for table in (known.muscles, known.nerves, known.joints):
        if cause_id in table:
            return str(table[cause_id].latin)
    return ""


def _sources(kind: str, cause_id: str) -> tuple[str, ...]:
    known = knowledge.load()
    for table in (known.muscles, known.nerves, known.joints, known.postures):
        if cause_id in table:
            return tuple(table[cause_id].sources)
    return ()


def _point(c: Cause) -> knowledge.TriggerPoint | None:
    return knowledge.load().trigger_points.get(f"{c.id}.{c.site_number}") if c.site_number else None


def _press(c: Cause) -> list[str]:
    point = _point(c)
    if point is None or c.side is None:
        return []
    sides = region(point.site_region).sides
    return [Site(point.site_region, c.side if c.side in sides else sides[0]).code]


def _press_words(c: Cause) -> str:
    point = _point(c)
    return point.location if point else ""

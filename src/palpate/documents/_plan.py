"""The plan as a page: the therapist's working copy, and the client's in plain words."""

from __future__ import annotations

import re

from palpate.care import Plan, Step
from palpate.documents._page import figures, head, number, span
from palpate.documents._render import render, render_png
from palpate.documents._types import Audience, PlanDocument

_SPINAL_LEVELS = re.compile(r",? [CTL]\d+(?:-[CTL]\d+)?")
"""What a region's name says for the trade and not for the client."""


def plan_pdf(document: PlanDocument, audience: Audience = Audience.THERAPIST) -> bytes:
    """The plan as PDF, for the therapist or in plain words for the client."""
    template, data = _page(document, audience)
    return render(template, data, document.made_on)


def plan_png(
    document: PlanDocument, audience: Audience = Audience.THERAPIST, ppi: float = 110
) -> list[bytes]:
    """The pages of the plan as pictures."""
    template, data = _page(document, audience)
    return render_png(template, data, document.made_on, ppi)


def _page(document: PlanDocument, audience: Audience) -> tuple[str, dict[str, object]]:
    if audience is Audience.CLIENT:
        return "plan_client", _for_client(document)
    return "plan_therapist", _for_therapist(document)


def _head(document: PlanDocument, title: str) -> dict[str, object]:
    return {
        **head(document.clinic, document.client, title, document.made_on, document.therapist),
        "figures": figures(document.drawings),
    }


def _for_therapist(document: PlanDocument) -> dict[str, object]:
    plan = document.plan
    sources: dict[str, int] = {}
    cautions = [frozenset(s.cautions) for s in plan.treatments]
    everywhere = frozenset.intersection(*cautions) if cautions else frozenset()
    return {
        **_head(document, "Treatment plan"),
        "blocked": plan.blocked or "",
        "causes": [{"name": c.name, "detail": c.detail} for c in document.causes],
        "restrictions": [
            {
                "level": r.level,
                "label": r.label,
                "adaptation": r.adaptation or r.reason,
                "cap": "" if r.pressure_cap is None else f"pressure at most {r.pressure_cap:g}",
            }
            for r in plan.restrictions
        ],
        "minutes": f"{plan.session_minutes:g}",
        "spare": f"{plan.spare_minutes:g}" if plan.spare_minutes else "",
        "steps": [_step(step, sources, everywhere) for step in plan.steps],
        "left_out": [
            f"{x.structure}, {x.side}: {x.reason}" for x in plan.left_out if x.restriction
        ],
        "course": _course(plan),
        "goals": [g.text for g in plan.goals],
        "advice": [{"label": a.label, "often": a.how_often} for a in plan.home_advice],
        "shared": [
            {
                "who": n.profession.replace("_", " "),
                "when": n.urgency.value,
                "about": n.about,
                "text": n.text,
                "refer": n.refer_when,
            }
            for n in plan.combined_care
        ],
        "notes": list(plan.notes),
        "sources": list(sources),
        "version": plan.knowledge_version,
    }


def _step(step: Step, sources: dict[str, int], everywhere: frozenset[str]) -> dict[str, object]:
    cited = sorted({sources.setdefault(s, len(sources) + 1) for s in step.sources})
    dose = []
    if step.hold_seconds is not None:
        dose.append(span(*step.hold_seconds, " s"))
    if step.repetitions is not None:
        dose.append(f"× {span(*step.repetitions)}")
    treats = step.presses and step.role not in ("prepare", "close")
    warnings = [c for c in step.cautions if c not in everywhere] if treats else []
    if treats:
        warnings += [step.anatomy_note] if step.anatomy_note else []
        warnings += [f"{e.site}: {e.rule}" for e in step.endangerment if e.whole_region]
    return {
        "treats": treats,
        "name": step.name if step.presses else step.technique_label,
        "points": list(step.structure.where) if step.structure else [],
        "technique": step.technique_label if step.presses else "",
        "how": step.how,
        "pressure": f"{step.pressure:g}" if step.presses and step.pressure_cap > 0 else "",
        "cap": f"{step.pressure_cap:g}" if step.pressure_cap < 10 else "",
        "dose": " ".join(dose) if treats else "",
        "minutes": number(step.minutes),
        "position": step.position.replace("_", " ") if step.position else "",
        "then": ""
        if step.then is None
        else f"{step.then.technique_label}"
        + (f", {span(*step.then.hold_seconds, ' s')}" if step.then.hold_seconds else "")
        + f" × {span(*step.then.repetitions)}",
        "warnings": list(dict.fromkeys(w for w in warnings if w)),
        "cited": cited,
    }


def _course(plan: Plan) -> dict[str, object] | None:
    course = plan.course
    if course is None:
        return None
    return {
        "first": course.first_interval.words,
        "visits": span(course.visits_low, course.visits_high),
        "review": course.review_visit,
        "stop": course.stop_rule,
        "why": course.why,
        "uncertainty": course.uncertainty,
        "assumed": list(course.assumed),
        "citations": list(course.citations),
        "stages": [
            {"interval": s.interval.words, "visits": s.visits, "until": s.until}
            for s in course.stages
        ],
    }


def _for_client(document: PlanDocument) -> dict[str, object]:
    plan = document.plan
    known = {e.claim: e.client_wording for s in plan.steps for e in s.evidence}
    return {
        **_head(document, "Your plan"),
        "blocked": plan.blocked_client or "",
        "concern": document.concern,
        "minutes": f"{plan.session_minutes:g}",
        "doing": _doing(plan),
        "careful": list(
            dict.fromkeys(r.client_reason for r in plan.restrictions if r.client_reason)
        ),
        "course": None
        if plan.course is None
        else {
            "first": plan.course.first_interval.words,
            "why": plan.course.why_client,
            "visits": span(plan.course.visits_low, plan.course.visits_high),
            "review": plan.course.review_visit,
        },
        "goals": [g.client_text for g in plan.goals],
        "advice": [
            {"label": a.label, "text": a.client_text, "often": a.how_often, "caution": a.caution}
            for a in plan.home_advice
        ],
        "shared": list(dict.fromkeys(n.client_text for n in plan.combined_care)),
        "known": list(known.values()),
    }


def _doing(plan: Plan) -> list[dict[str, object]]:
    """What will be done, each way of treating once, with the places in everyday words."""
    found: dict[str, dict[str, object]] = {}
    for step in plan.steps:
        words = found.setdefault(
            step.client_label or step.technique_label, {"text": step.client_how, "places": {}}
        )
        places = words["places"]
        if isinstance(places, dict) and step.presses and step.role not in ("prepare", "close"):
            places.update({_SPINAL_LEVELS.sub("", s.label): None for s in step.sites[:1]})
    return [
        {"label": label, "text": w["text"], "places": list(w["places"])}  # type: ignore[call-overload]
        for label, w in found.items()
    ]

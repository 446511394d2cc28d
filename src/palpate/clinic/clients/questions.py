"""The health questions on a page: shown, read back from a form or a draft, and told again.

The questions themselves are `palpate.screening.questionnaire()`; around them stand the reason for
the visit, the list of medicines and the consent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone

from palpate.clinic.clients import areas, consent
from palpate.clinic.clients.content import (
    ABOUT,
    MANY,
    Content,
    checked,
    missing,
    without_uncalled,
)
from palpate.clinic.clients.models import Client, Intake
from palpate.clinic.clients.services.intakes import (
    AlreadySubmittedError,
    DraftConflictError,
    content_of,
    save_draft,
)
from palpate.knowledge.safety import Level, load_safety
from palpate.screening import Question, questionnaire

NAME = "q."
FIRST = "visit"
"""The section about the complaint itself opens the form, beside the reason for the visit."""
LONGEST_NAME = 160
OWN_TITLES = {
    "reason": "Why you come",
    "allergies": "Allergies",
    "medication": "Medicines",
    "consent_name": "Your signature",
    "consent_agree": "Your agreement",
    "date_of_birth": "Date of birth",
    "sex": "Sex",
    "phone": "Phone",
    "emergency_contact": "Whom to call in an emergency",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought, all of it kept, and what is wrong with it by field."""

    content: Content
    consent_name: str
    errors: dict[str, str] = field(default_factory=dict)


def read_post(post: QueryDict) -> Sent:
    """Read the whole form; nothing typed is dropped because something else is wrong.

    A question left open is asked for once; sent again, it stays open, and screening counts it as
    unknown, never as no.
    """
    answers: dict[str, Any] = {}
    for question in questionnaire().questions:
        name = NAME + question.id
        value = post.getlist(name) if question.kind in MANY else post.get(name, "").strip()
        if value:
            answers[question.id] = value
    content, errors = checked(
        Content(
            answers=answers,
            medications=[m.strip() for m in post.getlist("medication") if m.strip()],
            allergies=post.get("allergies", "").strip(),
            reason=post.get("reason", "").strip(),
            where=[w for w in post.getlist("where") if w],
            about={name: post.get(f"about.{name}", "") for name in ABOUT},
        ),
        timezone.localdate(),
    )
    content = without_uncalled(content)
    if not post.get("leave_open"):
        errors = missing(content.answers) | errors
    name = " ".join(post.get("consent_name", "").split())
    if len(name) > LONGEST_NAME:
        errors["consent_name"] = f"Your name is longer than {LONGEST_NAME} characters."
    if name and not post.get("consent_agree"):
        errors["consent_agree"] = "Tick the box to agree."
    return Sent(content, name, errors)


def page(
    *,
    client: Client,
    draft: Intake,
    content: Content,
    errors: Mapping[str, str],
    in_person: bool,
    consent_name: str = "",
) -> dict[str, Any]:
    """What the form's template needs."""
    sheet = questionnaire()
    called = {q.id for q in sheet.asked(content.answers)}
    by_id = {
        s.id: {
            "id": s.id,
            "title": s.title,
            "intro": s.intro,
            "items": [_item(q, content, errors, hidden=q.id not in called) for q in s.questions],
        }
        for s in sheet.sections
    }
    complaint: list[dict[str, Any]] = by_id.pop(FIRST, {"items": []})["items"]
    titles = {q.id: q.text for q in sheet.questions} | OWN_TITLES
    return {
        "client": client,
        "draft": draft,
        "content": content,
        "medication_rows": [*content.medications, ""],
        "complaint": [i for i in complaint if i["q"].kind != "text"],
        "closing": [i for i in complaint if i["q"].kind == "text"],
        "lacking": [name for name in ABOUT if not getattr(client, name)],
        "sections": list(by_id.values()),
        "errors": errors,
        "error_list": [
            {"id": name, "title": titles.get(name, name), "says": says}
            for name, says in errors.items()
        ],
        "nudged": any(name in titles and name not in OWN_TITLES for name in errors),
        "areas": areas.groups(),
        "consent_title": consent.title(),
        "consent_paragraphs": consent.paragraphs(),
        "consent_name": consent_name,
        "in_person": in_person,
        "today": timezone.localdate(),
    }


def _item(
    question: Question, content: Content, errors: Mapping[str, str], *, hidden: bool
) -> dict[str, Any]:
    return {
        "q": question,
        "name": NAME + question.id,
        "value": content.answers.get(question.id, ""),
        "error": errors.get(question.id, ""),
        "hidden": hidden,
        "urgent": _urgent(question),
        "show_if": json.dumps([asdict(c) for c in question.show_if]) if question.show_if else "",
    }


@cache
def _urgent(question: Question) -> frozenset[str]:
    """The answers that mean: get help now."""
    rows = load_safety().contraindications
    return frozenset(
        o.value
        for o in question.options
        if any(t in rows and rows[t].level is Level.EMERGENCY for t in o.touches)
    )


def keep_draft(request: HttpRequest, draft: Intake) -> JsonResponse:
    """One autosave: `{revision, content}` in, the new revision out.

    409 with what stands there when another device saved meanwhile, 410 when it was sent already.
    """
    try:
        sent = json.loads(request.body)
        revision = int(sent["revision"])
        content, errors = checked(_content(sent["content"]), timezone.localdate())
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse(
            {"error": "The draft could not be read; expected revision and content."}, status=400
        )
    try:
        saved = save_draft(draft, content, revision=revision, now=timezone.now())
    except DraftConflictError as conflict:
        newest = conflict.newest
        return JsonResponse(
            {"revision": newest.revision, "content": asdict(content_of(newest))}, status=409
        )
    except AlreadySubmittedError:
        return JsonResponse({"error": "These answers were sent already."}, status=410)
    return JsonResponse({"revision": saved, "errors": errors})


def _content(raw: Mapping[str, Any]) -> Content:
    def texts(values: Iterable[Any]) -> list[str]:
        return [t for v in values if (t := str(v).strip())]

    return Content(
        answers=dict(raw.get("answers", {})),
        medications=texts(raw.get("medications", [])),
        allergies=str(raw.get("allergies", "")),
        reason=str(raw.get("reason", "")),
        where=texts(raw.get("where", [])),
        about=dict(raw.get("about", {})),
    )


def answered(intake: Intake) -> list[dict[str, Any]]:
    """What was answered, in order, in the words of the questions; what applies stands out."""
    openers = {c.question for q in questionnaire().questions for c in q.show_if}
    told = []
    for section in questionnaire().sections:
        rows = [
            {
                "q": q,
                "said": said(q, intake.answers[q.id]),
                "yes": applies(q, intake.answers[q.id]),
                "opener": q.kind == "yes_no" and q.id in openers,
            }
            for q in section.questions
            if q.id in intake.answers
        ]
        if rows:
            told.append({"title": section.title, "rows": rows})
    return told


def left_open(intake: Intake) -> list[Question]:
    """The questions that were called for and not answered."""
    sheet = questionnaire()
    return [q for id in missing(intake.answers) if (q := sheet.question(id)) is not None]


def applies(question: Question, value: Any) -> bool:
    """Whether the answer says that something is there."""
    if question.kind in {"text", "sites", "date", "number"}:
        return True
    chosen = value if isinstance(value, list) else [value]
    return any(v == "yes" or ((o := question.option(v)) and o.touches) for v in chosen)


def said(question: Question, value: Any) -> str:
    """An answer in words."""
    if question.kind == "sites":
        return areas.told(value or [])
    labels = {o.value: o.label for o in question.options}
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(v), str(v)) for v in chosen)

"""The health questions on a page: shown, read back from a form or a draft, and told again.

The questions themselves are `palpate.screening.questionnaire()`; around them stand the reason for
the visit, the medicines and the consent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone

from palpate.clinic.clients import areas, consent
from palpate.clinic.clients.models import Client, Intake
from palpate.clinic.clients.questionnaire import sheet
from palpate.clinic.clients.services.intakes import (
    AlreadySubmittedError,
    Content,
    DraftConflictError,
    save_draft,
)
from palpate.clinic.clients.sheet import Question, asked

LONGEST_TEXT = 4000
LONGEST_LINE = 200
MOST_MEDICINES = 60
NAME = "q."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought, all of it kept, and what is wrong with it by field."""

    content: Content
    consent_name: str
    errors: dict[str, str] = field(default_factory=dict)


def read_post(post: QueryDict, client: Client) -> Sent:
    """Read the whole form; nothing typed is dropped because something else is wrong."""
    answers: dict[str, Any] = {}
    for section in sheet():
        for question in section.questions:
            name = NAME + question.id
            if question.kind in {"many_of", "sites"}:
                if chosen := [v for v in post.getlist(name) if v]:
                    answers[question.id] = chosen
            elif (value := post.get(name, "").strip()) != "":
                answers[question.id] = value
    content = Content(
        answers=answers,
        medications=[m.strip() for m in post.getlist("medication") if m.strip()],
        allergies=post.get("allergies", "").strip(),
        reason=post.get("reason", "").strip(),
        where=[w for w in post.getlist("where") if w],
    )
    content, errors = checked(content)
    errors |= missing(content)
    name = " ".join(post.get("consent_name", "").split())
    if name and len(name) > 160:
        errors["consent_name"] = "Your name is longer than 160 characters."
    if name and not post.get("consent_agree"):
        errors["consent_agree"] = "Tick the box to agree, or give the form back unsigned."
    return Sent(content, name, errors)


def checked(content: Content) -> tuple[Content, dict[str, str]]:
    """Keep only what the questions know, in lengths that can be stored; say what was too long."""
    errors: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for question in (q for s in sheet() for q in s.questions):
        if question.id in content.answers:
            value = content.answers[question.id]
            kept, wrong = _answer(question, value)
            if wrong:
                errors[question.id] = wrong
            if kept is not None:
                answers[question.id] = kept
    for name, limit in (("reason", LONGEST_TEXT), ("allergies", 1000)):
        if len(getattr(content, name)) > limit:
            errors[name] = f"This is longer than {limit} characters; please shorten it."
    medications = [str(m)[:LONGEST_LINE] for m in content.medications][:MOST_MEDICINES]
    if len(content.medications) > MOST_MEDICINES:
        errors["medication"] = f"At most {MOST_MEDICINES} medicines can be listed."
    return (
        Content(
            answers=answers,
            medications=medications,
            allergies=content.allergies[:8000],
            reason=content.reason[:20000],
            where=[w for w in content.where if w in areas.codes()],
        ),
        errors,
    )


def _answer(question: Question, value: Any) -> tuple[Any, str]:
    """The value to keep (None drops it) and what is wrong with it."""
    allowed = {o.value for o in question.options}
    if question.kind in {"many_of", "sites"}:
        known = areas.codes() if question.kind == "sites" else allowed
        kept = [v for v in value if v in known] if isinstance(value, list) else []
        return (kept or None), ""
    text = str(value)
    if question.kind in {"yes_no", "one_of"}:
        return (text, "") if text in allowed else (None, "Choose one of the answers.")
    if question.kind == "number":
        return _number(question, text)
    if question.kind == "date":
        return _date(text)
    if len(text) > LONGEST_TEXT:
        return text[:20000], f"This is longer than {LONGEST_TEXT} characters; please shorten it."
    return text, ""


def _number(question: Question, text: str) -> tuple[Any, str]:
    low = question.low if question.low is not None else 0
    high = question.high if question.high is not None else 1_000_000
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text[:40], f"“{text[:20]}” is not a number."
    if not low <= number <= high:
        return text[:40], f"{number:g} is not possible here: from {low:g} to {high:g}."
    return (int(number) if number.is_integer() else number), ""


def _date(text: str) -> tuple[Any, str]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text[:40], f"“{text[:20]}” is not a date of the calendar."
    today = timezone.localdate()
    if day > today:
        return text, f"{day:%-d %B %Y} lies in the future."
    if day.year < today.year - 120:
        return text, f"{day.year} is too long ago; check the year."
    return text, ""


def missing(content: Content) -> dict[str, str]:
    """Which questions the answers call for and have no answer yet."""
    return {
        q.id: "Please answer this question."
        for q in asked(sheet(), content.answers)
        if q.required and q.id not in content.answers
    }


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
    called = {q.id for q in asked(sheet(), content.answers)}
    sections = [
        {
            "id": s.id,
            "title": s.title,
            "intro": s.intro,
            "items": [
                {
                    "q": q,
                    "name": NAME + q.id,
                    "value": content.answers.get(q.id, ""),
                    "error": errors.get(q.id, ""),
                    "hidden": q.id not in called,
                    "show_if": json.dumps([asdict(c) for c in q.show_if]) if q.show_if else "",
                }
                for q in s.questions
            ],
        }
        for s in sheet()
    ]
    titles = {q.id: q.text for s in sheet() for q in s.questions} | OWN_TITLES
    return {
        "client": client,
        "draft": draft,
        "content": content,
        "medication_rows": [*content.medications, ""],
        "sections": sections,
        "steps": len(sections) + 3,
        "errors": errors,
        "error_list": [
            {"id": name, "title": titles.get(name, name), "says": says}
            for name, says in errors.items()
        ],
        "areas": areas.groups(),
        "consent_title": consent.title(),
        "consent_paragraphs": consent.paragraphs(),
        "consent_name": consent_name,
        "in_person": in_person,
        "today": timezone.localdate(),
    }


OWN_TITLES = {
    "reason": "Why you come",
    "allergies": "Allergies",
    "medication": "Medicines",
    "consent_name": "Your signature",
    "consent_agree": "Your agreement",
}


def keep_draft(request: HttpRequest, draft: Intake) -> JsonResponse:
    """One autosave: `{revision, content}` in, the new revision out.

    409 with what stands there when another device saved meanwhile, 410 when it was sent already.
    """
    try:
        sent = json.loads(request.body)
        revision = int(sent["revision"])
        raw = sent["content"]
        content, errors = checked(
            Content(
                answers=dict(raw.get("answers", {})),
                medications=[str(m).strip() for m in raw.get("medications", []) if str(m).strip()],
                allergies=str(raw.get("allergies", "")),
                reason=str(raw.get("reason", "")),
                where=[str(w) for w in raw.get("where", [])],
            )
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse(
            {"error": "The draft could not be read; expected revision and content."}, status=400
        )
    try:
        saved = save_draft(draft, content, revision=revision, now=timezone.now())
    except DraftConflictError as conflict:
        return JsonResponse(
            {"revision": conflict.newest.revision, "content": asdict(Content.of(conflict.newest))},
            status=409,
        )
    except AlreadySubmittedError:
        return JsonResponse({"error": "These answers were sent already."}, status=410)
    return JsonResponse({"revision": saved, "errors": errors})


def answered(intake: Intake) -> list[dict[str, Any]]:
    """What was asked and what was answered, in order, in the words of the questions."""
    told = []
    for section in sheet():
        rows = [
            {
                "q": q,
                "said": said(q, intake.answers.get(q.id)),
                "yes": intake.answers.get(q.id) == "yes",
            }
            for q in section.questions
            if q.id in intake.answers
        ]
        if rows:
            told.append({"title": section.title, "rows": rows})
    return told


def said(question: Question, value: Any) -> str:
    """An answer in words."""
    if question.kind == "sites":
        return areas.told(value or [])
    labels = {o.value: o.label for o in question.options}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(labels.get(str(v), str(v)) for v in value)
    return labels.get(str(value), str(value))

"""What an intake holds, and keeping it to what the questionnaire knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from palpate.clinic.clients import areas
from palpate.screening import Question, questionnaire

LONGEST_TEXT = 4000
LONGEST_ALLERGIES = 1000
LONGEST_LINE = 200
MOST_MEDICINES = 60
KEPT_OF_TOO_LONG = 20_000
"""Characters of a text that is too long to send, kept so that it can be shortened."""
ABOUT = {"date_of_birth": 10, "sex": 1, "phone": 40, "emergency_contact": 160}
"""The fields of a record that a client can fill in, and their lengths."""
MANY = frozenset({"many_of", "sites"})


@dataclass(frozen=True, slots=True)
class Content:
    """All that a client can say in an intake."""

    answers: dict[str, Any] = field(default_factory=dict)
    medications: list[str] = field(default_factory=list)
    allergies: str = ""
    reason: str = ""
    where: list[str] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    """What the client's record lacks, by field: date of birth, sex, phone, emergency contact."""


def checked(content: Content, today: date) -> tuple[Content, dict[str, str]]:
    """Only what the questions know, in lengths that can be stored; and what is wrong, by field."""
    errors: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for question in questionnaire().questions:
        if question.id not in content.answers:
            continue
        kept, wrong = _answer(question, content.answers[question.id], today)
        if wrong:
            errors[question.id] = wrong
        if kept is not None:
            answers[question.id] = kept
    for name, limit in (("reason", LONGEST_TEXT), ("allergies", LONGEST_ALLERGIES)):
        if len(getattr(content, name)) > limit:
            errors[name] = f"This is longer than {limit} characters; please shorten it."
    if len(content.medications) > MOST_MEDICINES:
        errors["medication"] = f"At most {MOST_MEDICINES} medicines can be listed."
    return (
        Content(
            answers=answers,
            medications=[m[:LONGEST_LINE] for m in content.medications[:MOST_MEDICINES]],
            allergies=content.allergies[:KEPT_OF_TOO_LONG],
            reason=content.reason[:KEPT_OF_TOO_LONG],
            where=[w for w in content.where if w in areas.codes()],
            about=_about(content.about, today, errors),
        ),
        errors,
    )


def _about(about: Mapping[str, str], today: date, errors: dict[str, str]) -> dict[str, str]:
    """The details that can be kept; what is wrong with them goes to `errors`."""
    kept = {n: t for n in ABOUT if (t := str(about.get(n, "")).strip()[:KEPT_OF_TOO_LONG])}
    for name, text in kept.items():
        if len(text) > ABOUT[name]:
            errors[name] = f"This is longer than {ABOUT[name]} characters; please shorten it."
    if born := kept.get("date_of_birth"):
        wrong = _date(born, today)[1]
        if wrong:
            errors["date_of_birth"] = wrong
    if kept.get("sex", "F") not in {"F", "M", "X"}:
        del kept["sex"]
    return kept


def without_uncalled(content: Content) -> Content:
    """Without answers to questions that the other answers no longer call for."""
    called = {q.id for q in questionnaire().asked(content.answers)}
    return replace(content, answers={k: v for k, v in content.answers.items() if k in called})


def missing(answers: Mapping[str, Any]) -> dict[str, str]:
    """Which questions the answers call for and have no answer yet."""
    return {
        q.id: "Please answer this question."
        for q in questionnaire().asked(answers)
        if q.required and q.id not in answers
    }


def readable(answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Stored answers as the screening of today takes them.

    Areas become sites. What an older questionnaire allowed and the present one does not is left
    out, so that screening counts the question as open and asks again.
    """
    sound: dict[str, Any] = {}
    by_id = {q.id: q for q in questionnaire().questions}
    for name, value in answers.items():
        question = by_id.get(name)
        if question is None:
            continue
        kept, wrong = _answer(question, value, today)
        if kept is None or wrong:
            continue
        sound[name] = [s.code for s in areas.sites_of(kept)] if question.kind == "sites" else kept
    return sound


def _answer(question: Question, value: Any, today: date) -> tuple[Any, str]:
    """The value to keep (None drops it) and what is wrong with it."""
    allowed = {o.value for o in question.options}
    if question.kind in MANY:
        known = areas.codes() if question.kind == "sites" else allowed
        kept = [v for v in value if v in known] if isinstance(value, list) else []
        return (kept or None), ""
    text = str(value).strip()
    if not text:
        return None, ""
    if question.kind in {"yes_no", "one_of"}:
        return (text, "") if text in allowed else (None, "Choose one of the answers.")
    if question.kind == "number":
        return _number(question, text)
    if question.kind == "date":
        return _date(text, today)
    if len(text) > LONGEST_TEXT:
        wrong = f"This is longer than {LONGEST_TEXT} characters; please shorten it."
        return text[:KEPT_OF_TOO_LONG], wrong
    return text, ""


def _number(question: Question, text: str) -> tuple[Any, str]:
    low = question.low if question.low is not None else 0
    high = question.high if question.high is not None else 1_000_000
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text[:40], f"“{text[:20]}” is not a number."
    if not low <= number <= high:
        return text[:40], f"{text[:20]} is not possible here: from {low:g} to {high:g}."
    return (int(number) if number.is_integer() else number), ""


def _date(text: str, today: date) -> tuple[Any, str]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text[:40], f"“{text[:20]}” is not a date of the calendar."
    if day > today:
        return text, f"{day:%-d %B %Y} lies in the future."
    if day.year < today.year - 120:
        return text, f"{day.year} is too long ago; check the year."
    return text, ""

"""From answers to a verdict: checked, timed, placed, asked back where they do not fit."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from palpate.body import Site
from palpate.knowledge.safety import Level, load_safety
from palpate.screening._errors import ScreeningError
from palpate.screening._intake import Intake, read_age, read_sex, read_sites
from palpate.screening._questionnaire import (
    NO,
    NONE,
    UNSURE,
    Question,
    Questionnaire,
    questionnaire,
)
from palpate.screening._screen import judge
from palpate.screening._text import aged_finding
from palpate.screening._verdict import (
    AskBack,
    Disposition,
    Restriction,
    RestrictionKind,
    Verdict,
)

TRIMESTER_WEEKS = 13
LIGHT_UNTIL_ANSWERED = 4.0
"""Pressure, 0-10, while only smaller questions are open: the cap of blood thinners."""


@dataclass
class _Told:
    """What the answers say, gathered question by question."""

    findings: dict[str, str] = field(default_factory=dict)
    """Finding to the answer that named it (``question=value``)."""
    days: dict[str, int] = field(default_factory=dict)
    sites: dict[str, tuple[Site, ...]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    asked: list[AskBack] = field(default_factory=list)
    unanswered: list[Question] = field(default_factory=list)
    ruled_out: set[str] = field(default_factory=set)


def screen_answers(
    answers: Mapping[str, Any],
    age: float | None = None,
    sex: str | None = None,
    medications: Sequence[str] = (),
    text: str = "",
    *,
    on: datetime.date,
    regions: Iterable[Site | str] = (),
    allergies: str = "",
    id: str = "",
) -> Verdict:
    """The verdict on the answers of `questionnaire`, with medicines and words of the client's own.

    ``answers`` maps question ids to ``yes``/``no``/``unsure``, an option, a list of options, site
    codes, an ISO date, a number or text. The verdict is never ``ok`` while an answer that could
    change it is missing. Raises `ScreeningError`, naming field, value and what is allowed.
    """
    sheet = questionnaire()
    told = _Told()
    called = {q.id: q for q in sheet.asked(answers)}
    for name, value in answers.items():
        question = sheet.question(name)
        if question is None:
            told.asked.append(AskBack(name, f"The question {name!r} is not asked any more.",
                                      "its answer was not read"))  # fmt: skip
        elif not _empty(value):
            _read(told, question, value, on)
            if name not in called:
                _contradicts_opener(told, sheet, question)
    for question in called.values():
        given = answers.get(question.id)
        undecided = given == UNSURE and not sheet.opens(question, UNSURE)
        if undecided or (question.required and _empty(given)):
            told.unanswered.append(question)
    _check_pregnancy(told, answers)
    _apply_times(told)
    words = ". ".join(filter(None, [text, *told.texts]))
    if allergies.strip():
        words += f". Allergic to {allergies}"
    intake = Intake(
        id=id,
        age=read_age(age),
        sex=read_sex(sex),
        text=words,
        findings=tuple(told.findings),
        medications=tuple(medications),
        regions=read_sites("regions", tuple(regions)),
        days_since=told.days,
        sites=told.sites,
    )
    verdict = judge(
        intake,
        on,
        extra=_open_questions(sheet, told),
        asked=[*told.asked, *(_ask(q) for q in told.unanswered)],
        answers=told.findings,
    )
    return _with_contradictions(verdict, told)


def _empty(value: object) -> bool:
    return value is None or value == "" or value == [] or value == ()


def _read(told: _Told, question: Question, value: object, on: datetime.date) -> None:
    name = f"answers.{question.id}"
    match question.kind:
        case "yes_no" | "one_of" | "many_of":
            _read_choice(told, question, value, name)
        case "sites":
            sites = read_sites(name, value)
            told.sites.update(dict.fromkeys(question.about, sites))
        case "date":
            days = _days(value, on, name)
            told.days.update(dict.fromkeys(question.about, days))
        case "number":
            _number(value, question, name)
        case _:
            if not isinstance(value, str):
                raise ScreeningError(name, value, "text")
            told.texts.append(value)


def _read_choice(told: _Told, question: Question, value: object, name: str) -> None:
    many = question.kind == "many_of"
    chosen = value if isinstance(value, list | tuple) and many else [value]
    for item in chosen:
        option = question.option(item) if isinstance(item, str) else None
        if option is None:
            allowed = ", ".join(o.value for o in question.options)
            raise ScreeningError(name, item, f"{'any' if many else 'one'} of {allowed}")
        for finding in option.touches:
            told.findings.setdefault(finding, f"{question.id}={option.value}")
    if NONE in chosen and len(chosen) > 1:
        told.asked.append(
            AskBack(question.id, f"{question.text} You chose “none of these” and others as well.",
                    "the answers do not fit together")
        )  # fmt: skip
    taken = {t for item in chosen for t in getattr(question.option(str(item)), "touches", ())}
    if UNSURE not in chosen:
        told.ruled_out.update(set(question.touches) - taken)
    if value == NO:
        told.ruled_out.update(questionnaire().ruled_out_by_no(question))


def _days(value: object, on: datetime.date, name: str) -> int:
    if isinstance(value, datetime.date):
        day = value
    else:
        try:
            day = datetime.date.fromisoformat(str(value))
        except ValueError:
            raise ScreeningError(name, value, "a date such as 2024-05-31") from None
    if day > on:
        raise ScreeningError(name, value, f"a day not after {on.isoformat()}")
    return (on - day).days


def _number(value: object, question: Question, name: str) -> float:
    low, high = question.low or 0, question.high or math.inf
    allowed = f"a number from {low:g} to {high:g}"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ScreeningError(name, value, allowed)
    try:
        number = float(value)
    except ValueError:
        raise ScreeningError(name, value, allowed) from None
    if not math.isfinite(number) or not low <= number <= high:
        raise ScreeningError(name, value, allowed)
    return number


def _contradicts_opener(told: _Told, sheet: Questionnaire, question: Question) -> None:
    opener = sheet.question(question.show_if[0].question)
    told.asked.append(
        AskBack(
            question.id,
            f"{question.text} You answered this, but “{opener.text if opener else ''}” says "
            "that it does not apply. Which is right?",
            "the answers do not fit together",
        )
    )


def _check_pregnancy(told: _Told, answers: Mapping[str, Any]) -> None:
    given = answers.get("weeks_pregnant")
    if _empty(given):
        return
    weeks = float(str(given))
    stage = answers.get("pregnant")
    finding = "pregnancy_first_trimester" if weeks < TRIMESTER_WEEKS else "pregnancy_uncomplicated"
    told.findings.setdefault(finding, "weeks_pregnant")
    fits = {"first": weeks < TRIMESTER_WEEKS + 1, "later": weeks >= TRIMESTER_WEEKS - 1}
    if stage in fits and not fits[stage]:
        told.asked.append(
            AskBack("weeks_pregnant", f"You are {weeks:g} weeks pregnant: is that the first three "
                    "months or later?", "the answers do not fit together")
        )  # fmt: skip


def _apply_times(told: _Told) -> None:
    """Old events become what they are by now, such as a healed operation."""
    for finding, answer in list(told.findings.items()):
        days = told.days.get(finding)
        if days is None:
            continue
        now = aged_finding(finding, days)
        if now == finding:
            continue
        del told.findings[finding]
        if now is not None:
            told.findings.setdefault(now, answer)


def _ask(question: Question) -> AskBack:
    return AskBack(question.id, question.text, "not answered yet")


def _open_questions(sheet: Questionnaire, told: _Told) -> tuple[Restriction, ...]:
    """What binds while questions are open: no massage when one could lead to a referral."""
    if not told.unanswered:
        return ()
    grave = {Level.EMERGENCY, Level.REFER, Level.ABSOLUTE}
    stops = any(sheet.gravest(q) in grave for q in told.unanswered)
    if all(sheet.gravest(q) is Level.NONE for q in told.unanswered):
        return ()
    return (
        Restriction(
            id="unanswered_questions",
            kind=RestrictionKind.INCOMPLETE,
            level=Disposition.ABSOLUTE if stops else Disposition.MODIFY,
            label="Health questions that are not answered yet",
            whole_body=True,
            pressure_cap=0.0 if stops else LIGHT_UNTIL_ANSWERED,
            reason="An unanswered question counts as unknown, never as no.",
            client_reason="Please answer the open questions before the massage.",
            adaptation="Ask the open questions, then screen again.",
            touched_by=tuple(q.id for q in told.unanswered),
        ),
    )


def _with_contradictions(verdict: Verdict, told: _Told) -> Verdict:
    """Ask back where the client's words name what the answers ruled out; both count."""
    rows = load_safety().contraindications
    clashes = [
        AskBack(f.finding, f"You wrote “{f.words}”, but you did not tick "
                f"“{rows[f.finding].label}”. Does it apply?", "the answers do not fit together")
        for f in verdict.found
        if f.source == "text" and f.finding in rows and f.finding in told.ruled_out
        and f.finding not in told.findings
    ]  # fmt: skip
    if not clashes:
        return verdict
    return replace(verdict, asked_back=tuple(dict.fromkeys((*verdict.asked_back, *clashes))))

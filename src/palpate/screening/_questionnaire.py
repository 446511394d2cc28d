"""The intake as data: plain questions, each answer tracing to the findings that it touches."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from palpate.knowledge import KnowledgeError
from palpate.knowledge.safety import Level, load_safety

KINDS = ("yes_no", "one_of", "many_of", "sites", "date", "number", "text")
NONE = "none"
NO = "no"
UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen, and the findings that it touches."""

    value: str
    label: str
    touches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the answer to ``question`` is, or holds, one of ``any_of``."""

    question: str
    any_of: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.question)
        values = given if isinstance(given, list | tuple) else [given]
        return any(v in self.any_of for v in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in words that a twelve-year-old reads easily."""

    id: str
    text: str
    kind: str
    """One of `KINDS`."""
    help: str = ""
    options: tuple[Option, ...] = ()
    show_if: tuple[Condition, ...] = ()
    """Asked when any of these holds; always when there are none."""
    required: bool = True
    about: tuple[str, ...] = ()
    """For ``sites`` and ``date``: the findings whose place or time it asks."""
    low: float | None = None
    high: float | None = None

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        return not self.show_if or any(c.holds(answers) for c in self.show_if)

    @property
    def touches(self) -> tuple[str, ...]:
        """All findings that an answer can touch."""
        return tuple(dict.fromkeys((*(t for o in self.options for t in o.touches), *self.about)))

    def option(self, value: str) -> Option | None:
        return next((o for o in self.options if o.value == value), None)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, eq=False)  # one object, looked up by identity: hashing it is slow
class Questionnaire:
    """All sections in the order asked."""

    version: int
    language: str
    consent: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order asked."""
        return tuple(_by_id(self).values())

    def question(self, id: str) -> Question | None:
        """The question with that id, or None."""
        return _by_id(self).get(id)

    def asked(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        """The questions that the answers call for.

        One whose opener is not asked is not asked either.
        """
        called: list[Question] = []
        live: dict[str, Any] = {}
        for question in self.questions:
            if question.is_asked(live):
                called.append(question)
                if question.id in answers:
                    live[question.id] = answers[question.id]
        return tuple(called)

    def all_clear(self) -> dict[str, Any]:
        """The answers of somebody to whom nothing applies: a start for tests and demos."""
        answers: dict[str, Any] = {}
        for question in self.questions:
            if not question.required or question.show_if:
                continue
            free = next(o.value for o in reversed(question.options) if not o.touches)
            if question.kind == "yes_no":
                free = "no"
            answers[question.id] = [free] if question.kind == "many_of" else free
        return answers

    def ruled_out_by_no(self, question: Question) -> frozenset[str]:
        """The findings that a "no" rules out: its own and those of the questions it opens."""
        return _ruled_out(self)[question.id]

    def opens(self, question: Question, value: str) -> bool:
        """Whether that answer leads to a further question."""
        return (question.id, value) in _openers(self)

    def gravest(self, question: Question) -> Level:
        """The strictest level that the question, or one that it opens, can lead to."""
        return _gravest(self, question.id)


@cache
def questionnaire() -> Questionnaire:
    """The packaged questionnaire, checked; raises `KnowledgeError`."""
    path = files("palpate.screening") / "data" / "questionnaire.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    made = Questionnaire(
        plain["version"],
        plain["language"],
        plain["consent"],
        tuple(
            Section(s["id"], s["title"], s["intro"], tuple(_question(q) for q in s["questions"]))
            for s in plain["sections"]
        ),
    )
    for problem in _problems(made):
        raise KnowledgeError("questionnaire", None, None, problem)
    return made


@cache
def _by_id(sheet: Questionnaire) -> Mapping[str, Question]:
    return {q.id: q for s in sheet.sections for q in s.questions}


@cache
def _ruled_out(sheet: Questionnaire) -> Mapping[str, frozenset[str]]:
    opened: dict[str, set[str]] = {q.id: set(q.touches) for q in sheet.questions}
    for question in sheet.questions:
        for condition in question.show_if:
            opened[condition.question].update(question.touches)
    return {id: frozenset(touches) for id, touches in opened.items()}


@cache
def _openers(sheet: Questionnaire) -> frozenset[tuple[str, str]]:
    return frozenset(
        (c.question, value) for q in sheet.questions for c in q.show_if for value in c.any_of
    )


@cache
def _gravest(sheet: Questionnaire, id: str) -> Level:
    rows = load_safety().contraindications
    order = list(Level)
    question = _by_id(sheet)[id]
    found = [rows[t].level for t in question.touches if t in rows]
    found += [
        _gravest(sheet, q.id) for q in sheet.questions if any(c.question == id for c in q.show_if)
    ]
    return min(found, key=order.index, default=Level.NONE)


def _question(plain: Mapping[str, Any]) -> Question:
    return Question(
        id=plain["id"],
        text=plain["text"],
        kind=plain["kind"],
        help=plain.get("help", ""),
        options=tuple(
            Option(o["value"], o["label"], tuple(o["touches"])) for o in plain.get("options", ())
        ),
        show_if=tuple(
            Condition(c["question"], tuple(c["any_of"])) for c in plain.get("show_if", ())
        ),
        required=plain.get("required", True),
        about=tuple(plain.get("about", ())),
        low=plain.get("low"),
        high=plain.get("high"),
    )


def _problems(sheet: Questionnaire) -> Iterator[str]:
    terms = load_safety().terms
    seen: dict[str, Question] = {}
    for question in (q for s in sheet.sections for q in s.questions):
        if question.id in seen:
            yield f"question {question.id!r} stands twice"
        if question.kind not in KINDS:
            yield f"question {question.id!r}: kind {question.kind!r} is none of {', '.join(KINDS)}"
        for term in question.touches:
            if term not in terms:
                yield f"question {question.id!r} touches {term!r}, which is no screening term"
        for condition in question.show_if:
            opener = seen.get(condition.question)
            if opener is None:
                yield f"question {question.id!r} hangs on {condition.question!r}, not asked before"
            elif not {o.value for o in opener.options}.issuperset(condition.any_of):
                yield f"question {question.id!r} hangs on answers that {opener.id!r} does not have"
        seen[question.id] = question

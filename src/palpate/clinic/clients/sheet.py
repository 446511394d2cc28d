"""The questionnaire as the pages need it: sections, questions, and which answers call for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the answer to `question` is one of `any_of`."""

    question: str
    any_of: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.question)
        values = given if isinstance(given, list) else [given]
        return any(v in self.any_of for v in values)


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    kind: str
    """yes_no, one_of, many_of, text, number, date or sites."""
    help: str = ""
    options: tuple[Option, ...] = ()
    show_if: tuple[Condition, ...] = ()
    """Asked when any of these holds; always when there are none."""
    required: bool = True
    low: float | None = None
    high: float | None = None

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        return not self.show_if or any(c.holds(answers) for c in self.show_if)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    intro: str
    questions: tuple[Question, ...]


def asked(sections: Sequence[Section], answers: Mapping[str, Any]) -> list[Question]:
    """The questions that the answers call for; without its opener a question is not asked."""
    called: list[Question] = []
    live: dict[str, Any] = {}
    for section in sections:
        for question in section.questions:
            if question.is_asked(live):
                called.append(question)
                if question.id in answers:
                    live[question.id] = answers[question.id]
    return called

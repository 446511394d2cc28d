"""`palpate.screening.questionnaire()` as a sheet."""

from __future__ import annotations

from functools import cache

from palpate.clinic.clients.sheet import Condition, Option, Question, Section

YES_NO = (Option("yes", "Yes"), Option("no", "No"), Option("unsure", "Not sure"))


@cache
def sheet() -> tuple[Section, ...]:
    from palpate.knowledge.safety import load_safety

    sections = []
    by = {}
    for row in load_safety().contraindications.values():
        by.setdefault(row.category, []).append(row)
    for category, rows in list(by.items())[:5]:
        gate = Question(
            f"gate_{category}", f"Have you had trouble with: {category}?", "yes_no", options=YES_NO
        )
        qs = [gate]
        for r in rows[:4]:
            qs.append(
                Question(
                    r.id,
                    r.client_question,
                    "yes_no",
                    options=YES_NO,
                    show_if=(Condition(gate.id, ("yes", "unsure")),),
                )
            )
            qs.append(
                Question(
                    r.id + "_where", "Where is it?", "sites", show_if=(Condition(r.id, ("yes",)),)
                )
            )
        sections.append(
            Section(category, category.capitalize(), "Now, and in the last months.", tuple(qs))
        )
    return tuple(sections)

"""The questionnaire, its answers, and bad input."""

from __future__ import annotations

import datetime
import json

import pytest
from click.testing import CliRunner

from palpate.commands.screen import command
from palpate.knowledge.safety import Level, load_safety
from palpate.screening import Disposition, ScreeningError, questionnaire, screen, screen_answers

ON = datetime.date(2025, 6, 2)
SHEET = questionnaire()
CLEAR = SHEET.all_clear()


def answered(**answers: object):
    return screen_answers({**CLEAR, **answers}, 40, "F", on=ON)


def test_a_healthy_client_answers_some_thirty_taps_and_is_let_through():
    assert len(SHEET.asked(CLEAR)) <= 35
    verdict = screen_answers(CLEAR, 40, "F", on=ON)
    assert verdict.disposition is Disposition.OK
    assert not verdict.incomplete


def test_each_serious_condition_can_be_told_and_is_traced():
    touched = {t for q in SHEET.questions for t in q.touches}
    grave = {Level.EMERGENCY, Level.REFER, Level.ABSOLUTE}
    rows = load_safety().contraindications.values()
    assert {r.id for r in rows if r.level in grave} <= touched
    assert len([r for r in rows if r.id not in touched]) <= 3


def test_every_option_leads_to_the_restriction_that_it_touches():
    rows = load_safety().contraindications
    for question in SHEET.questions:
        for option in question.options:
            answers = dict(CLEAR)
            opener = question
            value: object = [option.value] if question.kind == "many_of" else option.value
            answers[question.id] = value
            while opener.show_if:
                condition = opener.show_if[0]
                opener = SHEET.question(condition.question)
                answers[opener.id] = (
                    [condition.any_of[0]] if opener.kind == "many_of" else condition.any_of[0]
                )
            fired = {r.id for r in screen_answers(answers, 40, None, on=ON).restrictions}
            assert {t for t in option.touches if t in rows} <= fired, option


ALWAYS_ASKED = [q.id for q in SHEET.questions if not q.show_if and q.required]


@pytest.mark.parametrize("question", ALWAYS_ASKED)
def test_the_verdict_is_never_ok_while_a_question_is_open(question):
    answers = {k: v for k, v in CLEAR.items() if k != question}
    verdict = screen_answers(answers, 40, "F", on=ON)
    assert verdict.disposition is not Disposition.OK
    assert verdict.incomplete
    assert question in {a.about for a in verdict.asked_back}


def test_not_sure_opens_the_next_question_or_is_asked_again():
    assert "heart_what" in {q.id for q in SHEET.asked({**CLEAR, "heart": "unsure"})}
    assert answered(thinner="unsure").incomplete


def test_dates_drive_the_time_rules():
    def operation(day: str):
        return answered(operation="yes", operation_what=["any"], operation_when=day)

    assert operation("2025-05-20").disposition is Disposition.REFER
    assert operation("2025-04-01").disposition is Disposition.MODIFY
    assert operation("2024-09-01").disposition is Disposition.OK


def test_answers_that_do_not_fit_are_asked_back():
    verdict = answered(weeks_pregnant=20)
    assert verdict.disposition is Disposition.MODIFY
    assert "weeks_pregnant" in {a.about for a in verdict.asked_back}
    both = answered(alarm_upper=["none", "chest"])
    assert both.disposition is Disposition.EMERGENCY
    assert "alarm_upper" in {a.about for a in both.asked_back}
    words = screen_answers(CLEAR, 40, "F", text="I have osteoporosis", on=ON)
    assert "osteoporosis" in {a.about for a in words.asked_back}


def test_an_allergy_written_down_is_read():
    verdict = screen_answers(CLEAR, 40, "F", allergies="nuts", on=ON)
    assert "nut_or_oil_allergy" in {r.id for r in verdict.restrictions}


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"heart": "perhaps"}, "answers.heart"),
        ({"heart_what": ["attack", "gold"]}, "answers.heart_what"),
        ({"hurt_where": ["back.lumber.left"]}, "answers.hurt_where"),
        ({"operation_when": "last spring"}, "answers.operation_when"),
        ({"operation_when": "2026-01-01"}, "answers.operation_when"),
        ({"weeks_pregnant": 80}, "answers.weeks_pregnant"),
        ({"anything_else": 5}, "answers.anything_else"),
    ],
)
def test_a_wrong_answer_is_named(answers, named):
    with pytest.raises(ScreeningError) as error:
        answered(**answers)
    assert error.value.field.startswith(named)
    assert error.value.allowed


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"age": -1}, "age"),
        ({"age": "old"}, "age"),
        ({"age": True}, "age"),
        ({"age": float("nan")}, "age"),
        ({"sex": "blue"}, "sex"),
        ({"findings": ["chest_presure"]}, "findings[0]"),
        ({"findings": {"a": 1}}, "findings"),
        ({"medications": [3]}, "medications[0]"),
        ({"regions": ["nowhere.left"]}, "regions[0]"),
        ({"regions": ["head.vertex.left"]}, "regions[0]"),
        ({"text": ["a"]}, "text"),
    ],
)
def test_bad_input_names_field_value_and_what_is_allowed(given, named):
    with pytest.raises(ScreeningError) as error:
        screen(given, on=ON)
    assert error.value.field == named


def test_the_command_prints_one_object_a_case():
    lines = [
        {"id": "a", "age": 50, "text": "worst headache of my life came like a bang"},
        {"id": "b", "age": 30, "sex": "F", "findings": ["stress_tension"], "medications": []},
        {"id": "c", "findings": ["fever"], "regions": ["back.lumbar.left"]},
    ]
    given = "\n".join(json.dumps(line) for line in lines)
    result = CliRunner().invoke(command, ["-", "--json"], input=given)
    assert result.exit_code == 0, result.output
    told = [json.loads(line) for line in result.output.splitlines()]
    assert [(t["id"], t["disposition"]) for t in told] == [
        ("a", "emergency"),
        ("b", "ok"),
        ("c", "absolute"),
    ]
    readable = CliRunner().invoke(command, ["-"], input=given)
    assert "EMERGENCY" in readable.output


@pytest.mark.parametrize("given", ['{"id": "a", "age": 999}', '{"id": "a"', "[1, 2]", ""])
def test_the_command_explains_what_is_wrong(given):
    result = CliRunner().invoke(command, ["-"], input=given)
    assert result.exit_code == 1
    assert "Error" in result.output
    assert "Traceback" not in result.output


def test_every_screening_term_reaches_the_command_as_itself():
    from palpate.cases import load_case

    for term in load_safety().terms:
        assert load_case({"id": "x", "findings": [term]}).screening_terms == (term,)

"""The assessment as a therapist meets it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from palpate.assessment import CauseKind, assess
from palpate.cases import case_from_plain
from palpate.commands.assess import command
from palpate.screening import screen

HEEL = {
    "id": "heel",
    "pain": [{"region": "foot.heel", "side": "right"}],
    "aggravating": ["first_steps_in_morning"],
}


def test_an_empty_case_gives_the_usual_frequencies_and_says_so() -> None:
    found = assess(case_from_plain({"id": "empty"}))
    assert found.certainty.level == "prior"
    assert found.causes[0].probability < 0.1
    assert found.unexplained == ()


def test_a_plain_heel_is_named_on_its_side_with_reasons_in_words() -> None:
    first = assess(case_from_plain(HEEL)).causes[0]
    assert (first.id, first.side) == ("plantar_fasciitis", "right")
    assert any("first steps" in r.text for r in first.evidence_for)
    assert all("_" not in r.text for r in first.evidence_for)
    assert {s.code for s in first.essential} == {"foot.heel.right"}


def test_a_drawing_without_a_side_gives_causes_without_a_side() -> None:
    plain = {**HEEL, "pain": [{"region": "foot.heel", "side": None}]}
    assert assess(case_from_plain(plain)).causes[0].side is None


def test_palpation_that_reproduces_the_pain_settles_it() -> None:
    press = {
        "muscle": "soleus",
        "side": "right",
        "tender": True,
        "taut_band": True,
        "reproduces_pain": True,
    }
    found = assess(case_from_plain({**HEEL, "aggravating": [], "palpation": [press]}))
    assert found.causes[0].id == "soleus"
    assert found.causes[0].probability > 0.8
    assert found.certainty.level == "clear"


def test_a_serious_picture_comes_out_as_refer() -> None:
    case = case_from_plain(
        {
            "id": "saddle",
            "age": 50,
            "pain": [
                {"region": "back.lumbar", "side": "left"},
                {"region": "back.lumbar", "side": "right"},
            ],
            "findings": ["saddle_numbness", "urinary_retention", "leg_weakness_new"],
        }
    )
    first = assess(case).refer_first
    assert first is not None
    assert first.kind is CauseKind.REFER
    assert first.id == "cauda_equina_syndrome"
    assert first.refer_reason


def test_no_test_is_proposed_that_the_safety_verdict_forbids() -> None:
    plain = {"id": "calf", "age": 60, "pain": [{"region": "leg.calf", "side": "left"}]}
    free = assess(case_from_plain(plain), screen(case_from_plain(plain)))
    assert any(t.test.startswith("palpate:") for t in free.next_tests)
    blocked = {**plain, "findings": ["dvt_suspected"]}
    verdict = screen(case_from_plain(blocked))
    assert verdict.blocks_today
    tests = assess(case_from_plain(blocked), verdict).next_tests
    assert not any(t.test.startswith("palpate:") for t in tests)


def test_a_contradiction_is_shown_and_not_counted() -> None:
    test = {"test": "windlass", "side": "right"}
    both = [{**test, "result": "positive"}, {**test, "result": "negative"}]
    found = assess(case_from_plain({**HEEL, "findings": both}))
    assert len(found.conflicts) == 1
    assert found.causes[0].probability == pytest.approx(
        assess(case_from_plain(HEEL)).causes[0].probability
    )


def test_a_word_that_nobody_knows_is_listed() -> None:
    found = assess(case_from_plain({**HEEL, "symptoms": ["zorblax"]}))
    assert found.unmatched == ("zorblax",)


def test_next_tests_say_why_and_what_each_result_would_do() -> None:
    tests = assess(case_from_plain(HEEL)).next_tests
    assert tests
    assert [t.value_per_minute for t in tests] == sorted(
        (t.value_per_minute for t in tests), reverse=True
    )
    assert all(t.why.startswith("would ") and t.how and t.if_positive for t in tests)
    assert all(t.minutes <= 1 for t in assess(case_from_plain(HEEL), minutes=1).next_tests)


def test_the_command_prints_one_object_per_case_and_never_reads_the_answer() -> None:
    lines = "\n".join(
        json.dumps({**HEEL, "id": name, "answer": answer})
        for name, answer in (("a", []), ("b", [{"kind": "joint", "id": "hip_osteoarthritis"}]))
    )
    result = CliRunner().invoke(command, ["-", "--json"], input=lines)
    assert result.exit_code == 0, result.output
    first, second = (json.loads(line) for line in result.output.splitlines())
    assert first["causes"] == second["causes"]
    assert set(first) >= {"id", "causes", "next_tests", "unmatched"}
    assert set(first["causes"][0]) >= {"kind", "id", "side", "probability", "for", "against"}
    assert min(c["probability"] for c in first["causes"]) >= 0.001


def test_the_command_reads_a_ranking_aloud_and_names_bad_input() -> None:
    good = CliRunner().invoke(command, ["-"], input=json.dumps(HEEL))
    assert "Plantar" in good.output
    assert "test next" in good.output
    bad = CliRunner().invoke(command, ["-"], input='{"pain": [{"region": "tail"}]}')
    assert bad.exit_code != 0
    assert "tail" in bad.output

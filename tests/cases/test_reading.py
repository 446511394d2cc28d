"""A case is read as it was told; what is not understood is kept and reported."""

import io
import json
from pathlib import Path

import pytest

from palpate.body import Side, Site
from palpate.cases import Case, CaseError, Result, Sex, load_case, load_cases

PUBLISHED = Path(__file__).parents[1] / "data" / "cases_dev.jsonl"

TOLD = {
    "id": "shoulder",
    "age": 54,
    "sex": "female",
    "title": "never read",
    "answer": [{"kind": "joint", "id": "adhesive_capsulitis"}],
    "pain": [
        {"region": "shoulder.lateral", "side": "right", "intensity": 6, "qualities": ["aching"]},
        {"region": "neck.posterior", "side": "bilateral"},
        {"region": "head.vertex", "side": None},
        {"region": "arm.lateral", "side": None, "coarse": True},
    ],
    "symptoms": ["night_pain", "entirely_unheard_of"],
    "aggravating": ["arms_overhead"],
    "relieving": ["heat"],
    "history": ["diabetes", "desk_job"],
    "duration_weeks": 12,
    "findings": [
        {"test": "neers", "side": "right", "result": "positive", "confirmatory": False},
        {"test": "mri_labral_tear", "side": None, "result": "negative", "confirmatory": True},
        "night_sweats",
    ],
    "restricted_movements": [{"movement": "shoulder_external_rotation", "side": "right"}],
    "posture": ["forward_head_posture"],
    "palpation": [
        {"muscle": "quadratus_lumborum", "side": "left", "tender": True},
        {"muscle": "imaginary_muscle", "side": "left", "tender": True},
    ],
    "medications": ["warfarin"],
    "regions": ["back.lumbar.left", "neck.lateral"],
    "date": "2025-03-31",
}


@pytest.fixture
def case() -> Case:
    return load_case(TOLD)


def test_client_and_pain_are_read(case: Case) -> None:
    assert (case.age, case.sex, case.duration_weeks) == (54, Sex.FEMALE, 12)
    assert [(m.region, m.side) for m in case.pain] == [
        ("shoulder.lateral", Side.RIGHT),
        ("neck.posterior", Side.LEFT),
        ("neck.posterior", Side.RIGHT),
        ("head.vertex", Side.MIDLINE),
        ("arm.lateral", None),
    ]
    assert case.pain[0].intensity == 6
    assert case.pain[0].qualities == ("aching",)
    assert case.pain[-1].coarse


def test_findings_are_read_in_the_words_of_the_vocabulary(case: Case) -> None:
    assert case.findings[0].test == "neer"
    assert case.findings[0].result is Result.POSITIVE
    assert case.findings[1].finding == "imaging_labrum"
    assert case.restricted_movements[0].finding == "shoulder_external_rotation"
    assert case.posture[0].posture == "forward_head"
    assert case.relieving[0].finding == "eased_by_heat"
    assert case.screening_findings == ("night_sweats",)
    assert set(case.screening_terms) == {"night_sweats", "diabetes"}
    assert case.regions == (
        Site("back.lumbar", Side.LEFT),
        Site("neck.lateral", Side.LEFT),
        Site("neck.lateral", Side.RIGHT),
    )


def test_a_muscle_kept_in_parts_is_both_parts(case: Case) -> None:
    assert [p.muscle for p in case.palpation] == [
        "quadratus_lumborum_superficial",
        "quadratus_lumborum_deep",
        None,
    ]


def test_what_is_not_understood_is_reported(case: Case) -> None:
    assert case.unmatched == ("entirely_unheard_of", "imaginary_muscle")


def test_the_answer_is_never_read(case: Case) -> None:
    assert "adhesive" not in repr(case)
    assert "never read" not in repr(case)


def test_parts_can_be_left_out(case: Case) -> None:
    less = case.without(["palpation", "confirmatory"])
    assert less.palpation == ()
    assert [f.words for f in less.findings] == ["neers"]
    assert less.screening_findings == case.screening_findings
    assert case.without(["findings"]).findings == ()
    with pytest.raises(CaseError, match="palpation, posture"):
        case.without(["palpitation"])


def test_reading_what_was_written_gives_the_same_case(case: Case) -> None:
    assert load_case(json.loads(json.dumps(case.to_plain()))) == case


def test_published_cases_are_understood_word_for_word() -> None:
    cases = list(load_cases(PUBLISHED))
    assert len(cases) == 37
    assert [w for c in cases for w in c.unmatched] == []
    for case in cases:
        assert load_case(case.to_plain()) == case


def test_screening_input_is_read() -> None:
    case = load_case(
        {
            "age": 61,
            "sex": None,
            "text": "Back pain for two days.",
            "findings": ["fever", "smoker"],
            "medications": ["apixaban 5 mg"],
            "regions": ["back.lumbar.left"],
        }
    )
    assert case.screening_findings == ("fever", "smoker_or_exsmoker")
    assert case.medications == ("apixaban 5 mg",)


@pytest.mark.parametrize(
    "content",
    [
        '{"id": "a"}\n\n{"id": "b"}\n',
        '[{"id": "a"}, {"id": "b"}]',
        '[\n  {"id": "a"},\n  {"id": "b"}\n]\n',
        '\ufeff{"id": "a"}\r\n{"id": "b"}',
    ],
)
def test_lines_and_arrays_are_read(content: str) -> None:
    assert [c.id for c in load_cases(io.BytesIO(content.encode()))] == ["a", "b"]


def test_one_indented_object_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(TOLD, indent=2))
    assert load_case(path).id == "shoulder"
    assert load_case(str(path)).id == "shoulder"


def test_many_cases_are_streamed() -> None:
    lines = io.BytesIO(b"".join(b'{"id": "c%d"}\n' % n for n in range(20_000)))
    reader = load_cases(lines)
    assert next(reader).id == "c0"
    assert lines.tell() < 100
    assert sum(1 for _ in reader) == 19_999

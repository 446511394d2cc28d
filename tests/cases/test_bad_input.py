"""A malformed case gets an error that names the field, the value and what is allowed."""

import contextlib
import dataclasses
import io
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.cases import Case, CaseError, load_case, load_cases
from palpate.cases.files import LARGEST_DOCUMENT, LARGEST_LINE

WRONG = [
    ({"pain": [{"region": "back.lumbr"}]}, "pain[0].region", "did you mean 'back.lumbar'"),
    ({"pain": [{"region": "back.lumbar", "intensity": 12}]}, "pain[0].intensity", "0 to 10"),
    ({"pain": [{"region": "back.lumbar", "intensity": "6"}]}, "pain[0].intensity", "a number"),
    ({"pain": [{"region": "back.lumbar", "intensity": True}]}, "pain[0].intensity", "a number"),
    ({"pain": [{"region": "back.lumbar", "intensity": math.nan}]}, "pain[0].intensity", "0 to 10"),
    ({"pain": [{"region": "back.lumbar", "side": "up"}]}, "pain[0].side", "left, right"),
    ({"pain": [{"region": 7}]}, "pain[0].region", "text"),
    ({"pain": [{}]}, "pain[0].region", "a word"),
    ({"pain": {"region": "back.lumbar"}}, "pain", "a list"),
    ({"pain": [["back.lumbar"]]}, "pain[0]", "region"),
    ({"pain": [{"region": "back.lumbar"}] * 401}, "pain", "400"),
    ({"age": -1}, "age", "0 to 125"),
    ({"age": "forty"}, "age", "a number"),
    ({"age": 10**400}, "age", "0 to 125"),
    ({"sex": "woman"}, "sex", "F, M, X, female, male or null"),
    ({"duration_weeks": math.inf}, "duration_weeks", "weeks"),
    ({"date": "31.03.2025"}, "date", "2025-03-31"),
    ({"date": "2025-02-30"}, "date", "2025-03-31"),
    ({"symptoms": [""]}, "symptoms[0]", "a word"),
    ({"symptoms": [3]}, "symptoms[0]", "text"),
    ({"symptoms": ["x" * 201]}, "symptoms[0]", "200 characters"),
    ({"symptoms": ["\ud800"]}, "symptoms[0]", "Unicode"),
    ({"text": "x" * 50_001}, "text", "50000"),
    ({"symptons": []}, "key", "'symptoms'"),
    ({"findings": [{"test": "slr", "result": "maybe"}]}, "findings[0].result", "positive"),
    ({"findings": [{"side": "left"}]}, "findings[0].test", "a word"),
    ({"palpation": [{"muscle": "soleus", "tender": "yes"}]}, "palpation[0].tender", "true, false"),
    (
        {"palpation": [{"muscle": "soleus", "trigger_point": "soleus.9"}]},
        "palpation[0].trigger_point",
        "upper_trapezius.1",
    ),
    ({"regions": ["back.lumbar.middle"]}, "regions[0]", "region code"),
    ({"id": []}, "id", "text"),
]


@pytest.mark.parametrize(("plain", "field", "allowed"), WRONG)
def test_wrong_value_is_named(plain: dict, field: str, allowed: str) -> None:
    with pytest.raises(CaseError) as caught:
        load_case(plain)
    assert caught.value.field == field
    assert allowed in caught.value.allowed
    assert len(str(caught.value)) < 400


MALFORMED = [
    (b"", "at least one case"),
    (b"  \n \n", "at least one case"),
    (b"{", "well-formed JSON (the text ends too early)"),
    (b'{"id": "a", "pain": [{"region": "back.lum', "ends too early"),
    (b'{"id": "a"}\n{"id": "b", "pain": [\n{"id": "c"}\n', "line 2"),
    (b'{"id": "a"}\n{"id" "b"}\n', "line 2, column"),
    (b'{"id": "a", "age": NaN}', "finite numbers"),
    (b'{"id": "a", "age": -Infinity}\n', "finite numbers"),
    (b'{"id": "a", "id": "b"}', "each key once"),
    (b'{"id": "caf\xe9"}', "UTF-8"),
    (b'{"id": "a"}\n{"id": "\xff"}\n', "line 2"),
    (b"\xff\xfe{\x00}\x00", "UTF-8"),
    (b"null", "an object"),
    (b"[1, 2]", "an object"),
    (b'"text"', "an object"),
    (b'{"pain": ' + b"[" * 50 + b"]" * 50 + b"}", "20 levels"),
    (b'{"pain": ' + b"[" * 100_000, "levels"),
    (b'{"age": ' + b"9" * 5_000 + b"}", "JSON"),
    (b'{"id": "a"}\n{"id": "' + b"x" * LARGEST_LINE + b'"}\n', "line 2"),
    (b'{"id": "b",\n"text": "' + b"x" * LARGEST_DOCUMENT, "20 MB"),
    (b'{"id": "a", "age": 30, "sex": "Q"}\n', "line 1: sex"),
]


@pytest.mark.parametrize(("content", "says"), MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_file_is_named(content: bytes, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        list(load_cases(io.BytesIO(content)))
    assert says in str(caught.value)
    assert len(str(caught.value)) < 400


def test_cases_before_a_malformed_line_are_still_read() -> None:
    reader = load_cases(io.BytesIO(b'{"id": "a"}\n{"id": "b"\n'))
    assert next(reader).id == "a"
    with pytest.raises(CaseError, match="line 2"):
        next(reader)


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="No such file"):
        load_case(tmp_path / "nowhere.json")
    with pytest.raises(CaseError, match="a file that can be read"):
        load_case(tmp_path)
    with pytest.raises(CaseError):
        load_case("nul\0.json")


def test_one_case_was_asked_for() -> None:
    with pytest.raises(CaseError, match="load_cases"):
        load_case(io.BytesIO(b'{"id": "a"}\n{"id": "b"}\n'))


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = [
    *("id", "age", "sex", "text", "date", "duration_weeks", "medications", "regions", "pain"),
    *("clear", "symptoms", "aggravating", "relieving", "history", "findings", "posture"),
    *("restricted_movements", "palpation", "answer", "note", "something_else"),
]
entries = st.fixed_dictionaries(
    {},
    optional={
        "region": st.sampled_from(["back.lumbar", "head.vertex", "back.lumbar.left", "x"]) | values,
        "side": st.sampled_from(["left", "right", "midline", "bilateral"]) | values,
        "intensity": st.floats(0, 10) | values,
        "qualities": st.lists(st.sampled_from(["burning", "odd"]) | values, max_size=2),
        "test": st.sampled_from(["slr", "no_numbness", "zzz"]) | values,
        "muscle": st.sampled_from(["soleus", "trapezius", "zzz"]) | values,
        "movement": st.sampled_from(["neck_rotation", "zzz"]) | values,
        "result": st.sampled_from(["positive", "negative"]) | values,
        "tender": st.booleans() | values,
    },
)
anything = st.dictionaries(
    st.sampled_from(KEYS),
    values | st.lists(entries | st.text(max_size=20), max_size=3),
    max_size=6,
)


@given(anything)
def test_any_json_gives_a_case_or_a_case_error(plain: dict) -> None:
    try:
        case = load_case(plain)
    except CaseError:
        return
    assert load_case(case.to_plain()) == dataclasses.replace(case, unread=())


@given(st.binary(max_size=300) | values.map(lambda v: json.dumps(v).encode()))
def test_any_bytes_give_cases_or_a_case_error(content: bytes) -> None:
    with contextlib.suppress(CaseError):
        assert all(isinstance(c, Case) for c in load_cases(io.BytesIO(content)))

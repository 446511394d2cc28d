"""From plain values (as JSON gives them) to a case, each value checked where it is known."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from palpate.body import Side, Site, UnknownRegion, region
from palpate.cases.errors import CaseError
from palpate.cases.records import (
    Case,
    MovementFinding,
    PainMark,
    PalpationFinding,
    PostureFinding,
    Result,
    Sex,
    Statement,
    TestFinding,
)
from palpate.knowledge import FindingKind, load, match_finding, match_muscles

T = TypeVar("T")

NEVER_READ = frozenset({"answer", "treatment", "outcome", "title"})
"""Keys that would give the answer away."""
ABOUT_THE_SOURCE = frozenset(
    {"source_url", "source_type", "year", "note", "difficulty", "mimic_of", "expected", "source"}
)
READ = frozenset(
    {
        *("id", "age", "sex", "text", "date", "duration_weeks", "medications", "regions"),
        *("pain", "clear", "symptoms", "aggravating", "relieving", "history"),
        *("findings", "restricted_movements", "posture", "palpation"),
    }
)

MOST_ENTRIES = 400
"""Entries of one list."""
LONGEST_WORD = 200
"""Characters of one finding, symptom or medicine."""
LONGEST_TEXT = 50_000
OLDEST = 125
LONGEST_DURATION_WEEKS = OLDEST * 53

_SEXES = {"f": Sex.FEMALE, "female": Sex.FEMALE, "m": Sex.MALE, "male": Sex.MALE, "x": Sex.OTHER}
_RESULTS = {
    "positive": Result.POSITIVE,
    "present": Result.POSITIVE,
    "negative": Result.NEGATIVE,
    "absent": Result.NEGATIVE,
}


def case_from_plain(plain: object, *, default_id: str = "case") -> Case:
    """Read one case; raises `CaseError` naming the field, the value and what is allowed."""
    given = _object("case", plain, "an object with keys such as pain, symptoms, findings")
    unread = _unread(given)
    tests, screening = _findings(given.get("findings"))
    return Case(
        id=_case_id(given.get("id"), default_id),
        age=_number("age", given.get("age"), 0, OLDEST, "a number of years"),
        sex=_sex(given.get("sex")),
        text=_text("text", given.get("text"), LONGEST_TEXT) or "",
        pain=tuple(_each("pain", given.get("pain"), _marks)),
        clear=tuple(_each("clear", given.get("clear"), _marks)),
        symptoms=_statements("symptoms", given.get("symptoms"), _SYMPTOM_KINDS),
        aggravating=_statements("aggravating", given.get("aggravating"), _AGGRAVATING_KINDS),
        relieving=_statements("relieving", given.get("relieving"), _RELIEVING_KINDS),
        history=_statements("history", given.get("history"), _HISTORY_KINDS),
        duration_weeks=_number(
            "duration_weeks", given.get("duration_weeks"), 0, LONGEST_DURATION_WEEKS, "weeks"
        ),
        findings=tests,
        restricted_movements=tuple(
            _each("restricted_movements", given.get("restricted_movements"), _movements)
        ),
        posture=tuple(_each("posture", given.get("posture"), _postures)),
        palpation=tuple(dict.fromkeys(_each("palpation", given.get("palpation"), _palpations))),
        medications=tuple(_each("medications", given.get("medications"), _medication)),
        regions=tuple(_each("regions", given.get("regions"), _sites)),
        screening_findings=screening,
        on=_date("date", given.get("date")),
        unread=unread,
    )


_SYMPTOM_KINDS = (FindingKind.SYMPTOM, FindingKind.SIGN, FindingKind.QUALITY, FindingKind.RED_FLAG)
_AGGRAVATING_KINDS = (FindingKind.AGGRAVATING, FindingKind.MOVEMENT, FindingKind.HISTORY)
_RELIEVING_KINDS = (FindingKind.RELIEVING, FindingKind.CONTEXT)
_HISTORY_KINDS = (FindingKind.HISTORY, FindingKind.CONTEXT, FindingKind.POSTURE)


def _unread(given: Mapping[str, object]) -> tuple[str, ...]:
    unread = [k for k in given if k not in READ | NEVER_READ | ABOUT_THE_SOURCE]
    for key in unread:
        near = difflib.get_close_matches(key[:LONGEST_WORD], READ, n=1, cutoff=0.8)
        if near:
            raise CaseError("key", key, f"{near[0]!r}, if that was meant")
    return tuple(unread)


def _object(field: str, value: object, allowed: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not all(isinstance(k, str) for k in value):
        raise CaseError(field, value, allowed)
    return value


def _each(field: str, value: object, read: Callable[[str, object], Iterable[T]]) -> Iterable[T]:
    """Every record that the entries of a list stand for; null is an empty list."""
    if value is None:
        return
    if not isinstance(value, (list, tuple)):
        raise CaseError(field, value, "a list")
    if len(value) > MOST_ENTRIES:
        raise CaseError(field, f"{len(value)} entries", f"up to {MOST_ENTRIES} entries")
    for number, entry in enumerate(value):
        yield from read(f"{field}[{number}]", entry)


def _text(field: str, value: object, longest: int) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise CaseError(field, value, "text")
    if len(value) > longest:
        raise CaseError(field, f"{len(value)} characters", f"up to {longest} characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise CaseError(field, value, "text of whole Unicode characters") from None
    return value


def _word(field: str, value: object) -> str:
    word = (_text(field, value, LONGEST_WORD) or "").strip()
    if not word:
        raise CaseError(field, value, "a word or a short phrase")
    return word


def _number(field: str, value: object, low: float, high: float, what: str) -> float | None:
    if value is None:
        return None
    allowed = f"{what} from {low:g} to {high:g}, or null"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise CaseError(field, value, allowed)
    if not low <= value <= high:  # also true of "not a number"
        raise CaseError(field, value, allowed)
    return value


def _flag(field: str, value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise CaseError(field, value, "true, false or null")


def _sex(value: object) -> Sex | None:
    if value is None:
        return None
    found = _SEXES.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise CaseError("sex", value, "F, M, X, female, male or null")
    return found


def _date(field: str, value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise CaseError(field, value, "a date such as 2025-03-31, or null") from None


def _case_id(value: object, default: str) -> str:
    if value is None:
        return default
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _word("id", value)


def _sides(field: str, value: object) -> tuple[Side | None, ...]:
    """The sides that a word stands for: ``bilateral`` is both, null is not known."""
    if value is None:
        return (None,)
    if value in ("bilateral", "both"):
        return (Side.LEFT, Side.RIGHT)
    try:
        return (Side(value),)  # type: ignore[arg-type]  # anything else is a ValueError
    except ValueError:
        allowed = "left, right, midline, bilateral or null"
        raise CaseError(field, value, allowed) from None


def _places(field: str, value: object, side: object) -> list[tuple[str, Side | None]]:
    """A region and a side as the region has them.

    A region of the midline is in the midline whatever side was said; ``midline`` of a paired
    region means both sides next to it.
    """
    code = _word(field, value)
    stem, _, ending = code.rpartition(".")
    if ending in tuple(Side) and side is None:
        code, side = stem, ending
    try:
        known = region(code)
    except UnknownRegion as error:
        raise CaseError(field, code, f"a region code ({error})") from None
    if known.is_midline:
        _sides(field.replace("region", "side"), side)
        return [(code, Side.MIDLINE)]
    sides = _sides(field.replace("region", "side"), side)
    if sides == (Side.MIDLINE,):
        sides = (Side.LEFT, Side.RIGHT)
    return [(code, s) for s in sides]


def _marks(field: str, value: object) -> Iterable[PainMark]:
    if isinstance(value, str):
        value = {"region": value}
    given = _object(field, value, "a region code or an object with the key region")
    qualities = _statements(f"{field}.qualities", given.get("qualities"), (FindingKind.QUALITY,))
    intensity = _number(f"{field}.intensity", given.get("intensity"), 0, 10, "a number")
    coarse = bool(_flag(f"{field}.coarse", given.get("coarse")))
    for code, side in _places(f"{field}.region", given.get("region"), given.get("side")):
        yield PainMark(code, side, intensity, qualities, coarse)


def _sites(field: str, value: object) -> Iterable[Site]:
    for code, side in _places(field, value, None):
        if side is None:
            yield from (Site(code, s) for s in region(code).sides)
        else:
            yield Site(code, side)


def _statements(field: str, value: object, kinds: tuple[FindingKind, ...]) -> tuple[Statement, ...]:
    def read(place: str, entry: object) -> Iterable[Statement]:
        word = _word(place, entry)
        yield Statement(word, match_finding(word, kinds))

    return tuple(_each(field, value, read))


def _medication(field: str, value: object) -> Iterable[str]:
    if isinstance(value, Mapping):
        value = value.get("name")
        field += ".name"
    yield _word(field, value)


def _findings(value: object) -> tuple[tuple[TestFinding, ...], tuple[str, ...]]:
    """Tests and signs, and the plain words that belong to the screening vocabulary."""
    tests: list[TestFinding] = []
    screening: list[str] = []

    def read(field: str, entry: object) -> Iterable[None]:
        if isinstance(entry, str):
            word = _word(field, entry)
            match = match_finding(word)
            if match.finding_id and load().findings[match.finding_id].screening:
                screening.append(match.finding_id)
            else:
                tests.append(TestFinding(word, match, None, Result.POSITIVE))
        else:
            tests.extend(_tests(field, entry))
        return ()

    list(_each("findings", value, read))
    return tuple(tests), tuple(dict.fromkeys(screening))


def _tests(field: str, value: object) -> Iterable[TestFinding]:
    given = _object(field, value, "a word, or an object with the key test")
    key = "finding" if "finding" in given and "test" not in given else "test"
    word = _word(f"{field}.{key}", given.get(key))
    result = given.get("result")
    if result is not None and (not isinstance(result, str) or result not in _RESULTS):
        raise CaseError(f"{field}.result", result, "positive, negative or null")
    confirmatory = bool(_flag(f"{field}.confirmatory", given.get("confirmatory")))
    match = match_finding(word, (FindingKind.SIGN, FindingKind.IMAGING, FindingKind.SYMPTOM))
    for side in _sides(f"{field}.side", given.get("side")):
        found = _RESULTS[result] if result else None
        yield TestFinding(word, match, side, found, confirmatory)


def _movements(field: str, value: object) -> Iterable[MovementFinding]:
    if isinstance(value, str):
        value = {"movement": value}
    given = _object(field, value, "a movement or an object with the key movement")
    word = _word(f"{field}.movement", given.get("movement"))
    match = match_finding(word, (FindingKind.MOVEMENT,))
    for side in _sides(f"{field}.side", given.get("side")):
        yield MovementFinding(word, match, side)


def _postures(field: str, value: object) -> Iterable[PostureFinding]:
    if isinstance(value, str):
        value = {"posture": value}
    given = _object(field, value, "a posture or an object with the key posture")
    key = next((k for k in ("posture", "pattern", "finding") if k in given), "posture")
    word = _word(f"{field}.{key}", given.get(key))
    match = match_finding(word, (FindingKind.POSTURE,))
    for side in _sides(f"{field}.side", given.get("side")):
        yield PostureFinding(word, match, side)


def _palpations(field: str, value: object) -> Iterable[PalpationFinding]:
    if isinstance(value, str):
        value = {"muscle": value, "tender": True}
    given = _object(field, value, "an object with the key muscle")
    word = _word(f"{field}.muscle", given.get("muscle"))
    point = _point(f"{field}.trigger_point", given.get("trigger_point"))
    flags = {
        name: _flag(f"{field}.{name}", given.get(name))
        for name in ("tender", "taut_band", "twitch", "reproduces_pain", "refers")
    }
    muscles: tuple[str | None, ...] = match_muscles(word) or (None,)
    for side in _sides(f"{field}.side", given.get("side")):
        for muscle in muscles:
            yield PalpationFinding(word, muscle, side, point, **flags)


def _point(field: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in load().trigger_points:
        raise CaseError(field, value, "a trigger point such as upper_trapezius.1, or null")
    return value

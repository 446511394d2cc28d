"""A case: what one client says and what was found, in typed words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from palpate.body import Side, Site
from palpate.cases.errors import CaseError
from palpate.knowledge import Match, load


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"
    OTHER = "X"


class Result(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"


PARTS = (
    "aggravating",
    "confirmatory",
    "findings",
    "history",
    "pain",
    "palpation",
    "posture",
    "relieving",
    "restricted_movements",
    "symptoms",
    "text",
)
"""What `Case.without` can leave out; ``confirmatory`` is only the findings marked so."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said, in the words it was said in, and what they were understood as."""

    words: str
    match: Match

    @property
    def finding(self) -> str | None:
        return self.match.finding_id


@dataclass(frozen=True, slots=True)
class PainMark:
    """One painful region; ``side`` is ``None`` where a paired region was given without a side."""

    region: str
    side: Side | None
    intensity: float | None = None
    """0 to 10 on the numeric pain scale."""
    statements: tuple[Statement, ...] = ()
    """The words for the pain."""
    coarse: bool = False
    """Whether the region was worked out from a vaguer description."""

    @property
    def qualities(self) -> tuple[str, ...]:
        """The understood words for the pain, as finding ids."""
        return tuple(s.finding for s in self.statements if s.finding)


@dataclass(frozen=True, slots=True)
class TestFinding:
    """The result of a test, a sign or an image."""

    __test__ = False

    words: str
    match: Match
    side: Side | None
    result: Result | None
    confirmatory: bool = False
    """Whether it was done to confirm the answer, such as imaging or a nerve block."""

    @property
    def test(self) -> str | None:
        return self.match.test_id

    @property
    def finding(self) -> str | None:
        return self.match.finding_id


@dataclass(frozen=True, slots=True)
class MovementFinding:
    """A movement that is limited or painful."""

    words: str
    match: Match
    side: Side | None

    @property
    def finding(self) -> str | None:
        return self.match.finding_id


@dataclass(frozen=True, slots=True)
class PostureFinding:
    """A posture that was seen or measured."""

    words: str
    match: Match
    side: Side | None

    @property
    def posture(self) -> str | None:
        """The posture pattern, if the words name one."""
        found = self.match.finding_id
        return found if found in load().postures else None

    @property
    def finding(self) -> str | None:
        return self.match.finding_id


@dataclass(frozen=True, slots=True)
class PalpationFinding:
    """What pressing one muscle did; ``None`` where it was not recorded."""

    words: str
    muscle: str | None
    """The muscle, or ``None`` if the words name none that is known."""
    side: Side | None
    trigger_point: str | None = None
    tender: bool | None = None
    taut_band: bool | None = None
    twitch: bool | None = None
    reproduces_pain: bool | None = None
    refers: bool | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One client's problem as the engines read it; never its answer, treatment or outcome."""

    id: str
    age: float | None = None
    sex: Sex | None = None
    text: str = ""
    pain: tuple[PainMark, ...] = ()
    clear: tuple[PainMark, ...] = ()
    """Regions that were asked about and do not hurt."""
    symptoms: tuple[Statement, ...] = ()
    aggravating: tuple[Statement, ...] = ()
    relieving: tuple[Statement, ...] = ()
    history: tuple[Statement, ...] = ()
    duration_weeks: float | None = None
    findings: tuple[TestFinding, ...] = ()
    restricted_movements: tuple[MovementFinding, ...] = ()
    posture: tuple[PostureFinding, ...] = ()
    palpation: tuple[PalpationFinding, ...] = ()
    medications: tuple[str, ...] = ()
    regions: tuple[Site, ...] = ()
    """Sites named by the screening input."""
    screening_findings: tuple[str, ...] = ()
    """Findings given as plain words of the screening vocabulary."""
    on: date | None = None
    """The day of the case."""
    unread: tuple[str, ...] = ()
    """Keys of the input that nothing here reads."""

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Every word that was not understood, once each, in the order given."""
        return tuple(dict.fromkeys(self._not_understood()))

    @property
    def screening_terms(self) -> tuple[str, ...]:
        """All that the case says in words of the screening vocabulary, wherever it says it."""
        said = [
            *(s.finding for s in (*self.symptoms, *self.history, *self.aggravating)),
            *(f.finding for f in self.findings if f.result is Result.POSITIVE),
        ]
        known = load().findings
        spoken = (f for f in said if f is not None and known[f].screening)
        return tuple(dict.fromkeys((*self.screening_findings, *spoken)))

    def without(self, parts: Iterable[str]) -> Case:
        """The case with parts left out (names: `PARTS`); screening words always stay."""
        changes: dict[str, object] = {}
        for part in parts:
            if part not in PARTS:
                raise CaseError("without", part, ", ".join(PARTS))
            if part == "confirmatory":
                kept = tuple(f for f in self.findings if not f.confirmatory)
                changes.setdefault("findings", kept)
            else:
                changes[part] = "" if part == "text" else ()
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]  # checked by PARTS

    def to_plain(self) -> dict[str, object]:
        """The case in the form that `load_case` reads; reading it again gives an equal case."""
        plain: dict[str, object] = {
            "id": self.id,
            "age": self.age,
            "sex": self.sex,
            "text": self.text,
            "date": self.on.isoformat() if self.on else None,
            "duration_weeks": self.duration_weeks,
            "pain": [_plain_mark(m) for m in self.pain],
            "clear": [_plain_mark(m) for m in self.clear],
            "medications": list(self.medications),
            "regions": [s.code for s in self.regions],
            "restricted_movements": [
                {"movement": m.words, "side": m.side} for m in self.restricted_movements
            ],
            "posture": [{"posture": p.words, "side": p.side} for p in self.posture],
            "findings": [
                *self.screening_findings,
                *(
                    {
                        "test": f.words,
                        "side": f.side,
                        "result": f.result,
                        "confirmatory": f.confirmatory,
                    }
                    for f in self.findings
                ),
            ],
            "palpation": _once(
                {
                    "muscle": p.words,
                    "side": p.side,
                    "trigger_point": p.trigger_point,
                    "tender": p.tender,
                    "taut_band": p.taut_band,
                    "twitch": p.twitch,
                    "reproduces_pain": p.reproduces_pain,
                    "refers": p.refers,
                }
                for p in self.palpation
            ),
        }
        for name in ("symptoms", "aggravating", "relieving", "history"):
            plain[name] = [s.words for s in getattr(self, name)]
        return plain

    def _not_understood(self) -> Iterator[str]:
        for mark in self.pain:
            yield from (s.words for s in mark.statements if not s.match)
        for said in (*self.symptoms, *self.aggravating, *self.relieving, *self.history):
            if not said.match:
                yield said.words
        yield from (f.words for f in self.findings if not f.match)
        yield from (m.words for m in self.restricted_movements if not m.match)
        yield from (p.words for p in self.posture if not p.match)
        yield from (p.words for p in self.palpation if p.muscle is None)


def _plain_mark(mark: PainMark) -> dict[str, object]:
    return {
        "region": mark.region,
        "side": mark.side,
        "intensity": mark.intensity,
        "qualities": [s.words for s in mark.statements],
        "coarse": mark.coarse,
    }


def _once(entries: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Each entry once: one word for several muscles was read as several findings."""
    return list({tuple(e.items()): e for e in entries}.values())

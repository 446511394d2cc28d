"""Everything that is known, read once and checked as a whole."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from palpate.body import regions
from palpate.knowledge._table import DATA, Confidence, KnowledgeError, Shelf
from palpate.knowledge.anatomy import MUSCLES, TRIGGER_POINTS, Muscle, TriggerPoint
from palpate.knowledge.care_tables import CareTables, Claim, Technique, read_care
from palpate.knowledge.conditions import (
    JOINTS,
    NERVES,
    POSTURES,
    PRIORS,
    JointDysfunction,
    NerveCompression,
    PosturePattern,
    Prior,
)
from palpate.knowledge.findings import FINDINGS, Finding, FindingKind
from palpate.knowledge.instruments import Instrument, read_instruments
from palpate.knowledge.measures import (
    POSTURE_MEASURES,
    ROM_NORMS,
    TEST_TARGETS,
    TESTS,
    ClinicalTest,
    PostureMeasure,
    RomNorm,
    TestTarget,
)
from palpate.knowledge.safety import (
    Contraindication,
    EndangermentSite,
    MedicationClass,
    RedFlag,
    Safety,
    TermKind,
    read_safety,
)
from palpate.knowledge.territories import (
    SYMPTOM_QUALITIES,
    TERRITORIES,
    NerveTerritory,
    SymptomQuality,
)
from palpate.knowledge.words import (
    ACTION_WORDS,
    BODY_WORDS,
    NERVE_WORDS,
    SPINAL_LEVELS,
    ActionWord,
    BodyWord,
    NerveWord,
    SpinalLevel,
)


@dataclass(frozen=True)
class Knowledge:
    """All tables by id, in the order of their files."""

    muscles: Mapping[str, Muscle]
    trigger_points: Mapping[str, TriggerPoint]
    nerves: Mapping[str, NerveCompression]
    joints: Mapping[str, JointDysfunction]
    postures: Mapping[str, PosturePattern]
    priors: Mapping[str, Prior]
    territories: Mapping[str, NerveTerritory]
    symptom_qualities: Mapping[str, SymptomQuality]
    tests: Mapping[str, ClinicalTest]
    test_targets: Mapping[str, TestTarget]
    rom_norms: Mapping[str, RomNorm]
    posture_measures: Mapping[str, PostureMeasure]
    findings: Mapping[str, Finding]
    body_words: Mapping[str, BodyWord]
    nerve_words: Mapping[str, NerveWord]
    action_words: Mapping[str, ActionWord]
    spinal_levels: Mapping[str, SpinalLevel]
    instruments: Mapping[str, Instrument]
    safety: Safety
    care: CareTables
    version: str
    """A short hash of the content of every table."""

    @property
    def contraindications(self) -> Mapping[str, Contraindication]:
        return self.safety.contraindications

    @property
    def red_flags(self) -> Mapping[str, RedFlag]:
        return self.safety.red_flags

    @property
    def medications(self) -> Mapping[str, MedicationClass]:
        return self.safety.medications

    @property
    def endangerment_sites(self) -> Mapping[str, EndangermentSite]:
        return self.safety.endangerment_sites

    @property
    def techniques(self) -> Mapping[str, Technique]:
        return self.care.techniques

    @property
    def claims(self) -> Mapping[str, Claim]:
        return self.care.claims

    def closure(self, finding: str) -> frozenset[str]:
        """The finding and all that it implies, however far."""
        closed, todo = {finding}, [finding]
        while todo:
            for implied in self.findings[todo.pop()].implies:
                if implied not in closed:
                    closed.add(implied)
                    todo.append(implied)
        return frozenset(closed)


def read(shelf: Shelf) -> Knowledge:
    """Read every table from the shelf; the caller checks the references."""
    shelf.add_ids("regions", regions())
    muscles = shelf.read(MUSCLES)
    trigger_points = shelf.read(TRIGGER_POINTS)
    points: dict[str, list[TriggerPoint]] = defaultdict(list)
    for row, point in enumerate(trigger_points.values(), start=2):
        if point.muscle in muscles and point.id != f"{point.muscle}.{point.number}":
            message = f"{point.id!r} must read {point.muscle}.{point.number}"
            raise KnowledgeError("trigger_points", row, "id", message)
        points[point.muscle].append(point)
    for row, muscle in enumerate(muscles.values(), start=2):
        if muscle.id not in points:
            message = f"{muscle.id!r} has no row in trigger_points.csv"
            raise KnowledgeError("muscles", row, "id", message)
    safety = read_safety(shelf)
    findings = _with_screening_words(shelf.read(FINDINGS), safety)
    shelf.add_ids(FINDINGS.name, findings)
    return Knowledge(
        muscles=MappingProxyType(
            {
                m.id: dataclasses.replace(m, trigger_points=tuple(points[m.id]))
                for m in muscles.values()
            }
        ),
        trigger_points=trigger_points,
        nerves=shelf.read(NERVES),
        joints=shelf.read(JOINTS),
        postures=shelf.read(POSTURES),
        priors=shelf.read(PRIORS),
        territories=shelf.read(TERRITORIES),
        symptom_qualities=shelf.read(SYMPTOM_QUALITIES),
        tests=shelf.read(TESTS),
        test_targets=shelf.read(TEST_TARGETS),
        rom_norms=shelf.read(ROM_NORMS),
        posture_measures=shelf.read(POSTURE_MEASURES),
        findings=findings,
        body_words=shelf.read(BODY_WORDS),
        nerve_words=shelf.read(NERVE_WORDS),
        action_words=shelf.read(ACTION_WORDS),
        spinal_levels=shelf.read(SPINAL_LEVELS),
        instruments=read_instruments(shelf),
        safety=safety,
        care=read_care(shelf),
        version=shelf.digest,
    )


def _with_screening_words(findings: Mapping[str, Finding], safety: Safety) -> Mapping[str, Finding]:
    """The vocabulary with every word of the safety screening, which has a table of its own.

    A row of ``findings.csv`` may add synonyms, places and implied findings to such a word.
    """
    merged = dict(findings)
    for term in safety.terms.values():
        row = findings.get(term.id)
        if row is None:
            merged[term.id] = Finding(
                id=term.id,
                label=term.plain_words,
                kind=_SCREENING_KINDS.get(term.kind, FindingKind.RED_FLAG),
                synonyms=(),
                implies=term.implies,
                regions=(),
                roots=(),
                screening=True,
                sources=("general knowledge",),
                confidence=Confidence.MEDIUM,
            )
        else:
            merged[term.id] = dataclasses.replace(
                row,
                label=term.plain_words,
                implies=tuple(dict.fromkeys((*term.implies, *row.implies))),
                screening=True,
            )
    return MappingProxyType(merged)


_SCREENING_KINDS = {
    TermKind.BENIGN: FindingKind.CONTEXT,
    TermKind.DERIVED: FindingKind.CONTEXT,
}


@cache
def load() -> Knowledge:
    """The packaged knowledge, every cross-reference checked; raises `KnowledgeError`."""
    shelf = Shelf(DATA)
    knowledge = read(shelf)
    shelf.check_references()
    return knowledge


def version() -> str:
    """A short hash of the content of every table, to say which knowledge an answer rests on."""
    return load().version

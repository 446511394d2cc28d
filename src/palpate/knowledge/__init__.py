"""What is known: muscles, nerves, joints, posture, tests and words, each fact with its sources.

`load()` gives everything, read once; `match_finding()` finds what a free word means.
"""

from palpate.knowledge._table import Confidence, KnowledgeError, Shelf, Table, column
from palpate.knowledge.anatomy import Commonness, Muscle, ReferredRegion, SideRule, TriggerPoint
from palpate.knowledge.conditions import (
    JointDysfunction,
    MassageTreatable,
    NerveCompression,
    PosturePattern,
    Prior,
)
from palpate.knowledge.findings import Finding, FindingKind
from palpate.knowledge.load import Knowledge, load, read, version
from palpate.knowledge.matching import Match, match_finding
from palpate.knowledge.measures import (
    ClinicalTest,
    Demand,
    PostureMeasure,
    RomNorm,
    TestKind,
    TestTarget,
)
from palpate.knowledge.territories import NerveTerritory, SymptomQuality, TerritoryKind

__all__ = [
    "ClinicalTest",
    "Commonness",
    "Confidence",
    "Demand",
    "Finding",
    "FindingKind",
    "JointDysfunction",
    "Knowledge",
    "KnowledgeError",
    "MassageTreatable",
    "Match",
    "Muscle",
    "NerveCompression",
    "NerveTerritory",
    "PostureMeasure",
    "PosturePattern",
    "Prior",
    "ReferredRegion",
    "RomNorm",
    "Shelf",
    "SideRule",
    "SymptomQuality",
    "Table",
    "TerritoryKind",
    "TestKind",
    "TestTarget",
    "TriggerPoint",
    "column",
    "load",
    "match_finding",
    "read",
    "version",
]

"""What is known: muscles, nerves, joints, posture, tests and words, each fact with its sources.

`load()` gives everything, read once; `match_finding()` finds what a free word means.
"""

from palpate.knowledge._table import Confidence, KnowledgeError, Shelf, Table, column
from palpate.knowledge.anatomy import Commonness, Muscle, ReferredRegion, SideRule, TriggerPoint
from palpate.knowledge.assessment_weights import (
    AssessmentTables,
    CausePrior,
    MeaningKind,
    MeaningPattern,
    PlaceWords,
    ProfileFactor,
    ProfileField,
    Weight,
    disease_of,
    load_assessment,
)
from palpate.knowledge.checking import Check, check
from palpate.knowledge.conditions import (
    JointDysfunction,
    MassageTreatable,
    NerveCompression,
    PosturePattern,
    Prior,
)
from palpate.knowledge.findings import Finding, FindingKind
from palpate.knowledge.load import Knowledge, load, read, version
from palpate.knowledge.matching import Match, match_finding, match_muscles
from palpate.knowledge.measures import (
    ClinicalTest,
    Demand,
    PostureMeasure,
    RomNorm,
    TestKind,
    TestTarget,
)
from palpate.knowledge.pages import UnknownNameError, page
from palpate.knowledge.territories import NerveTerritory, SymptomQuality, TerritoryKind

__all__ = [
    "AssessmentTables",
    "CausePrior",
    "Check",
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
    "MeaningKind",
    "MeaningPattern",
    "Muscle",
    "NerveCompression",
    "NerveTerritory",
    "PlaceWords",
    "PostureMeasure",
    "PosturePattern",
    "Prior",
    "ProfileFactor",
    "ProfileField",
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
    "UnknownNameError",
    "Weight",
    "check",
    "column",
    "disease_of",
    "load",
    "load_assessment",
    "match_finding",
    "match_muscles",
    "page",
    "read",
    "version",
]

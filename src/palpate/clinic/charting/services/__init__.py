"""What charting does for the other apps: the verbs of an episode of care."""

from palpate.clinic.charting.services.assessing import (
    CauseKey,
    assess_episode,
    confirmed_causes,
    decide_cause,
    decisions,
    keep_assessment,
)
from palpate.clinic.charting.services.drawings import (
    current_drawing,
    drawings,
    painted,
    read_plain,
    save_drawing,
    start_drawing,
)
from palpate.clinic.charting.services.episodes import episodes_of, find_episode, open_episode
from palpate.clinic.charting.services.errors import ChartingError, NoPlan, Refused, StaleDrawing
from palpate.clinic.charting.services.findings import add_finding, change_finding, remove_finding
from palpate.clinic.charting.services.planning import (
    Proposal,
    latest_plan,
    make_plan,
    propose_plan,
    read_adjustments,
)
from palpate.clinic.charting.services.reading import case_of, plain_case, verdict_of
from palpate.clinic.charting.services.sync import take_in

__all__ = [
    "CauseKey",
    "ChartingError",
    "NoPlan",
    "Proposal",
    "Refused",
    "StaleDrawing",
    "add_finding",
    "assess_episode",
    "case_of",
    "change_finding",
    "confirmed_causes",
    "current_drawing",
    "decide_cause",
    "decisions",
    "drawings",
    "episodes_of",
    "find_episode",
    "keep_assessment",
    "latest_plan",
    "make_plan",
    "open_episode",
    "painted",
    "plain_case",
    "propose_plan",
    "read_adjustments",
    "read_plain",
    "remove_finding",
    "save_drawing",
    "start_drawing",
    "take_in",
    "verdict_of",
]

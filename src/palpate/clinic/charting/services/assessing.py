"""Ranking the causes, and the therapist's word on them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from palpate import knowledge, screening
from palpate.assessment import Assessment, Cause, assess
from palpate.body import Side, regions
from palpate.clinic.accounts.models import User
from palpate.clinic.charting.models import AssessmentRecord, CauseDecision, Episode
from palpate.clinic.charting.services.errors import Refused
from palpate.clinic.charting.services.reading import case_of, verdict_of
from palpate.plain import to_plain

CAUSE_KINDS = ("trigger_point", "nerve_compression", "joint", "posture", "ischemia", "refer")


@dataclass(frozen=True, slots=True)
class CauseKey:
    """Which cause, in one word: ``trigger_point/upper_trapezius/right``.

    The number of the point is no part of it: which point fits best may change with the drawing.
    """

    kind: str
    id: str
    side: Side | None

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}/{self.side or ''}"

    @classmethod
    def of(cls, cause: Cause) -> CauseKey:
        return cls(str(cause.kind), cause.id, cause.side)

    @classmethod
    def parse(cls, text: str) -> CauseKey:
        """Read the word again; raises `Refused`."""
        allowed = "kind/id/side of a cause that is known"
        parts = text.split("/")
        if len(parts) != 3 or parts[0] not in CAUSE_KINDS or not parts[1]:
            raise Refused("cause", text, allowed)
        kind, cause_id, side = parts
        known = knowledge.load()
        tables = {
            "trigger_point": known.muscles,
            "ischemia": regions(),
            "nerve_compression": known.nerves,
            "joint": known.joints,
            "posture": known.postures,
        }
        if (kind in tables and cause_id not in tables[kind]) or len(cause_id) > 80:
            raise Refused("cause", text, allowed)
        if side and side not in tuple(Side):
            raise Refused("cause", text, allowed)
        return cls(kind, cause_id, Side(side) if side else None)


def assess_episode(episode: Episode, verdict: screening.Verdict | None = None) -> Assessment:
    """The causes as they stand now; `verdict` keeps forbidden tests from being proposed."""
    return assess(case_of(episode), verdict, decided=_decided(episode))


def _decided(episode: Episode) -> dict[str, bool]:
    """The therapist's words as the engine takes them: confirmed or ruled out."""
    return {key: word == CauseDecision.Word.CONFIRMED for key, word in decisions(episode).items()}


def keep_assessment(episode: Episode, *, by: User, why: str) -> AssessmentRecord:
    """Store what the engine says now with the case and the knowledge it came from."""
    case = case_of(episode)
    result = assess(case, verdict_of(episode), decided=_decided(episode))
    return AssessmentRecord.objects.create(
        episode=episode,
        case=to_plain(case.to_plain()),
        result=to_plain(result),
        knowledge_version=result.knowledge_version,
        why=why[:80],
        made_by=by,
    )


@transaction.atomic
def decide_cause(
    episode: Episode,
    *,
    by: User,
    key: str,
    word: str,
    label: str = "",
    number: int | None = None,
) -> CauseDecision | None:
    """Confirm a cause, rule it out, or (with an empty word) take the decision back.

    `number` is the muscle's point that was meant. The assessment that a decision rests on is kept
    with it. Raises `Refused`.
    """
    cause = CauseKey.parse(key)
    if word and word not in CauseDecision.Word.values:
        raise Refused("word", word, "confirmed, ruled_out, or nothing to take it back")
    if word == CauseDecision.Word.CONFIRMED and cause.kind == "refer":
        raise Refused(
            "word",
            word,
            "ruled_out",
            "This is not ours to confirm: refer, and record the clearance.",
        )
    standing = episode.decisions.filter(key=str(cause)).first()
    if not word:
        if standing is not None:
            standing.delete()
        return None
    if standing is not None and standing.word == word:
        return standing
    decision = standing or CauseDecision(episode=episode, key=str(cause))
    decision.kind, decision.cause_id, decision.site_number = cause.kind, cause.id, number
    decision.side = cause.side or ""
    decision.label = (label or decision.label or cause.id.replace("_", " "))[:160]
    decision.word, decision.decided_by = word, by
    keep_assessment(episode, by=by, why=f"{decision.get_word_display()}: {decision.label}")
    decision.save()
    return decision


def decisions(episode: Episode) -> dict[str, str]:
    """The therapist's word by cause key."""
    return {d.key: d.word for d in episode.decisions.all()}


def confirmed_causes(episode: Episode) -> list[CauseDecision]:
    """The causes the therapist has settled on, first confirmed first."""
    return list(episode.decisions.filter(word=CauseDecision.Word.CONFIRMED))

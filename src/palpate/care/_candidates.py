"""From causes to the structures that could be treated for them, each with its expected worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from palpate import knowledge
from palpate.body import Side, Site, region, regions
from palpate.care._types import CareError, CauseLike, ServedCause, Structure
from palpate.knowledge import MassageTreatable, Muscle, ReferredRegion, SideRule
from palpate.knowledge.care_tables import CareTables, CauseKind, TechniqueRole, load_care

AREA = "area"


@dataclass(slots=True)
class Candidate:
    """A structure on one side, with what it would be treated for."""

    id: str
    label: str
    side: Side
    worth: float = 0.0
    """Expected relief, on the scale of probabilities."""
    purpose: str = ""
    """The kind of the cause that weighs most, `AREA`, or a role that decides the technique."""
    role: TechniqueRole = TechniqueRole.TREAT
    preferred: str = ""
    """A technique that the cause asks for by name."""
    strongest: float = 0.0
    points: dict[str, float] = field(default_factory=dict)
    sites: list[Site] = field(default_factory=list)
    causes: dict[tuple[str, str, Side | None], ServedCause] = field(default_factory=dict)

    def add(self, cause: ServedCause, worth: float, purpose: str, role: TechniqueRole) -> None:
        """Count one more reason to treat it; the strongest reason decides how."""
        self.worth += worth
        self.causes.setdefault((cause.kind, cause.id, cause.side), cause)
        if worth > self.strongest:
            self.strongest, self.purpose, self.role = worth, purpose, role


def served(cause: CauseLike) -> ServedCause:
    """The cause with its label; raises `CareError` for a kind or id that is not known."""
    try:
        kind = CauseKind(cause.kind)
    except ValueError:
        raise CareError("cause.kind", cause.kind, f"one of {', '.join(CauseKind)}") from None
    if not 0 <= cause.probability <= 1:
        raise CareError("cause.probability", cause.probability, "between 0 and 1")
    label = getattr(cause, "label", "") or label_of(kind, cause.id)
    side = None if cause.side is None else Side(cause.side)
    return ServedCause(
        kind=kind, id=cause.id, label=label, side=side, probability=cause.probability
    )


def label_of(kind: CauseKind, id: str) -> str:
    """The words for a cause; raises `CareError` for an id that its kind does not have."""
    known = knowledge.load()
    match kind:
        case CauseKind.TRIGGER_POINT:
            if id in known.muscles:
                return known.muscles[id].label
        case CauseKind.NERVE_COMPRESSION:
            if id in known.nerves:
                return known.nerves[id].label
        case CauseKind.JOINT:
            if id in known.joints:
                return known.joints[id].label
        case CauseKind.POSTURE:
            if id in known.postures:
                return known.postures[id].label
        case CauseKind.ISCHEMIA:
            if id in known.muscles:
                return known.muscles[id].label
            if id in regions():
                return region(id).description
            return id.replace("_", " ")
        case CauseKind.REFER:
            return id.replace("_", " ")
    raise CareError(f"cause.id of a {kind}", id, "an id that the knowledge has")


def candidates(
    causes: Iterable[CauseLike], weeks: float | None
) -> tuple[tuple[Candidate, ...], tuple[tuple[ServedCause, str], ...]]:
    """Everything that could be treated, and the causes that are left alone with the reason."""
    return _Gathering(weeks).over(causes)


class _Gathering:
    """Collects candidates; several causes in one muscle make one candidate."""

    def __init__(self, weeks: float | None) -> None:
        self.known = knowledge.load()
        self.care: CareTables = load_care()
        self.weeks = weeks
        self.found: dict[tuple[str, Side, str], Candidate] = {}
        self.alone: list[tuple[ServedCause, str]] = []

    def over(
        self, causes: Iterable[CauseLike]
    ) -> tuple[tuple[Candidate, ...], tuple[tuple[ServedCause, str], ...]]:
        given = [(cause, served(cause)) for cause in causes]
        least = least_probability(about for _, about in given)
        for cause, about in given:
            if about.probability < least or about.kind is CauseKind.REFER:
                continue
            match about.kind:
                case CauseKind.TRIGGER_POINT:
                    self._trigger_point(cause, about)
                case CauseKind.NERVE_COMPRESSION:
                    self._nerve(cause, about)
                case CauseKind.JOINT:
                    self._joint(about)
                case CauseKind.POSTURE:
                    self._posture(about)
                case CauseKind.ISCHEMIA:
                    self._ischemia(cause, about)
        most = int(self.care.setting("most_candidates"))
        ranked = sorted(self.found.values(), key=lambda c: (-c.worth, c.id, c.side))
        return tuple(ranked[:most]), tuple(self.alone)

    def _trigger_point(self, cause: CauseLike, about: ServedCause) -> None:
        muscle = self.known.muscles[about.id]
        number = getattr(cause, "site_number", None)
        points = [p for p in muscle.trigger_points if number is None or p.number == number]
        if not points:
            raise CareError(f"site_number of {about.id}", number, "a point of that muscle")
        for side in sides_of(about.side):
            candidate = self._muscle(muscle, side)
            share = (
                about.probability
                if not candidate.points
                else about.probability * (self.care.setting("discount_next_point"))
            )
            candidate.add(about, share, about.kind, TechniqueRole.TREAT)
            for rank, point in enumerate(points):
                worth = about.probability / (1 + rank)
                candidate.points[point.id] = max(worth, candidate.points.get(point.id, 0.0))
            self._area(about, side, [r for p in points[:1] for r in p.essential])

    def _nerve(self, cause: CauseLike, about: ServedCause) -> None:
        nerve = self.known.nerves[about.id]
        if function_is_lost(cause):
            self.alone.append((about, "function is being lost: refer, no hands-on work for it"))
            return
        factor, role = {
            MassageTreatable.YES: (1.0, TechniqueRole.TREAT),
            MassageTreatable.PARTLY: (
                self.care.setting("weight_nerve_partly"),
                TechniqueRole.TREAT,
            ),
            MassageTreatable.REFER: (
                self.care.setting("weight_nerve_refer"),
                TechniqueRole.SUPPORT,
            ),
        }[nerve.massage_treatable]
        for side in sides_of(about.side):
            self._muscles(about, nerve.associated_muscles, side, factor, about.kind, role)

    def _joint(self, about: ServedCause) -> None:
        joint, how = self.known.joints[about.id], self.care.joint_care[about.id]
        if self.weeks is not None and self.weeks < how.wait_weeks:
            self.alone.append((about, how.reason))
            return
        factor = self.care.setting("weight_joint")
        for side in sides_of(about.side):
            self._muscles(
                about, joint.associated_muscles, side, factor, about.kind, preferred=how.technique
            )
            if how.mobilise:
                sites = sites_of(joint.essential, side)
                moved = self._place(f"{about.id}", about.label, side, sites, "mobilise")
                moved.add(
                    about,
                    about.probability * factor * self.care.setting("discount_next_muscle"),
                    about.kind,
                    TechniqueRole.MOBILISE,
                )

    def _posture(self, about: ServedCause) -> None:
        pattern, factor = self.known.postures[about.id], self.care.setting("weight_posture")
        for side in sides_of(about.side):
            self._muscles(about, pattern.short_muscles, side, factor, about.kind)
            self._muscles(
                about, pattern.long_muscles, side, factor, about.kind, TechniqueRole.AWAKEN
            )

    def _ischemia(self, cause: CauseLike, about: ServedCause) -> None:
        factor = self.care.setting("weight_ischemia")
        for side in sides_of(about.side):
            if about.id in self.known.muscles:
                self._muscles(about, (about.id,), side, factor, about.kind)
                continue
            if about.id in regions():
                sites = sites_of([ReferredRegion(about.id, SideRule.SAME)], side)
            else:
                sites = [s for s in getattr(cause, "sites", ()) if s.side in (side, Side.MIDLINE)]
            for site in sites:
                place = self._place(
                    site.region, _sentence(region(site.region).description), site.side, [site]
                )
                place.add(about, about.probability * factor, about.kind, TechniqueRole.TREAT)

    def _muscles(
        self,
        about: ServedCause,
        muscles: Iterable[str],
        side: Side,
        factor: float,
        purpose: str,
        role: TechniqueRole = TechniqueRole.TREAT,
        preferred: str = "",
    ) -> None:
        """Muscles of one cause, each weighing less than the one before."""
        discount = self.care.setting("discount_next_muscle")
        for rank, id in enumerate(muscles):
            awake = role is TechniqueRole.AWAKEN
            candidate = self._muscle(self.known.muscles[id], side, "awaken" if awake else "")
            worth = about.probability * factor * discount**rank
            if worth > candidate.strongest:
                candidate.preferred = preferred
            candidate.add(about, worth, purpose, role)
            if not candidate.points:
                points = self.known.muscles[id].trigger_points
                candidate.sites = [site_on(p.site_region, side) for p in points]

    def _muscle(self, muscle: Muscle, side: Side, what: str = "") -> Candidate:
        return self.found.setdefault(
            (muscle.id, side, what), Candidate(muscle.id, muscle.label, side)
        )

    def _place(
        self, id: str, label: str, side: Side, sites: list[Site], what: str = ""
    ) -> Candidate:
        found = self.found.setdefault((id, side, what or AREA), Candidate(id, label, side))
        found.sites = found.sites or list(sites)
        return found

    def _area(self, about: ServedCause, side: Side, essential: list[ReferredRegion]) -> None:
        """General work on where it hurts: worth little, but welcome when time is left."""
        for site in sites_of(essential, side):
            row = self.care.treatment_regions[site.region]
            if row.filled_by or region(site.region).group in ("head", "face"):
                continue
            place = self._place(
                site.region, _sentence(region(site.region).description), site.side, [site]
            )
            place.add(
                about,
                about.probability * self.care.setting("weight_area"),
                AREA,
                TechniqueRole.TREAT,
            )


def least_probability(causes: Iterable[ServedCause]) -> float:
    """How probable a cause must be to be treated: less is asked where nothing is likely yet."""
    care = load_care()
    leading = max((c.probability for c in causes if c.kind is not CauseKind.REFER), default=0.0)
    share = care.setting("cause_least_share") * leading
    return max(min(care.setting("cause_least_probability"), share), 1e-9)


def function_is_lost(cause: CauseLike) -> bool:
    """Whether a sign of failing strength or reflex speaks for the nerve, or was confirmed."""
    if getattr(cause, "function_lost", False):
        return True
    nerve = knowledge.load().nerves.get(cause.id)
    if nerve is None:
        return False
    signs = {*nerve.motor_deficits, *nerve.reflex}
    reasons: Iterator[object] = iter(getattr(cause, "evidence_for", ()))
    return any(getattr(r, "finding", None) in signs for r in reasons)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def sides_of(side: Side | None) -> tuple[Side, ...]:
    """The sides on which muscles are treated; both when the cause has no side."""
    return (side,) if side in (Side.LEFT, Side.RIGHT) else (Side.LEFT, Side.RIGHT)


def site_on(code: str, side: Side) -> Site:
    """The region on that side, or in the midline where it has no sides."""
    return Site(code, Side.MIDLINE if region(code).is_midline else side)


def sites_of(referred: Iterable[ReferredRegion], side: Side) -> list[Site]:
    """The sites that a pattern names, for a cause on that side."""
    found: dict[Site, None] = {}
    for r in referred:
        opposite = r.side_rule is SideRule.CONTRA
        site = site_on(r.region, side.opposite if opposite else side)
        found[site] = None
    return list(found)


def structure_of(candidate: Candidate) -> Structure:
    """The candidate with all its points and sites, most likely point first."""
    known = knowledge.load().trigger_points
    points = sorted(candidate.points, key=lambda p: (-candidate.points[p], p))
    sites = list(
        dict.fromkeys(
            [site_on(known[p].site_region, candidate.side) for p in points] or candidate.sites
        )
    )
    return Structure(
        id=candidate.id,
        label=candidate.label,
        side=candidate.side,
        sites=tuple(sites),
        points=tuple(points),
        where=tuple(known[p].location for p in points),
    )

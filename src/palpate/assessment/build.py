"""Filling the catalogue from the tables: each cause with its pattern, its signs and its prior."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from palpate.assessment.catalogue import (
    BaseCause,
    Catalogue,
    CauseKind,
    Floats,
    motions_of,
    neighbours,
    place,
    reflexes_of,
    site_index,
    site_of,
)
from palpate.assessment.meanings import Meaning, read_all, read_finding, read_words
from palpate.assessment.priors import point_prior, prior_of, region_share
from palpate.body import Side, Site, regions, sites
from palpate.knowledge import (
    JointDysfunction,
    Knowledge,
    ReferredRegion,
    SideRule,
    disease_of,
    load,
    load_assessment,
)


class _Builder:
    """Collects rows, then packs them."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.w = weights
        self.causes: list[BaseCause] = []
        self.reach: list[Floats] = []
        self.grade: list[NDArray[np.int8]] = []
        self.home: list[Floats] = []
        self.concepts: dict[str, dict[int, float]] = defaultdict(dict)

    def add(
        self,
        cause: BaseCause,
        essential: Iterable[tuple[Site, float]],
        spillover: Iterable[tuple[Site, float]],
        home: Iterable[Site],
        edge: float,
        published: Iterable[tuple[Site, float]] = (),
    ) -> int:
        index, row = site_index(), len(self.causes)
        reach = np.zeros(len(index))
        grade = np.zeros(len(index), dtype=np.int8)
        at_home = np.zeros(len(index))
        for site, share in spillover:
            reach[index[site]] = max(reach[index[site]], share)
            grade[index[site]] = 1
        for site, share in essential:
            reach[index[site]] = share
            grade[index[site]] = 2
            for near in neighbours()[index[site]]:
                reach[near] = max(reach[near], edge)
        for site in home:
            at_home[index[site]] = 1.0
            reach[index[site]] = max(reach[index[site]], self.w["reach_home"])
            for near in neighbours()[index[site]]:
                reach[near] = max(reach[near], edge)
        for site, share in published:
            if grade[index[site]] < 2 or cause.kind is not CauseKind.TRIGGER_POINT:
                reach[index[site]] = share
            grade[index[site]] = max(grade[index[site]], 1)
        self.causes.append(cause)
        self.reach.append(reach)
        self.grade.append(grade)
        self.home.append(at_home)
        return row

    def know(self, row: int, prefix: str, names: Iterable[str], level: float = 1.0) -> None:
        for name in names:
            listed = self.concepts[f"{prefix}:{name}"]
            listed[row] = max(level, listed.get(row, 0.0))

    def know_meaning(self, row: int, meaning: Meaning, level: float = 1.0) -> None:
        self.know(row, "load", meaning.loads, level)
        self.know(row, "symptom", meaning.symptoms, level)
        self.know(row, "history", meaning.history, level)

    def know_motions(self, row: int, words: Iterable[str], level: float = 1.0) -> None:
        for word in words:
            meaning = read_words(word)
            self.know(row, "move", motions_of(meaning), level)
            self.know(row, "joint", meaning.joints, 1.0)

    def know_hallmarks(self) -> None:
        """Shares that the tables give for single signs, in units of the usual listing."""
        rows: dict[str, list[int]] = defaultdict(list)
        for i, cause in enumerate(self.causes):
            rows[cause.id].append(i)
        for mark in load_assessment().hallmarks.values():
            prefix, _, name = mark.concept.partition(":")
            for row in rows[mark.cause]:
                usual = 1.0 if prefix == "quality" else self.w[f"{prefix}_listed"]
                level = mark.share / usual
                self.concepts[f"{prefix}:{name}"][row] = level

    def pack(self) -> Catalogue:
        self.know_hallmarks()
        n = len(self.causes)
        rows: dict[tuple[CauseKind, str], list[int]] = defaultdict(list)
        guards: dict[str, list[int]] = defaultdict(list)
        for i, cause in enumerate(self.causes):
            rows[cause.kind, cause.id].append(i)
            for muscle in cause.muscles:
                guards[muscle].append(i)
        concepts = {}
        for name, listed in self.concepts.items():
            column = np.zeros(n)
            column[list(listed)] = list(listed.values())
            concepts[name] = column
        return Catalogue(
            causes=tuple(self.causes),
            reach=np.array(self.reach),
            grade=np.array(self.grade),
            home=np.array(self.home),
            concepts=concepts,
            priors=np.array([c.prior for c in self.causes]),
            motion=np.array([_motion_share(c, self.w) for c in self.causes]),
            rows={key: tuple(found) for key, found in rows.items()},
            muscle_guards={m: np.array(found) for m, found in guards.items()},
        )


def _motion_share(cause: BaseCause, w: Mapping[str, float]) -> float:
    if cause.kind is CauseKind.JOINT:
        row = load_assessment().motion.get(cause.id)
        return row.share if row else w["motion_joint"]
    return w["motion_trigger"] if cause.kind is CauseKind.TRIGGER_POINT else 0.0


def weights_of(changed: Mapping[str, float] | None = None) -> dict[str, float]:
    """The packaged weights by name, some of them changed."""
    values = {name: weight.value for name, weight in load_assessment().weights.items()}
    for name, value in (changed or {}).items():
        if name not in values:
            raise KeyError(f"unknown weight {name!r}")
        values[name] = value
    return values


def build_catalogue(
    weights: Mapping[str, float], prior_factor: Mapping[str, float] | None = None
) -> Catalogue:
    """The catalogue for these weights; ``prior_factor`` scales the prior of single causes."""
    known = load()
    builder = _Builder(weights)
    factor = prior_factor or {}
    _add_trigger_points(builder, known, factor)
    _add_nerves(builder, known, factor)
    _add_joints(builder, known, factor)
    _add_postures(builder, known)
    _add_ischemia(builder)
    _add_refer(builder, known)
    return builder.pack()


def _published(cause: str) -> list[tuple[Site, float]]:
    """Shares that a study or an estimate gives for single regions."""
    return [
        (site_of(r.region, Side.LEFT), r.share)
        for r in load_assessment().reach.values()
        if r.cause == cause
    ]


def _shares(referred: Iterable[ReferredRegion], usual: float) -> list[tuple[Site, float]]:
    return [(place(r), r.weight if r.weight is not None else usual) for r in referred]


def _add_trigger_points(b: _Builder, known: Knowledge, factor: Mapping[str, float]) -> None:
    w = b.w
    for muscle in known.muscles.values():
        for point in muscle.trigger_points:
            words = (*point.symptoms, *point.perpetuating)
            row = b.add(
                BaseCause(
                    CauseKind.TRIGGER_POINT,
                    muscle.id,
                    point.number,
                    muscle.label,
                    point_prior(point, len(muscle.trigger_points), w, factor),
                    w["bilateral_trigger"],
                    read_all(point.symptoms).qualities,
                    (),
                ),
                _shares(point.essential, w["reach_essential"]),
                _shares(point.spillover, w["reach_spillover"]),
                [site_of(point.site_region, Side.LEFT)],
                w["reach_neighbour"],
                _published(muscle.id),
            )
            for word in words:
                b.know_meaning(row, read_finding(word))
            for other in muscle.trigger_points:
                for word in other.symptoms:
                    b.know(row, "symptom", read_finding(word).symptoms, w["symptom_shared"])
            b.know_motions(row, point.restricted_movements)
            for word in point.restricted_movements:
                b.know(row, "load", read_finding(word).loads, 0.7)
            b.know_motions(row, re.split(r"[;,]", muscle.action), 0.7)
            b.know(row, "posture", point.perpetuating)


def _add_nerves(b: _Builder, known: Knowledge, factor: Mapping[str, float]) -> None:
    w = b.w
    territory: dict[str, set[str]] = defaultdict(set)
    for t in known.territories.values():
        for name in t.nerves:
            territory[name].update(t.core_regions)
    for nerve in known.nerves.values():
        prior = prior_of(nerve.id, factor, w["one_side"])
        skin = [(site_of(r, Side.LEFT), w["reach_territory"]) for r in sorted(territory[nerve.id])]
        row = b.add(
            BaseCause(
                CauseKind.NERVE_COMPRESSION,
                nerve.id,
                None,
                nerve.label,
                prior,
                w["bilateral_nerve"],
                read_all(nerve.qualities).qualities,
                nerve.associated_muscles,
                refer_reason=nerve.refer_when if nerve.massage_treatable == "refer" else "",
            ),
            _shares(nerve.essential, w["reach_essential_nerve"]),
            [*skin, *_shares(nerve.spillover, w["reach_spillover"])],
            [],
            w["reach_neighbour"],
            _published(nerve.id),
        )
        for word in (*nerve.aggravating, *nerve.qualities):
            b.know_meaning(row, read_finding(word))
        b.know_motions(row, nerve.aggravating, 0.7)
        for word in nerve.relieving:
            b.know(row, "relief", read_finding(word).loads)
        for word in nerve.motor_deficits:
            b.know(row, "weak", motions_of(read_words(word)))
            b.know(row, "symptom", read_finding(word).symptoms)
        _know_muscles(b, row, known, nerve.associated_muscles)
        for word in nerve.reflex:
            b.know(row, "reflex", reflexes_of(word))
        b.know(row, "symptom", ("numbness", "tingling"))
        for sign, share in (("neuro_deficit", "nerve_deficit"), ("nerve_tension",) * 2):
            b.know(row, "symptom", (sign,), w[share] / w["symptom_listed"])


def _add_joints(b: _Builder, known: Knowledge, factor: Mapping[str, float]) -> None:
    w = b.w
    for joint in known.joints.values():
        essential = _shares(joint.essential, w["reach_essential_joint"])
        row = b.add(
            BaseCause(
                CauseKind.JOINT,
                joint.id,
                None,
                joint.label,
                prior_of(joint.id, factor, w["one_side"]),
                w["bilateral_symmetric" if _is_symmetric(joint) else "bilateral_joint"],
                read_all(joint.qualities).qualities,
                joint.associated_muscles,
            ),
            essential,
            _shares(joint.spillover, w["reach_spillover"]),
            [site for site, _ in essential],
            w["reach_neighbour"],
            _published(joint.id),
        )
        for word in joint.aggravating:
            b.know_meaning(row, read_finding(word))
        b.know(row, "symptom", read_all(joint.qualities).symptoms)
        for part in joint.typical_findings.split(";"):
            if not part.strip().startswith(("no ", "not ", "seldom ")):
                meaning = read_words(part)
                b.know(row, "symptom", meaning.symptoms)
                b.know(row, "history", meaning.history)
        b.know_motions(row, joint.restricted_movements)
        _know_muscles(b, row, known, joint.associated_muscles)
        b.know_motions(row, joint.aggravating, 0.7)
        for word in joint.relieving:
            b.know(row, "relief", read_finding(word).loads)


def _is_symmetric(joint: JointDysfunction) -> bool:
    """Whether the table gives its main regions on the other side as well."""
    other = {r.region for r in joint.spillover if r.side_rule is SideRule.CONTRA}
    return {r.region for r in joint.essential} <= other


def _know_muscles(b: _Builder, row: int, known: Knowledge, muscles: Iterable[str]) -> None:
    """A guarded or entrapping muscle makes its own movements weak or painful."""
    for name in muscles:
        for word in re.split(r"[;,]", known.muscles[name].action):
            b.know(row, "use", motions_of(read_words(word)), b.w["motion_muscles"])


def _add_postures(b: _Builder, known: Knowledge) -> None:
    """A posture is felt where the muscles it overworks and the joints it loads send pain."""
    w = b.w
    for posture in known.postures.values():
        joints = [known.joints[j] for j in posture.related_joints]
        points = [p for m in posture.short_muscles for p in known.muscles[m].trigger_points]
        felt: dict[Site, float] = {}
        for r in (r for j in joints for r in j.spillover):
            felt[place(r)] = w["reach_posture"] / 2
        main = [
            *(r for j in joints for r in j.essential),
            *(r for p in points for r in p.essential),
        ]
        for r in main:
            felt[place(r)] = w["reach_posture"]
        row = b.add(
            BaseCause(
                CauseKind.POSTURE,
                posture.id,
                None,
                posture.label,
                w["share_posture"] * w["one_side"] * max(region_share(s.region) for s in felt),
                w["bilateral_joint"],
                frozenset({"aching_dull_deep", "tightness_stiffness"}),
                posture.short_muscles,
            ),
            [],
            felt.items(),
            [],
            0.0,
        )
        b.know(row, "posture", [posture.id])


def _add_ischemia(b: _Builder) -> None:
    for site in sites():
        if site.side is Side.RIGHT:
            continue
        b.add(
            BaseCause(
                CauseKind.ISCHEMIA,
                site.region,
                None,
                f"Tender, tight tissue: {regions()[site.region].description}",
                b.w["share_ischemia"] * b.w["one_side"] * region_share(site.region),
                b.w["bilateral_trigger"],
                frozenset({"aching_dull_deep", "tightness_stiffness"}),
                (),
            ),
            [(site, b.w["reach_ischemia"])],
            [],
            [site],
            b.w["reach_neighbour"],
        )


def slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def _add_refer(b: _Builder, known: Knowledge) -> None:
    """One cause for each thing that the red flags suspect, and for each target that is not ours."""
    w = b.w
    grouped: dict[str, list[str]] = defaultdict(list)
    for flag in known.red_flags.values():
        grouped[disease_of(flag.suspected)].append(flag.id)
    for name, ids in grouped.items():
        flags = [known.red_flags[i] for i in ids]
        felt = {site_of(r, Side.LEFT) for f in flags for r in f.regions}
        signs = dict.fromkeys(s for f in flags for s in (*f.required_findings, *f.any_of_findings))
        first = flags[0]
        both = any(s.startswith("bilateral") for f in flags for s in f.required_findings)
        row = b.add(
            BaseCause(
                CauseKind.REFER,
                name,
                None,
                first.suspected[:1].upper() + first.suspected[1:],
                w["prior_refer"],
                w["bilateral_symmetric" if both else "bilateral_nerve"],
                frozenset(),
                (),
                flags=tuple(signs),
                refer_reason=f"{first.presentation}: {first.urgency}",
                youngest=min(f.age.low for f in flags),
                oldest=max(f.age.high for f in flags),
            ),
            [],
            [(site, w["reach_refer"]) for site in felt],
            [],
            0.0,
            _published(name),
        )
        b.know(row, "flag", signs)
        told = w["refer_flag"] / w["symptom_listed"]
        for sign in signs:
            b.know(row, "symptom", read_finding(sign).symptoms, told)
    for target in known.test_targets.values():
        if not target.refer or (slug(target.label) in grouped):
            continue
        tests = [t for t in known.tests.values() if target.id in t.targets]
        felt = {site_of(r, Side.LEFT) for t in tests for r in t.regions}
        b.add(
            BaseCause(
                CauseKind.REFER,
                target.id,
                None,
                target.label,
                w["prior_refer"],
                w["bilateral_nerve"],
                frozenset(),
                (),
                refer_reason=target.reason,
            ),
            [],
            [(site, w["reach_refer"]) for site in felt],
            [],
            0.0,
        )

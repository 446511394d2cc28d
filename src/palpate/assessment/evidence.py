"""From a case to the evidence of the network: each finding with how each cause would produce it.

A finding that is present is a leaky noisy-OR of its causes: it stays away only if every active
cause fails to produce it and the leak does not. A finding that is absent, and a region that is
silent, multiplies the odds of each cause by itself. A finding that only one cause can produce is a
likelihood ratio of that cause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from palpate.assessment.catalogue import (
    Catalogue,
    CauseKind,
    Floats,
    any_motion,
    body_part,
    listed,
    mirror,
    motions_of,
    neighbours,
    reflexes_of,
    site_index,
    site_of,
)
from palpate.assessment.meanings import Meaning, base_rates, read_all, read_words
from palpate.body import Side, Site, regions, sites
from palpate.cases import Case, PainMark, Result
from palpate.knowledge import ProfileField, load, load_assessment


@dataclass(frozen=True)
class Observation:
    """One finding of the network.

    ``left`` and ``right`` are (base causes,) chances that the cause on that side produces it.
    """

    key: str
    text: str
    """In plain words, as it is told back: "pain in the buttock, left"."""
    left: Floats
    right: Floats
    leak: float
    present: bool = True
    sites: tuple[Site, ...] = ()


@dataclass
class Evidence:
    """All that a case says, ready for the network."""

    observations: list[Observation] = field(default_factory=list)
    odds_left: Floats = field(default_factory=lambda: np.zeros(0))
    """(base causes,) log factor on the odds from the client's age, sex and posture."""
    odds_right: Floats = field(default_factory=lambda: np.zeros(0))
    sides: frozenset[Side] = frozenset()
    """Sides on which there is pain; empty: the drawing has no side."""
    conflicts: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """Words that the model drew something from."""
    read: set[str] = field(default_factory=set)
    """All words given."""
    painful: set[Site] = field(default_factory=set)
    statement_of: dict[Site, str] = field(default_factory=dict)


_BOTH = (Side.LEFT, Side.RIGHT)
_LOSS = ("loss", "limit", "restrict", "hypomobil", "reduced", "range", "stiff")


class Reader:
    """Reads one case against a catalogue."""

    def __init__(self, catalogue: Catalogue, weights: Mapping[str, float]) -> None:
        self.c = catalogue
        self.w = weights
        self.kinds = np.array([k.kind for k in catalogue.causes])
        self.zero = np.zeros(len(catalogue.causes))
        self.right_reach = catalogue.reach[:, mirror()]
        self.right_home = catalogue.home[:, mirror()]
        self.by_kind = {k: self.kinds == k for k in CauseKind}

    # -- the whole case ---------------------------------------------------------------------

    def read(self, case: Case) -> Evidence:
        e = Evidence(odds_left=self.zero.copy(), odds_right=self.zero.copy())
        sided = {m.side for m in case.pain if m.side in _BOTH}
        e.sides = frozenset(s for s in sided if s)
        self._unknown = None if e.sides else Side.LEFT
        """Where a paired region without a side is put when the whole case has no side."""
        self._pain(case, e)
        self._relevance(e)
        self._silence(case, e)
        self._qualities(case, e)
        self._statements(case, e)
        self._movements(case, e)
        self._tests(case, e)
        self._palpation(case, e)
        self._posture(case, e)
        self._flags(case, e)
        self._profile(case, e)
        return e

    def _sides(self, side: Side | None) -> tuple[Side, ...]:
        """The sides that a finding without a side may be on."""
        if side in _BOTH:
            return (side,)
        return (self._unknown,) if self._unknown else _BOTH

    def _by_side(self, row: Floats, side: Side | None) -> tuple[Floats, Floats]:
        """A chance that holds on the sides of a finding only."""
        on = self._sides(side)
        return (
            row if Side.LEFT in on else self.zero,
            row if Side.RIGHT in on else self.zero,
        )

    # -- pain -------------------------------------------------------------------------------

    def _mark_sites(self, mark: PainMark) -> list[Site]:
        if regions()[mark.region].is_midline:
            return [Site(mark.region, Side.MIDLINE)]
        return [Site(mark.region, s) for s in self._sides(mark.side)]

    def _pain(self, case: Case, e: Evidence) -> None:
        index = site_index()
        exact: dict[str, tuple[list[int], str]] = {}
        coarse: dict[str, list[int]] = defaultdict(list)
        for mark in case.pain:
            numbers = [index[s] for s in self._mark_sites(mark)]
            e.painful.update(self._mark_sites(mark))
            if mark.coarse:
                side = mark.side or "unknown"
                coarse[f"{regions()[mark.region].group}|{side}"].append(numbers[0])
                if len(numbers) > 1:
                    coarse[f"{regions()[mark.region].group}|{side}"].append(numbers[1])
            else:
                label = regions()[mark.region].description
                text = f"pain: {label}" + (f", {mark.side}" if mark.side in _BOTH else "")
                exact[f"pain:{mark.region}:{mark.side}"] = (numbers, text)
        for key, (numbers, text) in exact.items():
            left = self.c.reach[:, numbers].max(axis=1)
            right = self.right_reach[:, numbers].max(axis=1)
            self._add_pain(e, key, text, left, right, self.w["leak_pain"], numbers)
        for key, numbers in coarse.items():
            group, side = key.split("|")
            of_part = sorted({near for n in numbers for near in neighbours()[n]} | set(numbers))
            text = f"pain about the {group}" + (f", {side}" if side in _BOTH else "")
            left = self._coarse(self.c.reach, numbers, of_part)
            right = self._coarse(self.right_reach, numbers, of_part)
            self._add_pain(
                e, f"pain:{key}", text, left, right, self.w["leak_pain_coarse"], numbers
            )

    def _coarse(self, reach: Floats, numbers: list[int], part: list[int]) -> Floats:
        """How well each cause fills a coarse statement."""
        named = reach[:, sorted(set(numbers))]
        mean = self.w["coarse_mean"]
        filled = mean * named.mean(axis=1) + (1 - mean) * named.max(axis=1)
        nearby = self.w["coarse_other"] * reach[:, part].max(axis=1)
        return np.maximum(filled, nearby)

    def _add_pain(
        self, e: Evidence, key: str, text: str, left: Floats, right: Floats, leak: float,
        numbers: list[int],
    ) -> None:
        places = tuple(sites()[n] for n in sorted(set(numbers)))
        e.observations.append(Observation(key, text, left, right, leak, True, places))

    def _relevance(self, e: Evidence) -> None:
        """How far a cause has to do with where it hurts, 0 to 1, for each side."""
        usual = self.w["reach_essential_nerve"]
        pains = [o for o in e.observations if o.key.startswith("pain:")]
        if not pains:
            self._rel_left = self._rel_right = np.ones(len(self.zero))
            return
        self._rel_left = np.minimum(1.0, np.max([o.left for o in pains], axis=0) / usual)
        self._rel_right = np.minimum(1.0, np.max([o.right for o in pains], axis=0) / usual)

    @property
    def _rel_either(self) -> Floats:
        return np.maximum(self._rel_left, self._rel_right)

    def _silence(self, case: Case, e: Evidence) -> None:
        """Regions that were not mentioned, and regions drawn clear."""
        index = site_index()
        if case.pain:
            any_coarse = any(m.coarse for m in case.pain)
            weight = np.full(len(index), self.w["silence_coarse" if any_coarse else "silence"])
            coarse_parts = {
                body_part()[index[s]]
                for m in case.pain if m.coarse
                for s in self._mark_sites(m)
            }
            for i, part in enumerate(body_part()):
                if part in coarse_parts:
                    weight[i] = 0.0
            for site in e.painful:
                weight[index[site]] = 0.0
                if self._unknown:
                    weight[index[site.mirrored]] = 0.0
            spill = self.w["silence_spillover"] / self.w["silence"]
            main = np.where(self.c.grade == 2, 1.0, spill)
            e.odds_left += np.log1p(-self.c.reach * main * weight).sum(axis=1)
            e.odds_right += np.log1p(-self.right_reach * main[:, mirror()] * weight).sum(axis=1)
        for mark in case.clear:
            for site in self._mark_sites(mark):
                if site in e.painful:
                    e.conflicts.append(f"{site.label}: drawn as painful and as free of pain")
                    continue
                number, w = index[site], self.w["silence_clear"]
                e.observations.append(
                    Observation(
                        f"clear:{site.code}", f"no pain: {site.label}",
                        self.c.reach[:, number] * w, self.right_reach[:, number] * w,
                        self.w["leak_pain"], False, (site,),
                    )
                )

    # -- words ------------------------------------------------------------------------------

    def _qualities(self, case: Case, e: Evidence) -> None:
        """Each quality once, produced by causes that reach the place where it is felt."""
        felt: dict[str, set[int]] = defaultdict(set)
        index = site_index()
        for mark in case.pain:
            for said in mark.statements:
                e.read.add(said.words)
                meaning = read_words(said.words)
                for quality in meaning.qualities:
                    e.used.add(said.words)
                    felt[quality].update(index[s] for s in self._mark_sites(mark))
        for said in case.symptoms:
            meaning = read_words(said.words)
            for quality in meaning.qualities:
                e.used.add(said.words)
                places = meaning.regions or ()
                numbers = {index[s] for r in places for s in self._region_sites(r)}
                felt[quality].update(numbers)
        for quality, numbers in felt.items():
            for side, on_side in self._split(numbers):
                self._quality(e, quality, on_side, side)

    def _region_sites(self, region: str) -> list[Site]:
        if regions()[region].is_midline:
            return [Site(region, Side.MIDLINE)]
        on = tuple(s for s in _BOTH if s in self._pain_sides) or self._sides(None)
        return [Site(region, s) for s in on]

    def _split(self, numbers: set[int]) -> list[tuple[str, set[int]]]:
        """The sites of each side by themselves, as each side needs a cause of its own."""
        if not numbers:
            return [("", set())]
        parts: dict[str, set[int]] = defaultdict(set)
        for n in numbers:
            parts[str(sites()[n].side)].add(n)
        return sorted(parts.items())

    @property
    def _pain_sides(self) -> frozenset[Side]:
        return frozenset({self._unknown}) if self._unknown else frozenset(_BOTH)

    def _quality(self, e: Evidence, quality: str, numbers: set[int], side: str) -> None:
        row = load().symptom_qualities.get(quality)
        if row is None or row.multiplier_myofascial is None:
            return
        of_kind = {
            CauseKind.TRIGGER_POINT: row.multiplier_myofascial,
            CauseKind.ISCHEMIA: row.multiplier_myofascial,
            CauseKind.POSTURE: row.multiplier_myofascial,
            CauseKind.NERVE_COMPRESSION: row.multiplier_neuropathic,
            CauseKind.JOINT: row.multiplier_articular,
            CauseKind.REFER: row.multiplier_visceral,
        }
        chance = np.array([of_kind[k] or 1.0 for k in self.kinds]) * self.w["quality_base"]
        names = np.array([quality in c.qualities for c in self.c.causes])
        listed_chance = np.maximum(chance * self.w["quality_listed"], self.w["quality_floor"])
        chance = np.minimum(0.9, np.where(names, listed_chance, chance))
        usual = self.w["reach_essential_nerve"]
        if numbers:
            at = sorted(numbers)
            left = np.minimum(1.0, self.c.reach[:, at].max(axis=1) / usual)
            right = np.minimum(1.0, self.right_reach[:, at].max(axis=1) / usual)
        else:
            left, right = self._rel_left, self._rel_right
        e.observations.append(
            Observation(
                f"quality:{quality}:{side}", f"described as {row.label}",
                chance * left, chance * right, self.w["quality_leak"],
            )
        )

    def _listing(self, meaning: Meaning, prefixes: Sequence[str]) -> Floats | None:
        names = {
            "load": meaning.loads, "symptom": meaning.symptoms, "history": meaning.history,
            "relief": meaning.loads,
        }
        columns = [
            c for p in prefixes if (c := listed(self.c, p, names[p])) is not None
        ]
        return np.maximum.reduce(columns) if columns else None

    def _motion_listing(self, meaning: Meaning) -> Floats | None:
        if not meaning.joints:
            return None
        pairs = motions_of(meaning)
        if all(p.endswith(".any") for p in pairs):
            return any_motion(self.c, sorted(meaning.joints))
        exact = listed(self.c, "move", pairs)
        wide = listed(self.c, "move", [f"{j}.any" for j in meaning.joints])
        if exact is None:
            return wide
        return exact if wide is None else np.maximum(exact, 0.5 * wide)

    def _statements(self, case: Case, e: Evidence) -> None:
        seen: set[str] = set()
        groups = (
            ("symptoms", case.symptoms, ("symptom", "load"), "symptom"),
            ("aggravating", case.aggravating, ("load", "symptom"), "load"),
            ("relieving", case.relieving, ("relief",), "relief"),
            ("history", case.history, ("history", "load", "symptom"), "history"),
        )
        for name, said_all, prefixes, weight in groups:
            for said in said_all:
                e.read.add(said.words)
                meaning = read_words(said.words)
                row = self._listing(meaning, prefixes)
                if weight == "load" and (motion := self._motion_listing(meaning)) is not None:
                    share = self.w["load_motion"] / self.w["load_listed"]
                    row = motion * share if row is None else np.maximum(row, motion * share)
                key = f"{name}:{sorted(meaning.loads | meaning.symptoms | meaning.history)}" \
                      f"{sorted(meaning.joints)}{sorted(meaning.motions)}"
                if row is None or not row.any() or key in seen:
                    if key in seen:
                        e.used.add(said.words)
                    continue
                seen.add(key)
                e.used.add(said.words)
                chance = np.minimum(0.95, row * self.w[f"{weight}_listed"])
                near = 0.5 if weight == "symptom" else 0.0
                left = chance * (near + (1 - near) * self._rel_left)
                right = chance * (near + (1 - near) * self._rel_right)
                told = {"symptoms": "", "aggravating": "worse with ", "relieving": "eased by ",
                        "history": "history: "}[name]
                e.observations.append(
                    Observation(
                        f"{name}:{said.words}", told + plain(said.words), left, right,
                        self._leak(meaning, weight),
                    )
                )

    def _leak(self, meaning: Meaning, weight: str) -> float:
        """How often anybody says this: the commonest of its meanings."""
        rates = base_rates()
        known = [
            rates[n] for n in (*meaning.symptoms, *meaning.loads, *meaning.history) if n in rates
        ]
        usual = self.w[f"{weight}_leak"]
        return max(known) if known and weight != "relief" else usual

    # -- examination ------------------------------------------------------------------------

    def _motion_chance(self, meaning: Meaning) -> Floats | None:
        """Chance that each cause limits the movement."""
        row = self._motion_listing(meaning)
        if row is None:
            return None
        nerve = self.by_kind[CauseKind.NERVE_COMPRESSION]
        part = listed(self.c, "joint", meaning.joints)
        chance = row * self.c.motion
        if part is not None:
            chance = np.where(nerve & (part > 0), self.w["motion_nerve"], chance)
        return chance

    def _movements(self, case: Case, e: Evidence) -> None:
        seen: set[tuple[str, Side | None]] = set()
        for found in case.restricted_movements:
            e.read.add(found.words)
            meaning = read_words(found.words)
            key = (f"{sorted(meaning.joints)}{sorted(meaning.motions)}", found.side)
            chance = self._motion_chance(meaning)
            if chance is None or key in seen:
                continue
            seen.add(key)
            e.used.add(found.words)
            left, right = self._by_side(chance, found.side)
            e.observations.append(
                Observation(
                    f"movement:{found.words}:{found.side}", f"limited: {plain(found.words)}",
                    left * self._rel_left, right * self._rel_right, self.w["motion_leak"],
                )
            )

    def _tests(self, case: Case, e: Evidence) -> None:
        results: dict[tuple[str, Side | None], set[Result]] = defaultdict(set)
        for found in case.findings:
            e.read.add(found.words)
            if found.result is not None:
                results[found.test or found.words, found.side].add(found.result)
        done: dict[str, int] = defaultdict(int)
        seen: set[tuple[str, Side | None]] = set()
        for found in case.findings:
            key = (found.test or found.words, found.side)
            if found.result is None or key in seen:
                continue
            seen.add(key)
            if len(results[key]) > 1:
                e.conflicts.append(f"{plain(found.words)}: recorded positive and negative")
                continue
            positive = found.result is Result.POSITIVE
            if found.test:
                e.used.add(found.words)
                self._test(e, found.test, found.side, positive, done)
            else:
                self._sign(e, found.words, found.side, positive)

    def test_chances(self, test_id: str) -> tuple[Floats, float]:
        """(causes,) chance that each cause makes the test positive, and the chance without any."""
        test = load().tests[test_id]
        positive, negative = test.lr_positive_usable, test.lr_negative_usable
        positive = min(positive, self.w["test_lr_cap"])
        negative = max(negative, self.w["test_lr_floor"])
        if positive <= 1.0 or negative >= 1.0:
            return self.zero, 1 - self.w["test_default_specificity"]
        false_positive = (1 - negative) / (positive - negative)
        chance = self.zero.copy()
        figures = test.figures_for or test.targets[:1]
        for target in test.targets:
            share = 1.0 if target in figures else self.w["test_second_target"]
            for kind in CauseKind:
                for row in self.c.rows.get((kind, target), ()):
                    chance[row] = share * (1 - negative)
        return chance, false_positive

    def _test(
        self, e: Evidence, test_id: str, side: Side | None, positive: bool, done: dict[str, int]
    ) -> None:
        test = load().tests[test_id]
        chance, leak = self.test_chances(test_id)
        if not chance.any():
            return
        if test.cluster:
            chance = chance * self.w["test_repeat"] ** done[test.cluster]
            done[test.cluster] += 1
        left, right = self._by_side(chance, side)
        result = "positive" if positive else "negative"
        e.observations.append(
            Observation(
                f"test:{test_id}:{side}", f"{test.name} {result}", left, right, leak, positive
            )
        )

    def _sign(self, e: Evidence, words: str, side: Side | None, positive: bool) -> None:
        """A sign that is not in the table of tests: weakness, reflex, feeling, tenderness."""
        meaning = read_words(words)
        chance, leak, told = self._sign_chances(words, meaning)
        if chance is None:
            return
        e.used.add(words)
        left, right = chance if isinstance(chance, tuple) else self._by_side(chance, side)
        e.observations.append(
            Observation(
                f"sign:{words}:{side}", told if positive else f"no {told}", left, right, leak,
                positive,
            )
        )

    def _sign_chances(
        self, words: str, meaning: Meaning
    ) -> tuple[Floats | tuple[Floats, Floats] | None, float, str]:
        told = plain(words)
        if reflexes := reflexes_of(words):
            row = listed(self.c, "reflex", reflexes)
            return (None if row is None else row * self.w["reflex_nerve"]), \
                self.w["reflex_leak"], told
        if "weakness" in meaning.symptoms and meaning.joints:
            nerve = listed(self.c, "weak", motions_of(meaning))
            muscle = self._motion_listing(meaning)
            chance = self.zero if nerve is None else nerve * self.w["weak_nerve"]
            use = listed(self.c, "use", motions_of(meaning))
            for row in (muscle, use):
                if row is not None:
                    chance = np.maximum(chance, row * self.w["weak_muscle"])
            chance = chance * self._rel_either
            return chance, self.w["weak_leak"], told
        tender = any(t in words.lower() for t in ("tender", "pressure_pain", "pressure pain"))
        if meaning.regions and (tender or "numbness" in meaning.qualities):
            index = site_index()
            at = [index[s] for r in meaning.regions for s in self._region_sites(r)]
            if tender:
                pair = (self.c.home[:, at].max(axis=1) * self.w["tender_place"],
                        self.right_home[:, at].max(axis=1) * self.w["tender_place"])
                nerve = self.by_kind[CauseKind.NERVE_COMPRESSION]
                strong = self.c.reach[:, at].max(axis=1) > self.w["reach_spillover"]
                strong_right = self.right_reach[:, at].max(axis=1) > self.w["reach_spillover"]
                pair = (np.where(nerve & strong, self.w["tender_place"], pair[0]),
                        np.where(nerve & strong_right, self.w["tender_place"], pair[1]))
                return pair, self.w["tender_leak"], told
            nerve = self.by_kind[CauseKind.NERVE_COMPRESSION] * self.w["sense_nerve"]
            usual = self.w["reach_essential_nerve"]
            pair = (nerve * np.minimum(1, self.c.reach[:, at].max(axis=1) / usual),
                    nerve * np.minimum(1, self.right_reach[:, at].max(axis=1) / usual))
            return pair, self.w["sense_leak"], told
        if any(t in words.lower() for t in _LOSS) and meaning.joints:
            chance = self._motion_chance(meaning)
            if chance is not None:
                return chance * self._rel_either, self.w["motion_leak"], told
        row = self._listing(meaning, ("symptom", "load"))
        if row is None:
            return None, 0.0, told
        return row * self.w["symptom_listed"] * self._rel_either, \
            self._leak(meaning, "symptom"), told

    def palpation_chances(self, muscle: str, act: str) -> tuple[Floats, float]:
        """(causes,) chance of one palpation finding, and the chance without any cause."""
        chance = self.zero.copy()
        if act == "tender":
            guards = self.c.muscle_guards.get(muscle)
            if guards is not None:
                chance[guards] = self.w["tender_guard"]
        for row in self.c.rows.get((CauseKind.TRIGGER_POINT, muscle), ()):
            chance[row] = self.w[f"{act}_trigger"]
        leak = self.w[f"{act}_any"]
        return np.maximum(0.0, (chance - leak) / (1 - leak)), leak

    def _palpation(self, case: Case, e: Evidence) -> None:
        acts = (("tender", "tender", "is tender"), ("taut_band", "band", "has a taut band"),
                ("twitch", "twitch", "twitches"), ("refers", "refers", "refers pain on pressure"),
                ("reproduces_pain", "reproduces", "reproduces the familiar pain"))
        results: dict[tuple[str, Side | None, str], bool] = {}
        for found in case.palpation:
            e.read.add(found.words)
            if found.muscle is None:
                continue
            e.used.add(found.words)
            label = load().muscles[found.muscle].label
            for name, act, told in acts:
                value = getattr(found, name)
                if value is None:
                    continue
                key = (found.muscle, found.side, act)
                if key in results:
                    if results[key] != value:
                        e.conflicts.append(f"{label}: found both that it {told} and that it"
                                           " does not")
                    continue
                results[key] = value
                chance, leak = self.palpation_chances(found.muscle, act)
                left, right = self._by_side(chance, found.side)
                e.observations.append(
                    Observation(
                        f"palpation:{found.muscle}:{found.side}:{act}",
                        f"{label} {told}" if value else f"{label}: not so that it {told}",
                        left, right, leak, value,
                    )
                )

    def _posture(self, case: Case, e: Evidence) -> None:
        seen: set[str] = set()
        for found in case.posture:
            e.read.add(found.words)
            name = found.posture
            if name is None or name in seen:
                continue
            seen.add(name)
            e.used.add(found.words)
            chance = self.zero.copy()
            for row in self.c.rows[CauseKind.POSTURE, name]:
                chance[row] = self.w["posture_seen"]
            posture = load().postures[name]
            loads = np.log(self.w["posture_loads"])
            for muscle in posture.short_muscles:
                for row in self.c.rows[CauseKind.TRIGGER_POINT, muscle]:
                    e.odds_left[row] += loads
                    e.odds_right[row] += loads
            leak = self.w["posture_any"]
            chance = np.maximum(0.0, (chance - leak) / (1 - leak))
            e.observations.append(
                Observation(
                    f"posture:{name}", f"posture: {posture.label}", chance, chance, leak
                )
            )

    def _flags(self, case: Case, e: Evidence) -> None:
        usual = load_assessment().flags
        for term in dict.fromkeys(case.screening_terms):
            row = listed(self.c, "flag", sorted(load().closure(term)))
            if row is None:
                continue
            finding = load().findings[term]
            chance = row * self.w["refer_flag"]
            e.observations.append(
                Observation(
                    f"flag:{term}", f"warning sign: {finding.label}", chance, chance,
                    usual[term].base if term in usual else self.w["refer_flag_leak"],
                )
            )

    def _profile(self, case: Case, e: Evidence) -> None:
        shift = self.zero.copy()
        for factor in load_assessment().profiles.values():
            if factor.field is ProfileField.AGE:
                if case.age is None:
                    continue
                holds = (factor.low or 0) <= case.age <= (factor.high or 200)
            elif case.sex is None:
                continue
            else:
                holds = (case.sex == "F") == (factor.field is ProfileField.FEMALE) \
                    and case.sex in ("F", "M")
            if holds:
                for kind in (CauseKind.NERVE_COMPRESSION, CauseKind.JOINT,
                             CauseKind.TRIGGER_POINT):
                    for row in self.c.rows.get((kind, factor.cause), ()):
                        shift[row] += np.log(factor.factor)
        if case.age is not None:
            for row, cause in enumerate(self.c.causes):
                if cause.youngest is not None and not (
                    cause.youngest <= case.age <= (cause.oldest or 200)
                ):
                    shift[row] += np.log(0.1)
        e.odds_left += shift
        e.odds_right += shift


def plain(words: str) -> str:
    """Ids as words: "prolonged_sitting" is told as "prolonged sitting"."""
    return words.replace("_", " ").strip()


__all__ = ["Evidence", "Observation", "Reader", "plain", "read_all", "Iterable", "site_of"]

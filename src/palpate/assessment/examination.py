"""What the therapist finds: movement, tests, signs, palpation, posture; and warning signs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np

from palpate.assessment.base_reader import BaseReader
from palpate.assessment.catalogue import (
    CauseKind,
    Floats,
    body_part,
    listed,
    motions_of,
    name_tokens,
    reflexes_of,
    site_index,
)
from palpate.assessment.meanings import Meaning, understand
from palpate.assessment.observation import Evidence, Observation, Shift, plain
from palpate.body import Side
from palpate.cases import Case, Result, Statement, TestFinding
from palpate.knowledge import ProfileField, load, load_assessment

_LOSS = ("loss", "limit", "restrict", "hypomobil", "reduced", "range", "stiff")
_TINEL = "tinel"
_TENDER = ("tender", "pressure_pain", "pressure pain", "pain_on_palpation")


class ExaminationReader(BaseReader):
    """Reads what was found."""

    # -- examination ------------------------------------------------------------------------

    def _movements(self, case: Case, e: Evidence) -> None:
        seen: set[tuple[str, Side | None]] = set()
        meanings = {
            (f"{sorted(m.joints)}{sorted(m.motions)}", f.side): m.joints
            for f in case.restricted_movements
            if (m := understand(f.match))
        }
        of_joints = Counter(meanings.values())
        for found in case.restricted_movements:
            e.read.add(found.words)
            meaning = understand(found.match)
            key = (f"{sorted(meaning.joints)}{sorted(meaning.motions)}", found.side)
            chance = self._motion_chance(meaning)
            if chance is None or key in seen:
                continue
            seen.add(key)
            e.used.add(found.words)
            chance = chance * self._shared(of_joints[meaning.joints])
            left, right = self._by_side(chance, found.side)
            e.observations.append(
                Observation(
                    f"movement:{found.words}:{found.side}",
                    f"limited: {plain(found.words)}",
                    left * self.rel_left,
                    right * self.rel_right,
                    self.w["motion_leak"],
                    short=plain(found.words),
                )
            )

    def _shared(self, findings: int) -> float:
        """What each of several findings counts that say nearly the same, the first in full."""
        repeat = self.w["test_repeat"]
        return sum(repeat**i for i in range(findings)) / max(1, findings)

    def _tests(self, case: Case, e: Evidence) -> None:
        results: dict[tuple[str, Side | None], set[Result]] = defaultdict(set)
        for found in case.findings:
            e.read.add(found.words)
            if found.result is not None:
                results[found.test or found.words, found.side].add(found.result)
        told = {f.test for f in case.findings if f.test and f.result is not None}
        clusters = Counter(load().tests[t].cluster for t in told)
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
                self._test(e, found.test, found.side, positive, clusters)
            else:
                self._sign(e, found, positive)

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
        self,
        e: Evidence,
        test_id: str,
        side: Side | None,
        positive: bool,
        clusters: Mapping[str, int],
    ) -> None:
        test = load().tests[test_id]
        chance, leak = self.test_chances(test_id)
        if not chance.any():
            return
        if test.cluster:
            chance = chance * self._shared(clusters[test.cluster])
        left, right = self._by_side(chance, side)
        result = "positive" if positive else "negative"
        e.observations.append(
            Observation(
                f"test:{test_id}:{side}",
                f"{test.name} {result}",
                left,
                right,
                leak,
                positive,
                about=test_id,
            )
        )

    def _sign(self, e: Evidence, found: TestFinding, positive: bool) -> None:
        """A sign that is not in the table of tests: weakness, reflex, feeling, tenderness."""
        meaning = understand(found.match)
        implied = load().closure(found.finding) if found.finding else frozenset()
        postures = sorted(implied & load().postures.keys())
        if postures and positive:
            self._seen_posture(e, postures[0], found.words)
            return
        chances, leak = self._sign_chances(found, meaning, implied)
        if chances is None:
            return
        e.used.add(found.words)
        told = plain(found.words)
        e.observations.append(
            Observation(
                f"sign:{found.words}:{found.side}",
                told if positive else f"{told}: nothing found",
                *chances,
                leak,
                positive,
                short=told,
                about=found.finding or "",
            )
        )

    def _sign_chances(
        self, found: TestFinding, meaning: Meaning, implied: frozenset[str]
    ) -> tuple[tuple[Floats, Floats] | None, float]:
        """Chances on the left and right, ``None`` if nothing in the tables bears on the sign."""
        words = found.words.lower()
        named = self._named(words)
        if named.any():
            return self._by_side(named, found.side), self.w["named_leak"]
        reflexes = reflexes_of(f"{words} {found.finding or ''}")
        if reflexes:
            row = listed(self.c, "reflex", reflexes)
            leak = self.w["reflex_leak"]
            if row is None:
                return None, leak
            return self._by_side(row * self.w["reflex_nerve"], found.side), leak
        if "weakness" in meaning.symptoms and meaning.joints:
            return self._by_side(self._weak(meaning), found.side), self.w["weak_leak"]
        tender = "tenderness" in implied or any(t in words for t in _TENDER)
        if meaning.regions and tender:
            return self._tender(meaning.regions), self.w["tender_leak"]
        numb = "numbness" in meaning.qualities or _TINEL in words
        if meaning.regions and numb:
            return self._numb(meaning.regions), self.w["sense_leak"]
        if any(t in words for t in _LOSS) and meaning.joints:
            motion = self._motion_chance(meaning)
            if motion is not None:
                near = motion * self.rel_either
                return self._by_side(near, found.side), self.w["motion_leak"]
        row = self._listing(meaning, ("symptom", "load"))
        if row is None:
            return None, 0.0
        chance = np.minimum(0.95, row * self.w["symptom_listed"]) * self.rel_either
        return self._by_side(chance, found.side), self._leak(meaning, "symptom")

    def _named(self, words: str) -> Floats:
        """Chances for the causes that the words name: "carpal tunnel tests"."""
        said = set(re.split(r"[^a-z0-9]+", words))
        named = [tokens <= said for tokens in name_tokens(self.c)]
        return np.array(named) * self.w["named_sign"]

    def _weak(self, meaning: Meaning) -> Floats:
        """A movement that is weak: nerves that list it, muscles and joints that do it."""
        motions = motions_of(meaning)
        nerve = listed(self.c, "weak", motions)
        chance = self.zero if nerve is None else nerve * self.w["weak_nerve"]
        for row in (self._motion_listing(meaning), listed(self.c, "use", motions)):
            if row is not None:
                chance = np.maximum(chance, row * self.w["weak_muscle"])
        return chance * self.rel_either

    def _sites_of(self, places: tuple[str, ...]) -> list[int]:
        index = site_index()
        return [index[s] for r in places for s in self._region_sites(r)]

    def _tender(self, places: tuple[str, ...]) -> tuple[Floats, Floats]:
        """A place that is tender: causes that lie there, and nerves that are felt there."""
        at = self._sites_of(places)
        nerve = self.by_kind[CauseKind.NERVE_COMPRESSION]
        pair = []
        for home, reach in ((self.c.home, self.c.reach), (self.right_home, self.right_reach)):
            felt = nerve & (reach[:, at].max(axis=1) > self.w["reach_spillover"])
            here = np.where(felt, 1.0, home[:, at].max(axis=1))
            pair.append(here * self.w["tender_place"])
        return pair[0], pair[1]

    def _numb(self, places: tuple[str, ...]) -> tuple[Floats, Floats]:
        """Feeling reduced in a place: the nerves and roots of its skin."""
        at = self._sites_of(places)
        nerve = self.by_kind[CauseKind.NERVE_COMPRESSION] * self.w["sense_nerve"]
        usual = self.w["reach_essential_nerve"]
        left, right = (
            nerve * np.minimum(1, reach[:, at].max(axis=1) / usual)
            for reach in (self.c.reach, self.right_reach)
        )
        return left, right

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
        acts = (
            ("tender", "tender", "is tender"),
            ("taut_band", "band", "has a taut band"),
            ("twitch", "twitch", "twitches"),
            ("refers", "refers", "refers pain on pressure"),
            ("reproduces_pain", "reproduces", "reproduces the familiar pain"),
        )
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
                        e.conflicts.append(
                            f"{label}: found both that it {told} and that it does not"
                        )
                    continue
                results[key] = value
                chance, leak = self.palpation_chances(found.muscle, act)
                left, right = self._by_side(chance, found.side)
                e.observations.append(
                    Observation(
                        f"palpation:{found.muscle}:{found.side}:{act}",
                        f"{label} {told}" if value else f"{label}: not so that it {told}",
                        left,
                        right,
                        leak,
                        value,
                        short=told if value else f"not so that it {told}",
                        about=found.muscle,
                    )
                )

    def _posture(self, case: Case, e: Evidence) -> None:
        for found in case.posture:
            e.read.add(found.words)
            if found.posture is not None:
                self._seen_posture(e, found.posture, found.words)

    def _seen_posture(self, e: Evidence, name: str, words: str) -> None:
        """A posture speaks for itself as a cause, and for the muscles that it overworks."""
        e.used.add(words)
        key = f"posture:{name}"
        if any(o.key == key for o in e.observations):
            return
        posture = load().postures[name]
        loads = self.zero.copy()
        for muscle in posture.short_muscles:
            for row in self.c.rows[CauseKind.TRIGGER_POINT, muscle]:
                loads[row] = np.log(self.w["posture_loads"])
        e.shift(Shift.POSTURE, loads, loads)
        leak = self.w["posture_any"]
        chance = self.zero.copy()
        for row in self.c.rows[CauseKind.POSTURE, name]:
            chance[row] = (self.w["posture_seen"] - leak) / (1 - leak)
        e.observations.append(Observation(key, f"posture: {posture.label}", chance, chance, leak))

    def _flags(self, case: Case, e: Evidence) -> None:
        usual = load_assessment().flags
        told = (*case.symptoms, *case.history, *case.aggravating)
        statements: tuple[Statement | TestFinding, ...] = (*told, *case.findings)
        for term in dict.fromkeys(case.screening_terms):
            row = listed(self.c, "flag", sorted(load().closure(term)))
            if row is None:
                continue
            finding = load().findings[term]
            e.used.update(said.words for said in statements if said.finding == term)
            chance = row * self.w["refer_flag"]
            e.observations.append(
                Observation(
                    f"flag:{term}",
                    f"warning sign: {finding.label}",
                    chance,
                    chance,
                    usual[term].base if term in usual else self.w["refer_flag_leak"],
                    short=finding.label,
                    about=term,
                )
            )

    def _profile(self, case: Case, e: Evidence) -> None:
        shift, spread = self.zero.copy(), self.zero.copy()
        parts = len({body_part()[site_index()[site]] for site in e.painful})
        for factor in load_assessment().profiles.values():
            low, high = factor.low or 0, factor.high or 200
            holds = {
                ProfileField.AGE: case.age is not None and low <= case.age <= high,
                ProfileField.FEMALE: case.sex == "F",
                ProfileField.MALE: case.sex == "M",
                ProfileField.PARTS: parts > 0 and low <= parts <= high,
            }[factor.field]
            if holds:
                to = spread if factor.field is ProfileField.PARTS else shift
                for kind in CauseKind:
                    for row in self.c.rows.get((kind, factor.cause), ()):
                        to[row] += np.log(factor.factor)
        e.shift(Shift.SPREAD, spread, spread)
        if case.age is not None:
            for row, cause in enumerate(self.c.causes):
                if cause.youngest is not None and not (
                    cause.youngest <= case.age <= (cause.oldest or 200)
                ):
                    shift[row] += np.log(0.1)
        e.shift(Shift.PROFILE, shift, shift)

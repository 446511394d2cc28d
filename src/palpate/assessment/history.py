"""What the client tells: where it hurts and where not, the words for it, what makes it worse."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from palpate.assessment.base_reader import BOTH, BaseReader
from palpate.assessment.catalogue import (
    CauseKind,
    Floats,
    body_part,
    listed,
    mirror,
    neighbours,
    site_index,
)
from palpate.assessment.meanings import understand
from palpate.assessment.observation import Evidence, Observation, Shift, place, plain
from palpate.body import Side, Site, regions, sites
from palpate.cases import Case, PainMark
from palpate.knowledge import load

UNRELATED = 0.05
"""Relevance under which a cause has nothing to do with where it hurts."""


NUMB = frozenset({"numbness", "tingling"})


def _only_numb(mark: PainMark) -> bool:
    """Whether a place was marked for lost or odd feeling alone, not for pain."""
    felt = [understand(said.match).qualities for said in mark.statements]
    return bool(felt) and all(qualities and qualities <= NUMB for qualities in felt)


class HistoryReader(BaseReader):
    """Reads what the client says."""

    numb_sites: set[int]
    """Places that are numb or tingle without pain."""

    # -- pain -------------------------------------------------------------------------------

    def _mark_sites(self, mark: PainMark) -> list[Site]:
        if regions()[mark.region].is_midline:
            return [Site(mark.region, Side.MIDLINE)]
        return [Site(mark.region, s) for s in self._sides(mark.side)]

    def _pain(self, case: Case, e: Evidence) -> None:
        index = site_index()
        exact: dict[str, tuple[list[int], str, str]] = {}
        coarse: dict[str, list[int]] = defaultdict(list)
        self.numb_sites = {
            index[s] for m in case.pain if _only_numb(m) for s in self._mark_sites(m)
        }
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
                text = f"pain: {label}" + (f", {mark.side}" if mark.side in BOTH else "")
                short = place(Site(mark.region, Side.MIDLINE)) if len(numbers) > 1 else ""
                exact[f"pain:{mark.region}:{mark.side}"] = (numbers, text, short)
        for key, (numbers, text, short) in exact.items():
            left = self.c.reach[:, numbers].max(axis=1)
            right = self.right_reach[:, numbers].max(axis=1)
            self._add_pain(e, key, text, left, right, self.w["leak_pain"], numbers, short)
        for key, numbers in coarse.items():
            group, side = key.split("|")
            parts = {body_part()[n] for n in numbers}
            touching = {near for n in numbers for near in neighbours()[n]}
            of_part = sorted({n for n in touching if body_part()[n] in parts} | set(numbers))
            beyond = sorted(touching | set(numbers))
            text = f"pain about the {group}" + (f", {side}" if side in BOTH else "")
            left = self._coarse(self.c.reach, numbers, of_part, beyond)
            right = self._coarse(self.right_reach, numbers, of_part, beyond)
            leak = self.w["leak_pain_coarse"]
            short = text.removeprefix("pain about ")
            self._add_pain(e, f"pain:{key}", text, left, right, leak, numbers, short)

    def _coarse(
        self, reach: Floats, numbers: list[int], part: list[int], beyond: list[int]
    ) -> Floats:
        """How well each cause fills a coarse statement; less for what lies over its border."""
        named = reach[:, sorted(set(numbers))]
        mean = self.w["coarse_mean"]
        filled = mean * named.mean(axis=1) + (1 - mean) * named.max(axis=1)
        nearby = self.w["coarse_other"] * reach[:, part].max(axis=1)
        outside = self.w["coarse_beyond"] * reach[:, beyond].max(axis=1)
        best: Floats = np.maximum(np.maximum(filled, nearby), outside)
        return best

    def _add_pain(
        self,
        e: Evidence,
        key: str,
        text: str,
        left: Floats,
        right: Floats,
        leak: float,
        numbers: list[int],
        short: str = "",
    ) -> None:
        places = tuple(sites()[n] for n in sorted(set(numbers)))
        if self.numb_sites.issuperset(numbers):
            of_nerve = self.by_kind[CauseKind.NERVE_COMPRESSION] | self.by_kind[CauseKind.REFER]
            share = np.where(of_nerve, 1.0, self.w["numb_place"])
            left, right = left * share, right * share
        e.observations.append(Observation(key, text, left, right, leak, True, places, short))

    def _relevance(self, e: Evidence) -> None:
        """How far a cause has to do with where it hurts, 0 to 1, for each side."""
        usual = self.w["reach_essential_nerve"]
        pains = [o for o in e.observations if o.key.startswith("pain:")]
        if not pains:
            self.rel_left = self.rel_right = np.ones(len(self.zero))
            return
        self.rel_left = np.minimum(1.0, np.max([o.left for o in pains], axis=0) / usual)
        self.rel_right = np.minimum(1.0, np.max([o.right for o in pains], axis=0) / usual)
        elsewhere = float(np.log(self.w["other_complaint"]))
        e.shift(
            Shift.ELSEWHERE,
            np.where(self.rel_left < UNRELATED, elsewhere, 0.0),
            np.where(self.rel_right < UNRELATED, elsewhere, 0.0),
        )

    def _silence(self, case: Case, e: Evidence) -> None:
        """Regions that were not mentioned, and regions drawn clear."""
        index = site_index()
        if case.pain:
            any_coarse = any(m.coarse for m in case.pain)
            weight = np.full(len(index), self.w["silence_coarse" if any_coarse else "silence"])
            coarse_parts = {
                body_part()[index[s]] for m in case.pain if m.coarse for s in self._mark_sites(m)
            }
            for i, part in enumerate(body_part()):
                if part in coarse_parts:
                    weight[i] = 0.0
            for site in e.painful:
                weight[index[site]] = 0.0
                if self.unknown:
                    weight[index[site.mirrored]] = 0.0
            spill = self.w["silence_spillover"] / self.w["silence"]
            main = np.where(self.c.grade == 2, 1.0, spill)
            e.shift(
                Shift.SILENCE,
                np.log1p(-self.c.reach * main * weight).sum(axis=1),
                np.log1p(-self.right_reach * main[:, mirror()] * weight).sum(axis=1),
            )
        for mark in case.clear:
            for site in self._mark_sites(mark):
                if site in e.painful:
                    e.conflicts.append(f"{site.label}: drawn as painful and as free of pain")
                    continue
                number, w = index[site], self.w["silence_clear"]
                e.observations.append(
                    Observation(
                        f"clear:{site.code}",
                        f"no pain: {site.label}",
                        self.c.reach[:, number] * w,
                        self.right_reach[:, number] * w,
                        self.w["leak_pain"],
                        False,
                        (site,),
                    )
                )

    # -- words ------------------------------------------------------------------------------

    def _qualities(self, case: Case, e: Evidence) -> None:
        """Each quality once for each side, produced by causes that reach where it is felt."""
        marked: dict[str, set[int]] = defaultdict(set)
        told: dict[str, set[int]] = defaultdict(set)
        index = site_index()
        for mark in case.pain:
            for said in mark.statements:
                e.read.add(said.words)
                for quality in understand(said.match).qualities:
                    e.used.add(said.words)
                    marked[quality].update(index[s] for s in self._mark_sites(mark))
        for said in case.symptoms:
            meaning = understand(said.match)
            for quality in meaning.qualities:
                e.used.add(said.words)
                places = {index[s] for r in meaning.regions for s in self._region_sites(r)}
                told[quality].update(places)
        for quality, numbers in marked.items():
            for side, on_side in self._split(numbers | self._same_sides(numbers, told[quality])):
                self._quality(e, quality, on_side, side)
        for quality, numbers in told.items():
            if quality not in marked:
                self._quality(e, quality, numbers, "")

    def _same_sides(self, marked: set[int], told: set[int]) -> set[int]:
        """Places told without a side, on the sides where the quality is marked."""
        on = {sites()[n].side for n in marked}
        return {n for n in told if sites()[n].side in on}

    def _split(self, numbers: set[int]) -> list[tuple[str, set[int]]]:
        """The sites of each side by themselves, as each side needs a cause of its own."""
        if not numbers:
            return [("", set())]
        parts: dict[str, set[int]] = defaultdict(set)
        for n in numbers:
            parts[str(sites()[n].side)].add(n)
        return sorted(parts.items())

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
        base = self.w["quality_base"]
        leak = base * min(m for m in of_kind.values() if m is not None)
        told = np.array([of_kind[k] or 1.0 for k in self.kinds]) * base
        names = np.array([quality in c.qualities for c in self.c.causes])
        listed_told = np.maximum(told * self.w["quality_listed"], self.w["quality_floor"])
        told = np.minimum(0.9, np.where(names, listed_told, told))
        if (hallmark := listed(self.c, "quality", [quality])) is not None:
            told = np.maximum(told, hallmark)
        chance = np.maximum(0.0, (told - leak) / (1 - leak))
        usual = self.w["reach_essential_nerve"]
        if numbers:
            at = sorted(numbers)
            left = np.minimum(1.0, self.c.reach[:, at].max(axis=1) / usual)
            right = np.minimum(1.0, self.right_reach[:, at].max(axis=1) / usual)
        else:
            left, right = self.rel_left, self.rel_right
        e.observations.append(
            Observation(
                f"quality:{quality}:{side}",
                f"described as {row.label}",
                chance * left,
                chance * right,
                leak,
                short=row.label,
            )
        )

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
                meaning = understand(said.match)
                row = self._listing(meaning, prefixes)
                if weight == "load" and (motion := self._motion_listing(meaning)) is not None:
                    share = self.w["load_motion"] / self.w["load_listed"]
                    row = motion * share if row is None else np.maximum(row, motion * share)
                key = (
                    f"{name}:{sorted(meaning.loads | meaning.symptoms | meaning.history)}"
                    f"{sorted(meaning.joints)}{sorted(meaning.motions)}"
                )
                if row is None or not row.any() or key in seen:
                    if key in seen:
                        e.used.add(said.words)
                    continue
                seen.add(key)
                e.used.add(said.words)
                chance = np.minimum(0.95, row * self.w[f"{weight}_listed"])
                near = 0.5 if weight == "symptom" else 0.0
                left = chance * (near + (1 - near) * self.rel_left)
                right = chance * (near + (1 - near) * self.rel_right)
                told = {
                    "symptoms": "",
                    "aggravating": "worse with ",
                    "relieving": "eased by ",
                    "history": "history: ",
                }[name]
                e.observations.append(
                    Observation(
                        f"{name}:{said.words}",
                        told + plain(said.words),
                        left,
                        right,
                        self._leak(meaning, weight),
                        short=plain(said.words),
                        about=said.match.finding_id or "",
                    )
                )

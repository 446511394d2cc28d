"""The two doors of screening, coded findings and the client's own words, and the one verdict."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Protocol

from palpate.body import Side, Site
from palpate.knowledge.safety import AFFECTED_REGION, WHOLE_BODY
from palpate.screening._errors import ScreeningError
from palpate.screening._intake import Intake
from palpate.screening._measures import read_measures
from palpate.screening._medications import (
    MedicineReading,
    ReadMedicine,
    combined,
    read_medications,
)
from palpate.screening._rules import (
    age_findings,
    contraindication_restriction,
    medication_restriction,
    mirrored_sides,
    red_flag_restriction,
    rules,
)
from palpate.screening._tables import rows
from palpate.screening._text import Reading, read_text
from palpate.screening._text._medicines import medicines_in
from palpate.screening._verdict import (
    AskBack,
    Found,
    Restriction,
    Verdict,
    strictest_first,
)


class CaseLike(Protocol):
    """What screening needs of a case."""

    @property
    def id(self) -> str: ...
    @property
    def age(self) -> float | None: ...
    @property
    def text(self) -> str: ...
    @property
    def medications(self) -> tuple[str, ...]: ...
    @property
    def regions(self) -> tuple[Site, ...]: ...
    @property
    def screening_terms(self) -> tuple[str, ...]: ...


@dataclass
class _Evidence:
    """Everything found so far, and where it came from."""

    found: dict[str, list[Found]] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    sites: dict[str, tuple[Site, ...]] = field(default_factory=dict)
    sides: dict[str, frozenset[Side]] = field(default_factory=dict)
    denied: dict[str, None] = field(default_factory=dict)
    asked: list[AskBack] = field(default_factory=list)

    def add(self, finding: str, source: str, words: str = "") -> None:
        self.found.setdefault(finding, []).append(Found(finding, source, words))


def screen(
    given: Intake | CaseLike | Mapping[str, Any], *, on: datetime.date | None = None
) -> Verdict:
    """The verdict on an intake, a case, or a mapping as `Intake.from_plain` reads it.

    ``on`` is the day of the intake (default: today); times such as "in 2009" are counted from it.
    Raises `ScreeningError` for a value that is not allowed.
    """
    intake = _as_intake(given)
    day = on or getattr(given, "on", None) or datetime.datetime.now().astimezone().date()
    return judge(intake, day)


def _as_intake(given: Intake | CaseLike | Mapping[str, Any]) -> Intake:
    if isinstance(given, Intake):
        return given
    if isinstance(given, Mapping):
        return Intake.from_plain(given)
    if not hasattr(given, "screening_terms"):
        raise ScreeningError("intake", type(given).__name__, "an Intake, a Case or a mapping")
    marks = getattr(given, "pain", ())
    sites = given.regions or tuple(
        Site(m.region, m.side) for m in marks if getattr(m, "side", None) is not None
    )
    said = [given.text]
    for part in ("symptoms", "history", "aggravating"):
        said += [s.words.replace("_", " ") for s in getattr(given, part, ()) if " " in s.words]
    sex = getattr(given, "sex", None)
    return Intake(
        id=given.id,
        age=given.age,
        sex={"F": "female", "M": "male", "X": "other"}.get(str(sex), "unknown"),
        text=". ".join(filter(None, said)),
        findings=tuple(f for f in given.screening_terms if f in rules().safety.terms),
        medications=given.medications,
        regions=tuple(dict.fromkeys(sites)),
    )


def judge(
    intake: Intake,
    on: datetime.date,
    *,
    extra: Iterable[Restriction] = (),
    asked: Iterable[AskBack] = (),
    answers: Mapping[str, str] | None = None,
) -> Verdict:
    """The verdict on all evidence of an intake; ``answers`` says which answer named a finding."""
    safety = rules().safety
    evidence = _Evidence(days=dict(intake.days_since), sites=dict(intake.sites))
    for finding in intake.findings:
        source = "answer" if answers and finding in answers else "coded"
        evidence.add(finding, source, (answers or {}).get(finding, ""))
    age = intake.age
    medicines = read_medications(intake.medications)
    if intake.text.strip():
        age = age if age is not None else read_measures(intake.text).age
        reading = read_text(intake.text, age=age, on=on)
        _read_words(evidence, reading, intake.text)
        medicines = _with_text_medicines(medicines, reading)
    for finding in age_findings(age):
        evidence.add(finding, "age")
    for medicine in medicines.read:
        for finding in safety.medications[medicine.medication].implied_findings:
            evidence.add(finding, "medicine", medicine.written)
    closed = rules().close(evidence.found)
    restrictions = _restrictions(intake, evidence, closed, age, medicines)
    restrictions += list(extra)
    questions = [*asked, *evidence.asked, *_questions(restrictions, medicines, evidence)]
    return Verdict(
        restrictions=strictest_first(restrictions),
        asked_back=tuple(dict.fromkeys(questions)),
        unread_medications=medicines.unread,
        found=tuple(f for all_ in evidence.found.values() for f in all_),
        denied=tuple(d for d in evidence.denied if d not in evidence.found),
        incomplete=any(r.id == "unanswered_questions" for r in extra),
        knowledge_version=safety.digest,
    )


def _read_words(evidence: _Evidence, reading: Reading, text: str) -> None:
    safety = rules().safety
    for mention in reading.mentions:
        status = mention.status.value
        if status == "denied":
            evidence.denied[mention.finding] = None
        if status != "present":
            continue
        evidence.add(mention.finding, "text", mention.words)
        if mention.days is not None and mention.finding not in evidence.days:
            evidence.days[mention.finding] = int(mention.days)
        if mention.sites and mention.finding not in evidence.sites:
            evidence.sites[mention.finding] = mention.sites
            evidence.sides[mention.finding] = mention.sides
        if mention.undated:
            term = safety.terms[mention.finding]
            evidence.asked.append(
                AskBack(mention.finding, f"{term.plain_words}: when was that?",
                        "how long ago it was decides what is safe")
            )  # fmt: skip
    for finding, words in read_measures(text).findings:
        evidence.add(finding, "text", words)
    _settle(evidence)


def _settle(evidence: _Evidence) -> None:
    """Where the words name a condition twice, keep the more telling name of it."""
    for finding, by in superseding():
        named = evidence.found.get(finding)
        if named and by in evidence.found and all(f.source == "text" for f in named):
            del evidence.found[finding]


@cache
def superseding() -> tuple[tuple[str, str], ...]:
    """Pairs of a finding and the more telling one that takes its place."""
    return tuple((row["finding"], row["by"]) for _, row in rows("supersedes"))


def _with_text_medicines(medicines: MedicineReading, reading: Reading) -> MedicineReading:
    known = {(m.medication) for m in medicines.read}
    more = [
        ReadMedicine(words, name, medication, certain=True)
        for words, name, medication in medicines_in(reading)
        if medication not in known
    ]
    return MedicineReading((*medicines.read, *dict.fromkeys(more)), medicines.unread)


def _restrictions(
    intake: Intake,
    evidence: _Evidence,
    closed: frozenset[str],
    age: float | None,
    medicines: MedicineReading,
) -> list[Restriction]:
    safety = rules().safety
    made: list[Restriction] = []
    for finding in evidence.found:
        row = safety.contraindications.get(finding)
        if row is None:
            continue
        restriction = contraindication_restriction(
            row,
            evidence.sites.get(finding, ()) or intake.regions,
            (finding,),
            evidence.days.get(finding),
        )
        sides = evidence.sides.get(finding)
        narrows = WHOLE_BODY not in row.scope and AFFECTED_REGION not in row.scope
        if sides and narrows and not restriction.level.blocks_today:
            restriction = _one_sided(restriction, sides)
        made.append(restriction)
    made += [red_flag_restriction(f, closed) for f in rules().red_flags(closed, age)]
    by_class: dict[str, list[str]] = {}
    for medicine in medicines.read:
        by_class.setdefault(medicine.medication, []).append(medicine.name)
    for group in combined(by_class, safety):
        by_class.setdefault(group, [n for c in by_class for n in by_class[c]])
    for medication, names in by_class.items():
        rule = medication_restriction(safety.medications[medication], tuple(dict.fromkeys(names)))
        if rule is not None:
            made.append(rule)
    return made


def _one_sided(restriction: Restriction, sides: frozenset[Side]) -> Restriction:
    return replace(restriction, sites=mirrored_sides(restriction.sites, sides))


def _questions(
    restrictions: list[Restriction], medicines: MedicineReading, evidence: _Evidence
) -> list[AskBack]:
    safety = rules().safety
    asked: list[AskBack] = []
    for restriction in restrictions:
        row = safety.contraindications.get(restriction.id)
        if row is None:
            continue
        if AFFECTED_REGION in row.scope and restriction.whole_body:
            asked.append(
                AskBack(row.id, f"{row.label}: where on the body?",
                        "until we know, it binds the whole body")
            )  # fmt: skip
    asked += [
        AskBack(
            "medications",
            f"What is {name!r}, and what do you take it for?",
            "this medicine was not recognised",
        )
        for name in medicines.unread
    ]
    for medicine in medicines.read:
        kind = safety.medications[medicine.medication]
        if not medicine.certain:
            asked.append(
                AskBack(
                    "medications",
                    f"Is {medicine.written!r} {medicine.name} ({kind.drug_class})?",
                    "the name could be read in more than one way",
                )
            )
        elif kind.ask:
            asked.append(AskBack("medications", f"{medicine.name}: {kind.ask}", kind.drug_class))
    return asked


__all__ = ["CaseLike", "judge", "screen"]

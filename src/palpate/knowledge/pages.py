"""A readable page about anything that is known, for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from palpate.body import region
from palpate.knowledge.anatomy import Muscle, ReferredRegion, SideRule, TriggerPoint
from palpate.knowledge.conditions import JointDysfunction, NerveCompression, PosturePattern
from palpate.knowledge.findings import Finding
from palpate.knowledge.load import Knowledge, load
from palpate.knowledge.matching import match_finding, match_muscles
from palpate.knowledge.measures import ClinicalTest
from palpate.knowledge.safety import Contraindication, RedFlag


class UnknownNameError(LookupError):
    """Nothing is known by that name; the message names the nearest that is."""


def page(name: str) -> str:
    """The page about a muscle, point, nerve, joint, posture, test, finding or contraindication.

    ``name`` is an id or a word for it. Raises `UnknownNameError` with the nearest ids.
    """
    known = load()
    record = _record(known, name) or _understood(known, name)
    if record is None:
        from rapidfuzz.process import extract

        everything = [i for table in _shelves(known) for i in table]
        near = [str(n) for n, *_ in extract(name, everything, limit=3, score_cutoff=60)]
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise UnknownNameError(f"nothing is known by the name {name!r}{hint}")
    return "\n".join(_write(record)) + "\n"


def _shelves(known: Knowledge) -> tuple[Mapping[str, object], ...]:
    return (
        known.muscles,
        known.trigger_points,
        known.nerves,
        known.joints,
        known.postures,
        known.tests,
        known.contraindications,
        known.red_flags,
        known.findings,
        known.techniques,
        known.claims,
        known.instruments,
        known.territories,
        known.posture_measures,
        known.rom_norms,
    )


def _record(known: Knowledge, name: str) -> object | None:
    return next((shelf[name] for shelf in _shelves(known) if name in shelf), None)


def _understood(known: Knowledge, name: str) -> object | None:
    muscles = match_muscles(name)
    if muscles:
        return known.muscles[muscles[0]]
    found = match_finding(name)
    if found.how not in ("exact", "stripped"):
        return None
    if found.test_id:
        return known.tests[found.test_id]
    return known.findings[found.finding_id] if found.finding_id else None


def _write(record: object) -> Iterable[str]:
    # Any: a table of functions, each for the one type that it stands under
    writers: dict[type, Callable[[Any], Iterable[str]]] = {
        Muscle: _muscle,
        TriggerPoint: _trigger_point,
        NerveCompression: _nerve,
        JointDysfunction: _joint,
        PosturePattern: _posture,
        ClinicalTest: _test,
        Finding: _finding,
        Contraindication: _contraindication,
        RedFlag: _red_flag,
    }
    yield from writers.get(type(record), _anything)(record)


def _muscle(muscle: Muscle) -> Iterable[str]:
    yield from _title(muscle.label, muscle.latin)
    yield from _lines("action", muscle.action)
    yield from _lines("nerve", muscle.innervation)
    for point in muscle.trigger_points:
        yield ""
        yield from _point(point)
    yield ""
    yield from _lines("caution", muscle.endangerment)


def _trigger_point(point: TriggerPoint) -> Iterable[str]:
    muscle = load().muscles[point.muscle]
    yield from _title(muscle.label, muscle.latin)
    yield from _point(point)
    yield from _lines("caution", point.endangerment)


def _point(point: TriggerPoint) -> Iterable[str]:
    yield f"Point {point.number} ({point.confidence} confidence, {point.prevalence})"
    yield from _lines("press", f"{point.location} ({region(point.site_region).description})")
    yield from _lines("sends pain to", _places(point.essential))
    yield from _lines("may spread to", _places(point.spillover))
    yield from _lines("also felt", _findings(point.symptoms))
    yield from _lines("limits", _findings(point.restricted_movements))
    yield from _lines("kept up by", _findings(point.perpetuating))
    yield from _lines("how often", point.prevalence_note)
    yield from _sources(point.sources)


def _nerve(nerve: NerveCompression) -> Iterable[str]:
    yield from _title(nerve.label, f"{nerve.nerve}; {nerve.site}")
    yield from _lines("felt in", _places(nerve.essential))
    yield from _lines("may spread to", _places(nerve.spillover))
    yield from _lines("feels", _findings(nerve.qualities))
    yield from _lines("weakness", _findings(nerve.motor_deficits))
    yield from _lines("reflex", _findings(nerve.reflex))
    yield from _lines("worse with", _findings(nerve.aggravating))
    yield from _lines("eased by", _findings(nerve.relieving))
    yield from _lines("muscles", _labels(nerve.associated_muscles))
    yield from _lines("ours to treat", nerve.massage_treatable)
    yield from _tests_for(nerve.id)
    yield from _lines("how often", nerve.prevalence_note)
    yield from _lines("refer when", nerve.refer_when)
    yield from _sources(nerve.sources, nerve.confidence)


def _joint(joint: JointDysfunction) -> Iterable[str]:
    yield from _title(joint.label, joint.latin)
    yield from _lines("felt in", _places(joint.essential))
    yield from _lines("may spread to", _places(joint.spillover))
    yield from _lines("feels", _findings(joint.qualities))
    yield from _lines("worse with", _findings(joint.aggravating))
    yield from _lines("limits", _findings(joint.restricted_movements))
    yield from _lines("typical", joint.typical_findings)
    yield from _lines("muscles", _labels(joint.associated_muscles))
    yield from _tests_for(joint.id)
    yield from _lines("how often", joint.prevalence_note)
    yield from _lines("refer when", joint.refer_when)
    yield from _sources(joint.sources, joint.confidence)


def _posture(posture: PosturePattern) -> Iterable[str]:
    yield from _title(posture.label, posture.say_to_client)
    yield from _lines("held short", _labels(posture.short_muscles))
    yield from _lines("held long", _labels(posture.long_muscles))
    yield from _lines("measured by", posture.measures)
    yield from _lines("thresholds", posture.thresholds)
    yield from _lines("basis", posture.basis)
    yield from _lines("muscle pattern", posture.evidence_for_muscle_pattern)
    yield from _lines("link with pain", posture.evidence_for_pain)
    yield from _lines("strength", posture.evidence_strength)
    yield from _sources(posture.sources, posture.confidence)


def _test(test: ClinicalTest) -> Iterable[str]:
    yield from _title(test.name, f"{test.kind}, about {test.minutes:g} minutes")
    yield from _lines("how", test.how)
    yield from _lines("positive", test.positive_means)
    yield from _lines("position", test.positions)
    yield from _lines("asks of the body", (d.replace("_", " ") for d in test.demands))
    yield from _lines("speaks for", (_target(t) for t in test.targets))
    figures = {
        "sensitivity": test.sensitivity,
        "specificity": test.specificity,
        "LR+": test.lr_positive,
        "LR-": test.lr_negative,
    }
    published = ", ".join(f"{k} {v:g}" for k, v in figures.items() if v is not None)
    yield from _lines("published", published or "no figure found")
    usable = f"LR+ {test.lr_positive_usable:g}, LR- {test.lr_negative_usable:g}"
    yield from _lines("used here", f"{usable} ({test.usable_basis.replace('_', ' ')})")
    yield from _lines("sample", test.sample)
    yield from _lines("note", test.notes)
    yield from _sources(test.sources, test.confidence)


def _target(target: str) -> str:
    """The label of what a test speaks for."""
    known = load()
    for record in (known.muscles.get(target), known.nerves.get(target), known.joints.get(target)):
        if record is not None:
            return record.label
    posture = known.postures.get(target)
    return posture.label if posture is not None else known.test_targets[target].label


def _finding(finding: Finding) -> Iterable[str]:
    known = load()
    yield from _title(finding.label, finding.kind.replace("_", " "))
    yield from _lines("also said as", (s.replace("_", " ") for s in finding.synonyms))
    yield from _lines("means also", _findings(sorted(known.closure(finding.id) - {finding.id})))
    yield from _lines("where", (region(r).description for r in finding.regions))
    yield from _lines("roots", finding.roots)
    named = [
        record.label
        for shelf in (known.nerves, known.joints)
        for record in shelf.values()
        if finding.id in _finding_ids(record)
    ]
    muscles = [
        f"{known.muscles[p.muscle].label} {p.number}"
        for p in known.trigger_points.values()
        if finding.id in (*p.symptoms, *p.restricted_movements, *p.perpetuating)
    ]
    yield from _lines("told of", [*named, *muscles])
    yield from _sources(finding.sources, finding.confidence)


def _finding_ids(record: NerveCompression | JointDysfunction) -> tuple[str, ...]:
    if isinstance(record, NerveCompression):
        return (*record.qualities, *record.motor_deficits, *record.reflex, *record.aggravating)
    return (*record.qualities, *record.aggravating, *record.restricted_movements)


def _contraindication(row: Contraindication) -> Iterable[str]:
    yield from _title(row.label, f"{row.level}, {row.category.replace('_', ' ')}")
    yield from _lines("where", (s.replace("_", " ") for s in row.scope))
    if row.pressure_cap is not None:
        yield from _lines("pressure at most", f"{row.pressure_cap:g} of 10")
    yield from _lines("do", row.adaptation)
    yield from _lines("ask", row.client_question)
    yield from _lines("why", row.rationale)
    yield from _lines("time", row.time_since_rule)
    yield from _sources(row.sources, row.confidence)


def _red_flag(row: RedFlag) -> Iterable[str]:
    yield from _title(row.presentation, f"{row.action}: {row.suspected}")
    yield from _lines("all of", _findings(row.required_findings))
    yield from _lines(f"at least {row.min_any} of", _findings(row.any_of_findings))
    yield from _lines("urgency", row.urgency)
    yield from _sources(row.sources, row.confidence)


def _anything(record: object) -> Iterable[str]:
    values = {n: getattr(record, n) for n in record.__dataclass_fields__}  # type: ignore[attr-defined]  # every record is a dataclass
    title = next((str(values.pop(n)) for n in ("label", "name") if n in values), values["id"])
    yield from _title(title, "")
    sources = values.pop("sources", ())
    for name, value in values.items():
        if name != "id" and value not in (None, "", ()):
            shown = value if isinstance(value, tuple) else str(value)
            yield from _lines(name.replace("_", " "), shown)
    yield from _sources(sources)


def _title(label: str, below: str) -> Iterable[str]:
    yield label
    yield "=" * len(label)
    if below:
        yield below


def _lines(name: str, value: str | Iterable[str]) -> Iterable[str]:
    """``name: value``, wrapped; nothing for an empty value."""
    from textwrap import wrap

    text = value if isinstance(value, str) else "; ".join(str(v) for v in value)
    if text:
        yield from wrap(
            f"{name}: {text}", width=88, initial_indent="  ", subsequent_indent="      "
        )


def _sources(sources: Iterable[str], confidence: str | None = None) -> Iterable[str]:
    given = list(sources)
    if given:
        trust = f" ({confidence} confidence)" if confidence else ""
        yield f"  sources{trust}:"
        yield from (f"      {s}" for s in given)


def _places(referred: Iterable[ReferredRegion]) -> Iterable[str]:
    for place in referred:
        words = region(place.region).description
        if place.side_rule is SideRule.CONTRA:
            words += " (other side)"
        if place.weight is not None:
            words += f" ({place.weight:.0%} of people)"
        yield words


def _findings(ids: Iterable[str]) -> Iterable[str]:
    return (load().findings[i].label for i in ids)


def _labels(muscles: Iterable[str]) -> Iterable[str]:
    return (load().muscles[m].label for m in muscles)


def _tests_for(condition: str) -> Iterable[str]:
    names = [t.name for t in load().tests.values() if condition in t.targets]
    yield from _lines("tests", names)

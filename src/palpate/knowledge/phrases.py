"""Reading a phrase by its grammar: what is felt or found, and where.

``reduced_c6_reflex``, ``weak_ankle_dorsiflexion``, ``numbness_dorsal_foot`` and
``mri_disc_herniation_l4_l5`` are in no list; here they are taken apart into a finding and the
place, root, movement or action that it speaks of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from palpate.knowledge.load import Knowledge, load
from palpate.knowledge.spelling import NOISE, listed, normalise, tokens
from palpate.knowledge.territories import TerritoryKind

DIRECTIONS = frozenset(
    listed(
        "flexion extension rotation side_bending abduction adduction internal_rotation"
        " external_rotation horizontal_abduction horizontal_adduction dorsiflexion plantarflexion"
        " inversion eversion pronation supination protraction retraction elevation depression"
        " radial_deviation ulnar_deviation lateral_deviation opening closing protrusion opposition"
        " excursion"
    )
)
_JOINT_OF = {
    **dict.fromkeys(("dorsiflexion", "plantarflexion", "inversion", "eversion"), "ankle"),
    **dict.fromkeys(("pronation", "supination"), "forearm"),
    **dict.fromkeys(("protraction", "retraction"), "scapular"),
    **dict.fromkeys(("opening", "closing"), "jaw"),
}
_MODIFIERS: Mapping[str, tuple[str, ...]] = {
    "anterior": ("anterior",),
    "posterior": ("posterior",),
    "back": ("posterior",),
    "lateral": ("lateral", "radial"),
    "medial": ("medial", "ulnar"),
    "anterolateral": ("anterior", "lateral"),
    "anteromedial": ("anterior", "medial"),
    "posterolateral": ("posterior", "lateral"),
    "posteromedial": ("posterior", "medial"),
    "dorsal": ("dorsal", "dorsum"),
    "dorsum": ("dorsal", "dorsum"),
    "volar": ("volar", "palm"),
    "plantar": ("heel", "arch", "sole", "ball"),
    "radial": ("radial", "thumb", "index"),
    "ulnar": ("ulnar", "little", "ring"),
    "upper": ("upper",),
    "lower": ("lower",),
    "superior": ("upper",),
    "inferior": ("lower",),
}
_QUALIFIERS = frozenset(
    listed(
        "upper middle lower sternal clavicular superficial deep anterior posterior medial lateral"
        " costal minor major maximus medius minimus longus brevis magnus tertius capitis cervicis"
        " thoracis lumborum lumbar thoracic cervical left right"
    )
)
_ROOT = re.compile(r"[ctls]\d{1,2}")

_SENSATION = {"sensation", "sensory", "sensibility", "pinprick"}
_FELT = {
    "numbness": "numbness",
    "tingling": "tingling",
    "pain": "pain",
    "tenderness": "tenderness",
    "swelling": "swelling",
    "stiffness": "stiffness",
    "tightness": "tightness",
    "cramp": "cramp",
    "spasm": "muscle_spasm",
    "atrophy": "muscle_wasting",
    "bruising": "bruising",
    "clicking": "clicking",
    "crepitus": "grinding",
    "locking": "catching",
    "instability": "giving_way",
    "burning": "burning",
    "coldness": "coldness",
    "heaviness": "heaviness",
    "fatigue": "fatigue",
    "allodynia": "hypersensitivity",
    "hyperalgesia": "hypersensitivity",
    "hypersensitivity": "hypersensitivity",
    "hyperesthesia": "hypersensitivity",
    "hyperaesthesia": "hypersensitivity",
    "hyperpathia": "hypersensitivity",
    "twitching": "muscle_twitching",
    "fasciculations": "muscle_twitching",
    "radiating": "radiating_pain",
    "radiation": "radiating_pain",
    "hypomobility": "spinal_joint_stiffness",
    "fixation": "spinal_joint_stiffness",
}
_HAPPENED = {
    **dict.fromkeys(("fall", "fell"), "fall"),
    **dict.fromkeys(("injury", "trauma", "fracture", "contusion", "blow"), "trauma"),
    **dict.fromkeys(("surgery", "operation", "arthroscopy", "replacement"), "previous_surgery"),
    **dict.fromkeys(("repair", "arthroplasty", "decompression", "surgical"), "previous_surgery"),
    **dict.fromkeys(("dislocation", "subluxation", "dislocated"), "previous_dislocation"),
}
_IMAGES = {"mri", "ct", "xray", "ultrasound", "emg", "bone_scan", "arthrography", "imaging"}
_IMAGES |= {"angiography", "scan", "radiographic", "myelography", "mra", "neurography"}
_SHOWN = (
    ("imaging_normal", ("normal", "negative", "unremarkable", "no")),
    ("imaging_disc", ("disc", "disk", "hernia", "protrusion", "bulge", "prolapse", "extrusion")),
    ("imaging_stenosis", ("stenosis", "narrow", "foraminal")),
    ("imaging_labrum", ("labr", "cam", "pincer")),
    ("imaging_fracture", ("fracture",)),
    ("imaging_tumour", ("tumour", "tumor", "mass", "metast", "malignan", "lesion", "lymphoma")),
    ("imaging_aorta", ("aort",)),
    ("imaging_vascular", ("aneurysm", "dissection", "thromb", "occlusion", "dvt")),
    ("imaging_bursitis", ("burs",)),
    ("imaging_fascia_thick", ("fascia", "spur")),
    ("imaging_nerve", ("nerve", "neuroma", "compression", "entrap", "cyst", "ganglion", "neur")),
    ("imaging_muscle", ("muscle", "denervat", "fatty")),
    ("imaging_tendon_tear", ("tear", "rupture", "torn")),
    ("imaging_tendinopathy", ("tend", "calcif", "enthes")),
    ("imaging_degeneration", ("degener", "arthr", "spondyl", "osteophyt", "sclerosis", "wear")),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase was read as."""

    finding: str
    regions: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()
    """Tokens that are neither the finding's place nor a modifier of it."""


@dataclass(frozen=True, slots=True)
class _Place:
    regions: tuple[str, ...]
    joint: str
    left_over: tuple[str, ...]


def read_phrase(words: Sequence[str]) -> Phrase | None:
    """Read tokens (in their one spelling, without side and noise words); ``None``: no grammar."""
    said = set(words)
    if said & _IMAGES:
        return _image(words)
    if "reflex" in said:
        return _reflex(words)
    if "weakness" in said or ("strength" in said and "reduced" in said) or "power" in said:
        return _weakness(words)
    if said & _SENSATION:
        return _located("sensation_reduced", words)
    if "tinel" in said:
        return _located("tinel_sign", words)
    muscles = muscles_in(words)
    if muscles and said & {"trigger", "nodule"}:
        return Phrase("trigger_point_present", muscles=muscles)
    if {"taut", "band"} <= said:
        return Phrase("taut_band", muscles=muscles)
    if "palpation" in said and any(w.startswith("reproduc") for w in words):
        return Phrase("pain_reproduced_by_pressing_muscle", muscles=muscles)
    movement = read_movement(words)
    if movement is not None:
        return movement
    if said & {"night", "nocturnal", "nighttime"} and "pain" in said:
        return _located("night_pain", words)
    if "morning" in said and "stiffness" in said:
        return _morning_stiffness(words)
    if "pressure" in said and (said & {"pain", "tenderness"}):
        pressed = _pressed_spine(words)
        if pressed is not None:
            return pressed
    for token, finding in _FELT.items():
        if token in said:
            return _located(finding, words)
    for token, finding in _HAPPENED.items():
        if token in said and (place := _place(words)):
            return Phrase(finding, regions=place.regions)
    return None


def _morning_stiffness(words: Sequence[str]) -> Phrase:
    minutes = next((int(w) for w in words if w.isdecimal() and len(w) < 4), None)
    if minutes is not None and {"minutes", "minute", "min", "mins"} & set(words):
        return Phrase("morning_stiffness_short" if minutes < 60 else "morning_stiffness_over_60")
    if {"hour", "hours"} & set(words):
        return Phrase("morning_stiffness_over_60")
    return Phrase("morning_stiffness")


def read_movement(words: Sequence[str]) -> Phrase | None:
    """A joint with a direction, or a joint with "movement"."""
    place = _place(words)
    directions = [w for w in words if w in DIRECTIONS]
    known = load().findings
    if directions:
        joint = place.joint if place else ""
        if joint in ("leg", "arm", "heel", "foot", "head", "pelvis", ""):
            joint = _JOINT_OF.get(directions[0], {"head": "cervical"}.get(joint, joint))
        for direction in directions:
            for name in (f"{joint}_{direction}", f"{_JOINT_OF.get(direction, joint)}_{direction}"):
                for ending in ("_contralateral", "_ipsilateral"):
                    if ending[1:] in words and name + ending in known:
                        return Phrase(name + ending)
                if name in known:
                    return Phrase(name)
    if place and place.joint and {"movement", "mobility", "rom", "hypomobility"} & set(words):
        name = f"{place.joint}_movement"
        if name in known:
            return Phrase(name)
    return None


def _image(words: Sequence[str]) -> Phrase:
    roots = _level_roots(words)
    electric = "emg" in words
    for finding, marks in _SHOWN:
        if any(w.startswith(marks) for w in words if w not in _IMAGES):
            if not electric:
                return Phrase(finding, roots=roots)
            if finding == "imaging_normal":
                return Phrase("nerve_conduction_normal")
            break
    if electric:
        return Phrase("nerve_conduction_abnormal", roots=roots, territories=_nerves(words))
    return Phrase("imaging_other", roots=roots)


def _reflex(words: Sequence[str]) -> Phrase:
    if "increased" in words or "hyper" in words:
        return Phrase("hyperreflexia")
    if "normal" in words or "symmetric" in words or "intact" in words:
        return Phrase("neurology_normal")
    known = load().findings
    for word in words:
        for name in (word, {"achilles": "ankle", "patellar": "knee", "patella": "knee"}.get(word)):
            finding = f"{name}_reflex_reduced"
            if name and finding in known:
                return Phrase(finding, roots=known[finding].roots)
        if word == "supination":
            return Phrase("brachioradialis_reflex_reduced")
    roots = _roots(words)
    for finding, record in known.items():
        if finding.endswith("_reflex_reduced") and set(roots) & set(record.roots):
            if roots[0] == "C6" and finding.startswith("biceps"):
                continue
            return Phrase(finding, roots=roots)
    return Phrase("reflexes_reduced", roots=roots)


def _weakness(words: Sequence[str]) -> Phrase:
    knowledge = load()
    moved = read_movement(words)
    if moved is not None and f"{moved.finding}_weak" in knowledge.findings:
        finding = f"{moved.finding}_weak"
        return Phrase(finding, roots=knowledge.findings[finding].roots)
    for phrase, finding in _action_words().items():
        if _within(phrase, words):
            return Phrase(finding, roots=knowledge.findings[finding].roots)
    roots = _roots(words)
    place = _place(words)
    if place is not None:
        for name in (f"{place.joint}_weakness", f"{place.joint}_weak"):
            if place.joint and name in knowledge.findings:
                return Phrase(name, regions=place.regions, roots=roots)
        part = {"cervical": "", "finger": "hand", "thumb": "hand", "forearm": "arm"}
        name = f"{part.get(place.joint, place.joint)}_weakness"
        if name in knowledge.findings:
            return Phrase(name, regions=place.regions, roots=roots)
    return Phrase(
        "weakness", regions=place.regions if place else (), roots=roots, territories=_nerves(words)
    )


def _located(finding: str, words: Sequence[str]) -> Phrase:
    """Something felt or found, with its place: a body word, a dermatome or the skin of a nerve."""
    roots = _roots(words)
    place = _place(words)
    if finding == "tenderness" and roots and place is None:
        pressed = _pressed_spine(words)
        if pressed is not None:
            return pressed
    nerve = _nerves(words) if place is None or "nerve" in words else ()
    territories = load().territories
    if nerve:
        regions = tuple(dict.fromkeys(r for n in nerve for r in territories[n].core_regions))
    elif place is not None:
        regions = place.regions
    else:
        regions = _dermatome_regions(roots)
    if finding == "numbness" and regions == ("pelvis.perineum",):
        finding = "saddle_numbness"
    left = place.left_over if place else tuple(words)
    return Phrase(finding, regions, roots, nerve, muscles_in(words), left)


def _place(words: Sequence[str]) -> _Place | None:
    """The places that the words name, longest body words first, narrowed by their modifiers.

    Of two places of which one lies within the other, the narrower is meant.
    """
    table = _body_words()
    left = list(words)
    named: list[tuple[str, ...]] = []
    joint = ""
    for phrase in sorted((p for p in table if _within(p, words)), key=len, reverse=True):
        if not _within(phrase, left):
            continue
        at = next(i for i in range(len(left)) if tuple(left[i : i + len(phrase)]) == phrase)
        left[at : at + len(phrase)] = ["|"]
        regions, moves = table[phrase]
        joint = joint or moves
        named.append(regions)
    if not named:
        return None
    kept = [n for n in named if not any(set(o) < set(n) for o in named)]
    found = tuple(dict.fromkeys(r for regions in kept for r in regions))
    for word in left:
        if wanted := _MODIFIERS.get(word):
            found = tuple(r for r in found if _has_part(r, wanted)) or found
    rest = tuple(w for w in left if w != "|" and w not in _MODIFIERS)
    return _Place(found, joint, rest)


def _has_part(region: str, wanted: Sequence[str]) -> bool:
    part = region.partition(".")[2]
    return any(w in part for w in wanted)


def _pressed_spine(words: Sequence[str]) -> Phrase | None:
    """Pain on pressing the joints of a part of the spine, by its name or its level."""
    letters = {w[0] for w in words if _ROOT.fullmatch(w)}
    for letter, part in (("c", "cervical"), ("t", "thoracic"), ("l", "lumbar")):
        if letter in letters or part in words:
            return Phrase(f"{part}_pressure_pain")
    return None


def _within(phrase: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the phrase stands in the words, side by side."""
    size = len(phrase)
    return any(tuple(words[i : i + size]) == tuple(phrase) for i in range(len(words) - size + 1))


def _roots(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w.upper() for w in words if _ROOT.fullmatch(w)))


def _level_roots(words: Sequence[str]) -> tuple[str, ...]:
    """The roots that discs at the named levels most often press."""
    marks = [w for w in words if _ROOT.fullmatch(w)]
    levels = load().spinal_levels
    found = [levels[f"{a}_{b}"].root for a, b in pairwise(marks) if f"{a}_{b}" in levels]
    return tuple(dict.fromkeys(found)) or _roots(words)


def _dermatome_regions(roots: tuple[str, ...]) -> tuple[str, ...]:
    found = [
        region
        for territory in load().territories.values()
        if territory.kind is TerritoryKind.DERMATOME and territory.roots[0] in roots
        for region in territory.core_regions
    ]
    return tuple(dict.fromkeys(found))


def _nerves(words: Sequence[str]) -> tuple[str, ...]:
    """The territories of the nerve that the words name, the longest name first."""
    best: tuple[str, ...] = ()
    for phrase in _nerve_words():
        if len(phrase) > len(best) and _within(phrase, words):
            best = phrase
    return _nerve_words().get(best, ())


def muscles_in(words: Sequence[str]) -> tuple[str, ...]:
    """The muscles that the tokens name, the longest name first."""
    names = _muscle_names()
    for size in range(min(6, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            found = names.get(tuple(words[at : at + size]))
            if found:
                return found
    return ()


@cache
def _body_words() -> Mapping[tuple[str, ...], tuple[tuple[str, ...], str]]:
    found: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {}
    for record in load().body_words.values():
        for name in (record.id, *record.synonyms):
            found[_spoken(name)] = (record.regions, record.joint)
    return found


def _spoken(name: str) -> tuple[str, ...]:
    return tuple(t for t in tokens(name) if t not in NOISE)


@cache
def _muscle_names() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Muscles by id, label, Latin name, and the name that the parts of one muscle share."""
    names: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for muscle in load().muscles.values():
        label, latin = normalise(muscle.label), normalise(muscle.latin)
        turned = "_".join(reversed(muscle.id.split("_")))
        spoken = {
            _spoken(n)
            for n in (muscle.id, label, latin, latin.partition("_")[2], turned, *muscle.synonyms)
        }
        for name in filter(None, spoken):
            names[name].append(muscle.id)
            names[(*name[:-1], f"{name[-1]}s")].append(muscle.id)
    ids = [m.split("_") for m in load().muscles]
    for start in {tuple(i[:size]) for i in ids for size in range(1, len(i))}:
        owners = [i for i in ids if tuple(i[: len(start)]) == start]
        if start not in names and all(set(i[len(start) :]) <= _QUALIFIERS for i in owners):
            names[start] = ["_".join(i) for i in owners]
    for ending in {i[-1] for i in ids} - _QUALIFIERS:
        owners = [i for i in ids if i[-1] == ending]
        if (ending,) not in names and all(set(i[:-1]) <= _QUALIFIERS for i in owners):
            names[(ending,)] = ["_".join(i) for i in owners]
    return {name: tuple(dict.fromkeys(ids)) for name, ids in names.items()}


@cache
def _nerve_words() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    return {_spoken(n.id): n.territories for n in load().nerve_words.values()}


@cache
def _action_words() -> Mapping[tuple[str, ...], str]:
    by_length = sorted(load().action_words.values(), key=lambda a: -len(a.id))
    return {_spoken(a.id): a.finding for a in by_length}


def body_tokens(knowledge: Knowledge) -> frozenset[str]:
    """Every token of a body word: never to be guessed over."""
    names = (n for r in knowledge.body_words.values() for n in (r.id, *r.synonyms))
    return frozenset(t for n in names for t in tokens(n))

"""Spelling: how words are cut into tokens, and which tokens say the same.

Nothing here is clinical: only how people write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 200
"""Characters of a word that are read; longer input is cut."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a text, for long lists of words."""
    return tuple(text.split())


_SPELLINGS = {
    **dict.fromkeys(("paresthesia", "paraesthesia", "paraesthesias", "paresthesias"), "tingling"),
    **dict.fromkeys(("tingles", "tingly", "prickling", "dysesthesia", "dysaesthesia"), "tingling"),
    **dict.fromkeys(("numb", "hypoesthesia", "hypoaesthesia", "hypesthesia"), "numbness"),
    **dict.fromkeys(("hypaesthesia", "anesthesia", "anaesthesia", "numbing"), "numbness"),
    **dict.fromkeys(("weak", "weakened", "paresis", "weaker"), "weakness"),
    **dict.fromkeys(("reflexes", "jerk", "jerks"), "reflex"),
    **dict.fromkeys(("tender", "tenderness", "soreness", "sore"), "tenderness"),
    **dict.fromkeys(("swollen", "oedema", "edema", "effusion"), "swelling"),
    **dict.fromkeys(("stiff",), "stiffness"),
    **dict.fromkeys(("tight", "tightening", "tense"), "tightness"),
    **dict.fromkeys(("painful", "pains", "ache", "aches", "hurts", "hurting"), "pain"),
    **dict.fromkeys(("cramps", "cramping"), "cramp"),
    **dict.fromkeys(("spasms",), "spasm"),
    **dict.fromkeys(("wasting", "wasted", "atrophied", "amyotrophy"), "atrophy"),
    **dict.fromkeys(("crepitations", "crepitation"), "crepitus"),
    **dict.fromkeys(("tinels",), "tinel"),
    **dict.fromkeys(("sidebending", "sidebend", "latero"), "side_bending"),
    **dict.fromkeys(("limited", "restricted", "reduced", "decreased", "diminished"), "reduced"),
    **dict.fromkeys(("impaired", "loss", "lost", "lack", "deficit", "deficits"), "reduced"),
    **dict.fromkeys(("depressed", "hypoactive", "sluggish", "absent", "missing"), "reduced"),
    **dict.fromkeys(("increased", "brisk", "exaggerated", "hyperactive"), "increased"),
    **dict.fromkeys(("xray", "radiography", "radiographs", "radiograph", "xrays"), "xray"),
    **dict.fromkeys(("ultrasound", "ultrasonography", "sonography", "sonogram"), "ultrasound"),
    **dict.fromkeys(("ncs", "ncv", "electromyography", "electrodiagnostic"), "emg"),
    **dict.fromkeys(("electrodiagnostics", "electroneurography", "electrophysiology"), "emg"),
    **dict.fromkeys(("fibular",), "peroneal"),
    **dict.fromkeys(("inner",), "medial"),
    **dict.fromkeys(("outer",), "lateral"),
    **dict.fromkeys(("front", "ventral"), "anterior"),
    **dict.fromkeys(("rear",), "posterior"),
    **dict.fromkeys(("palmar",), "volar"),
    **dict.fromkeys(("proximal",), "upper"),
    **dict.fromkeys(("distal",), "lower"),
    **dict.fromkeys(("hyperextension",), "extension"),
    **dict.fromkeys(("hyperflexion",), "flexion"),
    **dict.fromkeys(("extensor", "extensors", "extending", "extend"), "extension"),
    **dict.fromkeys(("flexor", "flexors", "flexing", "flex"), "flexion"),
    **dict.fromkeys(("abductor", "abductors", "abducting"), "abduction"),
    **dict.fromkeys(("adductor", "adductors", "adducting"), "adduction"),
    **dict.fromkeys(("rotator", "rotators", "rotating", "turning"), "rotation"),
    **dict.fromkeys(("dorsiflexor", "dorsiflexors", "dorsiflexing"), "dorsiflexion"),
    **dict.fromkeys(("plantarflexor", "plantarflexors"), "plantarflexion"),
    **dict.fromkeys(("evertor", "evertors", "everter", "everters"), "eversion"),
    **dict.fromkeys(("invertor", "invertors", "inverter", "inverters"), "inversion"),
    **dict.fromkeys(("pronator", "pronators", "pronating"), "pronation"),
    **dict.fromkeys(("supinator", "supinators", "supinating"), "supination"),
    **dict.fromkeys(("centralization",), "centralisation"),
}

_PAIRS = {
    ("plantar", "flexion"): "plantarflexion",
    ("plantar", "flexor"): "plantarflexion",
    ("plantar", "flexors"): "plantarflexion",
    ("dorsi", "flexion"): "dorsiflexion",
    ("lateral", "flexion"): "side_bending",
    ("side", "bending"): "side_bending",
    ("side", "flexion"): "side_bending",
    ("medial", "rotation"): "internal_rotation",
    ("internal", "rotation"): "internal_rotation",
    ("internal", "rotator"): "internal_rotation",
    ("internal", "rotators"): "internal_rotation",
    ("inward", "rotation"): "internal_rotation",
    ("lateral", "rotation"): "external_rotation",
    ("external", "rotation"): "external_rotation",
    ("external", "rotator"): "external_rotation",
    ("external", "rotators"): "external_rotation",
    ("outward", "rotation"): "external_rotation",
    ("horizontal", "adduction"): "horizontal_adduction",
    ("horizontal", "abduction"): "horizontal_abduction",
    ("radial", "deviation"): "radial_deviation",
    ("ulnar", "deviation"): "ulnar_deviation",
    ("lateral", "deviation"): "lateral_deviation",
    ("pins", "needles"): "tingling",
    ("light", "touch"): "sensation",
    ("x", "ray"): "xray",
    ("nerve", "conduction"): "emg",
    ("bone", "scan"): "bone_scan",
    ("heel", "eversion"): "rearfoot_eversion",
}

_JOINED = {("pins", "and", "needles"): "tingling", ("range", "of", "motion"): "movement"}

SIDES = {
    **dict.fromkeys(("left", "l"), "left"),
    **dict.fromkeys(("right", "r"), "right"),
    **dict.fromkeys(("bilateral", "bilaterally", "both"), "bilateral"),
}

NOISE = frozenset(
    listed(
        "positive sign signs test tests testing mild moderate severe slight marked minimal"
        " significant occasional occasionally frequent some very the a an of to in on at with and"
        " or by for during when while from into over under upon about unilateral ipsilateral one"
        " sided side his her"
        " area region distribution territory especially noted present reported status active new"
        " maneuver manoeuvre long"
    )
)

NEGATIONS = frozenset({"no", "not", "without", "denies", "denied", "negative", "never", "non"})


def normalise(words: str) -> str:
    """Lower case letters and digits joined by underscores: ``Neer's test`` is ``neers_test``."""
    plain = unicodedata.normalize("NFKD", words[:LONGEST]).encode("ascii", "ignore").decode()
    plain = re.sub(r"(?<=\w)'s?\b|’s?\b", lambda m: "s" if "s" in m[0] else "", plain.lower())
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def tokens(word: str) -> list[str]:
    """The tokens of a normalised word, each in its one spelling."""
    parts = [p for p in word.split("_") if p]
    found: list[str] = []
    at = 0
    while at < len(parts):
        three, two = tuple(parts[at : at + 3]), tuple(parts[at : at + 2])
        if three in _JOINED:
            found.append(_JOINED[three])
            at += 3
        elif two in _PAIRS:
            found.append(_PAIRS[two])
            at += 2
        else:
            found.append(_SPELLINGS.get(parts[at], parts[at]))
            at += 1
    return found


def stems(given: Iterable[str]) -> frozenset[str]:
    """Tokens without endings that change nothing, for comparing phrases."""
    return frozenset(_stem(t) for t in given if t not in NOISE)


def _stem(token: str) -> str:
    for ending in ("ings", "ing", "ed", "es", "s"):
        if token.endswith(ending) and len(token) - len(ending) >= 4:
            token = token[: -len(ending)]
            break
    if len(token) > 4 and token[-1] == token[-2] and token[-1] not in "sl":
        token = token[:-1]
    return token.removesuffix("e") if len(token) > 4 else token

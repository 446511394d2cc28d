"""From a free word to the finding it means.

A word is tried in this order, and the first that fits is kept:

1. as it stands: the id, name or synonym of a finding, a test or a posture;
2. without its side, its noise words and its opening (``worse_with_``, ``relieved_by_``);
3. by its grammar (`palpate.knowledge.phrases`), which gives place, root, movement and action;
4. by its tokens in any order, allowing for spelling;
5. by the part of it that is known, if little else is left.

What fits none of these is not guessed: the match is false and the word is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from palpate.knowledge.findings import FindingKind
from palpate.knowledge.load import load
from palpate.knowledge.phrases import (
    DIRECTIONS,
    Phrase,
    body_tokens,
    muscles_in,
    read_phrase,
)
from palpate.knowledge.spelling import NEGATIONS, NOISE, SIDES, listed, normalise, stems, tokens

STATED_ABSENT = "stated_absent"
"""The finding of a word that says something is not there; see `Match.denies`."""

CLOSE_ENOUGH = 88
"""Likeness (0-100) from which two tokens count as one misspelled."""
ENOUGH_OF_THE_WORD = 0.6
"""Share of a word's tokens that must be understood."""
ENOUGH_OF_A_STORY = 0.3
"""The same where someone tells what they do (``started_guitar_four_weeks_ago``)."""

_OPENINGS_RELIEVING = listed(
    "relieved_by relieved_with eased_by eased_with better_with better_by better_on improved_by"
    " improved_with improves_with improves_on relief_with relief_by relief_on helped_by"
    " alleviated_by alleviated_with less_with better_when better_after relieved_after reduced_by"
    " relieved_on better_in relieved_when"
)
_OPENINGS_AGGRAVATING = listed(
    "worse_with worse_on worse_by worse_when worse_after worse_during worse_in worse_from"
    " pain_worse_with pain_worse_on pain_worse_in pain_worse_after pain_worse_during pain_on"
    " pain_with pain_when pain_during pain_after pain_in pain_while painful aggravated_by"
    " exacerbated_by provoked_by triggered_by worsened_by increased_by increased_with caused_by"
    " brought_on_by difficulty_with difficulty unable_to cannot inability_to reproduced_by"
    " reproduced_with symptoms_with symptoms_on symptoms_worse_with limited_by induced_by"
    " intolerance_to worse increased_pain_with pain_increased_with pain_increases_with"
)
_OPENINGS_PLAIN = listed(
    "history_of previous prior past known recent occasional associated chronic acute recurrent"
    " frequent intermittent persistent constant diffuse local localised localized severe mild"
    " moderate limited reduced restricted decreased loss_of diminished lack_of increased"
    " work_related occupational repetitive repeated prolonged sustained regular daily started"
    " symptoms_of signs_of feeling_of sensation_of complaint_of presence_of visible palpable"
    " passive active"
)
_CLOSINGS_AGGRAVATING = listed(
    "aggravates provokes worsens increases_pain reproduces_pain reproduces_symptoms painful"
    " intolerance provokes_pain aggravates_pain increases_symptoms pain reproduces_familiar_pain"
)
_CLOSINGS_RELIEVING = ("relieves", "helps", "eases", "relieves_pain", "improves_symptoms", "relief")
_UNITS = frozenset(
    listed(
        "mm cm kg lb deg degrees percent week weeks month months year years"
        " day days hour hours minutes ago four twelve longer shorter"
    )
)
_TELLING = frozenset({FindingKind.HISTORY, FindingKind.AGGRAVATING})
_NOT_RELIEVING = (FindingKind.AGGRAVATING, FindingKind.MOVEMENT, FindingKind.HISTORY)
_LIGHT = frozenset(
    listed(
        "job habit work worker player athlete training trigger patient history symptom"
        " pain onset day daily time activity use user position complaint episode feeling sensation"
        " intensity level problem condition issue related associated type like"
    )
)
"""Tokens that may be left over: they add nothing to what is said."""
_CONTEXT = {
    "failed": "failed_treatment",
    "relief": "partial_relief",
    "onset": "gradual_onset",
    "dominant": "handedness",
    "handed": "handedness",
}


@dataclass(frozen=True, slots=True)
class Match:
    """What a free word was understood as; false when it was not."""

    words: str
    finding_id: str | None = None
    kind: FindingKind | None = None
    score: float = 0.0
    """0 to 1; 1 is an exact id, name or synonym."""
    how: str = "unmatched"
    """``exact``, ``stripped``, ``grammar``, ``tokens``, ``part``, ``negated`` or ``unmatched``."""
    regions: tuple[str, ...] = ()
    """Where it is, on the side that the case names."""
    roots: tuple[str, ...] = ()
    movement: str | None = None
    """Joint and direction: ``cervical_rotation``."""
    test_id: str | None = None
    muscle_action: str | None = None
    """For weakness, the action that is weak: ``ankle_dorsiflexion``."""
    territories: tuple[str, ...] = ()
    """Nerve territories that the word names."""
    muscles: tuple[str, ...] = ()
    """Muscles that the word names."""
    denies: str | None = None
    """The finding or test that the word says is absent; ``finding_id`` is ``stated_absent``."""
    side: str | None = None
    """``left``, ``right`` or ``bilateral``, if the word itself says so."""

    def __bool__(self) -> bool:
        return self.finding_id is not None or self.test_id is not None


def match_finding(words: str, kinds: Collection[FindingKind] | None = None) -> Match:
    """What the words mean, or a false match that names them.

    ``kinds`` says what is expected where the words stand, and decides between two meanings:
    ``sitting`` among relieving factors is `eased_by_sitting`.
    """
    return _match(words, frozenset(kinds or ()))


def match_muscles(words: str) -> tuple[str, ...]:
    """The muscles that the words name; a muscle kept in parts gives all its parts."""
    word = normalise(words)
    if word in load().muscles:
        return (word,)
    return muscles_in([t for t in tokens(word) if t not in SIDES and t not in NOISE])


@lru_cache(maxsize=8192)
def _match(words: str, kinds: frozenset[FindingKind]) -> Match:
    word = normalise(words)
    if not word:
        return Match(words)
    found = (
        _known(word, kinds, "exact", 1.0)
        or _treated(word)
        or _opened(word, kinds)
        or _negated(word, kinds)
        or _by_grammar(word)
        or _without_openings(word, kinds)
        or _context(word)
        or _by_tokens(word, kinds)
    )
    if found is None or (found.how == "part" and "worse" in word and "reliev" in word):
        return Match(words)
    side = next((SIDES[t] for t in word.split("_") if t in SIDES), None)
    return replace(found, words=words, side=side)


def _known(
    word: str, kinds: frozenset[FindingKind], how: str = "stripped", score: float = 0.95
) -> Match | None:
    """The word as it stands, or without side and noise words."""
    parts = word.split("_")
    unsided = "_".join(t for t in parts if t not in SIDES and t not in ("positive", "sign"))
    bare = "_".join(t for t in parts if t not in SIDES and t not in NOISE)
    for name in dict.fromkeys(n for n in (word, unsided, bare) if n):
        if FindingKind.RELIEVING in kinds:
            for guess in (f"eased_by_{name}", name):
                found = _index().get(guess)
                if found and load().findings[found].kind is FindingKind.RELIEVING:
                    return _finding(found, how, score)
        if FindingKind.SIGN in kinds or not kinds:
            test = _tests().get(name)
            if test and not (FindingKind.SIGN not in kinds and name in load().findings):
                return _test(test, how, score)
        found = _index().get(name)
        if found:
            if FindingKind.RELIEVING in kinds and load().findings[found].kind in _NOT_RELIEVING:
                return _finding("eased_by_position", how, score, found)
            return _finding(found, how, score)
        test = _tests().get(name)
        if test:
            return _test(test, how, score)
        how, score = "stripped", min(score, 0.95)
    return None


def _finding(found: str, how: str, score: float, movement: str | None = None) -> Match:
    record = load().findings[found]
    return Match(
        words="",
        finding_id=found,
        kind=record.kind,
        score=score,
        how=how,
        regions=record.regions,
        roots=record.roots,
        movement=movement or record.movement or None,
        test_id=_test_of().get(found),
        muscle_action=record.muscle_action or None,
    )


def _test(test: str, how: str, score: float) -> Match:
    finding = load().tests[test].finding
    if finding is None:
        return Match(words="", kind=FindingKind.SIGN, score=score, how=how, test_id=test)
    return replace(_finding(finding, how, score), kind=FindingKind.SIGN, test_id=test)


@cache
def _test_of() -> Mapping[str, str]:
    """The test with a published figure by which a finding is found."""
    return {
        t.finding: t.id for t in load().tests.values() if t.finding and t.usable_basis == "figure"
    }


def _opened(word: str, kinds: frozenset[FindingKind]) -> Match | None:
    """``relieved_by_X``, ``worse_with_X``, ``X_aggravates``."""
    if "worse" in word and any(m in word for m in ("reliev", "eased", "better")):
        return None  # two statements in one
    for relieving, openings, closings in (
        (True, _OPENINGS_RELIEVING, _CLOSINGS_RELIEVING),
        (False, _OPENINGS_AGGRAVATING, _CLOSINGS_AGGRAVATING),
    ):
        rest = _stripped(word, openings, closings)
        if rest is None:
            continue
        if relieving:
            return (
                _known(rest, frozenset({FindingKind.RELIEVING}))
                or _known(_without(rest), frozenset({FindingKind.RELIEVING}))
                or _finding("eased_by_position", "part", 0.6)
            )
        aggravating = frozenset({FindingKind.AGGRAVATING, FindingKind.MOVEMENT})
        found = (
            _known(rest, aggravating)
            or _known(_without(rest), aggravating)
            or _by_tokens(rest, aggravating)
        )
        if found and (found.finding_id is None or not _is_only_pain(found.finding_id)):
            return found
    return None


def _is_only_pain(finding: str) -> bool:
    return finding == "pain"


def _stripped(word: str, openings: Collection[str], closings: Collection[str]) -> str | None:
    """The word without its longest opening or closing; ``None`` if it has neither."""
    for opening in sorted(openings, key=len, reverse=True):
        if word.startswith(f"{opening}_"):
            return word[len(opening) + 1 :]
    for closing in sorted(closings, key=len, reverse=True):
        if word.endswith(f"_{closing}"):
            return word[: -len(closing) - 1]
    return None


def _without(word: str) -> str:
    return "_".join(t for t in word.split("_") if t not in NOISE and t not in SIDES)


def _negated(word: str, kinds: frozenset[FindingKind]) -> Match | None:
    """``no_X``, ``X_absent``, ``normal_X``: understood, but never as X."""
    parts = word.split("_")
    said = tokens(word)
    if parts[0] in NEGATIONS:
        rest = "_".join(parts[1:])
    elif parts[-1] in ("absent", "negative", "denied", "none") and "reflex" not in said:
        rest = "_".join(parts[:-1])
    elif "normal" in parts or "intact" in parts or "preserved" in parts:
        if {"movement", "rom", "mobility"} & set(said):
            return _finding("full_range", "negated", 0.9)
        if {"mri", "ct", "xray", "ultrasound", "imaging"} & set(said):
            return _finding("imaging_normal", "negated", 0.9)
        if {"reflex", "strength", "power", "sensation", "neurological", "motor"} & set(said):
            return _finding("neurology_normal", "negated", 0.9)
        rest = "_".join(p for p in parts if p not in ("normal", "intact", "preserved"))
        if not rest or "emg" in said:
            return None
        if "normal" in parts and not _match(rest, kinds):
            return _finding(STATED_ABSENT, "negated", 0.8)
    else:
        return None
    if not rest or "emg" in tokens(rest):
        return None
    inner = _match(rest, kinds)
    if not inner:
        return None
    denied = _finding(STATED_ABSENT, "negated", inner.score)
    return replace(
        denied,
        denies=inner.finding_id or inner.test_id,
        regions=inner.regions,
        roots=inner.roots,
        movement=inner.movement,
    )


def _by_grammar(word: str) -> Match | None:
    said = [t for t in tokens(word) if t not in SIDES and t not in NOISE]
    read = read_phrase(said)
    if read is None:
        return None
    if read.finding == "pain":
        left = [t for t in read.left_over if t not in ("pain", "radiating", *DIRECTIONS)]
        if left and not read.regions:
            return None  # "pain" and a word that the grammar does not know: not understood
        more = _known("_".join(left), frozenset({FindingKind.AGGRAVATING})) if left else None
        if more:
            return replace(more, how="grammar", score=0.8, regions=read.regions or more.regions)
    finding = _more_exact(read)
    found = _finding(finding, "grammar", 0.9)
    return replace(
        found,
        regions=read.regions or found.regions,
        roots=read.roots or found.roots,
        territories=read.territories,
        muscles=read.muscles,
    )


def _more_exact(read: Phrase) -> str:
    """A finding of its own for this thing at this place, if the vocabulary has one."""
    if not read.regions:
        return read.finding
    named = frozenset(read.regions)
    known = load().findings
    for finding in known.values():
        if read.finding in finding.implies and frozenset(finding.regions) == named:
            others = (known[i] for i in finding.implies if i != read.finding)
            if all(read.finding in other.implies for other in others):
                return finding.id
    return read.finding


def _without_openings(word: str, kinds: frozenset[FindingKind]) -> Match | None:
    """``previous_X``, ``reduced_X``, ``chronic_X``."""
    rest = _stripped(word, _OPENINGS_PLAIN, ())
    if rest is None:
        rest = _stripped(word, (), ("limited", "reduced", "restricted", "limitation", "history"))
    if rest is None:
        rest = _stripped(word, (), ("restriction", "loss", "pain", "dysfunction", "use", "work"))
    if rest is None:
        return None
    return _known(rest, kinds) or _by_grammar(rest) or _without_openings(rest, kinds)


def _treated(word: str) -> Match | None:
    """What an earlier treatment did: a block that took the pain away, care that did not help."""
    parts = frozenset(word.split("_"))
    helped = parts & {"relief", "relieved", "relieves", "response", "resolved", "improved"}
    if parts & {"block", "injection", "infiltration", "anaesthetic", "anesthetic"} and helped:
        failed = parts & {"no", "failed", "without", "partial", "temporary", "short", "minimal"}
        return _finding("partial_relief" if failed else "nerve_block_relief", "part", 0.8)
    if "failed" in parts or "unsuccessful" in parts or ("no" in parts and helped):
        return _finding("failed_treatment", "part", 0.8)
    if parts & {"partial", "temporary", "short", "transient"} and helped:
        return _finding("partial_relief", "part", 0.8)
    return None


def _context(word: str) -> Match | None:
    for part in word.split("_"):
        if part in _CONTEXT:
            if part == "onset" and {"sudden", "acute", "abrupt"} & set(word.split("_")):
                return _finding("sudden_onset", "part", 0.8)
            return _finding(_CONTEXT[part], "part", 0.8)
    return None


def _by_tokens(word: str, kinds: frozenset[FindingKind]) -> Match | None:
    """The known phrase that shares most tokens with the word, in any order."""
    said = stems(t for t in tokens(word) if t not in SIDES and not _is_amount(t))
    if not said:
        return None
    protected, shelf = _protected(), _stem_index()
    meant: dict[str, str] = {}
    for stem in said:
        like = stem if stem in shelf else _misspelled(stem, protected)
        if like:
            meant[like] = stem
    candidates = {phrase for like in meant for phrase in shelf[like]}
    whole = [p for p in candidates if p <= meant.keys()]  # the rest of a phrase must not be missing
    light = stems(_LIGHT)
    understood = {meant[s] for p in whole for s in p}
    best: tuple[float, Match] | None = None
    for phrase in sorted(whole, key=sorted):
        covered = len(phrase) / len(said)
        left = said - {meant[s] for s in phrase}
        guarded = bool(left & protected and left - understood)
        thin = covered < ENOUGH_OF_THE_WORD and bool(left - understood - light)
        spelled = sum(s == meant[s] for s in phrase) / len(phrase)
        for found in _phrases()[phrase]:
            kind = found.kind
            if (guarded or thin) and not (
                kind in _TELLING and kinds & _TELLING and covered >= ENOUGH_OF_A_STORY
            ):
                continue
            score = covered * (0.85 + 0.1 * spelled) + (0.02 if kind in kinds else 0.0)
            score += 0.001 * len(phrase) - 0.01 * (phrase <= light)
            if found.finding_id:  # of two words that are both known, the more specific one
                score += 0.001 * bool(load().findings[found.finding_id].implies)
            if best is None or score > best[0]:
                how = "tokens" if not left else "part"
                best = (score, replace(found, score=round(min(score, 0.95), 3), how=how))
    return best[1] if best else None


def _is_amount(token: str) -> bool:
    """Numbers, units and spinal levels: they say how much or where, never what."""
    return any(c.isdigit() for c in token) or token in _UNITS


def _misspelled(stem: str, protected: frozenset[str]) -> str | None:
    """The one known token that the stem is a misspelling of."""
    if len(stem) < 5 or stem in protected:
        return None
    from rapidfuzz import fuzz, process

    near = process.extractOne(
        stem, list(_stem_index()), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH
    )
    if near is None or near[0][0] != stem[0]:
        return None
    return str(near[0])


@cache
def _index() -> Mapping[str, str]:
    """Every id and synonym, in the spelling of ids."""
    index: dict[str, str] = {}
    for finding in load().findings.values():
        for synonym in finding.synonyms:
            index.setdefault(synonym, finding.id)
    index.update({f: f for f in load().findings})
    return index


@cache
def _tests() -> Mapping[str, str]:
    """Every id, name and synonym of a test."""
    index: dict[str, str] = {}
    for test in load().tests.values():
        for synonym in test.synonyms:
            index.setdefault(synonym, test.id)
        name = normalise(test.name)
        for guess in (name, name.removesuffix("_test"), name.removesuffix("_sign")):
            index.setdefault(guess, test.id)
    index.update({t: t for t in load().tests})
    return index


@cache
def _phrases() -> Mapping[frozenset[str], tuple[Match, ...]]:
    """Every known phrase as a set of stems."""
    found: dict[frozenset[str], dict[str, Match]] = defaultdict(dict)
    for phrase, finding in _index().items():
        found[stems(tokens(phrase))].setdefault(finding, _finding(finding, "tokens", 0.0))
    for phrase, test in _tests().items():
        found[stems(tokens(phrase))].setdefault(test, _test(test, "tokens", 0.0))
    found.pop(frozenset(), None)
    return {phrase: tuple(matches.values()) for phrase, matches in found.items()}


@cache
def _stem_index() -> Mapping[str, tuple[frozenset[str], ...]]:
    index: dict[str, list[frozenset[str]]] = defaultdict(list)
    for phrase in _phrases():
        for stem in phrase:
            index[stem].append(phrase)
    return {stem: tuple(phrases) for stem, phrases in index.items()}


@cache
def _protected() -> frozenset[str]:
    """Stems that must not be left over or guessed: places, directions, negations."""
    return stems(body_tokens(load())) | stems(DIRECTIONS) | NEGATIONS | {"normal", "increased"}

"""The client's own words: found in many wordings, and read with who, when and whether."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from palpate.body import Site
from palpate.knowledge.safety import TermKind, load_safety
from palpate.screening import Disposition, screen
from palpate.screening._text._lexicon import lexicon

ON = datetime.date(2025, 6, 2)
VIGNETTES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "benchmarks/data/screening_vignettes.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def says(text: str, age: float | None = 45, **more: object):
    return screen({"text": text, "age": age, **more}, on=ON)


@pytest.mark.parametrize("door", ["text", "findings"])
def test_no_published_emergency_or_referral_is_missed_at_either_door(door):
    other = {"text": "findings", "findings": "text"}[door]
    missed, held, harmless = [], [], 0
    for case in VIGNETTES:
        verdict = screen({k: v for k, v in case.items() if k != other}, on=ON)
        expected = Disposition(case["expected"])
        if expected >= Disposition.REFER and verdict.disposition < expected:
            missed.append(case["id"])
        if expected <= Disposition.MODIFY:
            harmless += 1
            if verdict.disposition > Disposition.MODIFY:
                held.append(case["id"])
    assert not missed
    assert len(held) <= 0.1 * harmless
    assert len(VIGNETTES) >= 120
    assert harmless >= 60


def test_every_term_can_be_said_in_words():
    said = set(lexicon().times)
    derived = {t.id for t in load_safety().terms.values() if t.kind is TermKind.DERIVED}
    assert set(load_safety().terms) - derived <= said


@pytest.mark.parametrize(
    "text",
    [
        "no chest pain",
        "I deny any chest tightness or trouble breathing",
        "My mother had a clot in her leg",
        "my dad had a stroke and my sister has epilepsy",
        "broke it twenty years ago",
        "I broke my arm when I was nine",
        "had surgery in 2009",
        "no fever, chills or night sweats",
        "I have never had cancer",
        "I had a cold last week but it's gone",
        "chest pain - no, dizziness - no",
        "I had a scan and a clot was ruled out",
        "my leg falls asleep when I sit cross-legged",
    ],
)
def test_what_is_denied_past_or_somebody_elses_is_let_through(text):
    assert says(text).disposition is Disposition.OK


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("no chest pain but my left calf is swollen and hot", "refer"),
        ("My mother had a clot and now my chest feels tight", "emergency"),
        ("I had my hip replaced 5 years ago and my calf is swollen and sore", "refer"),
        ("I don't only get chest tightness, I sweat with it", "emergency"),
        ("nothing helps the numbness between my legs", "emergency"),
        ("my wife noticed my face has dropped on one side", "emergency"),
        ("I haven't been able to pee since yesterday and my back is agony", "emergency"),
        ("Had an operation on my knee three weeks ago", "refer"),
        ("Had a stroke two months ago", "refer"),
        ("Had a stroke two years ago", "modify"),
        ("Bloodpressure aside, my blood pressure was 190/115 today", "refer"),
        ("My INR was 5.2", "refer"),
        ("temperature of 38.5 since last night", "absolute"),
        ("I'm 30 weeks pregnant and well", "modify"),
        ("tearing pain between my shoulderblades, suddenly", "emergency"),
        ("thunderclap headache", "emergency"),
    ],
)
def test_what_is_present_is_found(text, level):
    assert says(text).disposition == Disposition(level)


def test_misspelt_alarms_are_understood():
    assert says("I have brethlessness suddenly and my chest hurts").disposition == "emergency"


def test_a_denial_is_remembered():
    assert "chest_pressure" in says("no chest tightness").denied


def test_words_name_the_place():
    verdict = says("athlete's foot on my left foot")
    assert verdict.blocks(Site.parse("foot.toes.left"))
    assert not verdict.blocks(Site.parse("foot.toes.right"))
    assert not verdict.blocks(Site.parse("back.lumbar.left"))


def test_the_side_in_the_words_narrows_a_regional_rule():
    verdict = says("bulging painful varicose veins in my left leg")
    assert verdict.blocks(Site.parse("leg.calf.left"))
    assert not verdict.blocks(Site.parse("leg.calf.right"))


def test_medicines_are_read_in_the_words_too():
    assert "anticoagulated" in {r.id for r in says("I'm on apixaban").restrictions}
    assert says("my husband takes warfarin").disposition is Disposition.OK
    assert says("I stopped taking warfarin years ago").disposition is Disposition.OK


@pytest.mark.parametrize("text", ["", "   ", "?!.,;", "\x00\ud800", "ача боль 痛い", "no " * 3000])
def test_any_text_is_read_without_an_error(text):
    assert says(text).disposition in Disposition


def test_ten_thousand_words_are_read():
    text = "My calf is hot, swollen and sore after the flight, and I cannot breathe. " * 900
    assert says(text).disposition is Disposition.EMERGENCY


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Ate a prawn toast on the way. My tongue feels huge, hard to swallow", "emergency"),
        ("3/7 of L calf swelling, hot to touch, flew in from Perth", "refer"),
        ("All below my waist has gone woolly. I can't tell when I need the loo", "emergency"),
        ("A pink trail has run from the splinter up my forearm since breakfast", "refer"),
    ],
)
def test_what_no_phrase_foresaw_is_weighed_and_joined_over_sentences(text, level):
    assert says(text).disposition >= Disposition(level)


@pytest.mark.parametrize(
    "text",
    [
        "I had a fit of giggles in the meeting",
        "Real stroke of luck getting this appointment",
        "Better after rest, pain medication upsets my stomach",
        "Rang the doctor's surgery this morning for a repeat prescription",
        "It was 38 degrees in Madrid and my hotel pillow was hard",
    ],
)
def test_sayings_and_the_weather_raise_no_alarm(text):
    assert says(text).disposition is Disposition.OK


def test_every_wording_names_a_finding_or_nothing():
    from palpate.screening._tables import rows

    named = {row["finding"] for _, row in rows("wordings")}
    assert named - {"-"} <= set(load_safety().terms)
    assert "-" in named

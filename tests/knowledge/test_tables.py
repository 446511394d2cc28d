"""The tables hold together, and one that does not is named by table, row and column."""

import csv
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from palpate.body import regions
from palpate.knowledge import (
    ClinicalTest,
    Confidence,
    Knowledge,
    KnowledgeError,
    Shelf,
    SideRule,
    check,
    load,
    read,
    version,
)

BROKEN = [
    # table, column, what is written into the first row that has something there
    ("trigger_points", "muscle", "upper_trapesius"),
    ("trigger_points", "site_region", "shoulder.tip"),
    ("trigger_points", "essential", "neck.lateral;neck.sideways"),
    ("trigger_points", "essential", "neck.lateral;neck.lateral"),
    ("trigger_points", "essential", "contra/head.vertex"),
    ("trigger_points", "essential", "ipsi/neck.lateral"),
    ("trigger_points", "essential", "neck.lateral=1.4"),
    ("trigger_points", "symptoms", "made_up_symptom"),
    ("trigger_points", "restricted_movements", "neck_flip"),
    ("trigger_points", "perpetuating", "made_up_habit"),
    ("trigger_points", "prevalence", "often"),
    ("trigger_points", "number", "one"),
    ("trigger_points", "id", "upper_trapezius.9"),
    ("muscles", "sources", ""),
    ("muscles", "label", ""),
    ("muscles", "confidence", "sure"),
    ("nerves", "associated_muscles", "made_up_muscle"),
    ("nerves", "aggravating", "made_up_load"),
    ("nerves", "massage_treatable", "perhaps"),
    ("joints", "restricted_movements", "made_up_movement"),
    ("postures", "measures", "made_up_angle"),
    ("postures", "short_muscles", "made_up_muscle"),
    ("postures", "related_nerves", "made_up_nerve"),
    ("postures", "related_joints", "made_up_joint"),
    ("priors", "condition_id", "made_up_condition"),
    ("territories", "core_regions", "leg.back"),
    ("territories", "nerves", "made_up_nerve"),
    ("symptom_qualities", "findings", "made_up_word"),
    ("tests", "targets", "made_up_condition"),
    ("tests", "finding", "made_up_finding"),
    ("tests", "sensitivity", "1.2"),
    ("tests", "lr_positive_usable", "inf"),
    ("tests", "lr_negative_usable", "0"),
    ("tests", "positions", "upside_down"),
    ("rom_norms", "limiting_muscles", "made_up_muscle"),
    ("posture_measures", "supports_posture", "made_up_posture"),
    ("findings", "implies", "made_up_finding"),
    ("findings", "regions", "made.up"),
    ("nerve_words", "territories", "made_up_territory"),
    ("action_words", "finding", "made_up_finding"),
    ("body_words", "regions", ""),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged tables, to break."""
    with as_file(files("palpate.knowledge") / "data") as data:
        shutil.copytree(data, tmp_path / "data")
    return tmp_path / "data"


def read_all(folder: Path) -> Knowledge:
    shelf = Shelf(folder)
    known = read(shelf)
    shelf.check_references()
    return known


@pytest.mark.parametrize(("table", "column", "cell"), BROKEN)
def test_broken_cell_is_named(folder: Path, table: str, column: str, cell: str) -> None:
    path = folder / f"{table}.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    at = next(n for n, row in enumerate(rows) if row[column])
    rows[at][column] = cell
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

    with pytest.raises(KnowledgeError) as caught:
        read_all(folder)

    assert (caught.value.table, caught.value.row, caught.value.column) == (table, at + 2, column)
    assert f"{table}.csv, row {at + 2}, column {column!r}" in str(caught.value)


@pytest.mark.parametrize(
    ("damage", "row", "column", "says"),
    [
        (lambda t: t.replace("label", "lable", 1), 1, "label", "missing"),
        (lambda t: t.replace("id,", "id,extra,", 1), 1, "extra", "not known"),
        (lambda t: t + "one,two\n", 127, None, "cells"),
        (lambda t: t + t.splitlines()[1] + "\n", 127, "id", "twice"),
        (lambda t: t + '"open', 127, None, "quote"),
    ],
)
def test_broken_table_is_named(folder: Path, damage, row, column, says) -> None:
    path = folder / "muscles.csv"
    path.write_text(damage(path.read_text()))

    with pytest.raises(KnowledgeError) as caught:
        read_all(folder)

    assert caught.value.table == "muscles"
    assert caught.value.column == column
    assert caught.value.row == row or says == "quote"
    if says != "quote":
        assert says in str(caught.value)


def test_missing_table_and_wrong_encoding_are_named(folder: Path) -> None:
    (folder / "joints.csv").write_bytes(b"id,label\n\xff\xfe,x\n")
    with pytest.raises(KnowledgeError, match=r"joints\.csv: is not UTF-8"):
        read_all(folder)
    (folder / "joints.csv").unlink()
    with pytest.raises(KnowledgeError, match=r"joints\.csv: cannot be read"):
        read_all(folder)


def test_everything_holds_together() -> None:
    result = check()

    assert result.problems == ()
    assert result.unmatched == ()
    assert result.rows["muscles"] == 125
    assert result.rows["trigger_points"] == 180
    assert result.words > 4000


def test_every_fact_has_sources_and_confidence() -> None:
    known = load()
    for shelf in (known.muscles, known.nerves, known.joints, known.postures, known.tests):
        for record in shelf.values():
            assert record.sources
            assert record.confidence in Confidence


def test_referral_patterns_keep_their_sides_and_published_shares() -> None:
    point = load().trigger_points["pronator_quadratus.1"]
    assert {r.weight for r in (*point.essential, *point.spillover)} & {0.57, 0.29}
    sides = {
        r.side_rule
        for p in load().trigger_points.values()
        for r in (*p.essential, *p.spillover)
        if not regions()[r.region].is_midline
    }
    assert sides == {SideRule.SAME, SideRule.CONTRA}


def test_a_region_is_essential_or_spillover_never_both() -> None:
    known = load()
    for cause in (*known.trigger_points.values(), *known.nerves.values(), *known.joints.values()):
        both = {(r.region, r.side_rule) for r in cause.essential} & {
            (r.region, r.side_rule) for r in cause.spillover
        }
        assert not both, cause.id


def usable(test: ClinicalTest) -> tuple[float, float]:
    return test.lr_positive_usable, test.lr_negative_usable


def test_usable_ratios_are_finite_and_capped() -> None:
    tests = load().tests
    assert all(0 < p <= 10 and 0.1 <= n <= 2 for p, n in map(usable, tests.values()))
    assert tests["cervicogenic_cluster_jull"].lr_negative == 0
    assert tests["cervicogenic_cluster_jull"].lr_negative_usable == 0.1
    assert tests["resisted_external_derotation"].lr_positive_usable == 5  # 17 people
    assert tests["slr"].lr_positive_usable == 1.3


def test_every_cause_can_be_examined() -> None:
    known = load()
    examined = {target for test in known.tests.values() for target in test.targets}
    assert not set(known.nerves) - examined
    assert not set(known.joints) - examined
    assert not set(known.postures) - examined


def test_every_screening_word_is_in_the_vocabulary() -> None:
    known = load()
    assert all(known.findings[term].screening for term in known.safety.terms)
    assert known.closure("foot_drop") >= {"leg_weakness_new", "ankle_dorsiflexion_weak"}


def test_version_changes_with_the_content(folder: Path) -> None:
    before = read_all(folder).version
    path = folder / "muscles.csv"
    path.write_text(path.read_text().replace("Upper trapezius", "Upper  trapezius"))

    assert read_all(folder).version != before
    assert load().version == version()

"""Words are understood however they are spelled, or reported; never turned into their opposite."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.knowledge import FindingKind, load, match_finding, match_muscles

RELIEVING = (FindingKind.RELIEVING,)
SIGN = (FindingKind.SIGN,)


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ("prolonged_sitting_job", "prolonged_sitting"),
        ("Desk job", "desk_work"),
        ("overhead athlete", "overhead_sport"),
        ("pain_worse_at_night", "night_pain"),
        ("neck_rotation", "cervical_rotation"),
        ("limited_cervical_rotation", "cervical_rotation"),
        ("pins and needles", "tingling"),
        ("paraesthesias", "tingling"),
        ("weak_ankle_dorsiflexion", "ankle_dorsiflexion_weak"),
        ("ankle dorsiflexor weakness", "ankle_dorsiflexion_weak"),
        ("tibialis_anterior_weakness", "ankle_dorsiflexion_weak"),
        ("EHL weakness", "great_toe_extension_weak"),
        ("plantar_flexion_weakness", "ankle_plantarflexion_weak"),
        ("quadriceps_weakness", "knee_extension_weak"),
        ("hip_abductor_weakness", "hip_abduction_weak"),
        ("achilles_reflex_diminished", "ankle_reflex_reduced"),
        ("absent patellar reflex", "knee_reflex_reduced"),
        ("clonus", "hyperreflexia"),
        ("mri_disc_herniation_l4_l5", "imaging_disc"),
        ("normal MRI", "imaging_normal"),
        ("ncs_prolonged_median_latency", "nerve_conduction_abnormal"),
        ("knee_effusion", "knee_swelling"),
        ("pes_planus", "foot_pronation"),
        ("carrying_rucksak", "carrying_rucksack"),
        ("saddle_anaesthesia", "saddle_numbness"),
        ("failed_acupuncture_sessions", "failed_treatment"),
        ("started_guitar_four_weeks_ago", "musical_instrument"),
        ("lifting_heavy_boxes_aggravates", "lifting"),
    ],
)
def test_words_are_understood(words: str, finding: str) -> None:
    assert match_finding(words, (FindingKind.HISTORY,)).finding_id == finding


@pytest.mark.parametrize(
    ("words", "test"),
    [
        ("slr", "slr"),
        ("Lasègue", "slr"),
        ("positive straight leg raise", "slr"),
        ("fabere", "sij_faber"),
        ("phalens", "phalen"),
        ("Phalen's test", "phalen"),
        ("neers", "neer"),
        ("tinel_at_wrist", "tinel_carpal"),
        ("slump_test", "slump"),
        ("elbow_flexion_test", "elbow_flexion"),
        ("reduced_ankle_reflex", "achilles_reflex"),
    ],
)
def test_tests_are_known_by_their_many_names(words: str, test: str) -> None:
    assert match_finding(words, SIGN).test_id == test


@pytest.mark.parametrize(
    ("words", "finding", "regions", "roots"),
    [
        ("numbness_dorsal_foot", "foot_dorsum_numbness", {"foot.dorsum"}, set()),
        (
            "numbness_lateral_thigh",
            "numbness_lateral_thigh",
            {"thigh.lateral_upper", "thigh.lateral_lower"},
            set(),
        ),
        ("tingling_medial_forearm", "tingling", {"forearm.ulnar"}, set()),
        ("reduced_sensation_thumb_and_index", "sensation_reduced", {"hand.thumb", "hand.index"}, 0),
        ("sensory_loss_c6", "sensation_reduced", {"hand.thumb", "forearm.radial"}, {"C6"}),
        ("reduced_c6_reflex", "brachioradialis_reflex_reduced", set(), {"C6"}),
        (
            "reduced_sensation_sural_nerve",
            "sensation_reduced",
            {"ankle.lateral", "foot.sole_lateral"},
            set(),
        ),
        ("mri_disc_herniation_l5_s1", "imaging_disc", set(), {"S1"}),
        ("tenderness_lateral_epicondyle", "tenderness", {"elbow.lateral"}, set()),
    ],
)
def test_places_and_roots_are_read(words, finding, regions, roots) -> None:
    match = match_finding(words)
    assert match.finding_id == finding
    assert set(match.regions) == regions
    assert not roots or set(match.roots) == roots


def test_the_same_word_eases_or_provokes_by_where_it_stands() -> None:
    assert match_finding("sitting", (FindingKind.AGGRAVATING,)).finding_id == "sitting"
    assert match_finding("sitting", RELIEVING).finding_id == "eased_by_sitting"
    assert match_finding("relieved_by_sitting").finding_id == "eased_by_sitting"
    eased = match_finding("neck_flexion", RELIEVING)
    assert (eased.finding_id, eased.movement) == ("eased_by_position", "cervical_flexion")


@pytest.mark.parametrize(
    "words",
    ["no_numbness", "negative_slr", "denies_weakness", "without_headache", "numbness_absent"],
)
def test_what_is_absent_is_never_read_as_present(words: str) -> None:
    match = match_finding(words)
    assert match.finding_id == "stated_absent"
    assert match.test_id is None
    assert match.denies


@pytest.mark.parametrize("words", ["quantum_banana", "zzz", "", "___", "dog_bite"])
def test_what_is_not_understood_is_not_guessed(words: str) -> None:
    match = match_finding(words)
    assert not match
    assert match.how == "unmatched"
    assert match.words == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hip_abduction_weakness", "hip_adduction_weakness"),
        ("ankle_inversion_limited", "ankle_eversion_limited"),
        ("shoulder_internal_rotation", "shoulder_external_rotation"),
        ("numbness_medial_thigh", "numbness_lateral_thigh"),
        ("forearm_pronation_painful", "forearm_supination_painful"),
    ],
)
def test_opposites_are_kept_apart(one: str, other: str) -> None:
    first, second = match_finding(one), match_finding(other)
    assert first
    assert second
    assert (first.finding_id, first.regions) != (second.finding_id, second.regions)


def test_a_general_finding_follows_from_a_special_one() -> None:
    known = load()
    for said in ("prolonged_sitting", "sitting_on_wallet", "driving"):
        assert "sitting" in known.closure(said)


def test_muscles_are_known_by_label_latin_and_part() -> None:
    assert match_muscles("Upper trapezius") == ("upper_trapezius",)
    assert match_muscles("trapezius_upper") == ("upper_trapezius",)
    assert match_muscles("Musculus soleus") == ("soleus",)
    assert len(match_muscles("quadratus_lumborum")) == 2
    assert set(match_muscles("gluteus_minimus")) == {
        "gluteus_minimus_anterior",
        "gluteus_minimus_posterior",
    }
    assert match_muscles("left_piriformis_muscle_xyz") == ("piriformis",)
    assert match_muscles("musculus imaginarius") == ()


@given(st.text(alphabet=string.ascii_letters + string.digits + "_ -'é\n\0🦴", max_size=80))
def test_any_text_is_read_without_a_crash(words: str) -> None:
    match = match_finding(words)
    assert match.words == words
    assert 0 <= match.score <= 1
    assert bool(match) == (match.finding_id is not None or match.test_id is not None)
    match_muscles(words)


@given(st.sampled_from(sorted(load().findings)), st.sampled_from(["{}", " {} ", "{}!"]))
def test_every_finding_is_understood_as_itself(finding: str, shape: str) -> None:
    match = match_finding(shape.format(finding))
    assert finding in (match.finding_id, match.test_id)

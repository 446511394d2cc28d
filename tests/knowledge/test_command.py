"""`palpate knowledge` shows pages that a therapist can read."""

import pytest
from click.testing import CliRunner

from palpate.cli import main


def run(*arguments: str):
    return CliRunner().invoke(main, ["knowledge", *arguments])


def test_check_counts_tables_and_words() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "125  muscles" in result.output
    assert "(100.0%)" in result.output


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("upper_trapezius", ["Musculus trapezius", "press:", "sends pain to:", "caution:", "http"]),
        ("Musculus soleus", ["Soleus", "sends pain to:"]),
        ("carpal_tunnel", ["median nerve", "refer when:", "tests:", "Phalen"]),
        ("plantar_fasciitis", ["heel", "first steps in the morning"]),
        ("forward_head", ["held short:", "link with pain:"]),
        ("neer", ["sensitivity 0.79", "speaks for: Subacromial"]),
        ("lasegue", ["Straight leg raise"]),
        ("night_pain", ["also said as:", "Carpal tunnel syndrome"]),
        ("dvt_current", ["pressure at most: 0 of 10"]),
        ("cva", ["Craniovertebral angle"]),
    ],
)
def test_show(name: str, says: list[str]) -> None:
    result = run("show", name)
    assert result.exit_code == 0, result.output
    for words in says:
        assert words in result.output


def test_show_suggests_what_was_meant() -> None:
    result = run("show", "upr_trapzius")
    assert result.exit_code == 1
    assert "did you mean upper_trapezius" in result.output

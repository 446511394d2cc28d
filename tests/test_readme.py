"""What the README promises."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_ten_lines_of_python_run_without_django(tmp_path, dev_cases):
    block = re.search(r"```python\n(.*?)```", README, re.S)
    assert block is not None
    first = dev_cases.read_text(encoding="utf-8").splitlines()[1]
    (tmp_path / "case.json").write_text(first, encoding="utf-8")
    code = block.group(1) + "\nimport sys\nassert 'django' not in sys.modules\n"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\d+%  \S", done.stdout, re.M)


def test_every_picture_and_page_it_links_to_is_there():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_command_says_the_same_as_the_library(dev_cases):
    from palpate import assess, load_cases

    done = subprocess.run(
        [sys.executable, "-m", "palpate", "assess", str(dev_cases), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    for case, answer in zip(load_cases(dev_cases), told, strict=True):
        assert set(answer) >= {"id", "causes", "next_tests", "unmatched"}
        assert answer["id"] == case.id
        probabilities = [cause["probability"] for cause in answer["causes"]]
        assert probabilities == sorted(probabilities, reverse=True)
        assert all(0.001 <= p <= 1 for p in probabilities)
    leading = assess(case).causes[0]
    assert (answer["causes"][0]["kind"], answer["causes"][0]["id"]) == (leading.kind, leading.id)


def test_the_answer_of_a_case_is_never_read(dev_cases, tmp_path):
    plain = json.loads(dev_cases.read_text(encoding="utf-8").splitlines()[3])
    bare = {k: v for k, v in plain.items() if k not in {"answer", "treatment", "outcome", "title"}}
    path = tmp_path / "both.jsonl"
    path.write_text(json.dumps(plain) + "\n" + json.dumps(bare) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "palpate", "assess", str(path), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    one, other = (json.loads(line) for line in done.stdout.splitlines())
    assert one == other

"""How well screening catches what is dangerous, lets through what is harmless, and how fast.

    python benchmarks/screening.py [--list] [--batch N] [FILE]

Reads vignettes as JSON Lines: ``{"id", "text", "age", "sex", "medications", "regions", "findings",
"expected", "source", "batch"}``. Two doors: *coded* leaves out the text, *text* leaves out the
findings. Prints for each: sensitivity for emergencies and referrals (a case counts as caught when
it comes back at least as strict as expected; as ``refer`` also when another blocking level does),
the share of harmless ones (expected ``ok`` or ``modify``) let through, and the share with exactly
the right level. Harmless ones are let through when they come back ``ok`` or ``modify``.
Batch 5 was written by an independent author after the rules were made. At first sight of it the
text door caught 0.51 of its emergencies and referrals and let 0.89 of its harmless ones through
(coded door: 1.00 and 1.00). The rules have been widened since, with it in sight: its figures are
no longer those of unseen words.
"""

from __future__ import annotations

import argparse
import datetime
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from palpate.screening import Disposition, questionnaire, screen, screen_answers

DATA = Path(__file__).parent / "data"
VIGNETTES = DATA / "screening_vignettes.jsonl"
UNSEEN = DATA / "screening_unseen.jsonl"
CHATTER = DATA / "screening_harmless.jsonl"
ON = datetime.date(2025, 6, 2)
DANGEROUS = (Disposition.EMERGENCY, Disposition.REFER)
HARMLESS = (Disposition.OK, Disposition.MODIFY)


@dataclass(frozen=True)
class Outcome:
    """What came back for one vignette at one door."""

    id: str
    batch: int
    expected: Disposition
    found: Disposition
    rules: tuple[str, ...]
    text: str

    @property
    def missed(self) -> bool:
        """An emergency that is not one, or a referral that does not block."""
        return self.expected in DANGEROUS and self.found < self.expected

    @property
    def held_back(self) -> bool:
        return self.expected in HARMLESS and self.found not in HARMLESS

    @property
    def exact(self) -> bool:
        return self.found is self.expected


def outcomes(path: Path, door: str) -> list[Outcome]:
    """Every vignette through one door."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        given = dict(case)
        given.pop("text" if door == "coded" else "findings")
        verdict = screen(given, on=ON)
        found.append(
            Outcome(
                case["id"],
                case.get("batch", 1),
                Disposition(case["expected"]),
                verdict.disposition,
                tuple(r.id for r in verdict.restrictions),
                case["text"],
            )
        )
    return found


def share(part: Iterable[bool]) -> float:
    items = list(part)
    return sum(items) / len(items) if items else float("nan")


def report(name: str, results: list[Outcome], listed: bool) -> None:
    """Print the figures of one door."""
    danger = [r for r in results if r.expected in DANGEROUS]
    harmless = [r for r in results if r.expected in HARMLESS]
    print(
        f"{name:<6} {len(results):>4} vignettes   "
        f"sensitivity {1 - share(r.missed for r in danger):.3f}"
        f" (of {len(danger)})   harmless let through {1 - share(r.held_back for r in harmless):.3f}"
        f" (of {len(harmless)})   exact level {share(r.exact for r in results):.3f}"
    )
    if listed:
        for r in results:
            if not r.exact:
                mark = "MISS" if r.missed else "HELD" if r.held_back else "    "
                print(f"  {mark} {r.id} {r.expected} -> {r.found} {list(r.rules)} | {r.text}")


def unseen() -> None:
    """The text door on what nobody tuned it to: another author's vignettes, and plain chatter."""
    report("unseen, text", outcomes(UNSEEN, "text"), False)
    lines = [json.loads(line)["text"] for line in CHATTER.read_text(encoding="utf-8").splitlines()]
    through = [screen({"text": text}, on=ON).disposition in HARMLESS for text in lines]
    print(f"chatter    {len(lines)} harmless remarks   let through {share(through):.3f}")


def speed(path: Path) -> None:
    """Milliseconds a full intake with free text takes, and seconds for ten thousand."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    answers = questionnaire().all_clear()
    medicines = ("amlodipine 5 mg", "aspirin 75", "vitamin D", "ibuprofen when needed")
    screen_answers(answers, 50, "F", medicines, texts[0], on=ON)
    count = 10_000
    start = time.perf_counter()
    for number in range(count):
        text = texts[number % len(texts)] + f" It began {number % 40} days ago."
        screen_answers(answers, 50, "F", medicines, text, on=ON)
    seconds = time.perf_counter() - start
    print(
        f"speed                  {seconds / count * 1000:.2f} ms a full intake, "
        f"{seconds:.1f} s for {count:,}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=VIGNETTES)
    parser.add_argument("--list", action="store_true", help="name every case that is not exact")
    parser.add_argument("--batch", type=int, help="only the vignettes of this batch")
    parser.add_argument("--no-speed", action="store_true")
    given = parser.parse_args()
    for door in ("coded", "text"):
        results = outcomes(given.file, door)
        if given.batch:
            results = [r for r in results if r.batch == given.batch]
        report(door, results, given.list)
    if given.file == VIGNETTES and not given.batch:
        unseen()
    if not given.no_speed:
        speed(given.file)


if __name__ == "__main__":
    main()

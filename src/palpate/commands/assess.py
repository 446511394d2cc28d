"""`palpate assess`: ranked causes of one case or many."""

from __future__ import annotations

import json

import click

from palpate.assessment import Assessment, assess
from palpate.cases import PARTS, Case, CaseError, load_cases


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per case.")
@click.option(
    "--without",
    default="",
    metavar="PARTS",
    help=f"Parts of the input to leave out, comma between: {', '.join(PARTS)}.",
)
@click.option(
    "--top",
    default=8,
    show_default=True,
    type=click.IntRange(1),
    help="Causes to print for a reader; --json lists all.",
)
def command(file: str, as_json: bool, without: str, top: int) -> None:
    """Rank the causes of the cases in FILE (JSON or JSON Lines; - for standard input)."""
    parts = [p.strip() for p in without.split(",") if p.strip()]
    try:
        for case in load_cases(file):
            assessment = assess(case.without(parts))
            if as_json:
                click.echo(json.dumps(as_plain(assessment), ensure_ascii=False))
            else:
                click.echo(as_text(case, assessment, top))
    except CaseError as error:
        raise click.ClickException(str(error)) from None


def as_plain(assessment: Assessment) -> dict[str, object]:
    """The assessment as JSON values."""
    return {
        "id": assessment.case_id,
        "causes": [
            {
                "kind": c.kind.value,
                "id": c.id,
                "side": c.side.value if c.side else None,
                "site": c.site_number,
                "label": c.label,
                "probability": round(c.probability, 6),
                "for": [{"text": r.text, "decibans": round(r.decibans, 1)} for r in c.evidence_for],
                "against": [
                    {"text": r.text, "decibans": round(r.decibans, 1)} for r in c.evidence_against
                ],
            }
            for c in assessment.causes
        ],
        "next_tests": [
            {
                "test": t.test,
                "name": t.name,
                "side": t.side.value if t.side else None,
                "minutes": t.minutes,
                "value": round(t.value, 4),
                "why": t.why,
                "how": t.how,
                "if_positive": t.if_positive,
                "if_negative": t.if_negative,
            }
            for t in assessment.next_tests
        ],
        "unexplained": [u.text for u in assessment.unexplained],
        "unmatched": list(assessment.unmatched),
        "conflicts": list(assessment.conflicts),
        "certainty": assessment.certainty.level,
        "knowledge_version": assessment.knowledge_version,
    }


def as_text(case: Case, assessment: Assessment, top: int) -> str:
    """The ranking for a reader."""
    lines = [f"{case.id}: {assessment.certainty.words}"]
    if refer := assessment.refer_first:
        lines.append(f"  REFER: {refer.label}. {refer.refer_reason}")
    for cause in assessment.causes[:top]:
        kind = cause.kind.value.replace("_", " ")
        lines.append(f"  {cause.probability:6.1%}  {cause.name}  ({kind})")
        for told in (cause.evidence_for, cause.evidence_against):
            lines.extend(f"           {r.decibans:+5.1f} dB  {r.text}" for r in told[:3])
    if assessment.next_tests:
        test = assessment.next_tests[0]
        side = f", {test.side}" if test.side else ""
        lines.append(f"  test next: {test.name}{side} ({test.minutes:g} min): {test.why}")
    for title, words in (
        ("left unexplained", [u.text for u in assessment.unexplained]),
        ("not understood", assessment.unmatched),
        ("in conflict", assessment.conflicts),
    ):
        if words:
            lines.append(f"  {title}: {'; '.join(words)}")
    return "\n".join(lines) + "\n"

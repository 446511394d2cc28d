"""`palpate screen`: what binds the treatment of one client or many."""

from __future__ import annotations

import datetime
import json

import click

from palpate.cases import Case, CaseError, load_cases
from palpate.plain import to_plain
from palpate.screening import Disposition, Restriction, ScreeningError, Verdict, screen

WORDS = {
    Disposition.EMERGENCY: "EMERGENCY: no massage; call emergency services",
    Disposition.REFER: "REFER: no massage before a doctor agrees",
    Disposition.ABSOLUTE: "NOT TODAY: no massage for now",
    Disposition.LOCAL: "LOCAL: keep away from some places",
    Disposition.MODIFY: "MODIFY: treat with changes",
    Disposition.OK: "OK: nothing found that restricts the treatment",
}


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per case.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    metavar="DATE",
    help='Day of the intake, from which "two weeks ago" counts.  [default: today]',
)
def command(file: str, as_json: bool, on: datetime.datetime | None) -> None:
    """Screen the cases in FILE (JSON or JSON Lines; - for standard input).

    Reads {"id", "age", "sex", "text", "findings", "medications", "regions"}; every key may be
    missing. Findings are ids of the screening vocabulary; the text is the client's own words.
    """
    day = on.date() if on else None
    try:
        for case in load_cases(file):
            verdict = screen(case, on=day)
            if as_json:
                click.echo(json.dumps(as_plain(case, verdict), ensure_ascii=False))
            else:
                click.echo(as_text(case, verdict))
    except (CaseError, ScreeningError) as error:
        raise click.ClickException(str(error)) from None


def as_plain(case: Case, verdict: Verdict) -> dict[str, object]:
    """The verdict as JSON values."""
    return {
        "id": case.id,
        "disposition": verdict.disposition.value,
        "blocks_today": verdict.blocks_today,
        "restrictions": to_plain(verdict.restrictions),
        "body_cap": verdict.body_cap,
        "excluded_techniques": sorted(verdict.excluded_techniques),
        "excluded_positions": sorted(verdict.excluded_positions),
        "max_minutes": verdict.max_minutes,
        "asked_back": to_plain(verdict.asked_back),
        "unread_medications": list(verdict.unread_medications),
        "found": to_plain(verdict.found),
        "denied": list(verdict.denied),
        "unmatched": list(case.unmatched),
        "incomplete": verdict.incomplete,
        "knowledge_version": verdict.knowledge_version,
    }


def as_text(case: Case, verdict: Verdict) -> str:
    """The verdict for a reader."""
    lines = [f"{case.id}: {WORDS[verdict.disposition]}"]
    for restriction in verdict.restrictions:
        lines += _told(restriction)
    if verdict.asked_back:
        lines.append("  Ask back:")
        lines += [f"    - {a.question} ({a.why})" for a in verdict.asked_back]
    if verdict.unread_medications:
        lines.append(f"  Medicines not recognised: {', '.join(verdict.unread_medications)}")
    if case.unmatched:
        lines.append(f"  Words not understood: {', '.join(case.unmatched)}")
    return "\n".join(lines)


def _told(restriction: Restriction) -> list[str]:
    lines = [f"  {restriction.level.value.upper():<9} {restriction.label}"]
    limits = []
    if restriction.pressure_cap is not None and not restriction.level.blocks_today:
        limits.append(f"pressure at most {restriction.pressure_cap:g} of 10 {_where(restriction)}")
    if restriction.excluded_positions:
        limits.append("not " + " or ".join(restriction.excluded_positions))
    if restriction.excluded_techniques:
        named = ", ".join(t.replace("_", " ") for t in restriction.excluded_techniques)
        limits.append(f"no {named}")
    if restriction.max_minutes:
        limits.append(f"at most {restriction.max_minutes} minutes")
    if limits:
        lines.append(f"            {'; '.join(limits)}")
    if restriction.adaptation:
        lines.append(f"            {restriction.adaptation}")
    if restriction.cleared_by:
        lines.append(f"            cleared by: {restriction.cleared_by}")
    lines.append(f"            because of: {', '.join(restriction.touched_by)}")
    return lines


def _where(restriction: Restriction) -> str:
    if restriction.whole_body:
        return "everywhere"
    groups = dict.fromkeys(s.region.split(".")[0] for s in restriction.sites)
    return f"at {', '.join(groups)} ({len(restriction.sites)} sites)"

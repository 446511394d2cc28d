"""`palpate plan`: from a case with its screening input to the plan of a visit."""

from __future__ import annotations

import json

import click

from palpate.assessment import assess
from palpate.care import CareError, Plan, Step, plan
from palpate.cases import Case, CaseError, load_cases
from palpate.plain import to_plain
from palpate.screening import screen


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per case.")
@click.option(
    "--minutes",
    default=60.0,
    show_default=True,
    type=click.FloatRange(15, 120),
    help="Length of the visit.",
)
def command(file: str, as_json: bool, minutes: float) -> None:
    """Plan the visit for the cases in FILE (JSON or JSON Lines; - for standard input)."""
    try:
        for case in load_cases(file):
            made = plan_for(case, minutes)
            if as_json:
                click.echo(json.dumps(as_plain(case.id, made), ensure_ascii=False))
            else:
                click.echo(as_text(case.id, made))
    except (CaseError, CareError) as error:
        raise click.ClickException(str(error)) from None


def plan_for(case: Case, minutes: float) -> Plan:
    """Screen, assess and plan the case."""
    verdict = screen(case)
    felt = [p.intensity for p in case.pain if p.intensity is not None]
    return plan(
        assess(case, verdict),
        verdict,
        minutes=minutes,
        pain=max(felt, default=None),
        duration_weeks=case.duration_weeks,
    )


def as_plain(id: str, made: Plan) -> dict[str, object]:
    """The plan as JSON values."""
    plain: dict[str, object] = {"id": id, **to_plain(made), "minutes": made.minutes}
    if made.course is not None:
        plain["visit_days"] = list(made.course.days())
    return plain


def as_text(id: str, made: Plan) -> str:
    """The plan for a reader."""
    lines = [f"{id}: plan of one visit, {made.session_minutes:g} minutes"]
    if made.blocked:
        lines.append(f"  NO HANDS-ON CARE TODAY: {made.blocked}")
    lines += [f"  ! {r.level}: {r.label}. {r.adaptation or r.reason}" for r in made.restrictions]
    where = ""
    for step in made.steps:
        if step.position and step.position != where:
            where = step.position
            lines.append(f"  {where.replace('_', ' ')}")
        lines += _step(step)
    if made.steps and made.spare_minutes:
        lines.append(f"    {made.spare_minutes:4g} min  left for what the hands find")
    if (course := made.course) is not None:
        lines.append(
            f"  course: {course.first_interval.words}, {course.visits_low} to "
            f"{course.visits_high} visits. {course.why}."
        )
        lines.append(f"  stop rule: {course.stop_rule}.")
    for title, words in (
        ("goal", [g.text for g in made.goals]),
        ("at home", [f"{a.label}: {a.how_often}" for a in made.home_advice]),
        (
            "shared care",
            [
                f"{c.profession.replace('_', ' ')} ({c.urgency}): {c.text}"
                for c in made.combined_care
            ],
        ),
        ("left out", [f"{x.structure}, {x.side}: {x.reason}" for x in made.left_out]),
        ("note", made.notes),
    ):
        lines += [f"  {title}: {w}" for w in words]
    return "\n".join(lines) + "\n"


def _step(step: Step) -> list[str]:
    name = step.technique_label
    if step.structure is not None and step.role not in ("prepare", "close"):
        name = f"{step.name}: {step.technique_label.lower()}"
    dose = []
    if step.structure is not None and step.pressure_cap > 0:
        cap = f" (cap {step.pressure_cap:g})" if step.pressure_cap < 10 else ""
        dose.append(f"pressure {step.pressure:g}{cap}")
    if step.hold_seconds is not None:
        dose.append(f"hold {step.hold_seconds[0]:g}-{step.hold_seconds[1]:g} s")
    if step.repetitions is not None:
        dose.append(f"{step.repetitions[0]}-{step.repetitions[1]} times")
    lines = [f"    {step.minutes:4g} min  {name}" + (f"; {', '.join(dose)}" if dose else "")]
    if step.then is not None:
        lines.append(f"              then {step.then.technique_label.lower()}")
    lines += [f"              ! {e.site}: {e.rule}" for e in step.endangerment if e.whole_region]
    return lines

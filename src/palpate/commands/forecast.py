"""`palpate forecast`: what to expect of one client's pain, or of many clients'."""

from __future__ import annotations

import json

import click

from palpate.outcomes import Forecast, ForecastPoint, OutcomeError, Pool, fit_pool, forecast
from palpate.outcomes.forecasting import CourseError, Request, read_courses
from palpate.plain import to_plain


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per course.")
@click.option(
    "--pool",
    "pool_file",
    type=click.Path(dir_okay=False, exists=True),
    help="Courses of the clinic's own clients to learn from first.",
)
def command(file: str, as_json: bool, pool_file: str | None) -> None:
    """Forecast the courses in FILE (JSON or JSON Lines; - for standard input).

    Each course: {"id", "condition", "age", "sex", "weeks_since_onset", "visits": [week, ...],
    "scores": [{"week", "instrument", "value"}], "predict_weeks": [...]}. Visits after the last
    score are planned; without weeks to predict, those of the visits to come are told. A course that
    cannot be read is said on standard error; the others are told all the same.
    """
    failed = False
    try:
        pool = _pool(pool_file) if pool_file else None
        for request in read_courses(file):
            if isinstance(request, CourseError):
                click.echo(f"Error: {request}", err=True)
                failed = True
                continue
            try:
                told = _told(request, pool)
            except OutcomeError as error:
                click.echo(f"Error: {request.course.id}: {error}", err=True)
                failed = True
                continue
            click.echo(json.dumps(as_plain(told), ensure_ascii=False) if as_json else as_text(told))
    except CourseError as error:
        raise click.ClickException(str(error)) from None
    if failed:
        raise SystemExit(1)


def _pool(file: str) -> Pool:
    courses = []
    for request in read_courses(file):
        if isinstance(request, CourseError):
            raise request
        courses.append(request.course)
    return fit_pool(courses)


def _told(request: Request, pool: Pool | None) -> Forecast:
    weeks = request.weeks
    if not weeks:
        weeks = forecast(request.course, (), pool=pool).planned_visits
    return forecast(request.course, weeks, pool=pool)


def as_plain(told: Forecast) -> dict[str, object]:
    """The forecast as JSON values."""
    return {
        "id": told.id,
        "instrument": told.instrument,
        "forecast": [_plain_point(p) for p in told.points],
        "if_care_stops": [_plain_point(p) for p in told.if_care_stops],
        "planned_visits": list(told.planned_visits),
        "by_visit": [to_plain(v) for v in told.by_visit],
        "expected_visits": to_plain(told.expected_visits),
        "prior": list(told.prior),
        "pooled_clients": told.pooled_clients,
        "notes": list(told.notes),
    }


def _plain_point(p: ForecastPoint) -> dict[str, float]:
    values = (p.mean, p.q05, p.q25, p.q50, p.q75, p.q95)
    named = zip(("mean", "q5", "q25", "q50", "q75", "q95"), values, strict=True)
    return {"week": p.week, **{name: round(value, 4) for name, value in named}}


def as_text(told: Forecast) -> str:
    """The forecast for a reader."""
    lines = [f"{told.id}: {told.instrument}, starting from {', '.join(told.prior)}"]
    lines.append("  week   mean   half of scores   nine in ten   if care stops")
    for p, stop in zip(told.points, told.if_care_stops, strict=True):
        half, most = f"{p.q25:.1f} to {p.q75:.1f}", f"{p.q05:.1f} to {p.q95:.1f}"
        lines.append(f"  {p.week:4g} {p.mean:6.1f} {half:>16} {most:>13} {stop.mean:15.1f}")
    if told.by_visit and told.by_visit[-1].chance_of_mcid is not None:
        chances = ", ".join(f"{v.chance_of_mcid:.0%}" for v in told.by_visit)
        lines.append(f"  chance of a worthwhile change by each visit to come: {chances}")
    if (expected := told.expected_visits) is not None:
        most_likely = expected.median if expected.median is not None else "more than looked at"
        lines.append(
            f"  visits to a worthwhile change: {most_likely} (of {expected.looked_at} looked at)"
        )
    lines += [f"  note: {note}" for note in told.notes]
    return "\n".join(lines) + "\n"

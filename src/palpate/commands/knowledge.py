"""``palpate knowledge``: look up what is known, and check that it holds together."""

from __future__ import annotations

import click


@click.group()
def command() -> None:
    """What is known: muscles, nerves, joints, tests, words, each with its sources."""


@command.command()
def check() -> None:
    """Check every table, every reference and every word; exit code 1 if something is wrong."""
    from palpate.knowledge import check as check_all

    result = check_all()
    for table, rows in result.rows.items():
        click.echo(f"{rows:6}  {table}")
    for problem in result.problems:
        click.secho(f"error: {problem}", fg="red", err=True)
    if not result.problems:
        matched = result.words - len(result.unmatched)
        share = matched / max(1, result.words)
        click.echo(f"{matched} of {result.words} words understood ({share:.1%})")
        for word in result.unmatched:
            click.secho(f"error: the word {word!r} is not understood as itself", fg="red", err=True)
    if result.problems or result.unmatched:
        raise SystemExit(1)
    click.echo("Everything holds together.")


@command.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what is known about NAME: an id such as upper_trapezius, or a word for it."""
    from palpate.knowledge import UnknownNameError, page

    try:
        click.echo(page(name), nl=False)
    except UnknownNameError as error:
        raise click.ClickException(str(error)) from None

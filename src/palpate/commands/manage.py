"""`palpate manage`: Django's own commands, for those who host Palpate."""

from __future__ import annotations

import os

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run a Django management command, for example `palpate manage migrate`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palpate.clinic.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["palpate manage", *arguments])

"""The `palpate` program: the same words as the library and the web application."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import click

from palpate import __version__, commands


class _Commands(click.Group):
    """Imports a command of `palpate.commands` only when it is asked for: start-up is fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(m.name for m in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = import_module(f"palpate.commands.{cmd_name}").command
        return found


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="palpate")
def main() -> None:
    """From a stranger's pain to a safe plan, a signed note and lasting relief."""

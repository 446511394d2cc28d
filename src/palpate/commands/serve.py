"""`palpate serve`: the web application on this machine."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="PALPATE_DATA",
    help="Folder of the database and the key.  [default: the user-data folder]",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--demo", is_flag=True, help="Load the demo clinic if there is no clinic yet.")
def command(data: Path | None, host: str, port: int, demo: bool) -> None:
    """Start the web application; the first start makes its database."""
    _check_port(host, port)
    if data is not None:
        os.environ["PALPATE_DATA"] = str(data)
    if host not in {"127.0.0.1", "localhost", "::1"}:
        os.environ["PALPATE_HOSTS"] = ",".join(
            filter(None, [os.environ.get("PALPATE_HOSTS"), "*" if host == "0.0.0.0" else host])
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palpate.clinic.config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        call_command("load_demo")
    from palpate.clinic.accounts.models import User

    address = f"http://{'localhost' if host == '0.0.0.0' else host}:{port}/"
    click.echo(f"Data:    {settings.DATA}")
    click.echo(f"Address: {address if User.objects.exists() else address + 'welcome/'}")
    if User.objects.filter(clinic__is_demo=True).exists():
        from palpate.clinic.accounts.demo import DEMO_EMAIL, DEMO_PASSWORD, DEMO_PIN

        click.echo(f"Login:   {DEMO_EMAIL}  {DEMO_PASSWORD}  (demo clinic; signing PIN {DEMO_PIN})")
    _run(host, port)


def _check_port(host: str, port: int) -> None:
    """Say that the port is taken before anything is set up, not as a stack of server errors."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host} port {port}: {error.strerror}. "
                f"Choose another: --port {port + 1}"
            ) from error


def _run(host: str, port: int) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "palpate.clinic.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_enabled=False,
    ).serve()

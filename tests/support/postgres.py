"""A PostgreSQL of the tests' own: `python -m tests.support.postgres COMMAND ...`.

Starts a cluster from the installed binaries in a temporary folder, reachable by a local socket,
runs the command with `PALPATE_DATABASE` set to it, and takes the cluster away again.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path:
    """The folder with `initdb`; raises `FileNotFoundError` that says what to install."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    raise FileNotFoundError("no initdb: install Debian's package postgresql")


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running, empty cluster's `postgres` database."""
    folder = Path(tempfile.mkdtemp(prefix="palpate-pg-"))
    data = folder / "data"
    owner: str | None = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        owner = next(name for name in ("postgres", "nobody") if _has_user(name))
        shutil.chown(folder, owner)
    folder.chmod(0o755)

    def run(*command: str) -> None:
        prefix = ["runuser", "-u", owner, "--"] if owner else []
        subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    bin_ = binaries()
    run(
        str(bin_ / "initdb"),
        "-D",
        str(data),
        "-U",
        "palpate",
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    run(
        str(bin_ / "pg_ctl"),
        "-D",
        str(data),
        "-w",
        "-l",
        str(folder / "log"),
        "-o",
        f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=60",
        "start",
    )
    try:
        yield f"postgresql://palpate@/postgres?host={folder}"
    finally:
        run(str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


if __name__ == "__main__":
    with cluster() as address:
        done = subprocess.run(sys.argv[1:], env={**os.environ, "PALPATE_DATABASE": address})
    sys.exit(done.returncode)

"""Where an installation keeps its data: database, secret key, documents."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """`PALPATE_DATA`, or the platform's user-data folder; created, readable by its owner only."""
    folder = Path(os.environ.get("PALPATE_DATA") or user_data_path("palpate", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.resolve()


def secret_key(folder: Path) -> str:
    """The installation's own key, made on first use and kept beside the database."""
    if key := os.environ.get("PALPATE_SECRET_KEY"):
        return key
    path = folder / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(64))
    return key

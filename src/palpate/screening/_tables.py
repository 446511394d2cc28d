"""Reading the word tables of screening, ``data/*.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

from palpate.knowledge import KnowledgeError


def rows(table: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column; raises `KnowledgeError` for a row of the wrong length."""
    path = files("palpate.screening") / "data" / f"{table}.csv"
    reader = csv.DictReader(path.read_text(encoding="utf-8").splitlines(), strict=True)
    for row in reader:
        if None in row or None in row.values():
            raise KnowledgeError(table, reader.line_num, None, "wrong number of cells")
        yield reader.line_num, {k: v.strip() for k, v in row.items()}

"""From data to PDF with Typst: data go in as JSON, never as markup, so that no text is code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import as_file, files
from typing import Literal, cast

import typst

from palpate.documents._types import DocumentError

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_words(day: date) -> str:
    """``3 May 2026``, the same in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime) -> str:
    """``3 May 2026, 14:02`` and the zone where it is known."""
    zone = f" {moment.tzname()}" if moment.tzinfo else ""
    return f"{day_words(moment.date())}, {moment:%H:%M}{zone}"


@cache
def _place(folder: str) -> str:
    with as_file(files("palpate.documents") / folder) as path:
        return str(path)


def render(template: str, data: Mapping[str, object], made_on: date) -> bytes:
    """The PDF of a template with the data; raises `DocumentError` when a part cannot be set."""
    return _compile(template, data, made_on, "pdf", None)[0]


def render_png(
    template: str, data: Mapping[str, object], made_on: date, ppi: float = 110
) -> list[bytes]:
    """The pages as pictures, for looking at."""
    return _compile(template, data, made_on, "png", ppi)


def _compile(
    template: str,
    data: Mapping[str, object],
    made_on: date,
    form: Literal["pdf", "png"],
    ppi: float | None,
) -> list[bytes]:
    try:
        made: object = typst.compile(
            f"{_place('templates')}/{template}.typ",
            root=_place("templates"),
            font_paths=[_place("fonts")],
            format=form,
            ppi=ppi,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(datetime.combine(made_on, time(), UTC).timestamp()),
        )
    except typst.TypstError as error:
        raise DocumentError(f"the page {template!r} cannot be set: {error}") from error
    return made if isinstance(made, list) else [cast("bytes", made)]

"""Engine results as plain JSON types."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Set
from enum import Enum
from typing import Any

import numpy as np

from palpate.body import Site


def to_plain(value: Any) -> Any:  # Any: the doorway to JSON, whose values have no one type
    """`value` with dataclasses as dicts, enums as values, sites as codes, dates as ISO text.

    Raises `TypeError` for anything that JSON has no word for.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Site):
        return value.code
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(to_plain(k)): to_plain(v) for k, v in value.items()}
    if isinstance(value, Set):
        return sorted(to_plain(v) for v in value)
    if isinstance(value, list | tuple):
        return [to_plain(v) for v in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    raise TypeError(f"no JSON form for {type(value).__name__}")

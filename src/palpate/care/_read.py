"""A kept plan read back: the inverse of `palpate.plain.to_plain`."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

from palpate.body import Site
from palpate.care._types import CareError, Plan


def read_plan(plain: Mapping[str, Any]) -> Plan:  # Any: JSON values have no one type
    """The plan that `to_plain` made this of; unknown fields are passed over.

    Raises `CareError` naming the field that is missing or cannot be read.
    """
    plan: Plan = _read(Plan, plain, "plan")
    return plan


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, value: Any, at: str) -> Any:  # any annotation, any JSON value
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        (present,) = (k for k in inner if k is not type(None))
        return None if value is None else _read(present, value, at)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise CareError(at, value, "a list")
        if inner[-1] is Ellipsis:
            return tuple(_read(inner[0], v, f"{at}[{i}]") for i, v in enumerate(value))
        if len(value) != len(inner):
            raise CareError(at, value, f"a list of {len(inner)}")
        return tuple(
            _read(k, v, f"{at}[{i}]") for i, (k, v) in enumerate(zip(inner, value, strict=True))
        )
    if kind is Site:
        return _made(Site.parse, value, at, "a site")
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, value, at)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _made(kind, value, at, f"one of {', '.join(str(k.value) for k in kind)}")
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        raise CareError(at, value, f"of type {kind.__name__}")
    return value


def _record(kind: type, value: Any, at: str) -> Any:
    if not isinstance(value, Mapping):
        raise CareError(at, value, "an object")
    given = {}
    for f in dataclasses.fields(kind):
        if f.name in value:
            given[f.name] = _read(_hints(kind)[f.name], value[f.name], f"{at}.{f.name}")
        elif f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
            raise CareError(f"{at}.{f.name}", None, "given")
    return kind(**given)


def _made(make: Any, value: Any, at: str, allowed: str) -> Any:
    try:
        return make(value)
    except (ValueError, AttributeError, TypeError):
        raise CareError(at, value, allowed) from None

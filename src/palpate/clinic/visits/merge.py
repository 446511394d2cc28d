"""Two people, one note: what can be put together, and what has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """One field as the writer last saw it (`was`) and wants it (`now`); ``None`` is empty."""

    was: Any
    now: Any


@dataclass(frozen=True)
class Conflict:
    """A field that both changed, to different values."""

    field: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """`content` with every change that could be made; `applied` names the fields that moved."""

    content: dict[str, Any]
    applied: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def merge(current: Mapping[str, Any], changes: Mapping[str, Change]) -> Merged:
    """Apply `changes` to `current`, field by field.

    A field that nobody else touched takes the new value; a change that is already there (a repeated
    request whose answer was lost) does nothing; a field that somebody else changed to something
    different is left as it is and reported, so that neither value is lost.
    """
    content = dict(current)
    applied, conflicts = [], []
    for field, change in changes.items():
        theirs = current.get(field)
        if theirs == change.now:
            continue
        if theirs != change.was:
            conflicts.append(Conflict(field, mine=change.now, theirs=theirs))
            continue
        if change.now is None:
            content.pop(field, None)
        else:
            content[field] = change.now
        applied.append(field)
    return Merged(content, tuple(applied), tuple(conflicts))

"""Reading the cited tables: packaged CSV files into frozen records, checked cell by cell.

    KnowledgeError            what is wrong, in which table, row and column

A record is a frozen, keyword-only dataclass whose fields are named like the columns of its table.
The annotation says how a cell is read:

    str                 text; must not be empty unless the field has a default
    str | None          text; an empty cell is ``None``
    int, float          a finite number; with ``| None`` an empty cell is ``None``
    bool                ``yes`` or ``no``
    a StrEnum           one of its values
    tuple[str, ...]     texts separated by ``;`` (an empty cell is the empty tuple)
    tuple[float, ...]   numbers separated by ``;``
    tuple[AnEnum, ...]  values separated by ``;``

`column` refines a field: ``refers`` names the tables whose ids the cell must hold (``"regions"``
stands for the body), ``read`` gives a converter of its own, ``low`` and ``high`` bound a number,
``derived`` marks a field that is filled after reading. A table of a few lines is therefore

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Claim:
        id: str
        label: str
        muscles: tuple[str, ...] = column(refers="muscles")
        sources: tuple[str, ...] = column(required=True)
        confidence: Confidence

    CLAIMS = Table("claims", Claim)
"""

from __future__ import annotations

import csv
import dataclasses
import math
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field
from enum import StrEnum
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Generic, TypeVar

R = TypeVar("R")

DATA: Traversable = files("palpate.knowledge") / "data"


class Confidence(StrEnum):
    """How far a row is to be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class KnowledgeError(ValueError):
    """A fact that does not hold together: names the table, the file row and the column."""

    def __init__(self, table: str, row: int | None, column: str | None, message: str) -> None:
        self.table, self.row, self.column, self.message = table, row, column, message
        place = f"{table}.csv"
        if row is not None:
            place += f", row {row}"
        if column is not None:
            place += f", column {column!r}"
        super().__init__(f"{place}: {message}")


def column(
    *,
    refers: str | tuple[str, ...] = (),
    read: Callable[[str], object] | None = None,
    header: str | None = None,
    required: bool = False,
    low: float = -math.inf,
    high: float = math.inf,
    derived: bool = False,
    default: object = MISSING,
) -> Any:  # like dataclasses.field: stands where a value of any type is annotated
    """A field of a record with a refinement; see the module's description."""
    metadata = {
        "refers": (refers,) if isinstance(refers, str) else refers,
        "read": read,
        "header": header,
        "required": required,
        "low": low,
        "high": high,
        "derived": derived,
    }
    if default is MISSING:
        return field(metadata=metadata)
    return field(metadata=metadata, default=default)


@dataclass(frozen=True)
class Table(Generic[R]):
    """A packaged file ``data/<name>.csv`` whose rows are records of one kind, each with an id."""

    name: str
    record: type[R]
    key: str = "id"
    not_stored: tuple[str, ...] = ()
    """Columns of the file that records do not carry (notes for whoever edits the table)."""


@dataclass(frozen=True)
class _Column:
    """One field of a record, ready to read its cell."""

    field: str
    header: str
    read: Callable[[str], object]
    refers: tuple[str, ...]


class Shelf:
    """Reads tables from one folder, remembers where each row stood, and checks the references."""

    def __init__(self, folder: Traversable = DATA) -> None:
        self._folder = folder
        self._digest = blake2b(digest_size=6)
        self._ids: dict[str, frozenset[str]] = {}
        self._rows_read: dict[str, int] = {}
        self._references: list[tuple[str, int, str, tuple[str, ...], tuple[str, ...]]] = []

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows each table read so far has."""
        return MappingProxyType(self._rows_read)

    @property
    def digest(self) -> str:
        """A short hash of every file read so far."""
        return self._digest.hexdigest()

    def read(self, table: Table[R]) -> Mapping[str, R]:
        """The records of the table by id; raises `KnowledgeError`."""
        columns = _columns(table)
        records: dict[str, R] = {}
        for number, cells in self._rows(table, [c.header for c in columns]):
            values: dict[str, object] = {}
            for col, cell in zip(columns, cells, strict=True):
                try:
                    value = values[col.field] = col.read(cell)
                except ValueError as error:
                    raise KnowledgeError(table.name, number, col.header, str(error)) from None
                if col.refers and value:
                    named = (value,) if isinstance(value, str) else value
                    self._refer(table.name, number, col.header, named, col.refers)
            record = table.record(**values)
            key = str(getattr(record, table.key))
            if key in records:
                raise KnowledgeError(table.name, number, table.key, f"{key!r} stands twice")
            records[key] = record
        self._ids[table.name] = frozenset(records)
        self._rows_read[table.name] = len(records)
        return MappingProxyType(records)

    def add_ids(self, name: str, ids: Iterable[str]) -> None:
        """Make ids known that are in no table of their own, such as regions or derived records."""
        self._ids[name] = frozenset(ids)

    def check_references(self) -> None:
        """Raise `KnowledgeError` for the first cell that names an id which does not exist."""
        for problem in self.broken_references():
            raise problem

    def broken_references(self) -> Iterator[KnowledgeError]:
        """Every cell that names an id which does not exist."""
        for table, row, header, named, targets in self._references:
            known = [self._ids.get(t, frozenset()) for t in targets]
            for name in named:
                if not any(name in ids for ids in known):
                    hint = _nearest(name, frozenset().union(*known))
                    message = f"{name!r} is not among {' or '.join(targets)}{hint}"
                    yield KnowledgeError(table, row, header, message)

    def _refer(
        self, table: str, row: int, header: str, named: object, targets: tuple[str, ...]
    ) -> None:
        ids = tuple(str(getattr(n, "id", n)) for n in typing.cast(Iterable[object], named))
        self._references.append((table, row, header, ids, targets))

    def _rows(self, table: Table[R], wanted: list[str]) -> Iterator[tuple[int, list[str]]]:
        """File row number and the wanted cells, in the order wanted."""
        path = self._folder / f"{table.name}.csv"
        try:
            content = path.read_bytes()
        except OSError as error:
            raise KnowledgeError(table.name, None, None, f"cannot be read: {error}") from None
        self._digest.update(content)
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise KnowledgeError(table.name, None, None, f"is not UTF-8: {error}") from None
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        try:
            header = next(reader, [])
            missing = [w for w in wanted if w not in header]
            surplus = [h for h in header if h not in wanted and h not in table.not_stored]
            if missing:
                raise KnowledgeError(table.name, 1, missing[0], "the column is missing")
            if surplus:
                raise KnowledgeError(table.name, 1, surplus[0], "the column is not known")
            places = [header.index(w) for w in wanted]
            for cells in reader:
                if len(cells) != len(header):
                    message = f"has {len(cells)} cells, the header has {len(header)}"
                    raise KnowledgeError(table.name, reader.line_num, None, message)
                yield reader.line_num, [cells[p].strip() for p in places]
        except csv.Error as error:
            raise KnowledgeError(table.name, reader.line_num, None, str(error)) from None


def _nearest(name: str, known: Iterable[str]) -> str:
    from rapidfuzz.process import extractOne

    best = extractOne(name, list(known), score_cutoff=70)
    return f"; did you mean {best[0]!r}?" if best else ""


def _columns(table: Table[R]) -> list[_Column]:
    hints = typing.get_type_hints(table.record)
    found = []
    for f in dataclasses.fields(table.record):  # type: ignore[arg-type]  # records are dataclasses
        given = f.metadata
        if given.get("derived"):
            continue
        read = given.get("read") or _converter(
            hints[f.name],
            required=given.get("required", False),
            may_be_empty=f.default is not MISSING,
            low=given.get("low", -math.inf),
            high=given.get("high", math.inf),
        )
        found.append(_Column(f.name, given.get("header") or f.name, read, given.get("refers", ())))
    return found


def _converter(
    hint: object, *, required: bool, may_be_empty: bool, low: float, high: float
) -> Callable[[str], object]:
    """The reader of a cell for a field annotated with ``hint``."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        (inner,) = (a for a in arguments if a is not type(None))
        present = _converter(inner, required=True, may_be_empty=False, low=low, high=high)
        return lambda cell: present(cell) if cell else None
    if origin is tuple:
        item = _converter(arguments[0], required=True, may_be_empty=False, low=low, high=high)

        def read_list(cell: str) -> tuple[object, ...]:
            if required and not cell:
                raise ValueError("must not be empty")
            return tuple(item(part) for p in cell.split(";") if (part := p.strip()))

        return read_list
    if hint is bool:
        return _read_bool
    if hint is str:
        return _read_text if required or not may_be_empty else str
    if hint in (int, float):
        whole = hint is int
        return lambda cell: _read_number(cell, whole, low, high)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        kind: type[StrEnum] = hint
        return lambda cell: _read_enum(cell, kind)
    raise TypeError(f"no reader for a column annotated {hint!r}; give one with column(read=...)")


def _read_text(cell: str) -> str:
    if not cell:
        raise ValueError("must not be empty")
    return cell


def _read_bool(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise ValueError(f"{cell!r} must be 'yes' or 'no'")
    return cell == "yes"


def _read_number(cell: str, whole: bool, low: float, high: float) -> float:
    try:
        value = int(cell) if whole else float(cell)
    except ValueError:
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"{cell!r} is not {kind}") from None
    if not math.isfinite(value):
        raise ValueError(f"{cell!r} is not finite")
    if not low <= value <= high:
        raise ValueError(f"{cell} must lie between {low:g} and {high:g}")
    return value


def _read_enum(cell: str, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(cell)
    except ValueError:
        raise ValueError(f"{cell!r} must be one of {', '.join(kind)}") from None

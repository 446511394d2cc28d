"""Cases from files: one JSON document, or JSON Lines read line by line.

A file of JSON Lines may be of any size: it is read one line at a time, and nothing is held but the
line. A single JSON document is held whole and therefore bounded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from palpate.cases.errors import CaseError
from palpate.cases.plain import case_from_plain
from palpate.cases.records import Case

LARGEST_DOCUMENT = 20_000_000
"""Bytes of a single JSON document."""
LARGEST_LINE = 1_000_000
"""Bytes of one line of JSON Lines."""
DEEPEST = 20
"""Levels of lists and objects within one case."""


def load_case(source: str | Path | Mapping[str, object] | BinaryIO) -> Case:
    """The one case of a file, an open file, or a mapping of plain values.

    ``"-"`` is standard input. Raises `CaseError`, also if a file holds more than one case.
    """
    if isinstance(source, Mapping):
        _check_depth(source)
        return case_from_plain(source)
    found = list(islice(load_cases(source), 2))
    if len(found) > 1:
        raise CaseError("file", _name(source), "one case (load_cases reads many)")
    return found[0]


def load_cases(source: str | Path | BinaryIO) -> Iterator[Case]:
    """The cases of a file one after another; ``"-"`` is standard input.

    Reads one JSON object, a JSON array of objects, or JSON Lines. Raises `CaseError` with the line.
    """
    name = _name(source)
    if not isinstance(source, (str, Path)):
        yield from _read(source, name)
    elif str(source) == "-":
        yield from _read(sys.stdin.buffer, name)
    else:
        try:
            opened = Path(source).open("rb")  # noqa: SIM115  # closed by the `with` below
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CaseError("file", str(source), f"a file that can be read ({reason})") from None
        with opened:
            yield from _read(opened, name)


def _name(source: object) -> str:
    return "standard input" if str(source) == "-" else str(getattr(source, "name", source))


def _read(file: BinaryIO, name: str) -> Iterator[Case]:
    count = 0
    for line_number, plain in _documents(file, name):
        count += 1
        try:
            _check_depth(plain)
            yield case_from_plain(plain, default_id=f"case_{count}")
        except CaseError as error:
            raise error.at_line(line_number) from None
    if not count:
        raise CaseError("file", name, "at least one case; the file holds none")


def _documents(file: BinaryIO, name: str) -> Iterator[tuple[int, object]]:
    """The line and the plain value of each case."""
    head, number = b"", 0
    while not head.strip():
        number += 1
        head = file.readline(LARGEST_LINE + 1)
        if number == 1:
            head = head.removeprefix(b"\xef\xbb\xbf")
        if not head:
            return
    if _is_lines(head):
        while head:
            if len(head) > LARGEST_LINE:
                raise CaseError(
                    f"line {number}", "a longer line", f"up to {LARGEST_LINE:,} bytes a line"
                )
            if head.strip():
                yield number, _parse(head.rstrip(), number)
            number += 1
            head = file.readline(LARGEST_LINE + 1)
        return
    whole = head + file.read(LARGEST_DOCUMENT + 1 - len(head))
    if len(whole) > LARGEST_DOCUMENT:
        raise CaseError(
            "file",
            name,
            f"one JSON document of up to {LARGEST_DOCUMENT // 1_000_000} MB;"
            " write larger collections as one case a line (JSON Lines)",
        )
    document = _parse(whole, number)
    for plain in document if isinstance(document, list) else [document]:
        yield number, plain


def _is_lines(head: bytes) -> bool:
    """Whether the first line is a case of its own, well formed or not."""
    try:
        return isinstance(json.loads(head), dict)
    except json.JSONDecodeError as error:
        ends_open = not error.doc[error.pos :].strip()  # the opening of a longer document
        return head.lstrip().startswith(b"{") and not ends_open
    except (ValueError, RecursionError):
        return True


def _parse(content: bytes, line: int) -> object:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = content[error.start : error.start + 1]
        row = line + content.count(b"\n", 0, error.start)
        raise CaseError(f"line {row}", wrong, "UTF-8 text") from None
    try:
        value: object = json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_object_without_repeats
        )
    except json.JSONDecodeError as error:
        around = text[max(0, error.pos - 15) : error.pos + 15]
        place = f"line {line + error.lineno - 1}, column {error.colno}"
        cut_off = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
        why = "the text ends too early" if cut_off else error.msg
        raise CaseError(place, around, f"well-formed JSON ({why})") from None
    except RecursionError:
        raise CaseError(f"line {line}", "nested too deep", f"up to {DEEPEST} levels") from None
    except CaseError as error:
        raise error.at_line(line) from None
    except ValueError as error:
        raise CaseError(f"line {line}", str(error), "well-formed JSON") from None
    return value


def _refuse_constant(name: str) -> object:
    raise CaseError("number", name, "finite numbers; write null for an unknown one")


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [k for k, _ in pairs]
        repeated = next(k for k in names if names.count(k) > 1)
        raise CaseError("key", repeated, "each key once in an object")
    return found


def _check_depth(plain: object) -> None:
    todo = [(plain, 1)]
    while todo:
        value, depth = todo.pop()
        if depth > DEEPEST:
            raise CaseError("case", "nested too deep", f"up to {DEEPEST} levels")
        if isinstance(value, Mapping):
            todo.extend((v, depth + 1) for v in value.values())
        elif isinstance(value, (list, tuple)):
            todo.extend((v, depth + 1) for v in value)

"""What Excel hands to a function -> cells of an indicator row, read as a file's are.

COM hands over floats also for whole numbers, None for blank cells, whole numbers only for error
cells and for an argument left out, one cell bare, one row as a flat list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from workbooks.forms import ABSENT, Cell, Indicator, Trouble
from workbooks.grid import ErrorValue, Raw
from workbooks.reading import cell_readers
from workbooks.values.dataclass import fields

LEFT_OUT = -2147352572
"""An optional argument that was not given: DISP_E_PARAMNOTFOUND."""

_LARGEST = 1e15  # Excel knows no more digits, and no budget has as many
_TOO_LARGE = "数太大"

_ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}
_ERROR_TEXTS = frozenset(_ERRORS.values())
_LAST_ERROR = -2146820000  # newer ones (#SPILL!, #CALC!) lie a little above the seven
_OTHER_ERROR = "#ERROR!"

SCORE_FORMAT = "0.00"
"""A function is not told how a number is shown; the templates show 分值 and 得分 like this."""

LABELS = {
    "target": "年度指标值",
    "actual": "实际完成值",
    "points": "分值",
    "score": "得分",
    "note": "偏差原因",
}
"""The columns of an indicator row that functions know, in the order of the form."""
NAME = "三级指标"


def bounded(reader: cell_readers.Reader[Decimal]) -> cell_readers.Reader[Decimal]:
    """A reader that takes a text of forty digits for no number either."""

    def read(raw: Raw, number_format: str) -> Decimal | Trouble | None:
        value = reader(raw, number_format)
        within = not isinstance(value, Decimal) or abs(value) < _LARGEST
        return value if within else Trouble.NOT_A_NUMBER

    return read


_READERS: Mapping[str, tuple[cell_readers.Reader[Any], str]] = {
    "target": (cell_readers.target, ""),
    "actual": (cell_readers.actual, ""),
    "points": (bounded(cell_readers.points), SCORE_FORMAT),
    "score": (bounded(cell_readers.points), SCORE_FORMAT),
    "note": (cell_readers.words, ""),
}
_NOWHERE: Mapping[str, Cell[Any]] = {
    field.name: ABSENT for field in fields(Indicator) if field.name not in ("others", "shared")
}


def raw(value: object) -> Raw | None:
    """One value as a sheet holds it; None for a blank cell and for an argument left out.

    >>> raw(33), raw(-2146826281), raw(LEFT_OUT), raw(Decimal("22.5"))
    (33.0, ErrorValue(code='#DIV/0!'), None, 22.5)
    """
    match value:
        case None | bool() | datetime() | date() | time():
            return value
        case str():
            return ErrorValue(value) if value in _ERROR_TEXTS else value
        case int() if value <= _LAST_ERROR:
            return None if value == LEFT_OUT else ErrorValue(_ERRORS.get(value, _OTHER_ERROR))
        case int() | float() | Decimal():  # a cell with a currency format is a Decimal
            number = float(value)
            return number if abs(number) < _LARGEST else _TOO_LARGE
    raise TypeError(f"Excel hands over no {type(value)}")


def rows(block: object) -> list[list[Raw | None]]:
    """A range as rows of values: of one cell, of one row, or of many.

    >>> rows("≥15"), rows(["≥15", 33]), rows([["≥15"], [None]])
    ([['≥15']], [['≥15', 33.0]], [['≥15'], [None]])
    """
    if not isinstance(block, list | tuple):
        return [[raw(block)]]
    if not any(isinstance(row, list | tuple) for row in block):
        return [[raw(value) for value in block]]
    return [[raw(value) for value in row] for row in block]


def indicator(values: Sequence[Raw | None], name: Raw | None = None) -> Indicator:
    """The row of an indicator table from its first columns as in LABELS; others are absent.

    Only its `name` says whether more is better; without one it is judged by its numbers alone.
    """
    read: dict[str, Any] = {
        column: cell_readers.cell(value, shown, reader, LABELS[column])
        for (column, (reader, shown)), value in zip(_READERS.items(), values, strict=False)
    }
    read["name"] = cell_readers.cell(name, "", cell_readers.words, NAME)
    return Indicator(**{**_NOWHERE, **read})


def columns(row: Indicator) -> Iterator[tuple[str, Cell[Any]]]:
    """The labels and cells of a row that `indicator` made."""
    for name, label in LABELS.items():
        yield label, getattr(row, name)

"""One sheet part of an .xlsx as a `Grid`: the pull parse where reading spends its time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import isfinite

from workbooks.grid import Area, ErrorValue, Grid, NeverCalculated, Position, Raw, address, position
from workbooks.limits import (
    CELLS,
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_TEXT,
    MERGES,
    TEXT,
    UNFINISHED,
    Allowance,
    Refused,
    damaged,
)
from workbooks.number_formats import Shown, dated
from workbooks.package import Element, Package
from workbooks.refusal import Reason

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TRUE = ("1", "true")
TOO_LONG = (
    "工作簿里有一段文字超过 32767 字，没有读取。请删减这段文字，或用 Excel 打开后另存，再提交。"
)
OUTSIDE = (
    "工作簿里有单元格超出了工作表的范围，没有读取。请用 Excel 打开后另存为新的 .xlsx 文件再提交。"
)

_ROW, _CELL, _VALUE, _FORMULA = f"{MAIN}row", f"{MAIN}c", f"{MAIN}v", f"{MAIN}f"
_INLINE, _TEXT, _RUN, _ITEM = f"{MAIN}is", f"{MAIN}t", f"{MAIN}r", f"{MAIN}si"
_COLUMN, _MERGE = f"{MAIN}col", f"{MAIN}mergeCell"
_PARTS_OF_A_ROW = frozenset((_CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _RUN))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COLUMNS = {address(1, column)[:-1]: column for column in range(1, 257)}
"""Columns by their letters, for the ones a form has; further ones take the slow way."""

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of one workbook share."""

    strings: Sequence[str]
    styles: Mapping[str, Shown]
    from_1904: bool


def shared_strings(package: Package, name: str) -> list[str]:
    """The texts that cells refer to by number; raises `Refused`."""
    strings: list[str] = []
    for batch in package.events(name):
        for _, element in batch:
            if element.tag == _ITEM:
                strings.append(_written(element))
                element.clear()
    return strings


def sheet(package: Package, part: str, name: str, book: Book, *, hidden: bool) -> Grid:
    """The sheet of a part; raises `Refused` when the part is damaged or beyond the caps."""
    reader = _Sheet(book, package.allowance)
    for batch in package.events(part):
        reader.read(batch)
    texts = sum(len(value) for value in reader.values.values() if isinstance(value, str))
    package.allowance.take(TEXT, texts)
    return Grid(
        sheet=name,
        values=reader.values,
        formats=reader.formats,
        merges=tuple(reader.merges),
        hidden=hidden,
        hidden_rows=frozenset(reader.hidden_rows),
        hidden_columns=frozenset(reader.hidden_columns),
    )


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read."""

    book: Book
    allowance: Allowance
    values: dict[Position, Raw] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    row: int = 0
    unfinished: int = 0

    def read(self, batch: list[tuple[str, Element]]) -> None:
        self.unfinished += len(batch)
        for _, element in batch:
            tag = element.tag
            if tag in _PARTS_OF_A_ROW:
                continue
            if tag == _ROW:
                self._row(element)
                self.unfinished = 0
            elif tag == _MERGE:
                self._merge(element.get("ref", ""))
            elif tag == _COLUMN and element.get("hidden") in TRUE:
                self._hide_columns(element.get("min", ""), element.get("max", ""))
            element.clear()
        if self.unfinished > UNFINISHED.most:
            raise Refused(Reason.TOO_LARGE, UNFINISHED.message)

    def _row(self, row: Element) -> None:
        number = self.row = _counted(row.get("r") or str(self.row + 1), LAST_ROW)
        if row.get("hidden") in TRUE:
            self.hidden_rows.add(number)
        self.allowance.take(CELLS, len(row))
        digits = str(number)
        column = 0
        for cell in row:
            reference = cell.get("r")
            if reference is None:
                at = (number, column + 1)
                if column >= LAST_COLUMN:
                    raise Refused(Reason.DAMAGED, OUTSIDE)
            else:
                letters = reference.removesuffix(digits)
                at = (number, _COLUMNS.get(letters, 0))
                if not at[1] or letters == reference:
                    at = _position(reference)
            column = at[1]
            if len(cell) and cell.tag == _CELL:
                self._cell(at, cell)

    def _cell(self, at: Position, cell: Element) -> None:
        text = formula = None
        for child in cell:
            tag = child.tag
            if tag == _VALUE:
                text = child.text or ""
            elif tag == _FORMULA:
                formula = child.text or ""
            elif tag == _INLINE:
                text = _written(child)
        kind = cell.get("t", "n")
        if formula is not None and (text is None or (text == "" and kind != "str")):
            # A dependant of a shared formula has no text of its own.
            value: Raw | None = NeverCalculated(f"={formula}" if formula else "")
        elif text is None:
            return
        elif kind == "s":
            value = self._shared(text)
        elif kind == "n":
            value = self._number(at, text, cell.get("s", "0"))
        else:
            value = _typed(kind, text)
        if value is None:
            return
        if at in self.values:
            raise damaged()
        self.values[at] = value

    def _shared(self, text: str) -> str | None:
        if not text:
            return None
        try:
            index = int(text)
            if index >= 0:
                return self.book.strings[index]
        except (ValueError, IndexError) as error:
            raise damaged() from error
        raise damaged()

    def _number(self, at: Position, text: str, style: str) -> Raw | None:
        try:
            number = float(text)
        except ValueError:
            # Not a number, though it says so: what is written stays what is written.
            return text or None
        if "_" in text or not isfinite(number):
            return text
        shown = self.book.styles.get(style)
        if shown is None:
            return number
        moment = dated(number, shown.kind, from_1904=self.book.from_1904)
        if moment is not None:
            return moment
        self.formats[at] = shown.code
        return number

    def _merge(self, reference: str) -> None:
        self.allowance.take(MERGES, 1)
        first, _, last = reference.partition(":")
        top, left = _position(first)
        bottom, right = _position(last or first)
        if bottom < top or right < left:
            raise damaged()
        self.merges.append(Area(top, left, bottom, right))

    def _hide_columns(self, first: str, last: str) -> None:
        self.hidden_columns.update(
            range(_counted(first, LAST_COLUMN), _counted(last, LAST_COLUMN) + 1)
        )


def _typed(kind: str, text: str) -> Raw | None:
    if kind in ("str", "inlineStr"):
        return _unescaped(text) if kind == "str" else text
    if not text:
        return None
    if kind == "b":
        return text.strip() in TRUE
    if kind == "e":
        return ErrorValue(text.strip())
    if kind == "d":
        return _iso(text.strip())
    return text


def _iso(text: str) -> date | datetime | time | str:
    text = text.removesuffix("Z")
    try:
        if "T" in text:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        return time.fromisoformat(text) if ":" in text else date.fromisoformat(text)
    except ValueError:
        return text


def _written(item: Element) -> str:
    """The text of a string item: its runs joined, phonetic guides left out."""
    if len(item) == 1 and item[0].tag == _TEXT:
        text = _kept(item[0])
    else:
        runs = (
            part if part.tag == _TEXT else part.find(_TEXT) for part in item if part.tag in _RUNS
        )
        text = "".join(_kept(run) for run in runs if run is not None)
    return _unescaped(text)


_RUNS = (_TEXT, _RUN)


def _kept(element: Element) -> str:
    text = element.text or ""
    # Excel too drops the white space of a pretty-printed file unless it is told to keep it.
    return text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n")


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        # An escaped pair of surrogates is one character; half a pair is none.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if len(text) > LONGEST_TEXT:
        raise Refused(Reason.TOO_LARGE, TOO_LONG)
    return text


def _counted(text: str, last: int) -> int:
    try:
        number = int(text)
    except ValueError as error:
        raise damaged() from error
    if not 1 <= number <= last:
        raise Refused(Reason.DAMAGED, OUTSIDE)
    return number


def _position(reference: str) -> Position:
    try:
        row, column = position(reference)
    except ValueError as error:
        raise damaged() from error
    if row > LAST_ROW or column > LAST_COLUMN:
        raise Refused(Reason.DAMAGED, OUTSIDE)
    return row, column

"""One sheet part of an .xlsx as a `Grid`: the pull parse where reading spends its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import isfinite

from workbooks.grid import Area, ErrorValue, Grid, NeverCalculated, Position, Raw, address, position
from workbooks.limits import (
    CELLS,
    LAST_COLUMN,
    LAST_ROW,
    MERGES,
    OUTSIDE,
    TEXT,
    UNFINISHED,
    Allowance,
    Refused,
    damaged,
)
from workbooks.number_formats import Shown, dated
from workbooks.package import MAIN, Element, Package
from workbooks.refusal import Reason
from workbooks.strings_xml import RUN, TEXT_TAG, unescaped, written

TRUE = ("1", "true")
_ROW, _CELL, _VALUE, _FORMULA = f"{MAIN}row", f"{MAIN}c", f"{MAIN}v", f"{MAIN}f"
_INLINE = f"{MAIN}is"
_COLUMN, _MERGE = f"{MAIN}col", f"{MAIN}mergeCell"
_PARTS_OF_A_ROW = frozenset((_CELL, _VALUE, _FORMULA, _INLINE, TEXT_TAG, RUN))
_COLUMNS = {address(1, column)[:-1]: column for column in range(1, 257)}
"""Columns by their letters, for the ones a form has; further ones take the slow way."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of one workbook share."""

    strings: Sequence[str]
    styles: Mapping[str, Shown]
    from_1904: bool


def sheet(package: Package, part: str, name: str, book: Book, *, hidden: bool) -> Grid:
    """The sheet of a part; raises `Refused` when the part is damaged or beyond the caps."""
    reader = _Sheet(book, package.allowance)
    if package.is_small(part):
        reader.read_whole(package.tree(part))
    else:
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

    def read_whole(self, root: Element) -> None:
        """Takes over a small sheet."""
        for row in root.iter(_ROW):
            self._row(row)
        for merge in root.iter(_MERGE):
            self._merge(merge.get("ref", ""))
        for column in root.iter(_COLUMN):
            if column.get("hidden") in TRUE:
                self._hide_columns(column.get("min", ""), column.get("max", ""))

    def read(self, batch: list[tuple[str, Element]]) -> None:
        """Takes over what has ended of a large sheet, and forgets it."""
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
                at = (number, _COLUMNS[letters]) if letters in _COLUMNS else _position(reference)
            column = at[1]
            if len(cell) and cell.tag == _CELL:
                self._cell(at, cell)

    def _cell(self, at: Position, cell: Element) -> None:
        kind = cell.get("t", "n")
        text = formula = None
        for child in cell:
            tag = child.tag
            if tag == _VALUE:
                text = child.text or ""
            elif tag == _FORMULA:
                formula = child.text or ""
            elif tag == _INLINE:
                text = written(child)
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
        return unescaped(text) if kind == "str" else text
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

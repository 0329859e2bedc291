"""One sheet part of an .xlsx as a `Grid`: the parse that takes whatever is XML."""

from __future__ import annotations

from workbooks.files.limits import CELLS, LAST_COLUMN, LAST_ROW, OUTSIDE, UNFINISHED, Refused
from workbooks.files.package import Package
from workbooks.files.refusal import Reason
from workbooks.files.shared_strings import RUN, TEXT_TAG, written
from workbooks.files.sheet_content import (
    COLUMNS,
    TRUE,
    UNSEEN_WIDTH,
    Book,
    Content,
    counted,
    is_less,
    place,
)
from workbooks.files.sheet_plain import take_rows
from workbooks.files.xml_reading import MAIN, Element, Events, events, is_small, parsed
from workbooks.grid import Grid, Position

_ROW, _CELL, _VALUE, _FORMULA = f"{MAIN}row", f"{MAIN}c", f"{MAIN}v", f"{MAIN}f"
_INLINE = f"{MAIN}is"
_COLUMN, _MERGE = f"{MAIN}col", f"{MAIN}mergeCell"
_PARTS_OF_A_ROW = frozenset((_CELL, _VALUE, _FORMULA, _INLINE, TEXT_TAG, RUN))


def sheet(package: Package, part: str, name: str, book: Book, *, hidden: bool) -> Grid:
    """The sheet of a part; raises `Refused` when the part is damaged or beyond the caps."""
    data = package.sheet(part)
    content = Content(book, package.allowance)
    rest = take_rows(data, content)
    if rest is None:
        rest, content = data, Content(book, package.allowance)
    rows = _Rows(content)
    if is_small(rest):
        rows.read_whole(parsed(rest))
    else:
        for batch in events(rest, package.allowance):
            rows.read(batch)
    return content.grid(name, hidden=hidden)


class _Rows:
    """The rows of a part, walked through."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.row = 0
        self.unfinished = 0

    def read_whole(self, root: Element) -> None:
        """Takes over a small sheet."""
        for row in root.iter(_ROW):
            self.read_row(row)
        for merge in root.iter(_MERGE):
            self.content.merge(merge.get("ref", ""))
        for column in root.iter(_COLUMN):
            self._column(column)

    def read(self, batch: Events) -> None:
        """Takes over what has ended of a large sheet, and forgets it."""
        self.unfinished += len(batch)
        for _, element in batch:
            tag = element.tag
            if tag in _PARTS_OF_A_ROW:
                continue
            if tag == _ROW:
                self.read_row(element)
                self.unfinished = 0
            elif tag == _MERGE:
                self.content.merge(element.get("ref", ""))
            elif tag == _COLUMN:
                self._column(element)
            element.clear()
        if self.unfinished > UNFINISHED.most:
            raise Refused(Reason.TOO_LARGE, UNFINISHED.message)

    def _column(self, column: Element) -> None:
        """Takes over which columns are hidden."""
        first, last = column.get("min", ""), column.get("max", "")
        self.content.size_columns(first, last, column.get("width"))
        if column.get("hidden") in TRUE or is_less(column.get("width"), UNSEEN_WIDTH):
            self.content.hide_columns(first, last)

    def read_row(self, row: Element) -> None:
        """Takes over one row."""
        digits = row.get("r") or str(self.row + 1)
        number = self.row = counted(digits, LAST_ROW)
        self.content.row(number, row.get("ht"), row.get("customHeight"), row.get("hidden"))
        if cells := sum(map(bool, map(len, row))):
            self.content.allowance.take(CELLS, cells)
        column = 0
        for cell in row:
            reference = cell.get("r")
            if reference is not None:
                known = COLUMNS.get(reference.removesuffix(digits))
                at = (number, known) if known else place(reference)
            elif column < LAST_COLUMN:
                at = (number, column + 1)
            else:
                raise Refused(Reason.DAMAGED, OUTSIDE)
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
                text, struck = written(child)
                if struck:
                    self.content.unseen[at] = struck
        self.content.put(at, cell.get("t", "n"), cell.get("s", "0"), formula, text)

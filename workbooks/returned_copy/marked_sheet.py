"""One sheet of somebody's workbook in which cells are marked: its XML is patched, not rewritten."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property

from workbooks.files.limits import damaged
from workbooks.grid import Area, Position, address, position
from workbooks.patching.xml_outline import Spot, outlined
from workbooks.patching.xml_text import Patch
from workbooks.values.regex import regex

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BEFORE_NOTES = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags"),
    "drawing",
)
"""What the schema (CT_Worksheet) puts before the reference to the boxes of the notes."""

_REFERENCE = regex(r"""\bref\s*=\s*["']([^"']*)""")


class MarkedSheet:
    """A worksheet being marked. Positions are row and column, counted from 1."""

    def __init__(self, data: bytes) -> None:
        self.root = outlined(data, 2)
        self._prefix = self.root.prefix
        self._patch = Patch(data)
        self._table = self.root.find("sheetData")
        self._only_rows: list[str] = []
        self.rows: list[tuple[int, Spot]] = []
        self._cells: dict[int, dict[int, Spot]] = {}
        self._numbered: dict[int, list[Spot]] = {}
        number = 0
        for row in self._table.opened().children if self._table else ():
            number = row.number("r", number + 1)
            self.rows.append((number, row))
            self._numbered.setdefault(number, []).append(row)

    def _row(self, number: int) -> dict[int, Spot]:
        """The cells of a row by their columns: a row is looked into only where it is marked."""
        if number not in self._cells:
            self._cells[number] = {}
            for row in self._numbered.get(number, ()):
                self._cells[number] |= _columns(row)
        return self._cells[number]

    @cached_property
    def merges(self) -> dict[Position, Area]:
        """The merged areas by their first cell."""
        whole = self.root.find("mergeCells")
        areas = map(_area, _REFERENCE.findall(whole.content.decode()) if whole else ())
        return {(area.top, area.left): area for area in areas}

    def anchors(self, cells: Iterable[Position]) -> dict[Position, Position]:
        """The cell that shows what stands in a cell: the first one where several are merged."""
        anchors = {at: at for at in cells}
        # By columns, of which a form has few: thousands of rows may meet thousands of areas.
        columns: dict[int, list[int]] = {}
        for row, column in sorted(anchors):
            columns.setdefault(column, []).append(row)
        for first, area in self.merges.items():
            for column, rows in columns.items():
                if area.left <= column <= area.right:
                    inside = slice(bisect_left(rows, area.top), bisect_right(rows, area.bottom))
                    anchors |= {(row, column): first for row in rows[inside]}
                    del rows[inside]
        return anchors

    def style(self, at: Position) -> int:
        """The number of a cell's style; where there is no cell, its row's or its column's."""
        cell = self._row(at[0]).get(at[1])
        if cell is not None:
            return cell.number("s")
        for row in self._numbered.get(at[0], ()):
            if row.attributes.get("customFormat") in ("1", "true"):
                return row.number("s")
        return self._column_style(at[1])

    def _column_style(self, column: int) -> int:
        columns = self.root.find("cols")
        for one in columns.opened().children if columns else ():
            if one.number("min") <= column <= one.number("max"):
                return one.number("style")
        return 0

    def restyle(self, styles: Mapping[Position, int], instead: Mapping[int, int]) -> None:
        """Gives cells a style; all others that have one of `instead` get what stands for it."""
        for number in {number for number, _ in self.rows} if instead else {at[0] for at in styles}:
            for column, cell in self._row(number).items():
                own = cell.number("s")
                new = styles.get((number, column), instead.get(own))
                if new is not None:
                    self._patch.change(cell, {"s": str(new)})
        blank: dict[int, list[tuple[int, int]]] = {}
        for (row, column), style in sorted(styles.items()):
            if column not in self._row(row):
                blank.setdefault(row, []).append((column, style))
        for row, new_cells in blank.items():
            self._add_cells(row, new_cells)

    def _add_cells(self, number: int, cells: list[tuple[int, int]]) -> None:
        """Puts blank cells into a row, in their places, and the row where there is none."""
        rows = self._numbered.get(number)
        if rows is None:
            new = "".join(self._blank(number, *cell) for cell in cells)
            self._add_row(number, f'<{self._prefix}row r="{number}">{new}</{self._prefix}row>')
            return
        row = rows[0]
        own = _columns(row)
        last = []
        for column, style in cells:
            following = next((spot for at, spot in own.items() if at > column), None)
            new = self._blank(number, column, style)
            if following is None:
                last.append(new)
            else:
                self._patch.insert(following.start, new.encode())
        # What a row says of its first and last cell is a hint, which would be wrong now.
        self._patch.change(row, {"spans": None}, last="".join(last).encode())

    def _add_row(self, number: int, new: str) -> None:
        if self._table is None:
            raise damaged()
        following = next((spot for own, spot in self.rows if own > number), None)
        if following is not None:
            self._patch.insert(following.start, new.encode())
        elif self.rows:
            self._patch.insert(self._table.close, new.encode())
        else:
            self._only_rows.append(new)

    def _blank(self, row: int, column: int, style: int) -> str:
        return f'<{self._prefix}c r="{address(row, column)}" s="{style}"/>'

    def refer_to_boxes(self, relation: str) -> None:
        """Names the drawing that holds the boxes of the notes, in the place the schema wants."""
        at = max((c.end for c in self.root.children if c.name in _BEFORE_NOTES), default=None)
        if at is None:
            raise damaged()
        new = f'<{self._prefix}legacyDrawing xmlns:r="{_RELATIONS}" r:id="{relation}"/>'
        self._patch.insert(at, new.encode())

    @property
    def boxes(self) -> str | None:
        """The relationship of the drawing that already holds such boxes."""
        spot = self.root.find("legacyDrawing")
        return spot.relation if spot else None

    def deselect(self) -> None:
        """Another sheet is in front: two that are selected would be written to at once."""
        deselect(self.root, self._patch)

    def result(self) -> bytes:
        """The sheet with its marks."""
        if self._table is not None and self._only_rows:
            self._patch.change(self._table, last="".join(self._only_rows).encode())
        return self._patch.result()


def deselect(root: Spot, patch: Patch) -> None:
    """Takes the selection from a sheet of any kind."""
    for views in root.named("sheetViews"):
        for view in views.opened().children:
            if "tabSelected" in view.attributes:
                patch.change(view, {"tabSelected": None})


def _columns(row: Spot) -> dict[int, Spot]:
    """The cells of a row element in their order, by column; a cell may leave its place unsaid."""
    cells: dict[int, Spot] = {}
    column = 0
    for cell in row.opened().named("c"):
        reference = cell.attributes.get("r")
        column = column + 1 if reference is None else _position(reference)[1]
        cells[column] = cell
    return cells


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    return Area(*_position(first), *_position(last or first))


def _position(reference: str) -> Position:
    try:
        return position(reference)
    except ValueError as error:
        raise damaged() from error

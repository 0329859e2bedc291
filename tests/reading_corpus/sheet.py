"""A drawn sheet: what stands where, before it is a file. Rows and columns count from 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stone:
    """A cell as drawn; `place` is the fact that it was drawn for, empty for labels."""

    raw: str | float
    number_format: str = ""
    place: str = ""


@dataclass(slots=True)
class Sheet:
    """Cells and merged areas (top, left, bottom, right)."""

    cells: dict[Position, Stone] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    name: str = "Sheet1"
    before: tuple[Sheet, ...] = ()
    after: tuple[Sheet, ...] = ()

    @property
    def bottom(self) -> int:
        return max(max((row for row, _ in self.cells), default=0), *(m[2] for m in self.merges), 0)

    @property
    def right(self) -> int:
        return max(max((c for _, c in self.cells), default=0), *(m[3] for m in self.merges), 0)

    def moved(self, down: int, right: int) -> Sheet:
        """The same, further down and to the right."""
        cells = {(row + down, column + right): cell for (row, column), cell in self.cells.items()}
        merges = [(t + down, a + right, b + down, z + right) for t, a, b, z in self.merges]
        return Sheet(cells, merges, self.name)

    def joined(self, other: Sheet) -> Sheet:
        """Both on one sheet; they must not overlap."""
        return Sheet(self.cells | other.cells, self.merges + other.merges, self.name)

    def save(self, path: Path) -> None:
        """Writes the workbook, with the sheets that stand before and behind."""
        with xlsxwriter.Workbook(path) as book:
            for sheet in (*self.before, self, *self.after):
                sheet.write(book)

    def write(self, book: xlsxwriter.Workbook) -> None:
        """Writes the sheet into a workbook."""
        page = book.add_worksheet(self.name)
        page.set_column(0, self.right, 13)
        formats: dict[str, object] = {}

        def style(code: str) -> object:
            if code not in formats:
                looks = {"text_wrap": True, "valign": "vcenter", "border": 1}
                formats[code] = book.add_format(looks | ({"num_format": code} if code else {}))
            return formats[code]

        for top, left, bottom, right in self.merges:
            page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", style(""))
        for (row, column), cell in self.cells.items():
            write: Callable[..., object] = page.write_string
            if isinstance(cell.raw, float):
                write = page.write_number
            write(row - 1, column - 1, cell.raw, style(cell.number_format))

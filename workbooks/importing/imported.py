"""What an import gives: forms as plain cells, and of each cell why it is doubtful."""

from __future__ import annotations

from workbooks.grid import Area, Grid, address
from workbooks.values.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ImportedCell:
    """A cell, the pages that it was read from, and why it is doubtful."""

    area: Area
    text: str
    pages: tuple[int, ...]
    doubts: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Its address on the sheet."""
        return address(self.area.top, self.area.left)


@dataclass(frozen=True, slots=True)
class ImportedForm:
    """One form: its cells from the top, and doubts that concern the whole of it.

    `title` and `project` are as printed, for the name of its file.
    """

    sheet: str
    title: str
    project: str
    cells: tuple[ImportedCell, ...]
    doubts: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that it stands on."""
        return tuple(sorted({page for cell in self.cells for page in cell.pages}))

    def doubtful(self) -> tuple[ImportedCell, ...]:
        """The cells to compare with the document."""
        return tuple(cell for cell in self.cells if cell.doubts)

    def grid(self) -> Grid:
        """The sheet as it is read back from its file.

        >>> cell = ImportedCell(Area(1, 1, 1, 4), "项目支出绩效自评表", (1,))
        >>> ImportedForm("自评表", "", "", (cell,)).grid().values
        {(1, 1): '项目支出绩效自评表'}
        """
        return grid_of(self.sheet, self.cells)


def grid_of(sheet: str, cells: tuple[ImportedCell, ...]) -> Grid:
    """Cells as a sheet."""
    held = {(cell.area.top, cell.area.left): cell.text for cell in cells if cell.text}
    return Grid(sheet, dict(held), merges=tuple(cell.area for cell in cells if is_merged(cell)))


def is_merged(cell: ImportedCell) -> bool:
    """Whether a cell takes more than one."""
    return (cell.area.top, cell.area.left) != (cell.area.bottom, cell.area.right)


@dataclass(frozen=True, slots=True)
class Imported:
    """A document: its forms, and a sentence for each thing in it that was not taken over."""

    forms: tuple[ImportedForm, ...]
    told: tuple[str, ...] = ()

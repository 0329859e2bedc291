"""What an import gives: forms as plain cells, and of each cell why it is doubtful."""

from __future__ import annotations

from workbooks.files.limits import LONGEST_TEXT
from workbooks.grid import Area, Grid, address
from workbooks.values.dataclass import dataclass, replace

HEADINGS = ("序号", "单元格", "原文位置", "读出的内容", "为什么存疑", "核对情况（一致，或应为）")
"""Of the list of doubtful cells; by them `validators.checking.our_files` knows it for ours."""


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


TOO_LONG = f"太长，一格放不下，只写了前 {LONGEST_TEXT} 个字"


def fitting(cell: ImportedCell) -> ImportedCell:
    """A cell whose text a cell of a workbook can hold, which is doubtful where it was cut."""
    if len(cell.text) <= LONGEST_TEXT:
        return cell
    return replace(cell, text=cell.text[:LONGEST_TEXT], doubts=(*cell.doubts, TOO_LONG))


@dataclass(frozen=True, slots=True)
class ImportedForm:
    """One form: its cells from the top, and doubts that concern the whole of it.

    `title` and `project` are as printed, for the name of its file; `counted` is what `pages` of
    its cells are numbers of: 页, or 行 of a text that has no pages. `disorder` says why its cells
    cannot be told from one another, which leaves nothing to write.
    """

    sheet: str
    title: str
    project: str
    cells: tuple[ImportedCell, ...]
    doubts: tuple[str, ...] = ()
    counted: str = "页"
    disorder: str = ""

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
    """A document: its forms, and sentences about the rest of it.

    `missed` are sentences on what may well be a form and was not read, `told` on what is none.
    """

    forms: tuple[ImportedForm, ...]
    missed: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

"""A summary as a workbook: what a chief looks at first, and behind it every figure's origin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from validators.reports.excel import folder_sheets
from validators.reports.output import Place
from validators.reports.summary import opinions_sheet, tables, uncounted_sheet
from validators.reports.summary.chart_data import plots
from validators.reports.summary.first_sheet import NAME, FirstPage
from validators.reports.summary.summed import Summed
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet
from validators.reports.workbook.linked_rows import LinkedRows, common_folder
from validators.reports.workbook.linked_rows import with_remark as linked
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.tables import Row, Table

TITLE = "绩效汇总"


def write(told: Summed, place: Place) -> None:
    """Write the workbook, whole or not at all; the same records give the same bytes.

    Raises OSError when the place cannot be written.
    """
    with ExitStack() as kept, place.fresh() as file, new_book(file, TITLE) as book:
        _fill(book, told, place.path.parent, kept)


def _fill(book: Any, told: Summed, folder: Path, kept: ExitStack) -> None:
    looks = formats(book)
    first = book.add_worksheet(NAME)
    shown = plots(told)
    uncounted = _rows(uncounted_sheet.rows(told), folder, kept)
    FirstPage(book, first, dict(looks), told).draw(
        len(uncounted.rows) - len(told.passed_over), shown
    )
    common = _common(told)
    for table in (
        *_listed(told, folder, kept),
        linked(uncounted_sheet.table(uncounted.rows, len(told.passed_over)), uncounted),
        shown.table(),
    ):
        page, own = book.add_worksheet(table.name), kept.enter_context(closing(KeptLinks()))
        DrawnSheet(page, table, looks, common, {}, own, TITLE).draw()


def _listed(told: Summed, folder: Path, kept: ExitStack) -> Iterator[Table]:
    projects = _rows(tables.project_rows(told), folder, kept)
    yield linked(tables.projects(told, projects.rows), projects)
    yield tables.units(told)
    if told.reviewed is not None:
        opinions = _rows(opinions_sheet.rows(told), folder, kept)
        yield linked(opinions_sheet.table(opinions.rows), opinions)
    weak = _rows(tables.weak_rows(told), folder, kept)
    yield linked(tables.weak(weak.rows), weak)
    if told.folder.expected is not None:
        asked = _rows(folder_sheets.expected_rows(told.folder), folder, kept)
        yield linked(folder_sheets.expected(told.folder, asked.rows), asked)
    yield tables.text(told)


def _rows(rows: Iterator[Row], folder: Path, kept: ExitStack) -> LinkedRows:
    """Rows whose links lead from the folder of the summary."""
    listed = LinkedRows(folder)
    kept.enter_context(closing(listed.rows))
    listed.add(rows)
    return listed


def _common(told: Summed) -> str:
    """The folder that holds all files."""
    folder: str | None = None
    for name in told.files.values():
        folder = common_folder(folder, name.path)
    return folder or ""

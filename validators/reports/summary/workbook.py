"""A summary as a workbook: what a chief looks at first, and behind it every figure's origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from validators.reports.excel import flags_sheet, folder_sheets
from validators.reports.output import Place
from validators.reports.summary import opinions_sheet, tables, uncounted_sheet
from validators.reports.summary.chart_data import plots
from validators.reports.summary.first_sheet import NAME, FirstPage, is_ours
from validators.reports.summary.summed import Summed
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet
from validators.reports.workbook.linked_rows import LinkedRows, common_folder
from validators.reports.workbook.linked_rows import with_remark as linked
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.tables import Row, Table
from validators.reports.workbook.written_notes import draw_own, read

TITLE = "绩效汇总"


def write(told: Summed, place: Place) -> None:
    """Write the workbook, whole or not at all; the same records give the same bytes.

    Raises OSError when the place cannot be written.
    """
    with ExitStack() as kept:
        folder, shown = place.path.parent, plots(told)
        uncounted = _rows(uncounted_sheet.rows(told), folder, kept)
        left_out = len(uncounted.rows) - len(told.passed_over)
        tables = (
            *_listed(told, folder, kept),
            linked(uncounted_sheet.table(uncounted.rows, len(told.passed_over)), uncounted),
            shown.table(),
        )
        drawn = {table.name for table in tables}
        absent = (
            opinions_sheet.table(()),
            folder_sheets.expected(told.folder, ()),
            flags_sheet.table(()),
        )
        every = (*tables, *(table for table in absent if table.name not in drawn))
        written = read(place.path, every, {NAME: is_ours})
        with (
            place.fresh(written.aside) as file,
            new_book(file, TITLE, noted=written.noted) as book,
        ):
            looks = formats(book)
            first = book.add_worksheet(NAME)
            FirstPage(book, first, dict(looks), told).draw(left_out, shown, written.loose)
            _draw(book, looks, map(written.extended, tables), _common(told), kept)
            left = written.left()
            _draw(book, looks, [left] if left else [], "", kept)
            draw_own(book, written, {NAME, *drawn})


def _draw(
    book: Any, looks: Mapping[str, Any], tables: Iterable[Table], common: str, kept: ExitStack
) -> None:
    for table in tables:
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
    if told.folder.flags:
        flags = _rows(flags_sheet.rows(told.folder), folder, kept)
        yield linked(flags_sheet.table(flags.rows), flags)
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

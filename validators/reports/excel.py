"""Records as a workbook that can be printed and passed on: submitted text is never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from validators.reports import sheets
from validators.reports.drawn_sheet import DrawnSheet, first_row
from validators.reports.kept_links import KeptLinks
from validators.reports.listed import Listed, common_folder
from validators.reports.looks import formats
from validators.reports.new_book import new_book
from validators.reports.output import Place
from validators.reports.record import Record
from validators.reports.tables import Table
from validators.reports.tally import Tally


def write(records: Iterable[Record], path: Path) -> None:
    """Write a report of some records, whole or not at all; raises as `Report` does."""
    with collecting(path) as report:
        for record in records:
            report.add(record)
        report.write()


@contextmanager
def collecting(path: Path) -> Iterator[Report]:
    """A report that waits for its records, in temporary files that end with it."""
    report = Report(path)
    try:
        yield report
    finally:
        for listed in report.lists:
            listed.rows.close()


class Report:
    """A report on its way: records are added as they come, the workbook is written at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = Place(path)
        self.tally = Tally()
        self.lists = tuple(Listed(path.parent) for _ in range(3))
        self._folder: str | None = None

    def add(self, record: Record) -> None:
        """One more file; raises ValueError when the report would replace it."""
        self.place.guard(record)
        self.tally.add(record)
        self._folder = common_folder(self._folder, record.path)
        overview, problems, unchecked = self.lists
        overview.add(sheets.overview_rows(record))
        problems.add(sheets.problem_rows(record))
        unchecked.add(sheets.unchecked_rows(record))

    def write(self, stopped: str = "") -> str:
        """Write the workbook, whole or not at all; the same records give the same bytes.

        Raises OSError when the place cannot be written.
        """
        with ExitStack() as kept, new_book(self.place, "绩效核查结果") as book:
            self._fill(book, stopped, kept)
        return self.place.told()

    def _fill(self, book: Any, stopped: str, kept: ExitStack) -> None:
        looks = formats(book)
        folder = self._folder or ""
        rules = sheets.rules(self.tally)
        rows = {str(row[0]): first_row(rules) + at for at, row in enumerate(rules.rows, 1)}
        for table in (*self._tables(folder, stopped), rules):
            page, own = book.add_worksheet(table.name), kept.enter_context(closing(KeptLinks()))
            DrawnSheet(page, table, looks, folder, rows, own).draw()

    def _tables(self, folder: str, stopped: str) -> Iterator[Table]:
        overview, problems, unchecked = self.lists
        yield overview.told(sheets.overview(self.tally, overview.rows, folder, stopped))
        yield problems.told(sheets.problems(problems.rows))
        yield unchecked.told(sheets.unchecked(unchecked.rows))

"""Records as a workbook that can be printed and passed on: submitted text is never a formula."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from validators.reports import accepted, sheets
from validators.reports.drawn_sheet import DrawnSheet, first_row
from validators.reports.kept_links import KeptLinks
from validators.reports.listed import Listed, common_folder
from validators.reports.looks import formats
from validators.reports.new_book import new_book
from validators.reports.record import Record
from validators.reports.tables import Table
from validators.reports.tally import Tally
from validators.reviewed import Lapsed


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
        self.tally = Tally()
        self.lists = tuple(Listed(path.parent) for _ in range(4))
        self._folder: str | None = None
        self._before = path.stat() if path.exists() else None

    def add(self, record: Record) -> None:
        """One more file; raises ValueError when the report would replace it."""
        if self._is_replaced(record.opens):
            raise ValueError(f"核查结果不能写到所核查的文件 {self.path} 上。请换一个文件名。")
        self.tally.add(record)
        self._folder = common_folder(self._folder, record.path)
        overview, problems, unchecked, accepting = self.lists
        overview.add(sheets.overview_rows(record))
        problems.add(sheets.problem_rows(record))
        unchecked.add(sheets.unchecked_rows(record))
        accepting.add(accepted.rows(record))

    def add_lapsed(self, lapsed: Iterable[Lapsed]) -> None:
        """What a reviewer accepted or scored and no longer applies."""
        self.lists[3].add(map(accepted.lapsed_row, lapsed))

    def write(self, stopped: str = "") -> None:
        """Write the workbook, whole or not at all; the same records give the same bytes.

        Raises OSError when the place cannot be written.
        """
        kept: list[KeptLinks] = []
        try:
            with new_book(self.path, "绩效核查结果") as book:
                self._fill(book, stopped, kept)
        finally:
            for links_of_a_sheet in kept:
                links_of_a_sheet.close()

    def _is_replaced(self, submitted: Path) -> bool:
        if self._before is None:
            return False
        try:
            return os.path.samestat(submitted.stat(), self._before)
        except (OSError, ValueError):  # gone in the meantime, or never there
            return False

    def _fill(self, book: Any, stopped: str, kept: list[KeptLinks]) -> None:
        looks = formats(book)
        folder = self._folder or ""
        rules = sheets.rules(self.tally)
        rows = {str(row[0]): first_row(rules) + at for at, row in enumerate(rules.rows, 1)}
        for table in (*self._tables(folder, stopped), rules):
            kept.append(KeptLinks())
            page = book.add_worksheet(table.name)
            DrawnSheet(page, table, looks, folder, rows, kept[-1]).draw()

    def _tables(self, folder: str, stopped: str) -> Iterator[Table]:
        overview, problems, unchecked, accepting = self.lists
        yield overview.told(sheets.overview(self.tally, overview.rows, folder, stopped))
        yield problems.told(sheets.problems(problems.rows, self.tally.accepted))
        yield unchecked.told(sheets.unchecked(unchecked.rows))
        if len(accepting.rows):
            yield accepting.told(accepted.table(accepting.rows))

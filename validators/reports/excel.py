"""Records as a workbook that can be printed and passed on: submitted text is never a formula."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from validators.reports import links, sheets
from validators.reports.drawn_sheet import DrawnSheet, first_row
from validators.reports.kept_links import KeptLinks
from validators.reports.looks import formats
from validators.reports.output import Place
from validators.reports.record import Record
from validators.reports.rows import JoinedRows, SpooledRows
from validators.reports.tables import Content, Jump, Link, Linked, Row, Table
from validators.reports.tally import Tally

MOST_LINKS = 10_000
"""Links of each kind in one list. Excel takes 65,530 on a sheet, but opens slowly then."""

_FIXED_DATE = datetime(2024, 1, 1)  # the same results give the same bytes
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FONT = {"font_name": "宋体", "font_size": 11}


def write(records: Iterable[Record], path: Path) -> None:
    """Write a report of some records, whole or not at all; raises as `Report` does."""
    with collecting(path) as report:
        for record in records:
            report.add(record)
        report.write()


@dataclass(slots=True)
class _Listed:
    """The rows of one sheet as they come, with their links as Excel writes them."""

    folder: Path
    rows: SpooledRows = field(default_factory=SpooledRows)
    links: Counter[type] = field(default_factory=Counter)
    unlinked: int = 0

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.rows.add(tuple(map(self.linked, row)))

    def linked(self, content: Content) -> Content:
        """A link, or its text alone where there are enough links or Excel takes not this one."""
        match content:
            case Link(text, path, sheet, cell):
                target = links.external(path, self.folder, sheet, cell)
                return Linked(text, target if self.takes(Link, target) else None)
            case Jump(code) if not self.takes(Jump, code):
                return Linked(code, None)
        return content

    def takes(self, kind: type, target: str | None) -> bool:
        taken = target is not None and self.links[kind] < MOST_LINKS
        self.links[kind] += taken
        self.unlinked += not taken
        return taken


def _told(table: Table, *lists: _Listed) -> Table:
    """A table, which says in its first line what has no link."""
    unlinked = sum(listed.unlinked for listed in lists)
    if not unlinked:
        return table
    why = f"（有 {unlinked} 处没有链接：链接太多，或文件名太长、有特殊字符。）"
    first, *others = table.leads
    return replace(table, leads=(first + why, *others))


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
        self.lists = tuple(_Listed(path.parent) for _ in range(4))
        self._firsts: dict[str, int] = {}
        self._folder: str | None = None

    def add(self, record: Record) -> None:
        """One more file; raises ValueError when the report would replace it."""
        self.place.guard(record)
        self.tally.add(record)
        self._folder = _common(self._folder, record.path)
        overview, problems, unreadable, unchecked = self.lists
        overview.add(sheets.overview_rows(record))
        self._note_firsts(record, len(problems.rows))
        problems.add(sheets.problem_rows(record))
        unreadable.add(sheets.unreadable_rows(record))
        unchecked.add(sheets.unchecked_rows(record))

    def _note_firsts(self, record: Record, number: int) -> None:
        """Which of the problems, counted from 0, is the first of each rule."""
        found = (finding for form in record.data["forms"] for finding in form["findings"])
        for at, finding in enumerate(found, number):
            self._firsts.setdefault(finding["code"], at)

    def write(self, stopped: str = "") -> str:
        """Write the workbook, whole or not at all; the same records give the same bytes.

        Raises OSError when the place cannot be written.
        """
        try:
            with self.place.fresh() as file, tempfile.TemporaryDirectory() as scratch:
                self._draw(file, scratch, stopped)
        except XlsxFileError as error:
            raise OSError(str(error)) from error
        return self.place.told()

    def _draw(self, file: IO[bytes], scratch: str, stopped: str) -> None:
        # XlsxWriter takes the font out of the mapping it is given, so each book gets its own.
        own = {"default_format_properties": dict(_FONT), "tmpdir": scratch}
        book = xlsxwriter.Workbook(file, _OPTIONS | own)
        kept: list[KeptLinks] = []
        try:
            self._fill(book, stopped, kept)
            book.close()
        finally:
            for links_of_a_sheet in kept:
                links_of_a_sheet.close()
            # When the disk is full, XlsxWriter leaves them open, and Windows could not delete them.
            for page in book.worksheets():
                page.row_data_fh.close()

    def _fill(self, book: Any, stopped: str, kept: list[KeptLinks]) -> None:
        book.set_properties({"title": "绩效核查结果", "created": _FIXED_DATE})
        looks = formats(book)
        folder = self._folder or ""
        told = tuple(self._tables(folder, stopped))
        below = first_row(told[1]) + 1
        firsts = {code: f"A{below + at}" for code, at in self._firsts.items()}
        rules = sheets.rules(self.tally, firsts)
        rows = {str(row[0]): first_row(rules) + at for at, row in enumerate(rules.rows, 1)}
        for table in (*told, rules):
            kept.append(KeptLinks())
            page = book.add_worksheet(table.name)
            DrawnSheet(page, table, looks, folder, rows, kept[-1]).draw()

    def _tables(self, folder: str, stopped: str) -> Iterator[Table]:
        overview, problems, unreadable, unchecked = self.lists
        yield _told(sheets.overview(self.tally, overview.rows, folder, stopped), overview)
        yield _told(sheets.problems(self.tally, problems.rows), problems)
        rows = JoinedRows(unreadable.rows, unchecked.rows)
        yield _told(sheets.unchecked(rows), unreadable, unchecked)


def _common(folder: str | None, path: Path) -> str:
    """The folder that holds the files so far and one more; empty where there is none."""
    parent = str(path.parent)
    if folder is None:
        return parent
    try:
        return os.path.commonpath([folder, parent]) if folder else ""
    except ValueError:  # on several drives, or not all absolute
        return ""

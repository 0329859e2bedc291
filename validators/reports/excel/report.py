"""Records as a workbook that can be printed and passed on: submitted text is never a formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from validators.obligations.completion import Completion
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record
from validators.records.tally import Tally
from validators.reports import entries
from validators.reports.entries import Word
from validators.reports.excel import (
    accepted_sheet,
    consistency_sheet,
    flags_sheet,
    folder_sheets,
    obligations_sheet,
    sheets,
    since_sheet,
)
from validators.reports.output import Laying, Output, Place
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet, first_row
from validators.reports.workbook.linked_rows import LinkedRows, common_folder, with_remark
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.spooled_rows import JoinedRows
from validators.reports.workbook.tables import PROBLEMS_SHEET, Link, Row, Table
from validators.reports.workbook.written_notes import Written, draw_own, read

if TYPE_CHECKING:
    from validators.review.applied import Reviewed
    from validators.review.consistency import Reviewed as ReviewedRow


def write(records: Iterable[Record], path: Path) -> None:
    """Write a report of some records, whole or not at all; raises as `ExcelReport` does."""
    with collecting(path) as report:
        for record in records:
            report.add(record)
        report.write()


@contextmanager
def collecting(path: Path) -> Iterator[ExcelReport]:
    """A report that waits for its records, in temporary files that end with it."""
    report = ExcelReport(path)
    try:
        yield report
    finally:
        for listed in (*report.lists, *report.problems.values()):
            listed.rows.close()


class ExcelReport(Output):
    """A report on its way: records are added as they come, the workbook is written at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = Place(path)
        self.tally = Tally()
        self.completion = Completion()
        self.lists = tuple(LinkedRows(path.parent) for _ in range(11))
        counts: Counter[type] = Counter()
        self.problems = {
            word: LinkedRows(path.parent, links=counts) for word in entries.SEVERITIES.values()
        }
        self._firsts: dict[tuple[Word, str], int] = {}
        self._reviewed: list[tuple[ReviewedRow, Link]] = []
        self._folder: str | None = None
        self._looks: Mapping[str, Any] = {}

    def guard(self, record: Record) -> None:
        """Raises `Misplaced` when the report would replace the file that a record is about."""
        self.place.guard(record)

    def worded(self, record: Record) -> Laying:
        """The rows of one more file, for each list in its order."""
        rows = (
            tuple(sheets.overview_rows(record)),
            tuple(sheets.unreadable_rows(record)),
            tuple(sheets.unchecked_rows(record)),
            tuple(sheets.trial_rows(record)),
            tuple(sheets.manual_rows(record)),
            tuple(accepted_sheet.rows(record)),
            tuple(since_sheet.rows(record)),
        )
        said = tuple(consistency_sheet.reviewed(record))
        problems = tuple(sheets.problem_rows(record))

        def lay() -> None:
            self.tally.add(record)
            self.completion.add(record.data.forms)
            self._folder = common_folder(self._folder, record.path)
            self._note(problems)
            self._reviewed.extend(said)
            for listed, own in zip(self.lists, rows, strict=False):
                listed.add(own)

        return lay

    def _note(self, problems: Iterable[tuple[Word, str, Row]]) -> None:
        """Some problems, those of each level apart; and which, from 0, is the first of its rule."""
        for word, code, row in problems:
            listed = self.problems[word]
            self._firsts.setdefault((word, code), len(listed.rows))
            listed.add([row])

    def _first_rows(self, below: int) -> Mapping[str, str]:
        """Where the first problem of each rule stands: the gravest of them, in their order."""
        firsts: dict[str, str] = {}
        for word, listed in self.problems.items():
            for (level, code), at in self._firsts.items():
                if level == word:
                    firsts.setdefault(code, f"A{below + at}")
            below += len(listed.rows)
        return firsts

    def write(
        self,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> str:
        """Write the workbook, whole or not at all; the same records give the same bytes.

        Raises OSError when the place cannot be written.
        """
        *_, accepting, _, expected, compared, uneven, flags = self.lists
        uneven.add(consistency_sheet.rows(self._reviewed))
        accepting.add(accepted_sheet.review_rows(reviewed))
        expected.add(folder_sheets.expected_rows(folder))
        compared.add(folder_sheets.together_rows(folder))
        flags.add(flags_sheet.rows(folder))
        kept: list[KeptLinks] = []
        tables = tuple(self._tables(self._folder or "", stopped, folder))
        written = read(self.place.path, (*tables, sheets.rules(self.tally, {})))
        try:
            with (
                self.place.fresh(written.aside) as file,
                new_book(file, "绩效核查结果", noted=written.noted) as book,
            ):
                self._fill(book, tables, written, kept)
        finally:
            for links_of_a_sheet in kept:
                links_of_a_sheet.close()
        return self.place.told()

    def _fill(
        self, book: Any, tables: Sequence[Table], written: Written, kept: list[KeptLinks]
    ) -> None:
        self._looks = formats(book)
        problems = next(table for table in tables if table.name == PROBLEMS_SHEET)
        below = first_row(problems) + 1
        rules = sheets.rules(self.tally, self._first_rows(below))
        rows = {str(row[0]): first_row(rules) + at for at, row in enumerate(rules.rows, 1)}
        drawn = [table for table in tables if len(table.rows) or table.name in sheets.ALWAYS]
        for table in (*drawn, rules):
            self._draw(book, written.extended(table), rows, kept)
        left = written.left()
        if left is not None:
            self._draw(book, left, rows, kept)
        draw_own(book, written, [table.name for table in (*tables, rules)])

    def _draw(
        self, book: Any, table: Table, rules: Mapping[str, int], kept: list[KeptLinks]
    ) -> None:
        kept.append(KeptLinks())
        page = book.add_worksheet(table.name)
        DrawnSheet(page, table, self._looks, self._folder or "", rules, kept[-1]).draw()

    def _tables(self, folder: str, stopped: str, together: FolderRecord) -> Iterator[Table]:
        """All that a report may have; what has no rows is not drawn, but for the first ones."""
        overview, unreadable, unchecked, tried, by_hand, *others = self.lists
        problems = tuple(self.problems.values())
        accepting, since, expected, compared, uneven, flags = others
        first = sheets.overview(self.tally, overview.rows, folder, stopped, together)
        yield with_remark(first, overview)
        yield sheets.totals(self.tally)
        found = JoinedRows(*(listed.rows for listed in problems))
        yield with_remark(sheets.problems(self.tally, found), *problems)
        rows = JoinedRows(unreadable.rows, unchecked.rows)
        yield with_remark(sheets.unchecked(rows), unreadable, unchecked)
        yield with_remark(sheets.trials(tried.rows), tried)
        yield with_remark(sheets.manual(by_hand.rows), by_hand)
        yield with_remark(accepted_sheet.table(accepting.rows), accepting)
        yield with_remark(consistency_sheet.table(uneven.rows), uneven)
        yield with_remark(since_sheet.table(since.rows), since)
        yield with_remark(folder_sheets.expected(together, expected.rows), expected)
        yield with_remark(folder_sheets.together(together, compared.rows), compared)
        yield with_remark(flags_sheet.table(flags.rows), flags)
        yield obligations_sheet.table(self.completion.counts(together, whole=not stopped))

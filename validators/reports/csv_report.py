"""Records as a CSV: one row for everything that is said, and for each form of which nothing is.

UTF-8 with a byte order mark, as Excel and WPS ask for it, every cell in quotes, every row on one
line. A cell that a spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from validators.checking.our_files import BEGINNINGS
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record
from validators.reports import entries
from validators.reports.entries import Entry, ReviewerRemark, Tone, Word
from validators.reports.output import Laying, Output, Place
from validators.reports.spooled import SpooledText
from validators.terminal_text import one_line
from workbooks.values.dataclass import replace

if TYPE_CHECKING:
    from validators.review.applied import Reviewed

# With those of full width, which a Chinese or Japanese Excel takes as well (OWASP, CSV Injection).
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_STOPPED = Word("没有核查完", Tone.UNKNOWN)
_SETTINGS = Word("设置文件", Tone.FINE)
_TOGETHER = Word("同批比较", Tone.CARE)
_NO_REMARK = ReviewerRemark("", "", "", "")


def harmless(text: str) -> str:
    """A text on one line that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("-5.00"), harmless("得分 5")
    ("'=1+1", "'-5.00", '得分 5')
    """
    told = one_line(text)
    return f"'{told}" if text.startswith(_FORMULAS) or told.startswith(_FORMULAS) else told


@contextmanager
def collecting(path: Path) -> Iterator[CsvReport]:
    """A report that waits for its records, in a temporary file that ends with it."""
    with closing(SpooledText()) as rows:
        yield CsvReport(path, rows)


class CsvReport(Output):
    """A report on its way: rows are laid down as they come, the file is written at the end."""

    def __init__(self, path: Path, rows: SpooledText) -> None:
        self.path = path
        self.place = Place(path)
        self._rows = rows
        self._writer = csv.writer(rows, quoting=csv.QUOTE_ALL, lineterminator="\r\n")

    def guard(self, record: Record) -> None:
        """Raises `Misplaced` when the report would replace the file that a record is about."""
        self.place.guard(record)

    def worded(self, record: Record) -> Laying:
        """The rows of one more file."""
        rows = list(_rows(record))
        return lambda: self._writer.writerows(rows)

    def write(
        self,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> str:
        """Write the CSV, whole or not at all; raises OSError when the place cannot be written."""
        for (name, sheet, project), entry in entries.of_review(reviewed):
            self._writer.writerow(_row(entry, name, sheet, "", project, ""))
        for place, entry in entries.of_folder(folder):
            self._writer.writerow(_row(_together(entry), *place))
        for arrival, place, said in entries.of_expected(folder):
            self._writer.writerow(_row(Entry(arrival, "", "", said), *place))
        if folder.settings:
            self._writer.writerow(_row(Entry(_SETTINGS, "", "", folder.settings), ""))
        if stopped:
            self._writer.writerow(_row(Entry(_STOPPED, "", "", stopped), ""))
        with self.place.fresh() as file:
            file.write(BEGINNINGS[".csv"].encode())
            self._rows.copy_to(file)
        return self.place.told()


def _together(entry: Entry) -> Entry:
    """What was found in all files together: a category of its own, as it counts for no form."""
    if not entry.code or entry.word is entries.FAULT:
        return entry
    return replace(entry, word=_TOGETHER, remark=ReviewerRemark(entry.word.text, "", "", ""))


def _rows(record: Record) -> Iterator[list[str]]:
    name = str(record.path)
    for entry in (*entries.refusals(record), *entries.passed_over(record)):
        yield _row(entry, name)
    for form, note in record.forms:
        where = (form.sheet, form.unit, form.project, str(form.fiscal_year or ""))
        for entry in entries.of_form(form, note):
            yield _row(entry, name, *where)
    for entry in entries.faults(record):
        yield _row(entry, name)


def _row(entry: Entry, name: str, *where: str | None) -> list[str]:
    """The row of one entry, in the order of the headings in `our_files.BEGINNINGS`."""
    form = where or ("",) * 4
    said = entry.remark or _NO_REMARK
    texts = (entry.word.text, entry.code, entry.cell, name, *form, entry.message)
    told = (said.level, said.reason, said.reviewer, said.day, said.why)
    return [harmless(text or "") for text in (*texts, *told)]

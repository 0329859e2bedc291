"""The summary of a run, on its way: records are added as they come, a file written at the end."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from validators.own import SUMMARY, report_kind
from validators.reports.output import Place
from validators.reports.record import Record
from validators.reports.summed import Gathered

BOOK, DOCUMENT = ".xlsx", ".docx"


class Summary:
    """What a run comes to: as a workbook, or as a document for publication, by its ending."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place = Place(path)
        self._gathered = Gathered()

    def add(self, record: Record) -> None:
        """One more file; raises ValueError when the summary would replace it."""
        self._place.guard(record)
        self._gathered.add(record)

    def write(self, stopped: str = "") -> str:
        """Write it, whole or not at all; `stopped` tells what is missing when a run was cut off.

        Raises OSError when the place cannot be written.
        """
        told = self._gathered.summed(stopped)
        if self.path.suffix.lower() == DOCUMENT:
            from validators.reports import summary_document

            summary_document.write(told, self._place)
            return f"公开文字已写入 {self.path}"
        from validators.reports import summary_book

        summary_book.write(told, self._place)
        return f"汇总已写入 {self.path}"


def collecting(path: Path) -> AbstractContextManager[Summary]:
    """A summary that waits for its records."""
    return nullcontext(Summary(path))


def may_replace(path: Path) -> bool:
    """Whether a file that exists is an earlier summary of ours, a document as we left it."""
    if path.suffix.lower() == DOCUMENT:
        from validators.reports import summary_document

        return summary_document.is_ours(path)
    return report_kind(path) == SUMMARY

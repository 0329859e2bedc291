"""The summary of a run, on its way: records are added as they come, a file written at the end."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record
from validators.reports.output import Laying, Output, Place
from validators.reports.summary.summed import Gathered

if TYPE_CHECKING:
    from validators.review.applied import Reviewed

BOOK, DOCUMENT = ".xlsx", ".docx"


class Summary(Output):
    """What a run comes to: as a workbook, or as a document for publication, by its ending."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_document = path.suffix.lower() == DOCUMENT
        self._place = Place(path, "公开文字" if self._is_document else "汇总")
        self._gathered = Gathered()

    def guard(self, record: Record) -> None:
        """Raises ValueError when the summary would replace the file that a record is about."""
        self._place.guard(record)

    def worded(self, record: Record) -> Laying:
        """The rows of one more file."""
        return (lambda: None) if record.ignored else self._gathered.worded(record)

    def write(
        self,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> str:
        """Write it, whole or not at all; raises OSError when the place cannot be written."""
        told = self._gathered.summed(stopped, reviewed, folder)
        if self._is_document:
            from validators.reports.summary import document

            document.write(told, self._place)
        else:
            from validators.reports.summary import workbook

            workbook.write(told, self._place)
        return self._place.told()


def collecting(path: Path) -> AbstractContextManager[Summary]:
    """A summary that waits for its records."""
    return nullcontext(Summary(path))

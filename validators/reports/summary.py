"""The summary of a run, on its way: records are added as they come, files written at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from validators.bulk import SUMMARY, report_kind
from validators.reports.record import Record
from validators.reports.summed import Gathered, Summed

BOOK, DOCUMENT = ".xlsx", ".docx"


class Summary:
    """What a run comes to, as a workbook and as a document for publication."""

    name = "汇总"

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self._gathered = Gathered()
        self._paths = paths

    def add(self, record: Record) -> None:
        """One more file."""
        self._gathered.add(record)

    def outputs(self, stopped: str = "") -> Mapping[Path, Callable[[], None]]:
        """Each file with what writes it, whole or not at all; that raises OSError where it cannot.

        `stopped` tells what is missing when a run was cut off.
        """
        told = self._gathered.summed(stopped)
        return {path: partial(_write, told, path) for path in self._paths}


def may_replace(path: Path) -> bool:
    """Whether a file that exists is an earlier summary of ours, as we left it."""
    from validators.reports import summary_document

    if path.suffix.lower() == DOCUMENT:
        return summary_document.is_ours(path)
    return report_kind(path) == SUMMARY


def _write(told: Summed, path: Path) -> None:
    if path.suffix.lower() == DOCUMENT:
        from validators.reports import summary_document

        summary_document.write(told, path)
    else:
        from validators.reports import summary_book

        summary_book.write(told, path)

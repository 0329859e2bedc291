"""The formats of a report, each by the ending of its file's name."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from validators.reports.output import Output

ENDINGS = (".xlsx", ".html", ".csv", ".json")


def collecting(path: Path, policy: str | None) -> AbstractContextManager[Output]:
    """A report that waits for its records; raises ValueError where no format has this ending.

    `policy` is the one that was asked for. Each writer is imported only where it is asked for.
    """
    match path.suffix.lower():
        case ".xlsx":
            from validators.reports.excel import report as workbook

            return workbook.collecting(path)
        case ".html":
            from validators.reports.html import report as page

            return page.collecting(path)
        case ".csv":
            from validators.reports import csv_report

            return csv_report.collecting(path)
        case ".json":
            from validators.reports import json_report

            return json_report.collecting(path, policy)
    raise ValueError(path.suffix)

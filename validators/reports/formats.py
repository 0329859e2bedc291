"""The formats of a report, each by the ending of its file's name."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from validators.reports.output import Output

ENDINGS = (".xlsx",)


def collecting(path: Path) -> AbstractContextManager[Output]:
    """A report that waits for its records; raises ValueError where no format has this ending.

    Each writer is imported only where it is asked for.
    """
    match path.suffix.lower():
        case ".xlsx":
            from validators.reports import excel

            return excel.collecting(path)
    raise ValueError(path.suffix)

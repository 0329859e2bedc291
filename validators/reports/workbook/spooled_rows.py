"""Rows of a report as they come, laid down in a temporary file until the report is drawn."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import IO

from validators.reports.workbook.tables import Row, Rows


class SpooledRows:
    """Rows that wait on disk: a report of fifty thousand files costs no more memory than one.

    The file has no name and nobody else can write to it, so that its pickles can be trusted.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the rows
        self._count = 0

    def add(self, row: Row) -> None:
        """One more row."""
        pickle.dump(row, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def close(self) -> None:
        """Forget the rows."""
        with suppress(OSError):  # what a full disk did not take is wanted no more
            self._file.close()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        self._file.seek(0)
        for _ in range(self._count):
            row: Row = pickle.load(self._file)
            yield row


class JoinedRows:
    """Rows one after another, none of them held."""

    def __init__(self, *parts: Rows) -> None:
        self._parts = parts

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(self._parts)

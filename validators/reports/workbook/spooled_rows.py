"""Rows of a report as they come, laid down in a temporary file until the report is drawn."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import IO

from validators.reports.workbook.tables import Row, Rows

_HELD = 256
"""Rows that are held before they are laid down, together: what they share is then written once."""


class SpooledRows:
    """Rows that wait on disk: a report of fifty thousand files costs no more memory than one.

    The file has no name and nobody else can write to it, so that its pickles can be trusted.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._held: list[Row] = []
        self._laid = 0

    def add(self, row: Row) -> None:
        """One more row."""
        self._held.append(row)
        if len(self._held) == _HELD:
            self._file = self._file or tempfile.TemporaryFile()  # noqa: SIM115 - lives with the rows
            pickle.dump(self._held, self._file, pickle.HIGHEST_PROTOCOL)
            self._held = []
            self._laid += 1

    def close(self) -> None:
        """Forget the rows."""
        self._held, self._laid = [], 0
        if self._file is not None:
            with suppress(OSError):  # what a full disk did not take is wanted no more
                self._file.close()

    def __len__(self) -> int:
        return self._laid * _HELD + len(self._held)

    def __iter__(self) -> Iterator[Row]:
        if self._file is not None:
            self._file.seek(0)
            for _ in range(self._laid):
                rows: list[Row] = pickle.load(self._file)
                yield from rows
        yield from self._held


class JoinedRows:
    """Rows one after another, none of them held."""

    def __init__(self, *parts: Rows) -> None:
        self._parts = parts

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(self._parts)

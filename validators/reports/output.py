"""What a run leaves behind, in whatever format, and the place where it is written."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.record import Record

if TYPE_CHECKING:
    from validators.review.applied import Reviewed


class Unwritten(OSError):
    """Not everything could be written; the text says what was, what was not, and what to do."""


class Misplaced(ValueError):
    """An output would replace a submitted file; the text says which."""


Laying = Callable[[], None]
"""Lays down what was put into words: it takes no decision, and only a full disk can stop it."""


class Output(ABC):
    """Told of each file as it comes; written when there are no more.

    `path` is where it is written, for the sentence that says that it could not be.
    """

    path: Path

    @abstractmethod
    def guard(self, record: Record) -> None:
        """Raises `Misplaced` when the output would replace the file that a record is about."""

    @abstractmethod
    def worded(self, record: Record) -> Laying:
        """All that is to be said of one more file; nothing is laid down yet.

        A fault of ours breaks here or nowhere, so that no half of a file stays in an output.
        """

    def add(self, record: Record) -> None:
        """One more file; raises `Misplaced` when the output would replace it."""
        self.guard(record)
        self.worded(record)()

    @abstractmethod
    def write(
        self,
        stopped: str = "",
        reviewed: Reviewed | None = None,
        folder: FolderRecord = NOTHING_TOGETHER,
    ) -> str:
        """Writes it and says in one sentence what was written where.

        `stopped` tells what is missing when the run was cut off, `reviewed` what of a 复核表 could
        not be read or no longer applies, `folder` what was found in all files together.
        Raises OSError when the place cannot be written.
        """


class Place:
    """Where an output goes, by what it is `called`: over no submitted file, whole or not at all."""

    def __init__(self, path: Path, called: str = "核查结果") -> None:
        self.path = path
        self.called = called
        self._kept: Path | None = None
        self._before = path.stat() if path.exists() else None

    def guard(self, record: Record) -> None:
        """Raises `Misplaced` when the output would replace a submitted file.

        A file without a form may be an earlier output; that is the register's to say.
        """
        if self._before is None or record.passed_over:
            return
        try:
            same = os.path.samestat(record.opens.stat(), self._before)
        except (OSError, ValueError):  # gone in the meantime, or never there
            return
        if same and (record.forms or not _is_replaceable(self.path)):
            raise Misplaced(f"{self.called}不能写到所核查的文件 {self.path} 上。请换一个文件名。")

    @contextmanager
    def fresh(self, aside: Path | None = None) -> Iterator[IO[bytes]]:
        """A file that takes the place of the earlier one once all is written to it.

        Where somebody has put or changed a file there meanwhile, it goes beside that one; with
        `aside`, that one goes there.
        """
        from workbooks.output_register import free_name, output  # no database without an output

        if aside is None:
            self.path = free_name(self.path)
        with output(self.path) as part, part.open("wb") as file:
            sink = _Sink(file)
            try:
                yield cast("IO[bytes]", sink)
                sink.finish()
            finally:
                sink.let_go()
            if aside is not None:
                self.path.rename(aside)
                self._kept = aside

    def told(self) -> str:
        """That it was written."""
        told = f"{self.called}已写入 {self.path}"
        if self._kept is not None:
            told += f"；有人写在上一份里的已带过来，那一份改名为 {self._kept.name}"
        return told


def _is_replaceable(path: Path) -> bool:
    from workbooks.output_register import is_known, may_be_replaced  # no database without one

    return may_be_replaced(path) or is_known(path)


class _Sink:
    """A file that, once a write to it has failed, takes everything, and tells of it at the end.

    Libraries leave their ZIP file open where a write fails; it fails once more when it is
    forgotten, and Python prints that behind the sentence that tells of the full disk.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._place = 0
        self._error: OSError | None = None
        self._open = True

    def write(self, data: bytes) -> int:
        """As a file writes; the number of bytes."""
        self._do(lambda: self._file.write(data))
        self._place += len(data)
        return len(data)

    def seek(self, place: int, whence: int = 0) -> int:
        """From the start or from where it stands, which is all that a ZIP file asks for."""
        self._place = place + (self._place if whence else 0)
        self._do(lambda: self._file.seek(self._place))
        return self._place

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._place

    def flush(self) -> None:
        """As a file does."""
        self._do(self._file.flush)

    def seekable(self) -> bool:
        """That it is."""
        return True

    def finish(self) -> None:
        """Raises the OSError of the first write that failed."""
        self.flush()
        if self._error is not None:
            raise self._error

    def let_go(self) -> None:
        """Whatever is written from now on goes nowhere."""
        self._open = False

    def _do(self, act: Callable[[], object]) -> None:
        try:
            if self._open and self._error is None:
                act()
        except OSError as error:
            self._error = error

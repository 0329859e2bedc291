"""Text of a report as it comes, laid down in a temporary file until the report is written."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from typing import IO


class SpooledText:
    """Text that waits on disk: a report of fifty thousand files costs no more memory than one."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives with the text

    def write(self, text: str) -> None:
        """Some more text; what no file can hold of it becomes `?`."""
        self._file.write(text.encode("utf-8", "replace"))

    def copy_to(self, file: IO[bytes]) -> None:
        """All of the text, as UTF-8."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, file)

    def close(self) -> None:
        """Forget the text."""
        with suppress(OSError):  # what a full disk did not take is wanted no more
            self._file.close()

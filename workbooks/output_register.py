"""What this tool wrote where: a file is replaced only while its bytes are those written there.

Nothing that stands in a file proves that it is ours, because whoever submits a file can write the
same into it. So path and digest of each output are kept in the user's own place. A file that
somebody has changed since, or that came from elsewhere, is his: it is replaced only when that is
asked for by name (`--overwrite`).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from workbooks.atomic_write import replacing
from workbooks.user_database import opened
from workbooks.user_folder import OUTPUTS, user_folder

MOST = 50_000
"""Outputs that are remembered; the oldest are forgotten first, and are then somebody's own."""

_TABLE = "create table outputs (path text primary key, digest blob not null, at real)"


def register_file() -> Path:
    """Where the register lies."""
    return user_folder() / OUTPUTS


@contextmanager
def output(path: Path) -> Iterator[Path]:
    """A path to write to; what stands there at the end takes the place, whole or not at all.

    Raises OSError where the folder cannot be written.
    """
    with replacing(path) as part:
        yield part
        written = _digest(part)  # and not what somebody may put there the moment after
    _remember(path, written)


def may_be_replaced(path: Path) -> bool:
    """Whether nothing stands there, or what this tool wrote there and nobody has changed since."""
    if not os.path.lexists(path):
        return True
    if path.is_symlink() or not path.is_file():
        return False
    digest = _digest(path)
    return digest is not None and digest == _known(path)


def is_known(path: Path) -> bool:
    """Whether this tool wrote a file there once, which people may have changed since."""
    return path.is_file() and not path.is_symlink() and _known(path) is not None


def remember(path: Path) -> None:
    """The bytes that stand there now may be replaced: we wrote them, or a person said so.

    Where the user's own place cannot be written they are not, and a later run says so.
    """
    _remember(path, _digest(path))


def _remember(path: Path, digest: bytes | None) -> None:
    if digest is None:
        return
    with suppress(OSError, sqlite3.Error), closing(_opened()) as register, register:
        entry = (_key(path), digest, time.time())
        register.execute("insert or replace into outputs values (?, ?, ?)", entry)
        register.execute(
            "delete from outputs where path in "
            "(select path from outputs order by at desc limit -1 offset ?)",
            (MOST,),
        )


def free_name(path: Path) -> Path:
    """The path, or the next one beside it that may be written: `核查结果(2).xlsx`."""
    number = 2
    free = path
    while not may_be_replaced(free):
        free = path.with_name(f"{path.stem}({number}){path.suffix}")
        number += 1
    return free


def _known(path: Path) -> bytes | None:
    if not register_file().is_file():
        return None
    with suppress(OSError, sqlite3.Error), closing(_opened()) as register:
        row = register.execute("select digest from outputs where path = ?", (_key(path),))
        return next((digest for (digest,) in row), None)
    return None


def _opened() -> sqlite3.Connection:
    return opened(register_file(), _TABLE)


def _key(path: Path) -> str:
    return os.path.normcase(path.resolve())


def _digest(path: Path) -> bytes | None:
    if not path.is_file():  # to read a pipe is to wait for ever
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return None

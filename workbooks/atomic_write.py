"""A file that is written whole or not at all, and until then is the earlier one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, in the same folder; what stands there at the end takes the place.

    Where the block raises, nothing is left. Raises OSError where the folder cannot be written.
    """
    # Its own name, not one made from that of the file, which may be as long as names can be.
    # And not of the process alone: on a shared folder another computer may have one of that number.
    part = path.with_name(f".jixiao.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

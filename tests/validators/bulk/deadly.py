"""Work that kills, hangs or eats memory, for workers that import this by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def doubled(item: int | str) -> int | str:
    """Twice the item, unless it says what shall happen instead."""
    if item == "exits":
        os._exit(7)
    if item == "is killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "hangs":
        time.sleep(600)
    if item == "eats memory":
        return len([bytearray(1 << 20) for _ in range(10_000)])
    if item == "raises":
        raise SystemExit(5)
    return item * 2


def once_fatal(item: tuple[Path, int]) -> int:
    """Kills its worker the first time it meets the marked item."""
    mark, number = item
    if number == 3 and not mark.exists():
        mark.touch()
        os._exit(1)
    return number

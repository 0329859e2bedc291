"""Ctrl-C asks a run to stop after the file at hand; asked twice, it stops at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from workbooks.values.dataclass import dataclass


@dataclass(slots=True)
class Wish:
    """Whether somebody wants the run to end."""

    stop: bool = False


@contextmanager
def interruptible() -> Iterator[Wish]:
    """The wish of somebody at the keyboard; outside the main thread nobody can wish anything."""
    wish = Wish()
    if threading.current_thread() is not threading.main_thread():
        yield wish
        return

    def asked(number: int, frame: FrameType | None) -> None:
        if wish.stop:
            raise KeyboardInterrupt
        wish.stop = True

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield wish
    finally:
        signal.signal(signal.SIGINT, before)

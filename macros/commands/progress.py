"""How far a long run is, on standard error: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from workbooks.values.dataclass import dataclass, field

TOLD_FROM = 50
"""Fewer files are done before anybody asks."""

_EVERY = 5.0


class Progress(Protocol):
    """Told of every file that is done."""

    def step(self) -> None:
        """One more file."""

    def tell(self, text: str) -> None:
        """Results for standard output, which a bar must make way for."""


@contextmanager
def progress(total: int) -> Iterator[Progress]:
    """The progress of a run over so many files."""
    if total < TOLD_FROM:
        yield Silent()
    elif sys.stderr.isatty():
        with _bar(total) as bar:
            yield bar
    else:
        yield Lines(total)


class Silent:
    """Nothing to say."""

    def step(self) -> None:
        """Say nothing."""

    def tell(self, text: str) -> None:
        """Results as they are."""
        sys.stdout.write(text)


@dataclass(slots=True)
class Lines:
    """A line every few seconds, for logs and pipes."""

    total: int
    done: int = 0
    began: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    def step(self) -> None:
        """One more file."""
        self.done += 1
        now = time.monotonic()
        if now - self.told >= _EVERY:
            self.told = now
            print(line(self.done, self.total, now - self.began), file=sys.stderr, flush=True)

    def tell(self, text: str) -> None:
        """Results as they are."""
        sys.stdout.write(text)


def line(done: int, total: int, seconds: float) -> str:
    """How far, how fast, how long still.

    >>> line(1200, 50_000, 4.0)
    '已核查 1200/50000 份，每秒 300 份，约剩 2 分 43 秒'
    """
    rate = done / seconds if seconds > 0 else 0.0
    left = (total - done) / rate if rate else 0.0
    return f"已核查 {done}/{total} 份，每秒 {rate:.0f} 份，约剩 {duration(left)}"


def duration(seconds: float) -> str:
    """A time as a person says it.

    >>> duration(3725), duration(163), duration(9.6)
    ('1 小时 2 分', '2 分 43 秒', '10 秒')
    """
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} 小时 {whole % 3600 // 60} 分"
    return f"{whole // 60} 分 {whole % 60} 秒" if whole >= 60 else f"{whole} 秒"


@contextmanager
def _bar(total: int) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Task, TextColumn
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    class Told(TextColumn):
        def render(self, task: Task) -> Text:
            return Text(line(int(task.completed), total, task.elapsed or 0.0))

    console = Console(stderr=True, soft_wrap=True)
    bar = RichProgress(
        BarColumn(), Told(""), console=console, transient=True, redirect_stdout=False
    )
    task = bar.add_task("", total=total)

    class Bar:
        def step(self) -> None:
            bar.advance(task)

        def tell(self, text: str) -> None:
            if not sys.stdout.isatty():
                sys.stdout.write(text)
                return
            # Both are the same screen: printed by the console, results scroll by above the bar.
            console.print(Text(text.removesuffix("\n")))

    with bar:
        yield Bar()

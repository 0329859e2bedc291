"""Work on many items in other processes: the results come in order, and no item costs another.

Each worker holds one item at a time, so that it is known which item a worker died of. The standard
library's executor gives up all that it holds when one worker dies, and cannot end one that hangs.
Workers are always spawned, as Windows does it: one way, tried everywhere.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from workbooks.values.dataclass import dataclass, field
from workbooks.values.memory import collected_later

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

SECONDS = 60.0
"""For one item. Reading takes a second at most; a slow network may take longer."""

MEMORY = 1 << 30
"""Bytes of address space for one worker. Windows has no such limit: there the caps of `workbooks`
must do."""

WINDOW = 64
"""Items a worker may be ahead of the one that is waited for: what is held while one hangs."""

_STARTS = 3
_TICK = 0.25
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Died:
    """An item whose worker ended without a result: by itself, or because its time was up."""

    exit_code: int | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost."""

    seconds: float = SECONDS
    memory: int = MEMORY


_LIMITS = Limits()


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Any  # a Connection, or on Windows a PipeConnection
    ready: bool = False
    number: int | None = None
    since: float = 0.0


def ordered(
    work: Callable[[Item], Outcome],
    items: Iterable[Item],
    jobs: int,
    known: Callable[[Item], Outcome | None] = lambda item: None,
    limits: Limits = _LIMITS,
    stopped: Callable[[], bool] = lambda: False,
) -> Generator[tuple[Item, Outcome | Died], None, None]:
    """Each item with its outcome, in the order of the items; what is `known` costs no worker.

    `work`, the items and the outcomes must be picklable. Closing the generator ends the workers;
    so does `stopped`, asked again and again, even while an item hangs.
    """
    crew: _Crew[Item, Outcome] = _Crew(work, iter(items), jobs, known, limits, stopped)
    try:
        with _deaf_to_interrupts():
            crew.workers = [crew.started() for _ in range(jobs)]
        yield from crew.results()
    finally:
        for worker in crew.workers:
            _ended(worker)


@dataclass(slots=True)
class _Crew(Generic[Item, Outcome]):
    work: Callable[[Item], Outcome]
    items: Iterator[Item]
    jobs: int
    known: Callable[[Item], Outcome | None]
    limits: Limits
    stopped: Callable[[], bool]
    workers: list[_Worker] = field(default_factory=list)
    open: dict[int, Item] = field(default_factory=dict)
    done: dict[int, Outcome | Died] = field(default_factory=dict)
    again: list[int] = field(default_factory=list)
    tried: set[int] = field(default_factory=set)
    taken: int = 0
    given: int = 0
    exhausted: bool = False
    false_starts: int = 0

    def results(self) -> Iterator[tuple[Item, Outcome | Died]]:
        while True:
            self.give()
            while self.given in self.done:
                outcome = self.done.pop(self.given)
                yield self.open.pop(self.given), outcome
                self.given += 1
                self.give()
            if self.stopped() or (self.exhausted and self.given == self.taken):
                return
            self.hear()

    def give(self) -> None:
        """Hand an item to every worker that waits for one."""
        for worker in self.workers:
            if worker.ready and worker.number is None:
                number = self.next()
                if number is None:
                    return
                worker.number, worker.since = number, time.monotonic()
                try:
                    worker.pipe.send(self.open[number])
                except OSError:  # it died while it waited, which is no fault of the item
                    self.again.append(number)
                    self.replace(worker)

    def next(self) -> int | None:
        """The number of an item that nobody knows yet."""
        if self.again:
            return self.again.pop()
        while not self.exhausted and self.taken - self.given < WINDOW * self.jobs:
            try:
                item = next(self.items)
            except StopIteration:
                self.exhausted = True
                return None
            number, outcome = self.taken, self.known(item)
            self.open[number] = item
            self.taken += 1
            if outcome is None:
                return number
            self.done[number] = outcome
        return None

    def hear(self) -> None:
        """Wait a moment for what the workers have to tell, and look after those that are silent."""
        by_pipe = {worker.pipe: worker for worker in self.workers}
        for pipe in wait(list(by_pipe), _TICK):
            worker = by_pipe[pipe]
            try:
                outcome = worker.pipe.recv()
            except (EOFError, OSError):
                self.died(worker, overdue=False)
                continue
            if worker.number is not None:
                self.done[worker.number] = outcome
            worker.ready, worker.number, self.false_starts = True, None, 0
        late = time.monotonic() - self.limits.seconds
        for worker in list(self.workers):
            if worker.number is not None and worker.since < late:
                self.died(worker, overdue=True)

    def died(self, worker: _Worker, overdue: bool) -> None:
        """Put another in its place; an item that has cost two workers is given up."""
        if not overdue:
            worker.process.join(_TICK)  # it has let go of its pipe, and is about to end
        exit_code = _ended(worker)
        number = worker.number
        if number is None:
            self.false_starts += not worker.ready
            if self.false_starts >= _STARTS * self.jobs:
                raise RuntimeError(f"workers end as they start, exit code {exit_code}")
        elif overdue or number in self.tried:
            self.done[number] = Died(exit_code, overdue)
        else:
            self.tried.add(number)
            self.again.append(number)
        self.replace(worker)

    def replace(self, worker: _Worker) -> None:
        _ended(worker)
        with _deaf_to_interrupts():
            self.workers[self.workers.index(worker)] = self.started()

    def started(self) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        arguments = (theirs, self.work, self.limits.memory)
        process = _SPAWN.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _serve(pipe: Connection, work: Callable[[Any], Any], memory: int) -> None:
    """A worker's life: it says that it is ready, and then works until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        pipe.send(None)
        with collected_later():
            while True:
                pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return
    except MemoryError:
        os._exit(1)


def _ended(worker: _Worker) -> int | None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
    code: int | None = worker.process.exitcode
    return code


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; workers start deaf to it, as they stay."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

"""The work on many files handed to an existing dask.distributed cluster, results in order.

The workers must have this program installed and see the files under the same paths. What a worker
that dies was working on is done again by another; a file that kills several is given up by Dask.
What the cluster does not give, because it went away or its own program failed, is done here.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from typing import Any

from validators.bulk.pool import Died
from validators.bulk.work import Work
from validators.checking.sources import Source
from validators.records.record import Record
from workbooks.values.dataclass import dataclass, field, replace

WINDOW = 256
"""Files that the cluster may be ahead of the one that is waited for."""

_TICK = 0.25


def ordered(
    work: Work,
    items: Iterable[Source],
    address: str,
    known: Callable[[Source], Record | None],
    stopped: Callable[[], bool],
    tell: Callable[[str], object],
) -> Generator[tuple[Source, Record | Died], None, None]:
    """Each file with its record, in the order of the files; raises OSError without a cluster.

    `tell` gets one sentence when the cluster fails on the way; the files it owes are checked here.
    """
    from distributed import Client  # an extra that few have

    placed = replace(work, policy=_absolute(work.policy))
    client = Client(address, timeout=10, set_as_default=False)
    try:
        yield from _Asked(placed, client, stopped, tell).results(items, known)
    finally:
        with suppress(Exception):  # all results are here: how the connection ends changes none
            client.close(timeout=_CLOSING)


_CLOSING = 10.0


@dataclass(slots=True)
class _Asked:
    work: Work
    client: Any
    stopped: Callable[[], bool]
    tell: Callable[[str], object]
    failed: bool = False
    waiting: deque[tuple[Source, Any]] = field(default_factory=deque)

    def results(
        self, items: Iterable[Source], known: Callable[[Source], Record | None]
    ) -> Generator[tuple[Source, Record | Died], None, None]:
        for source in items:
            self.waiting.append((source, known(source) or self.submitted(source)))
            while self.waiting and (
                len(self.waiting) >= WINDOW or isinstance(self.waiting[0][1], Record)
            ):
                outcome = self.first()
                if outcome is None:
                    return
                yield outcome
        while self.waiting:
            outcome = self.first()
            if outcome is None:
                return
            yield outcome

    def submitted(self, source: Source) -> Any:
        """The promise of a record; the record itself where the cluster has failed."""
        if not self.failed:
            placed = replace(source, path=source.path.absolute())
            try:
                return self.client.submit(self.work, placed, pure=False)
            except Exception as error:
                self.fail(error)
        return self.work(source)

    def first(self) -> tuple[Source, Record | Died] | None:
        """What became of the file that is longest waited for; None when it is wished to stop."""
        source, promise = self.waiting.popleft()
        if isinstance(promise, Record):
            return source, promise
        from distributed import KilledWorker

        try:
            if not self.failed:
                record = self.awaited(promise)
                return None if record is None else (source, _named_as_here(record, source))
        except KilledWorker:
            return source, Died(None, overdue=False)
        except Exception as error:
            self.fail(error)
        return None if self.stopped() else (source, self.work(source))

    def awaited(self, promise: Any) -> Record | None:
        """The record that was promised; None when it is wished to stop.

        `promise.result(timeout)` must not be asked again and again: a result that comes at the
        very moment at which the time is up is an UnboundLocalError inside of distributed.
        """
        there = threading.Event()
        promise.add_done_callback(lambda _: there.set())
        while not there.wait(_TICK):
            if self.stopped():
                return None
        record: Record = promise.result()
        return record

    def fail(self, error: Exception) -> None:
        """From here on the work is done in this process."""
        if not self.failed:
            self.failed = True
            self.tell(_FAILED.format(error=f"{type(error).__name__}: {error}"))


_FAILED = "dask 集群中途不能用了（{error}），其余文件改在本机核查，结果相同，只是慢一些。"


def _named_as_here(record: Record, source: Source) -> Record:
    return replace(record, path=source.shown, opens=source.path)


def _absolute(policy: str | None) -> str | None:
    return os.path.abspath(policy) if policy and os.path.isfile(policy) else policy  # noqa: PTH100, PTH113

"""The work on many files handed to an existing dask.distributed cluster, results in order.

The workers must have this program installed and see the files under the same paths. What a worker
that dies was working on is done again by another; a file that kills several is given up by Dask.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import Any

from validators.bulk.pool import Died
from validators.bulk.work import Work
from validators.checking.sources import Source
from validators.records.record import Record

WINDOW = 256
"""Files that the cluster may be ahead of the one that is waited for."""

_TICK = 0.25


def ordered(
    work: Work,
    items: Iterable[Source],
    address: str,
    known: Callable[[Source], Record | None],
    stopped: Callable[[], bool],
) -> Generator[tuple[Source, Record | Died], None, None]:
    """Each file with its record, in the order of the files; raises OSError without a cluster."""
    from distributed import Client  # an extra that few have

    there = replace(work, policy=_absolute(work.policy))
    waiting: deque[tuple[Source, Any]] = deque()
    with Client(address, timeout=10, set_as_default=False) as client:
        for source in items:
            ready = known(source)
            waiting.append((source, ready or client.submit(there, _placed(source), pure=False)))
            while len(waiting) >= WINDOW or isinstance(waiting[0][1], Record):
                outcome = _awaited(waiting[0][1], stopped)
                if outcome is None:
                    return
                yield _told(waiting.popleft()[0], outcome)
                if not waiting:
                    break
        while waiting:
            outcome = _awaited(waiting[0][1], stopped)
            if outcome is None:
                return
            yield _told(waiting.popleft()[0], outcome)


def _awaited(future: Any, stopped: Callable[[], bool]) -> Record | Died | None:
    """A record, or None when it is wished to stop."""
    if isinstance(future, Record):
        return future
    from distributed import KilledWorker

    while not stopped():
        try:
            record: Record = future.result(timeout=_TICK)
        except TimeoutError:
            continue
        except (KilledWorker, CancelledError):
            return Died(None, overdue=False)
        return record
    return None


def _placed(source: Source) -> Source:
    return replace(source, path=source.path.absolute())


def _told(source: Source, outcome: Record | Died) -> tuple[Source, Record | Died]:
    """The outcome under the name that the file was given here."""
    if isinstance(outcome, Died):
        return source, outcome
    return source, replace(outcome, path=source.shown, opens=source.path)


def _absolute(policy: str | None) -> str | None:
    return os.path.abspath(policy) if policy and os.path.isfile(policy) else policy  # noqa: PTH100, PTH113

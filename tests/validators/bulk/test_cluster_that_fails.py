"""A cluster whose own program fails at any moment: no file is lost, and it is told once.

distributed is an extra; here its client is one that raises what a failing one raises.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.validators.bulk.workbooks import fill
from validators.bulk import cluster
from validators.bulk.pool import Died
from validators.bulk.work import Work
from validators.checking.sources import Source

WORK = Work(codes=("P402",))
TROUBLES = [UnboundLocalError("result"), CancelledError(), OSError("closed"), TimeoutError()]


class KilledWorker(Exception):
    """What Dask raises for a file that killed several workers."""


@dataclass
class Promise:
    value: Any
    silent: bool = False

    def add_done_callback(self, done: Any) -> None:
        if not self.silent:
            threading.Thread(target=done, args=(self,)).start()

    def result(self) -> Any:
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


@dataclass
class Client:
    """Gives a record for each file until `good` are given, then `then`."""

    good: int
    then: Exception
    at_submit: bool = False
    silent: bool = False
    given: int = 0
    closed: list[float] = field(default_factory=list)

    def submit(self, work: Work, source: Source, *, pure: bool) -> Promise:
        self.given += 1
        if self.given > self.good:
            if self.at_submit:
                raise self.then
            return Promise(self.then, self.silent)
        return Promise(work(source))

    def close(self, timeout: float) -> None:
        self.closed.append(timeout)
        raise TimeoutError("close")


def gathered(
    monkeypatch: pytest.MonkeyPatch, client: Client, folder: Path, count: int = 4
) -> tuple[list[Any], list[str]]:
    """What comes out of so many files, and what was told."""
    distributed = ModuleType("distributed")
    distributed.__dict__.update(Client=lambda *_, **__: client, KilledWorker=KilledWorker)
    monkeypatch.setitem(sys.modules, "distributed", distributed)
    told: list[str] = []
    sources = [Source(path) for path in fill(folder, count)]
    outcomes = list(
        cluster.ordered(
            WORK, sources, "tcp://x:1", lambda source: None, lambda: client.silent, told.append
        )
    )
    assert [source for source, _ in outcomes] == sources[: len(outcomes)]
    return [outcome for _, outcome in outcomes], told


@pytest.mark.parametrize("at_submit", [False, True])
@pytest.mark.parametrize("trouble", TROUBLES, ids=repr)
@pytest.mark.parametrize("good", [0, 3])
def test_what_the_cluster_does_not_give_is_checked_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trouble: Exception, at_submit: bool, good: int
) -> None:
    client = Client(good, trouble, at_submit)

    found, told = gathered(monkeypatch, client, tmp_path)

    assert found == [WORK(Source(path)) for path in sorted(tmp_path.iterdir())]
    assert len(told) == 1
    assert "其余文件改在本机核查" in told[0]
    assert client.closed


def test_a_file_that_kills_workers_is_not_opened_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found, told = gathered(monkeypatch, Client(2, KilledWorker("x")), tmp_path)

    assert found[2:] == [Died(None, overdue=False)] * 2
    assert not told


def test_stopping_is_heard_while_the_cluster_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found, told = gathered(monkeypatch, Client(0, ValueError(), silent=True), tmp_path)

    assert found == []
    assert not told

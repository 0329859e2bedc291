"""A real cluster of two workers on loopback, one of which is killed in the middle."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.validators.bulk.workbooks import fill

pytestmark = pytest.mark.dask
ROOT = Path(__file__).parents[3]


def started(*words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@dataclass(frozen=True, slots=True)
class Cluster:
    address: str
    scheduler: subprocess.Popen[str]
    workers: list[subprocess.Popen[str]]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A scheduler and its two workers."""
    scheduler = started(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
    )
    assert scheduler.stderr is not None
    address = None
    while address is None:
        address = re.search(r"tcp://127\.0\.0\.1:\d+", scheduler.stderr.readline())
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [started("distributed.cli.dask_worker", address[0], *options) for _ in range(2)]
    for worker in workers:
        assert worker.stderr is not None
        while "Registered to" not in worker.stderr.readline():
            pass
    yield Cluster(address[0], scheduler, workers)
    for process in (*workers, scheduler):
        process.kill()
        process.communicate()


def test_one_worker_killed_in_the_middle_loses_nothing(tmp_path: Path, cluster: Cluster) -> None:
    fill(tmp_path / "表", 300)
    words = ["macros.cli", "check", str(tmp_path / "表"), "--format", "json", "--report"]
    alone = started(*words, str(tmp_path / "a.xlsx"), "--no-ledger").communicate()[0]

    run = started(*words, str(tmp_path / "b.xlsx"), "--no-ledger", "--dask", cluster.address)
    assert run.stdout is not None
    first = run.stdout.readline()
    with contextlib.suppress(ProcessLookupError):
        time.sleep(0.3)
        cluster.workers[0].kill()
    rest = run.stdout.read()
    run.communicate()

    assert first + rest == alone
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "a.xlsx").read_bytes()


def test_a_cluster_that_goes_away_costs_no_file(tmp_path: Path, cluster: Cluster) -> None:
    fill(tmp_path / "表", 120)
    words = ["macros.cli", "check", str(tmp_path / "表"), "--format", "json", "--no-ledger"]
    alone = started(*words).communicate()[0]

    run = started(*words, "--dask", cluster.address)
    assert run.stdout is not None
    first = run.stdout.readline()
    for process in (*cluster.workers, cluster.scheduler):
        process.kill()
    rest = run.stdout.read()
    err = run.communicate()[1]

    assert first + rest == alone
    assert err.count("dask 集群中途不能用了") == 1


def test_no_cluster_there(tmp_path: Path) -> None:
    fill(tmp_path, 1)

    run = started("macros.cli", "check", str(tmp_path), "--dask", "tcp://127.0.0.1:1")
    err = run.communicate()[1]

    assert run.returncode == 2
    assert "连不上 dask 集群 tcp://127.0.0.1:1。" in err

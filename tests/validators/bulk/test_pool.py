"""Workers that die cost one item each; everything else comes, once, and in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.validators.bulk.deadly import doubled, once_fatal
from validators.bulk.pool import Died, Limits, ordered


def results(*items: int | str, seconds: float = 60.0, memory: int = 1 << 30) -> list[object]:
    found = ordered(doubled, items, 2, limits=Limits(seconds, memory))
    return [(item, outcome) for item, outcome in found]


def test_every_item_once_and_in_order() -> None:
    assert results(*range(300)) == [(number, 2 * number) for number in range(300)]


@pytest.mark.parametrize(("item", "code"), [("exits", 7), ("is killed", -9), ("raises", 5)])
@pytest.mark.slow
def test_a_dead_worker_costs_one_item(item: str, code: int) -> None:
    found = results(*range(40), item, *range(40, 80))

    expected: list[object] = [(number, 2 * number) for number in range(80)]
    assert found == [*expected[:40], (item, Died(code, overdue=False)), *expected[40:]]


@pytest.mark.slow
def test_a_worker_that_hangs_is_ended() -> None:
    found = results(1, "hangs", 2, seconds=1.5)

    assert found == [(1, 2), ("hangs", Died(-9, overdue=True)), (2, 4)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only POSIX limits the memory of a process")
def test_a_worker_that_eats_memory_is_ended() -> None:
    found = results(1, "eats memory", 2, memory=512 << 20)

    assert found == [(1, 2), ("eats memory", Died(1, overdue=False)), (2, 4)]


def test_many_deaths_in_a_row() -> None:
    found = results("exits", "exits", 1, "exits")

    died = ("exits", Died(7, overdue=False))
    assert found == [died, died, (1, 2), died]


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    items = [(tmp_path / "mark", number) for number in range(10)]

    found = [outcome for _, outcome in ordered(once_fatal, items, 2)]

    assert found == list(range(10))
    assert (tmp_path / "mark").exists()


def test_what_is_known_needs_no_worker() -> None:
    known = {3: 33, 5: 55}

    found = list(ordered(doubled, range(7), 2, known.get))

    assert found == [(0, 0), (1, 2), (2, 4), (3, 33), (4, 8), (5, 55), (6, 12)]


def test_nothing_to_do() -> None:
    assert results() == []


def test_stopped_while_an_item_hangs() -> None:
    asked: list[object] = []

    def stopped() -> bool:
        asked.append(None)
        return len(asked) > 3

    assert list(ordered(doubled, ["hangs"], 1, stopped=stopped)) == []


def test_closing_ends_the_workers() -> None:
    def endless() -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    with closing(ordered(doubled, endless(), 2)) as found:
        assert next(found) == (0, 0)

    children = Path(f"/proc/self/task/{os.getpid()}/children")
    if children.exists():
        trackers = 1  # multiprocessing's own resource tracker may stay
        assert len(children.read_text().split()) <= trackers

"""What a check leaves behind: nothing that only Python's collector of cycles would find.

While files are looked at the collector is off (`workbooks.values.memory`). A record that holds
itself alive would stay until it is on again: the whole form, of every file.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.thinned import thinned
from tests.workbooks.layouts import forms
from validators.bulk.work import Work
from validators.checking.check_file import Choice, check_grid
from validators.checking.sources import Source
from workbooks.grid import Grid

SAMPLES = sorted((Path(__file__).parents[3] / "workbooks" / "samples").glob("*.xlsx"))
WORK = Work(())
NAMES = [name for name, _ in forms()]


def left_by(work: Callable[[], object]) -> int:
    """How many objects hold themselves alive after the same work is done once more."""
    work()  # what is made once and kept
    gc.collect()
    gc.freeze()  # what other tests keep is not looked through again
    gc.disable()
    try:
        work()
        return gc.collect()
    finally:
        gc.enable()


@pytest.mark.parametrize("grid", thinned([grid for _, grid in forms()], every=4), ids=NAMES)
def test_of_forms_of_every_shape(grid: Grid) -> None:
    assert left_by(lambda: list(check_grid(grid, Choice()))) == 0


@pytest.mark.parametrize("path", thinned(SAMPLES, every=4), ids=lambda path: path.name)
def test_of_files(path: Path) -> None:
    assert left_by(lambda: WORK(Source(path))) == 0

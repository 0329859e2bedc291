"""What a file, a form, a row, a sheet, a sign costs where there are twice as many of them.

CPU time, the least of three, with nothing remembered of any text. Nothing here is a test of time:
what must not grow is counted in calls (`tests/validators/checking/test_growth.py`).
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from macros.cli import main
from tests.benchmarks.filled import Filled, fill
from tests.benchmarks.memory import forget
from tests.benchmarks.workbooks import lay_out, make, new_book

_RUNS = 3


class Series(NamedTuple):
    """What is doubled, and a function that makes so many of it and gives the path to check."""

    name: str
    unit: str
    steps: tuple[int, ...]
    make: Callable[[Path, int], Path]


def _files(folder: Path, count: int) -> Path:
    list(make(folder, count))
    return folder


def _forms(folder: Path, count: int) -> Path:
    random, above = Random(count), 0
    with new_book(folder / "表.xlsx") as (book, looks):
        sheet = book.add_worksheet("自评表")
        for _ in range(count):
            above += lay_out(sheet, fill(random), looks, above)
    return folder / "表.xlsx"


def _sheets(folder: Path, count: int) -> Path:
    random = Random(count)
    with new_book(folder / "表.xlsx") as (book, looks):
        for number in range(count):
            lay_out(book.add_worksheet(f"自评表{number}"), fill(random), looks)
    return folder / "表.xlsx"


def _rows(folder: Path, count: int) -> Path:
    form = fill(Random(count))
    kinds, form.rows = form.rows, []
    for at in range(count):
        like = kinds[at * len(kinds) // count]
        named = f"{like.name}（第{at + 1}类）"
        form.rows.append(like.__class__(**{**vars(like), "name": named}))
    return _one(folder, form)


def _signs(folder: Path, count: int) -> Path:
    form, told = fill(Random(count)), ""
    at = 0
    while len(told) < count:
        at += 1
        told += f"第{at}批设备购置{at * 3}台，培训业务人员{at * 7}人次，"
    form.outcome = told[:count]
    return _one(folder, form)


def _one(folder: Path, form: Filled) -> Path:
    with new_book(folder / "表.xlsx") as (book, looks):
        lay_out(book.add_worksheet("自评表"), form, looks)
    return folder / "表.xlsx"


SERIES = (
    Series("文件", "份", (40, 80, 160, 320), _files),
    Series("一张工作表上的表", "份", (5, 10, 20, 40), _forms),
    Series("工作表", "张", (4, 8, 16, 32), _sheets),
    Series("一份表的指标", "行", (50, 100, 200, 400), _rows),
    Series("完成情况的字数", "百字", (4000, 8000, 16000, 32000), _signs),
)


def spent(path: Path) -> float:
    """Seconds of CPU time that a check takes: the least, as others use the machine as well."""
    least = float("inf")
    for _ in range(_RUNS):
        forget()
        begun = time.process_time()
        _check(path)
        least = min(least, time.process_time() - begun)
    return least


def _check(path: Path) -> None:
    """As somebody types it; nobody reads what it says."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as unread,
        contextlib.redirect_stdout(unread),
        contextlib.redirect_stderr(unread),
    ):
        main(["check", str(path), "--jobs", "1", "--no-settings"])


def costs(series: Series, folder: Path) -> list[float]:
    """Milliseconds for each unit, step by step."""
    each = 100 if series.unit == "百字" else 1
    found = []
    for count in series.steps:
        place = folder / f"{series.name}{count}"
        place.mkdir()
        found.append(spent(series.make(place, count)) * 1000 / (count / each))
    return found


def steepest(each: Sequence[float]) -> float:
    """By what a unit costs more, at most, where there are twice as many.

    >>> steepest([10.0, 9.0, 9.9])
    1.1
    """
    return max(after / before for before, after in pairwise(each))


def table(folder: Path) -> list[str]:
    """README's table of growth."""
    lines = [
        "| 成倍增加的 | 各步 | 每一单位的毫秒数 | 多一倍时一单位最多贵几倍 |",
        "|---|---|---|---|",
    ]
    _check(_one(folder, fill(Random(0))))  # what is made once in a process
    for series in SERIES:
        each = costs(series, folder)
        steps = "、".join(map(str, series.steps))
        told = "、".join(f"{one:.2f}" for one in each)
        unit = f"{steps}{'字' if series.unit == '百字' else series.unit}"
        most = f"{steepest(each):.2f}"
        lines.append(f"| {series.name} | {unit} | {told}（每{series.unit}） | {most} |")
    return lines

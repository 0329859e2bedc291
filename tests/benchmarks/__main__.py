"""`python -m tests.benchmarks [份数]`: makes the workbooks, runs all, prints README's tables.

Every file is taken by each contender in turn, and the order changes from file to file, so that
what else the machine does falls on all alike. CPU time is counted; each file is met once.
"""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks import floor, growth
from tests.benchmarks.contenders import CONTENDERS, missing
from tests.benchmarks.memory import forget
from tests.benchmarks.workbooks import make
from validators.checking.check_file import Choice, check_file
from validators.records.record import recorded
from validators.reports import terminal
from validators.reports.json_report import JsonStream
from validators.rule import Severity

FLOOR, TEXT, JSON = "下限", "屏幕", "JSON"
FRESH, KNOWN = "文字都没见过（记住的先清空）", "文字都见过（同一份再核查一次）"
_WARM_UP = 10
_STARTS = 7
_ROOT = Path(__file__).parent.parent.parent


def measured(paths: Sequence[Path]) -> dict[str, list[float]]:
    """Seconds of CPU time for each file, by contender; what is not installed is left out."""
    running = {name: run for name, (run, needed) in CONTENDERS.items() if not missing(needed)}
    spent: dict[str, list[float]] = {name: [] for name in running}
    gc.collect()
    gc.freeze()  # the libraries' own objects are nobody's rubbish
    gc.disable()  # as in a batch of ours; the others gain as much
    for number, path in enumerate(paths):
        names = list(running)
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            begun = time.process_time()
            running[name](path)
            spent[name].append(time.process_time() - begun)
    gc.enable()
    gc.unfreeze()
    return {name: times[min(_WARM_UP, len(times) // 2) :] for name, times in spent.items()}


def table(spent: dict[str, list[float]]) -> list[str]:
    """README's table: medians, and medians of the ratios of each file."""
    floor, ours = list(spent.values())[:2]
    lines = ["| 做法 | 每份（毫秒，中位数） | 每秒份数 | 是下限的几倍 | 本工具快几倍 |"]
    lines.append("|---|---|---|---|---|")
    for name, (_, needed) in CONTENDERS.items():
        if name not in spent:
            lines.append(f"| {name} | 未测：没有安装 {missing(needed)} | | | |")
            continue
        one, times = median(spent[name]), spent[name]
        cells = (
            f"{one * 1000:.2f}",
            f"{1 / one:.0f}",
            f"{ratio(times, floor):.1f}",
            f"{ratio(times, ours):.1f}",
        )
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def ratio(times: Sequence[float], others: Sequence[float]) -> float:
    """The median of how many times as long each file takes.

    >>> ratio([2.0, 6.0, 9.0], [1.0, 2.0, 9.0])
    2.0
    """
    return median(one / other for one, other in zip(times, others, strict=True))


def in_turn(paths: Sequence[Path]) -> dict[str, list[float]]:
    """The check alone, beside the floor, by how much of the texts was seen before; and its words.

    Each file is met with every text forgotten, and at once again; of its words, those on the screen
    and those of the JSON, each in turn is made first.
    """
    spent: dict[str, list[float]] = {name: [] for name in (FLOOR, FRESH, KNOWN, TEXT, JSON)}
    words = {
        TEXT: lambda record: list(terminal.lines(record, Severity.NOTE)),
        JSON: JsonStream(None).worded,
    }
    for number, path in enumerate(paths):
        begun = time.process_time()
        floor.values(path)
        spent[FLOOR].append(time.process_time() - begun)
        forget()
        for name in (FRESH, KNOWN):
            begun = time.process_time()
            record = recorded(check_file(path, Choice()))
            spent[name].append(time.process_time() - begun)
        for name in (TEXT, JSON) if number % 2 else (JSON, TEXT):
            begun = time.process_time()
            words[name](record)
            spent[name].append(time.process_time() - begun)
    kept = min(_WARM_UP, len(paths) // 2)
    return {name: times[kept:] for name, times in spent.items()}


def told_apart(spent: dict[str, list[float]]) -> list[str]:
    """README's second table."""
    lines = ["| 核查一份 | 毫秒（中位数） | 是下限的几倍 |", "|---|---|---|"]
    for name in (FRESH, KNOWN):
        one = median(spent[name]) * 1000
        lines.append(f"| {name} | {one:.2f} | {ratio(spent[name], spent[FLOOR]):.1f} |")
    return lines


def with_json(spent: dict[str, list[float]]) -> float:
    """How many times as long a check takes that tells its findings as JSON, not on the screen."""
    text, json = (
        [check + words for check, words in zip(spent[FRESH], spent[name], strict=True)]
        for name in (TEXT, JSON)
    )
    return ratio(json, text)


def start_up(path: Path) -> float:
    """Seconds of CPU time that `jixiao check` takes for one file, from its start to its end.

    With the modules compiled before, as they are where the program was installed.
    0 on Windows, which does not tell what a child process has used.
    """
    command = [sys.executable, "-m", "macros.cli", "check", str(path)]
    seconds = []
    with tempfile.TemporaryDirectory() as compiled:
        own = os.environ | {"PYTHONPYCACHEPREFIX": compiled}
        own.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(_STARTS + 1):
            begun = _used_by_children()
            subprocess.run(command, cwd=_ROOT, env=own, capture_output=True, check=False)
            seconds.append(_used_by_children() - begun)
    return median(seconds[1:])


def _used_by_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Prints the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        paths = [made.path for made in make(Path(folder), count)]
        size = median(path.stat().st_size for path in paths) / 1024
        print("\n".join(table(measured(paths))))
        print(
            f"\n{count} 份自动生成的自评表工作簿（约 40 行 × 9 列，多处合并单元格，"
            f"中位数 {size:.1f} KB，1 至 3 张工作表，半数各有一处错误），单进程，"
            f"Python {platform.python_version()}，各做法轮流处理同一份文件，计处理器时间；"
            "倍数是逐份相比的中位数。"
            f"`jixiao check` 核查一份文件从启动到结束用 {start_up(paths[0]):.2f} 秒。\n"
        )
        apart = in_turn(paths)
        print("\n".join(told_apart(apart)))
        print(f"\n写 JSON 是写到屏幕的 {with_json(apart):.2f} 倍（核查在内）。\n")
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(growth.table(Path(folder))))


if __name__ == "__main__":
    main()

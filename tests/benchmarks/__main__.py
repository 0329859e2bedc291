"""`python -m tests.benchmarks [份数]`: makes the workbooks, runs everything, prints README's table.

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

from tests.benchmarks.contenders import CONTENDERS, missing
from tests.benchmarks.workbooks import make

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
    return {name: times[min(_WARM_UP, len(times) // 2) :] for name, times in spent.items()}


def table(spent: dict[str, list[float]]) -> list[str]:
    """README's table: medians, and ratios of the same run."""
    floor, ours = (median(times) for times in list(spent.values())[:2])
    lines = ["| 做法 | 每份（毫秒，中位数） | 每秒份数 | 是下限的几倍 | 本工具快几倍 |"]
    lines.append("|---|---|---|---|---|")
    for name, (_, needed) in CONTENDERS.items():
        if name not in spent:
            lines.append(f"| {name} | 未测：没有安装 {missing(needed)} | | | |")
            continue
        one = median(spent[name])
        cells = (f"{one * 1000:.2f}", f"{1 / one:.0f}", f"{one / floor:.1f}", f"{one / ours:.1f}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def start_up(path: Path) -> float:
    """Seconds of CPU time that `jixiao check` takes for one file, from its start to its end.

    0 on Windows, which does not tell what a child process has used.
    """
    command = [sys.executable, "-m", "macros.cli", "check", str(path)]
    seconds = []
    for _ in range(_STARTS):
        begun = _used_by_children()
        subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)
        seconds.append(_used_by_children() - begun)
    return median(seconds)


def _used_by_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Prints the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        paths = [made.path for made in make(Path(folder), count)]
        size = median(path.stat().st_size for path in paths) / 1024
        print("\n".join(table(measured(paths))))
        print(
            f"\n{count} 份自动生成的自评表工作簿（约 40 行 × 9 列，多处合并单元格，"
            f"中位数 {size:.1f} KB，1 至 3 张工作表，半数各有一处错误），单进程，"
            f"Python {platform.python_version()}，各做法轮流处理同一份文件，计处理器时间。"
            f"`jixiao check` 核查一份文件从启动到结束用 {start_up(paths[0]):.2f} 秒。"
        )


if __name__ == "__main__":
    main()

"""`jixiao trend DIR…`: projects and indicators year after year, and what stands out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from macros.commands.check import (
    allow_overwriting,
    taken,
    wrong_edition,
    wrong_folder,
    wrong_paths,
    wrong_policy,
)
from macros.commands.chinese_argparse import CLEAN, FAULT, USAGE, refuse
from macros.commands.interrupts import interruptible
from macros.commands.progress import progress
from macros.commands.run_over_files import Account, Run, records
from validators.across.index import Index
from validators.across.trend import Trend, Unplaced, arranged
from validators.bulk.work import Work
from validators.checking.our_files import TREND_KIND
from validators.checking.sources import Found
from validators.records.record import worded
from validators.records.results import FaultRecord
from validators.reports.output import Misplaced, Place
from validators.reports.trend.book import TrendBook
from validators.terminal_text import one_line

_STOPPED = "中途停止，没有写出历年比较。"
_NOTHING = "没有找到绩效表单。请确认路径。"
_SHOWN = 10

Refused = list[tuple[Path, str]]
Faults = list[tuple[Path, FaultRecord]]


def trend(arguments: Namespace) -> int:
    """Everything that `jixiao trend` does; the exit status: 2 where a file could not be read, 3
    where a fault of ours cost something."""
    path: Path | None = arguments.output
    allow_overwriting(filter(None, (path,)), arguments, TREND_KIND)
    wrong = (
        wrong_policy(arguments.policy)
        or wrong_edition(arguments.edition)
        or wrong_paths(arguments.paths)
        or (_wrong_output(path) if path else None)
    )
    if wrong:
        return refuse(wrong)
    place = None if path is None else Place(path, "历年比较")
    work = Work((), arguments.policy, arguments.edition)
    run = Run(tuple(arguments.paths), work, jobs=arguments.jobs)
    index, refused, faults = Index(), Refused(), Faults()
    with closing(index.extracts):
        try:
            trouble = _read(run, index, refused, faults, place)
        except Misplaced as error:
            return refuse(str(error))
        if trouble:
            return refuse(trouble)
        found = arranged(index)
        with closing(TrendBook((path or Path()).absolute().parent, index, found)) as book:
            status = _told(book, found, refused, place)
            return max(status, _tell_faults(book, faults))


def _read(run: Run, index: Index, refused: Refused, faults: Faults, place: Place | None) -> str:
    """All forms put into the index; why there is nothing to tell of, or empty."""
    done = 0
    with (
        closing(Found(run.paths)) as found,
        interruptible() as wish,
        progress(len(found)) as shown,
    ):
        account = Account(found)
        for record in records(run, account, None, wish):
            shown.step()
            done += 1
            if place is not None:
                place.guard(record)
            told, _ = worded(record, index.add)
            faults += ((told.path, fault) for fault in told.data.faults)
            if told.data.refusal is not None and not told.passed_over:
                refused.append((told.path, told.data.refusal.message))
        if done < len(found):
            return account.missing_text() or _STOPPED
    return "" if index.lines else _NOTHING + "".join(why for _, why in refused[:1])


def _told(book: TrendBook, found: Trend, refused: Refused, place: Place | None) -> int:
    print("\n".join(map(one_line, book.told(refused))))
    for line in _apart((*book.broken, *found.unplaced), refused):
        print(one_line(line))
    if place is not None:
        try:
            print(book.write(place, refused), file=sys.stderr)
        except OSError:
            why = "请确认文件夹可写、磁盘没有满，并且没有在别的程序里打开着它。"
            return refuse(f"写不了 {place.path}。{why}")
    return USAGE if refused else CLEAN


def _tell_faults(book: TrendBook, faults: Faults) -> int:
    """The exit status that faults of ours ask for; what the maintainer needs of them."""
    for path, fault in faults:
        print(one_line(f"{path}：{fault.message}"), file=sys.stderr)
    traces = (*(one.trace for one in book.broken), *(fault.trace for _, fault in faults))
    for trace in traces:
        print(trace, file=sys.stderr)
    return FAULT if traces else CLEAN


def _apart(unplaced: Sequence[Unplaced], refused: Refused) -> Iterator[str]:
    """What was not placed, as much as a screen takes."""
    told = [*map(_unplaced, unplaced), *(f"{path}：{why}" for path, why in refused)]
    yield from (f"没有放进来：{line}" for line in told[:_SHOWN])
    if len(told) > _SHOWN:
        yield f"没有放进来的还有 {len(told) - _SHOWN} 份，写 -o 历年.xlsx 可看全部。"


def _unplaced(one: Unplaced) -> str:
    return f"「{one.line.project or '（未填项目名称）'}」（{one.line.called}）{one.reason}"


def _wrong_output(path: Path) -> str | None:
    if path.suffix.lower() != ".xlsx":
        return f"历年比较要写成 .xlsx 文件，不能写成 {path.name}。请改文件名。"
    return taken(path, TREND_KIND) or wrong_folder(path)

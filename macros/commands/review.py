"""`jixiao review`: the files checked as always, and a 复核表 made of what was found."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import assert_never

from macros.commands.check import (
    allow_overwriting,
    begun_review,
    chosen_work,
    taken,
    wrong_choice,
    wrong_folder,
    wrong_outputs,
)
from macros.commands.chinese_argparse import CLEAN, FOUND, USAGE, refuse
from macros.commands.interrupts import interruptible
from macros.commands.progress import progress
from macros.commands.run_over_files import FIRST, Account, Run, records
from validators.checking.sources import Found
from validators.records.tally import NOTHING
from validators.reports import terminal
from validators.reports.opinions.written import BOOK, TEXT, OpinionSheet
from validators.reports.output import Misplaced
from validators.reports.review_form.book import MOST_ROWS, ReviewBook, collecting
from validators.review.applied import Reviewed
from validators.review.lapsed_text import review_lines
from validators.terminal_text import one_line

_STOPPED = "中途停止，没有写出复核表。"
_FULL = f"指标或问题超过 {MOST_ROWS} 行，一份复核表放不下，没有写出。请按单位或文件夹分几次生成。"
_LIKELY = (
    "按前 {first} 份估计，{total} 份约有 {rows} 行，多半写不成：一份复核表只放得下 "
    f"{MOST_ROWS} 行。可以按 Ctrl+C 停下，按单位或文件夹分几次生成。"
)


def review(arguments: Namespace) -> int:
    """Everything that `jixiao review` does; the exit status: 0 when all files are in it."""
    path: Path | None = arguments.output
    opinions: list[Path] = arguments.opinions
    allow_overwriting(filter(None, (path, *opinions)), arguments)
    wrong = wrong_choice(arguments) or _wrong_outputs(path, opinions)
    if wrong:
        return refuse(wrong)
    work = chosen_work(arguments)
    begun = begun_review(arguments.review, work)
    if isinstance(begun, str):
        return refuse(begun)
    run = Run(
        tuple(arguments.paths),
        work,
        jobs=arguments.jobs,
        review=begun,
        levels=arguments.levels,
    )
    with ExitStack() as stack:
        sheets: list[ReviewBook | OpinionSheet] = [*map(OpinionSheet, opinions)]
        if path is not None:
            before = begun.review if begun else None
            made = collecting(path, before, work.policy, arguments.review)
            sheets.insert(0, stack.enter_context(made))
        try:
            worst, trouble = _collected(run, sheets)
        except Misplaced as error:
            return refuse(str(error))
        if trouble:
            return refuse(trouble)
        reviewed = None if begun is None else begun.ended(whole=True)
        written = [_written(sheet, reviewed) for sheet in sheets]
    for line in review_lines(reviewed):
        print(line, file=sys.stderr)
    lacking = reviewed is not None and reviewed.troubles
    return max(worst, *written, USAGE if lacking else CLEAN)


def _written(sheet: ReviewBook | OpinionSheet, reviewed: Reviewed | None) -> int:
    """One output written, and told; the exit status."""
    try:
        match sheet:
            case ReviewBook():
                told = sheet.write(reviewed.lapsed or () if reviewed else ())
            case OpinionSheet():
                told = sheet.write()
            case _:
                assert_never(sheet)
    except OSError:
        why = "请确认文件夹可写、磁盘没有满，并且没有同名的文件。"
        return refuse(f"写不了 {sheet.path}。{why}")
    print(told, file=sys.stderr)
    return CLEAN


def _collected(run: Run, sheets: Sequence[ReviewBook | OpinionSheet]) -> tuple[int, str]:
    """All files put into the sheets: the exit status that they ask for, and why it is no good."""
    done, files, worst = 0, 0, CLEAN
    with (
        closing(Found(run.paths)) as found,
        interruptible() as wish,
        progress(len(found)) as shown,
    ):
        account = Account(found)
        for record in records(run, account, None, wish):
            if done == FIRST:
                _foreseen(sheets, done, len(found))
            shown.step()
            done += 1
            if record.passed_over or record.ignored:
                continue
            files += 1
            for sheet in sheets:
                record = sheet.add(record)
            if record.data.refusal:
                told = terminal.refusal_text(record.data.refusal)
                print(one_line(f"{record.path} {told}"), file=sys.stderr)
            status = record.status(strict=False)
            worst = max(worst, CLEAN if status == FOUND else status)
            if any(sheet.full for sheet in sheets):
                return worst, _FULL
    if done < len(found):
        return worst, account.missing_text() or _STOPPED
    return worst, "" if files else NOTHING


def _foreseen(sheets: Sequence[ReviewBook | OpinionSheet], done: int, total: int) -> None:
    """Tells that a 复核表 will most likely be full, while there is little work to lose."""
    for sheet in sheets:
        if isinstance(sheet, ReviewBook) and (rows := sheet.foreseen(done, total)):
            print(_LIKELY.format(first=done, total=total, rows=rows), file=sys.stderr)


def _wrong_outputs(path: Path | None, opinions: list[Path]) -> str | None:
    """Why what is asked for may not be written; a 复核表 that is there may be filled in."""
    if path is None and not opinions:
        return "命令写得不对：还缺少：-o。请运行 jixiao review --help 查看用法。"
    if path is not None and (wrong := _wrong_output(path)):
        return wrong
    if path is not None and path.resolve() in map(Path.resolve, opinions):
        return f"复核表和审核意见表不能是同一个文件 {path}。请换一个文件名。"
    return wrong_outputs("--opinions", opinions, _wrong_opinions)


def _wrong_opinions(path: Path) -> str | None:
    if path.suffix.lower() not in (BOOK, TEXT):
        return f"审核意见表要写成 {BOOK} 或 {TEXT} 文件，不能写成 {path.name}。请改文件名。"
    return taken(path) or wrong_folder(path)


def _wrong_output(path: Path) -> str | None:
    """Why a 复核表 may not be written to a path; one that is there may be filled in."""
    if path.suffix.lower() != ".xlsx":
        return f"复核表要写成 .xlsx 文件，不能写成 {path.name}。请改文件名。"
    if told := taken(path):
        return f"{told}要沿用已填的内容，请加 --review {path}。"
    return wrong_folder(path)

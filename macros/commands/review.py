"""`jixiao review`: the files checked as always, and a 复核表 made of what was found."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from macros.commands.check import (
    allow_overwriting,
    begun_review,
    chosen_work,
    taken,
    wrong_choice,
    wrong_folder,
)
from macros.commands.chinese_argparse import CLEAN, FOUND, USAGE, refuse
from macros.commands.interrupts import interruptible
from macros.commands.progress import progress
from macros.commands.run_over_files import Account, Run, records
from validators.checking.sources import Found
from validators.records.tally import NOTHING
from validators.reports import terminal
from validators.reports.output import Misplaced
from validators.reports.review_form.book import MOST_ROWS, ReviewBook, collecting
from validators.review.lapsed_text import review_lines
from validators.terminal_text import one_line

_STOPPED = "中途停止，没有写出复核表。"
_FULL = f"指标或问题超过 {MOST_ROWS} 行，一份复核表放不下，没有写出。请按单位或文件夹分几次生成。"


def review(arguments: Namespace) -> int:
    """Everything that `jixiao review` does; the exit status: 0 when all files are in it."""
    path: Path = arguments.output
    allow_overwriting([path], arguments)
    wrong = wrong_choice(arguments) or _wrong_output(path)
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
    with collecting(path, begun.review if begun else None, work.policy, arguments.review) as book:
        try:
            worst, trouble = _collected(run, book)
        except Misplaced as error:
            return refuse(str(error))
        if trouble:
            return refuse(trouble)
        reviewed = None if begun is None else begun.ended(whole=True)
        try:
            book.write(reviewed.lapsed or () if reviewed else ())
        except OSError:
            return refuse(f"写不了 {path}。请确认文件夹可写、磁盘没有满，并且没有同名的文件。")
    told = f"复核表已写入 {book.path}：{book.forms} 份自评表，{book.problems} 个问题。"
    print("\n".join((told, *review_lines(reviewed))), file=sys.stderr)
    return max(worst, USAGE if reviewed is not None and reviewed.troubles else CLEAN)


def _collected(run: Run, book: ReviewBook) -> tuple[int, str]:
    """All files put into the book: the exit status that they ask for, and why it is no good."""
    done, files, worst = 0, 0, CLEAN
    with (
        closing(Found(run.paths)) as found,
        interruptible() as wish,
        progress(len(found)) as shown,
    ):
        account = Account(found)
        for record in records(run, account, None, wish):
            shown.step()
            done += 1
            if record.passed_over or record.ignored:
                continue
            files += 1
            record = book.add(record)
            if record.data.refusal:
                told = terminal.refusal_text(record.data.refusal)
                print(one_line(f"{record.path} {told}"), file=sys.stderr)
            status = record.status(strict=False)
            worst = max(worst, CLEAN if status == FOUND else status)
            if book.full:
                return worst, _FULL
    if done < len(found):
        return worst, account.missing_text() or _STOPPED
    return worst, "" if files else NOTHING


def _wrong_output(path: Path) -> str | None:
    """Why a 复核表 may not be written to a path; one that is there may be filled in."""
    if path.suffix.lower() != ".xlsx":
        return f"复核表要写成 .xlsx 文件，不能写成 {path.name}。请改文件名。"
    if told := taken(path):
        return f"{told}要沿用已填的内容，请加 --review {path}。"
    return wrong_folder(path)

"""`jixiao read`: every cell of a form, what it is, and how that was understood."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macros.commands.chinese_argparse import CLEAN, FAULT, USAGE, Parser, print_json, refuse


def add_read_command(read: Parser) -> None:
    """Its arguments."""
    read.add_argument("file", metavar="文件", type=Path, help="要看的工作簿、网页或 Word 文件")
    read.add_argument(
        "--format", choices=("text", "json"), default="text", help="输出的格式，默认 text"
    )
    read.add_argument("--edition", metavar="版式.toml", type=Path, help="自己写的版式文件")
    read.set_defaults(run=_read)


def _read(arguments: Namespace) -> int:
    from validators.checking.budget import Budget
    from workbooks.files.limits import Refused
    from workbooks.files.open_file import open_workbook
    from workbooks.files.refusal import Refusal
    from workbooks.reading.edition import editions
    from workbooks.reading.edition_file import EditionError, with_own
    from workbooks.reading.read_form import Reading, read_all

    try:
        known = with_own(arguments.edition) if arguments.edition else editions()
    except EditionError as error:
        return refuse(str(error))
    grids = open_workbook(arguments.file)
    if isinstance(grids, Refusal):
        return refuse(grids.message)
    budget = Budget()
    try:
        for grid in grids:
            budget.look(grid)
    except Refused as refused:
        return refuse(refused.refusal.message)
    found = [one for grid in grids for one in read_all(grid, known)]
    readings = [one for one in found if isinstance(one, Reading)]
    if arguments.format == "json":
        print_json([_as_data(one) for one in readings])
    else:
        for one in found:
            told = _told(one) if isinstance(one, Reading) else _refused(one)
            print("\n".join(told))
        if not found:
            print("没有绩效自评表、绩效目标申报表。")
    if any(one.faults for one in readings) or any(map(_is_fault, found)):
        return FAULT
    return CLEAN if readings else USAGE


def _is_fault(one: Any) -> bool:
    return getattr(one, "fault", None) is not None


def _refused(one: Any) -> Iterator[str]:
    yield f"工作表「{one.sheet}」{one.refusal.message}"


def _told(reading: Any) -> Iterator[str]:
    """The account as a table, and how many cells are what."""
    from validators.records.account_words import role_word, step_word
    from validators.terminal_text import Column, one_line, table
    from validators.wording import fault_text
    from workbooks.form_kinds import kind_of
    from workbooks.reading.account import APART, LABEL, UNREAD, VALUE, account

    entries = tuple(account(reading.form, reading.marks, reading.texts))
    unread = [entry for entry in entries if entry.what == UNREAD]
    kind, edition = kind_of(reading.form).word, reading.edition
    sheet, policy = reading.form.sheet, edition.policy
    yield f"工作表「{sheet}」是{kind}，版式「{edition.title}」，评分办法 {policy}。"
    columns = (
        *(Column("单元格", 7), Column("内容", 32), Column("是什么", 8), Column("读作", 30)),
        Column("怎么读的", 12),
    )
    rows = [
        (e.address, one_line(e.text)[:60], e.what, role_word(e.role), step_word(e.step))
        for e in entries
    ]
    yield from table(columns, rows)
    counts = (f"{what} {sum(e.what == what for e in entries)} 个" for what in (LABEL, VALUE, APART))
    yield f"共 {len(entries)} 个有内容的单元格：{'，'.join(counts)}，没有读的 {len(unread)} 个。"
    yield from (f"没有读：{e.address}「{one_line(e.text)[:20]}」" for e in unread)
    yield from map(fault_text, reading.faults)
    yield ""


def _as_data(reading: Any) -> dict[str, Any]:
    from workbooks.reading.account import account

    entries = account(reading.form, reading.marks, reading.texts)
    return {
        "sheet": reading.form.sheet,
        "form": type(reading.form).__name__,
        "edition": reading.edition.name,
        "cells": [
            {"cell": e.address, "text": e.text, "what": e.what, "role": e.role, "how": e.step.name}
            for e in entries
        ],
    }

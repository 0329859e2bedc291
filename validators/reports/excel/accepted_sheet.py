"""The sheet 核准 of the Excel report: what a reviewer accepted, and what no longer applies."""

from __future__ import annotations

from collections.abc import Iterator

from validators.records.record import Record
from validators.reports import entries
from validators.reports.entries import Entry
from validators.reports.excel.sheets import ACCEPTED_SHEET
from validators.reports.workbook.linked_rows import cell_link
from validators.reports.workbook.tables import Content, Jump, Name, Row, Rows, Table
from validators.review.applied import Reviewed


def table(rows: Rows) -> Table:
    """核准."""
    return Table(
        ACCEPTED_SHEET,
        (
            "「已核准」的问题由复核人接受，不计入错误、警告和提示；「不再适用」的请重新复核，"
            "「没有采用」的请改正复核表。",
        ),
        "核准只对写明的单位、项目、单元格和数有效，改动后即不再适用。",
        (
            ("核准", 13), ("级别", 7), ("规则", 7), ("单元格", 9), ("文件", 25), ("工作表", 9),
            ("项目", 19), ("问题", 46), ("理由", 30), ("核准人", 10), ("日期", 12), ("说明", 24),
        ),
        rows,
        identity=("规则", "单元格", "项目", "问题"),
    )  # fmt: skip


def rows(record: Record) -> Iterator[Row]:
    """The findings of a file that were accepted."""
    for form, _ in record.forms:
        where = (Name(record.path), form.sheet, form.project)
        for entry in entries.accepted(form):
            opens = cell_link(entry.cell, record, form.sheet)
            yield _row(entry, Jump(entry.code), opens, *where)


def review_rows(reviewed: Reviewed | None) -> Iterator[Row]:
    """What of a 复核表 was not taken over or does not apply any more, as it has it."""
    for where, entry in entries.of_review(reviewed):
        yield _row(entry, entry.code, entry.cell, *where)


def _row(entry: Entry, *place: Content) -> Row:
    said = entry.remark
    if said is None:
        return (entry.word, None, *place, entry.message, None, None, None, None)
    told = (entry.message, said.reason, said.reviewer, said.day, said.why)
    return (entry.word, said.level, *place, *told)

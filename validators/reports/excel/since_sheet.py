"""The sheet 与上次比 of the Excel report: what is mended since the last time, and what is new."""

from __future__ import annotations

from collections.abc import Iterator

from validators.records.record import Record
from validators.records.results import Change, answered
from validators.reports.entries import SEVERITIES, Tone, Word
from validators.reports.workbook.linked_rows import cell_link
from validators.reports.workbook.tables import Name, Row, Rows, Table

SINCE_SHEET = "与上次比"

_WORDS = {
    Change.NEW: Word("新增", Tone.STOP),
    Change.STANDING: Word("未改", Tone.CARE),
    Change.GONE: Word("已改好", Tone.FINE),
}


def table(rows: Rows) -> Table:
    """与上次比."""
    return Table(
        SINCE_SHEET,
        ("重新报来的表与上次核查时相比：先看「新增」和「未改」，「已改好」的供核对。",),
        "同一单位、项目、年度的表才比；每份表的处数见「汇总」的「说明」。",
        (
            ("与上次比", 10), ("级别", 9), ("规则", 7), ("单位", 22), ("项目", 24),
            ("单元格", 9), ("文件", 25), ("问题", 70),
        ),
        rows,
        identity=("规则", "单位", "项目", "单元格"),
    )  # fmt: skip


def rows(record: Record) -> Iterator[Row]:
    """The findings of a file that were compared."""
    for form, _ in record.forms:
        for finding in (*form.findings, *form.gone):
            if finding.change is not None and not finding.accepted:
                yield (
                    _WORDS[finding.change],
                    SEVERITIES[finding.severity],
                    finding.code,
                    form.unit,
                    form.project,
                    cell_link(finding.cell, record, form.sheet),
                    Name(record.path),
                    answered(finding),
                )

"""The sheet 复核一致性 of the Excel report: what reviewers should look at again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from validators.records.record import Record
from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    MonitoredRecord,
)
from validators.reports.workbook.linked_rows import cell_link
from validators.reports.workbook.tables import Link, Row, Rows, Table
from validators.review.consistency import Reviewed, inconsistencies, reviewed_rows

CONSISTENCY_SHEET = "复核一致性"


def table(rows: Rows) -> Table:
    """复核一致性."""
    return Table(
        CONSISTENCY_SHEET,
        (f"复核里有 {len(rows)} 处尺度不一或前后不符，请复核人再看一遍。",),
        "都是提示，不改变复核得分，也不计入各级问题。",
        (("单位", 26), ("项目", 28), ("指标", 28), ("单元格", 9), ("请再看", 90)),
        rows,
        identity=("单位", "项目", "指标", "请再看"),
    )


def reviewed(record: Record) -> Iterator[tuple[Reviewed, Link]]:
    """The rows of a file that a reviewer spoke of, and where they are."""
    for form, _ in record.forms:
        match form.own:
            case EvaluatedRecord(funding):
                for cell, said in reviewed_rows(form, funding):
                    yield said, cell_link(cell, record, form.sheet)
            case DeclaredRecord() | MonitoredRecord():  # which nobody scores
                continue
            case _:
                assert_never(form.own)


def rows(said: Sequence[tuple[Reviewed, Link]]) -> Iterator[Row]:
    """What to look at again."""
    for at, told in inconsistencies([row for row, _ in said]):
        row, opens = said[at]
        yield (row.unit, row.project, row.name, opens, told)

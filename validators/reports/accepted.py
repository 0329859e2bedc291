"""The sheet 核准 of the Excel report: what a reviewer accepted, and what no longer applies."""

from __future__ import annotations

from collections.abc import Iterator

from validators.reports.listed import link
from validators.reports.record import Record
from validators.reports.tables import Jump, Name, Row, Rows, Table, Tone, Word
from validators.review import Acceptance
from validators.reviewed import Lapsed
from validators.rule import Severity

_ACCEPTED = Word("已核准", Tone.FINE)
_LAPSED = Word("不再适用", Tone.CARE)


def table(rows: Rows) -> Table:
    """核准."""
    return Table(
        "核准",
        "「已核准」的问题由复核人接受，不计入错误、警告和提示；「不再适用」的请重新复核。",
        "核准只对写明的单位、项目、单元格和数有效，改动后即不再适用。",
        (
            ("核准", 9), ("级别", 7), ("规则", 7), ("单元格", 9), ("文件", 25), ("工作表", 9),
            ("项目", 19), ("问题", 46), ("理由", 30), ("核准人", 10), ("日期", 12), ("说明", 24),
        ),
        rows,
    )  # fmt: skip


def rows(record: Record) -> Iterator[Row]:
    """The findings of a file that were accepted."""
    name = Name(record.path)
    for form, _ in record.forms:
        for finding in form["findings"]:
            accepted = finding["accepted"]
            if not accepted:
                continue
            address = finding["cell"] or ""
            yield (
                _ACCEPTED,
                Severity(finding["severity"]).word,
                Jump(finding["code"]),
                link(address or "全表", record, form["sheet"], address),
                name,
                form["sheet"],
                form["project"],
                finding["message"],
                accepted["reason"],
                accepted["reviewer"],
                accepted["date"],
                None,
            )


def lapsed_row(lapsed: Lapsed) -> Row:
    """What does not apply any more, as the review had it."""
    said = lapsed.said
    where = (said.cell or None, said.file, said.sheet, said.project)
    if isinstance(said, Acceptance):
        day = said.day.isoformat()
        told = (said.told, said.reason, said.reviewer, day)
        return (_LAPSED, said.severity, said.code, *where, *told, lapsed.why)
    return (_LAPSED, "复核", None, *where, said.told, said.opinion, None, None, lapsed.why)

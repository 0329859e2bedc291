"""The sheet 复核线索 of the Excel report and of the summary: where a reviewer may look first."""

from __future__ import annotations

from collections.abc import Iterator

from validators.records.folder_results import FolderRecord
from validators.reports.excel.folder_sheets import opens
from validators.reports.workbook.tables import Row, Rows, Table

FLAGS_SHEET = "复核线索"


def table(rows: Rows) -> Table:
    """复核线索."""
    return Table(
        FLAGS_SHEET,
        (
            f"有 {len(rows)} 条线索，提示先看哪里；不是问题，不计入错误、警告、提示，不发给单位。",
            "对真实复核得分：未验证。",
        ),
        "每条写明数字、与什么比、还可能是什么原因；先看表，再下结论。",
        (
            ("线索", 7), ("单位", 28), ("数字", 54), ("比较", 46), ("也可能", 46), ("文件", 30),
        ),
        rows,
        identity=("线索", "单位", "数字"),
    )  # fmt: skip


def rows(folder: FolderRecord) -> Iterator[Row]:
    """The flags, by unit."""
    for flag in folder.flags:
        yield (
            flag.code,
            flag.unit,
            flag.figure,
            flag.comparison,
            flag.otherwise,
            opens(flag.places),
        )

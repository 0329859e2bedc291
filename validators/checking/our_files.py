"""Files of ours: they may lie among the files they are about, and some may be replaced.

A report (核查结果) and a summary (汇总, 公开文字) may be replaced by their own kind, so that each
is known by what only our writers put into it. Nothing else is ever replaced, and least of all a
复核表: somebody may have filled it in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from workbooks.drawing.template_guide import is_guide
from workbooks.files.open_file import core_properties, sheet_names
from workbooks.grid import Grid

BEGINNINGS: Mapping[str, str] = {
    ".html": '<!DOCTYPE html>\n<html lang="zh-CN" data-jixiao="核查结果">\n',
    ".csv": '\ufeff"类别","规则","单元格","文件","工作表","实施单位","项目名称","年度","说明",'
    '"原级别","理由","核准人","日期","不再适用的原因"\r\n',
    ".json": '{\n "tool": "jixiao",\n',
}
"""How a report in text begins, sign for sign, by the ending of its name.

A file that another program has saved begins otherwise, and is somebody's own from then on.
"""

REVIEW = ("复核", "问题核准", "填写说明")
"""The sheets of a 复核表."""

WRITER = "jixiao"
"""Who a document of ours says that it was last saved by, until somebody else saves it."""

HANDLED = "处理情况（已改，或核实无误的理由）"
"""The last heading of a 修改清单."""

_REPORT = ("汇总", "问题清单", "规则说明")
_SUMMARY = ("概览", "项目", "薄弱指标", "公开文字", "图表数据")


def is_report(path: Path) -> bool:
    """Whether a file is a report of ours, which a new one may replace."""
    beginning = BEGINNINGS.get(path.suffix.lower())
    if beginning is None:
        return _is(sheet_names(path), _REPORT)
    expected = beginning.encode()
    try:
        if not path.is_file():  # to read a pipe is to wait for ever
            return False
        with path.open("rb") as file:
            return file.read(len(expected)) == expected
    except OSError:
        return False


def is_summary(path: Path) -> bool:
    """Whether a file is a summary of ours that a new one may replace: a document as we left it."""
    if path.suffix.lower() == ".docx":
        told = core_properties(path)
        return told.get("identifier") == told.get("lastModifiedBy") == WRITER
    return _is(sheet_names(path), _SUMMARY)


def is_ours(path: Path) -> bool:
    """Whether a file is a report, a summary or a 复核表 of ours."""
    return is_report(path) or is_summary(path) or are_ours(sheet_names(path))


def are_ours(sheets: Collection[str]) -> bool:
    """Whether these are the sheets of a workbook of ours."""
    return any(_has(sheets, wanted) for wanted in (_REPORT, _SUMMARY, REVIEW))


def _is(sheets: Collection[str], wanted: Collection[str]) -> bool:
    """Whether these are the sheets of that kind of workbook, and of no 复核表."""
    return _has(sheets, wanted) and not _has(sheets, REVIEW)


def is_listing(sheets: Sequence[Grid]) -> bool:
    """Whether a workbook is a 修改清单 that went back for a file which could not be marked."""
    return [sheet.sheet for sheet in sheets] == ["修改清单"] and HANDLED in sheets[
        0
    ].values.values()


def _has(sheets: Collection[str], wanted: Collection[str]) -> bool:
    return set(sheets) >= set(wanted)


MARK = '="绩效核查"="绩效核查"'
"""The condition of every mark: always true, and by it a mark is known again."""

LEAD = "核查结果：本表由绩效评价工具生成，可随时点「清除标记」删去，不属于报送内容。"
"""The first line of the list that 核查 puts beside a form."""


def is_addition(grid: Grid) -> bool:
    """Whether a sheet is a list of ours, or the 填报说明 of a template."""
    return grid.values.get((1, 1)) == LEAD or is_guide(grid)

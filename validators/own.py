"""Files of ours: they may lie among the files they are about, and reports may be replaced.

Nothing else is ever replaced, so that a report is known by what only our writers put into it. A
复核表 is never replaced either: somebody may have filled it in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from workbooks.grid import Grid
from workbooks.open_file import sheet_names

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

HANDLED = "处理情况（已改，或核实无误的理由）"
"""The last heading of a 修改清单."""

_REPORT = ("汇总", "问题清单", "规则说明")


def is_report(path: Path) -> bool:
    """Whether a file is a report of ours, which a new one may replace."""
    beginning = BEGINNINGS.get(path.suffix.lower())
    if beginning is None:
        sheets = sheet_names(path)
        return _has(sheets, _REPORT) and not _has(sheets, REVIEW)
    expected = beginning.encode()
    try:
        with path.open("rb") as file:
            return file.read(len(expected)) == expected
    except OSError:
        return False


def is_ours(path: Path) -> bool:
    """Whether a file is a report or a 复核表 of ours."""
    return is_report(path) or are_ours(sheet_names(path))


def are_ours(sheets: Collection[str]) -> bool:
    """Whether these are the sheets of a workbook of ours."""
    return _has(sheets, _REPORT) or _has(sheets, REVIEW)


def is_listing(sheets: Sequence[Grid]) -> bool:
    """Whether a workbook is a 修改清单 that went back for a file which could not be marked."""
    return [sheet.sheet for sheet in sheets] == ["修改清单"] and HANDLED in sheets[
        0
    ].values.values()


def _has(sheets: Collection[str], wanted: Collection[str]) -> bool:
    return set(sheets) >= set(wanted)

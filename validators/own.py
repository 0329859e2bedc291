"""Files of ours: reports that lie among the files they are about, and may be replaced.

Nothing else is ever replaced, so that a report is known by what only our writers put into it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from workbooks.open_file import sheet_names

BEGINNINGS: Mapping[str, str] = {
    ".html": '<!DOCTYPE html>\n<html lang="zh-CN" data-jixiao="核查结果">\n',
    ".csv": '\ufeff"类别","规则","单元格","文件","工作表","实施单位","项目名称","年度","说明"\r\n',
    ".json": '{\n "tool": "jixiao",\n',
}
"""How a report in text begins, sign for sign, by the ending of its name.

A file that another program has saved begins otherwise, and is somebody's own from then on.
"""

_SHEETS = frozenset({"汇总", "问题清单", "规则说明"})


def is_report(path: Path) -> bool:
    """Whether a file is a report of ours."""
    beginning = BEGINNINGS.get(path.suffix.lower())
    if beginning is None:
        return has_sheets_of_report(sheet_names(path))
    expected = beginning.encode()
    try:
        with path.open("rb") as file:
            return file.read(len(expected)) == expected
    except OSError:
        return False


def has_sheets_of_report(sheets: Collection[str]) -> bool:
    """Whether these are the sheets of a report of ours."""
    return set(sheets) >= _SHEETS

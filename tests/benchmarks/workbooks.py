"""Filled forms as workbooks like the published 自评表: merged cells, borders, number formats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from tests.benchmarks.defects import CODES, FIRST_ROW, spoil
from tests.benchmarks.filled import Filled, fill

_GUIDE = (
    "填报说明",
    "1.得分一档最高不能超过该指标分值上限。",
    "2.定量指标若为正向指标，则得分计算方法应用全年实际值除以年度指标值再乘以该指标分值。",
    "3.定性指标根据指标完成情况分为达成预期指标、部分达成预期指标、未达成预期指标三档。",
    "4.资金使用单位按项目绩效目标填报，主管部门汇总时按区域绩效目标填报。",
    "5.偏差原因应当具体，改进措施应当可行。",
)
_FUNDS = ("年度资金总额：", "其中：当年财政拨款", "上年结转资金", "其他资金")


@dataclass(frozen=True)
class Made:
    """A workbook and what must be found in it: codes with addresses on its first sheet."""

    path: Path
    seeded: frozenset[tuple[str, str]]


def make(folder: Path, count: int, seed: int = 5) -> Iterator[Made]:
    """Writes workbooks; the same seed gives the same ones. Half of them have one defect each."""
    random = Random(seed)
    for number in range(count):
        form = fill(random)
        if number % 2:
            spoil(form, random, number // 2 % len(CODES))
        path = folder / f"自评表{number:05}.xlsx"
        further = random.choices((0, 1, 2), (12, 5, 3))[0]
        _write(path, form, further, random)
        yield Made(path, frozenset(form.seeded))


def _write(path: Path, form: Filled, further: int, random: Random) -> None:
    with new_book(path) as (book, looks):
        lay_out(book.add_worksheet("自评表"), form, looks)
        if further:
            guide = book.add_worksheet("填报说明")
            for row, line in enumerate(_GUIDE):
                guide.write_string(row, 0, line, looks[0])
        if further == 2:
            lay_out(book.add_worksheet("自评表（二）"), fill(random), looks)


@contextmanager
def new_book(path: Path) -> Iterator[tuple[Any, tuple[Any, Any]]]:
    """A workbook to fill, and its looks: of texts, of numbers."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_formulas": False}) as book:
        song = {"font_name": "宋体", "font_size": 9, "text_wrap": True, "border": 1}
        yield book, (book.add_format(song), book.add_format({**song, "num_format": "0.00"}))


def lay_out(sheet: Any, form: Filled, looks: tuple[Any, Any], above: int = 0) -> int:
    """A form on a sheet, below so many rows; how many it takes, with an empty one."""

    def put(row: int, left: int, right: int, content: str | float, rows: int = 1) -> None:
        """One box, rows and columns counted from 1."""
        look = looks[isinstance(content, float | int)]
        top, first = row - 1 + above, left - 1
        if rows > 1 or right > left:
            sheet.merge_range(top, first, top + rows - 1, right - 1, "", look)
        if content == "":
            sheet.write_blank(top, first, None, look)
        elif isinstance(content, str):
            sheet.write_string(top, first, content, look)
        else:
            sheet.write_number(top, first, content, look)

    _head(put, form)
    _table(put, form)
    return FIRST_ROW + len(form.rows) + 2


def _head(put: Any, form: Filled) -> None:
    put(1, 1, 9, "财政项目支出绩效自评表")
    put(2, 1, 9, "（2024年度）")
    put(3, 1, 2, "项目名称")
    put(3, 3, 9, form.project)
    put(4, 1, 2, "主管部门")
    put(4, 3, 4, form.department)
    put(4, 5, 5, "实施单位")
    put(4, 6, 9, form.unit)
    put(5, 1, 1, "项目资金\n（万元）", rows=5)
    names = ("", "年初预算数", "全年预算数", "全年执行数", "分数", "执行率(%)")
    for column, name in enumerate(names, 2):
        put(5, column, column, name)
    put(5, 8, 9, "得分")
    for row, (name, fund) in enumerate(zip(_FUNDS, form.funds, strict=True), 6):
        total = row == 6
        cells = (*fund[:3], 10.0 if total else "-", fund[3])
        for column, content in enumerate((name, *cells), 2):
            put(row, column, column, content)
        put(row, 8, 9, form.execution_score if total else "-")
    put(10, 1, 1, "年度\n总体\n目标", rows=2)
    put(10, 2, 4, "预期目标")
    put(10, 5, 9, "实际完成情况")
    put(11, 2, 4, form.goal)
    put(11, 5, 9, form.outcome)


def _table(put: Any, form: Filled) -> None:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    for column, name in enumerate(heads, 1):
        put(12, column, column, name)
    put(12, 8, 9, "偏差原因分析\n及改进措施")
    for row, line in enumerate(form.rows, FIRST_ROW):
        cells = (line.name, line.target, line.actual, line.points, line.score)
        for column, content in enumerate(cells, 3):
            put(row, column, column, content)
        put(row, 8, 9, line.note)
    for column, key in ((1, "category"), (2, "subcategory")):
        row = FIRST_ROW
        for name, group in groupby(form.rows, key=lambda line: getattr(line, key)):
            size = len(list(group))
            put(row, column, column, name, rows=size)
            row += size
    last = FIRST_ROW + len(form.rows)
    put(last, 1, 5, "总分")
    put(last, 6, 6, 100.0)
    put(last, 7, 7, form.total)
    put(last, 8, 9, "")
    put(last + 1, 1, 5, "评分等级")
    put(last + 1, 6, 9, form.rating)

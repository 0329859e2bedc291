"""The sentences for what was not found but could not be looked at: 读不成, 未检查, 程序故障."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validators.engine import TOTAL_LINE, Obstacle, Skip
from workbooks.forms import Cell, Form, Trouble
from workbooks.sparing import Fault

PLACES = {
    "initial_budget": "年初预算数",
    "annual_budget": "全年预算数",
    "executed": "全年执行数",
    "rate": "执行率",
    "target": "年度指标值",
    "actual": "实际完成值",
    "points": "分值",
    "score": "得分",
    "note": "偏差原因分析及改进措施",
    "category": "一级指标",
    "subcategory": "二级指标",
    "name": "三级指标",
    "total": "年度资金总额",
    "parts": "资金来源明细",
    "total_points": "总分的分值",
    "total_score": "总分",
    "rating": "评分等级",
    "fiscal_year": "年度",
    "expected_goal": "预期目标",
    "annual_goal": "年度总体目标",
    "amount": "年度资金申请总额",
    "project_total": "项目资金总额",
    "actual_outcome": "实际完成情况",
    "money_unit": "金额单位",
    "supervising_department": "主管部门",
    "implementing_unit": "实施单位",
    "project_name": "项目名称",
    "project_nature": "项目性质",
    "project_category": "项目类别",
    "start_date": "计划开始日期",
    "end_date": "计划完成日期",
    "overall_goal": "项目总目标",
    "period": "监控期间（如 1-7月）",
    "forecast": "全年预计完成情况",
    "possibility": "完成目标可能性",
}
"""The printed names of the places that a rule's `needs` lead to."""

_MOST_UNREAD = 8
_SEVERAL = 2

NOT_CALCULATED = "的公式没有计算结果。请用 Excel 打开，重新计算并保存后再报送。"
"""What is wrong with a formula that nobody calculated, after its place."""

_MONEY = ("年初预算数", "全年预算数", "全年执行数", "资金总额", "财政拨款", "财政资金", "其他资金")


def unreadable_text(cell: Cell[Any], form: Form) -> str:
    """Why a cell could not be read, and what to do."""
    where = f"{cell.address}「{cell.label}」"
    match cell.trouble:
        case Trouble.NEVER_CALCULATED:
            return where + NOT_CALCULATED
        case Trouble.ERROR_VALUE:
            return f"{where}显示 {cell.text}，是公式出错。请改正公式，或直接填写。"
        case Trouble.NOT_A_DATE:
            return f"{where}填的是“{cell.text}”，读不成日期。请按 2025-01-01 的样子填写。"
        case Trouble.SEVERAL_TICKED:
            return f"{where}打勾的不止一栏（{cell.text}），看不出选的是哪一项。请只留一个。"
        case _:
            unit = form.funding.money_unit.value
            money = any(word in cell.label for word in _MONEY)
            ending = f"，单位为{unit}。" if money else "。"
            return f"{where}填的是“{cell.text}”，读不成数。请只填数字{ending}"


def calculated_apart(
    said: Iterable[tuple[str, str]],
) -> tuple[list[tuple[str, str]], tuple[str, str] | None]:
    """Cells with why they could not be read; those of a workbook that was not calculated apart,
    as one: the first cell, and a sentence about them all.

    >>> two = [(cell, f"{cell}「得分」{NOT_CALCULATED}") for cell in ("E6", "G6")]
    >>> calculated_apart(two)
    ([], ('E6', '2 格（E6、G6）的公式没有计算结果。请用 Excel 打开，重新计算并保存后再报送。'))
    >>> calculated_apart(two[:1]) == (two[:1], None)
    True
    """
    listed = list(said)
    cells = [cell for cell, reason in listed if reason.endswith(NOT_CALCULATED)]
    if len(cells) < _SEVERAL:
        return listed, None
    others = [one for one in listed if not one[1].endswith(NOT_CALCULATED)]
    named = "、".join(cells[:_MOST_UNREAD]) + ("等" if len(cells) > _MOST_UNREAD else "")
    return others, (cells[0], f"{len(cells)} 格（{named}）{NOT_CALCULATED}")


def clause(sentence: str) -> str:
    """A sentence as it stands before a bracket, a comma or a semicolon: without its full stop.

    >>> clause("扣了分，却没有填写偏差原因。"), clause("同意")
    ('扣了分，却没有填写偏差原因', '同意')
    """
    return sentence.rstrip().rstrip("。；，")


def one_line(text: str) -> str:
    """A text that a cell breaks into lines, on one."""
    return "".join(text.splitlines())


def _listed(addresses: list[str]) -> str:
    """The cells that say the same: F18、F19."""
    more = f" 等 {len(addresses)} 格" if len(addresses) > _MOST_UNREAD else ""
    return "、".join(addresses[:_MOST_UNREAD]) + more


def skip_text(skip: Skip) -> str:
    """Why a rule was not applied."""
    cells = "、".join(f"{cell.address}「{cell.label}」" for cell in skip.cells[:_MOST_UNREAD])
    cells += f"等 {len(skip.cells)} 格" if len(skip.cells) > _MOST_UNREAD else ""
    match skip.obstacle:
        case Obstacle.UNREADABLE:
            ours = any(cell.trouble is Trouble.FAULT for cell in skip.cells)
            why = "因程序故障没有读成" if ours else "读不成"
            return f"{cells}{why}，有关内容未检查。"
        case Obstacle.BLANK:
            return f"{cells}没有填写，有关内容未检查。"
        case Obstacle.UNREAD:
            named = "、".join(
                f"{cell.address}「{one_line(cell.label)}」" for cell in skip.cells[:_MOST_UNREAD]
            )
            rest = "等" if len(skip.cells) > _MOST_UNREAD else ""
            return f"另有 {len(skip.cells)} 格没有读：{named}{rest}，不知是什么内容，未检查。"
        case Obstacle.UNJUDGED:
            alike: dict[tuple[str, str], list[str]] = {}
            for cell, why in zip(skip.cells, skip.reasons, strict=True):
                alike.setdefault((one_line(cell.text), why), []).append(cell.address)
            rows = (f"{_listed(at)}填的是“{text}”，{why}" for (text, why), at in alike.items())
            return f"{'；'.join(rows)}。有关内容未检查。"
        case Obstacle.ABSENT:
            columns = (path.split(".")[-1] for path in skip.paths if path != TOTAL_LINE)
            names = dict.fromkeys(PLACES.get(column, column) for column in columns)
            places = "".join(f"「{name}」" for name in names)
            lacking = [f"本表没有{places}"] if places else []
            if TOTAL_LINE in skip.paths:
                lacking.append(f"没有认出「{PLACES['total']}」一行")
            return f"{'，'.join(lacking)}，未检查。"


RULE = "规则 {}"


def broken_part(fault: Fault) -> str:
    """What broke, by its name: a rule, or a part of a form."""
    return RULE.format(fault.code) if fault.code else f"「{fault.part}」"


def fault_text(fault: Fault) -> str:
    """A fault, said to be ours, with its place as far as that is known."""
    cells = "、".join(filter(None, fault.cells[:_MOST_UNREAD]))
    cells += "等" if len(fault.cells) > _MOST_UNREAD else ""
    where = (f"工作表「{one_line(fault.sheet)}」" if fault.sheet else "") + cells
    where += "的" if where else ""
    came = " 未能完成" if fault.code else "没有读成"
    rest = "，其余内容已核查" if cells or not fault.code else ""
    told = f"{where}{broken_part(fault)}{came}{rest}"
    return f"程序故障（与填报单位无关）：{told}，请把此文件和本行发给维护人。"

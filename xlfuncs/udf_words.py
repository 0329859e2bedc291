"""What the JX_ functions say in a cell: short, for a narrow column, and never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from workbooks.forms import Cell, Trouble
from workbooks.values.decimals import plain, rounded

FAULT = "程序故障，请把日志发给维护人"
ONE_CELL = "每个参数请只选一个单元格"
TOO_LONG = "行数太多，请只选指标所在的行"
NAMES_BESIDE = "指标名称请选一列，行数与数据相同"
EVALUATED_COLUMNS = "请选三列：年度指标值、实际完成值、分值"
CHECKED_COLUMNS = "请选五列：年度指标值、实际完成值、分值、得分、偏差原因"
PROGRESS_COLUMNS = "年度指标值和完成值请各选一列，行数相同"
ONE_MONTH = "月份请只选一个单元格"
NO_MONTH = "月份应为 1 至 12 的整数"
NEEDS_JUDGEMENT = "需人工判断"
NOT_JUDGED = "无法测算"
NO_RATIO = "不适用"
NEGATIVE_POINTS = "分值应不小于 0"
NO_POINTS = "填了得分，分值没有填"
NO_BUDGET = "全年预算数应大于 0"

_ABOVE = (
    "得分 {score} 分，按完成情况最多 {computed} 分（{explanation}），"
    "多出 {difference} 分。请更正得分。"
)
_CHECKS = {
    "I309 down": "这项指标越低越好，年度指标值写的却是“{target}”。请核实比较符号是否应为“≤”。",
    "I309 up": "这项指标越高越好，年度指标值写的却是“{target}”。请核实比较符号是否应为“≥”。",
    "N601": "得分比分值少 {difference} 分，偏差原因为空。请填写原因和改进措施。",
    "N602": "得分比分值少 {difference} 分，偏差原因只填了“{note}”。请填写原因和改进措施。",
    "R501": "得分 {score} 分，分值只有 {points} 分，多出 {difference} 分。请更正得分或分值。",
    "R502": "得分 {score} 分，应不低于 0 分。请更正得分。",
    "R504 full": _ABOVE,
    "R504 part": _ABOVE,
    "R504 late": "实际完成的时间晚于年度指标值，却得满分 {points} 分。请更正得分。",
    "R507 met": "实际完成值属于「{tier}」一档，得分应为 {lower} 分至 {upper} 分。"
    "请更正得分或实际完成值。",
    "R507 below": "实际完成值属于「{tier}」一档，得分应不低于 {lower} 分且低于 {upper} 分。"
    "请更正得分或实际完成值。",
}


def check(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence for a rule that an indicator row breaks.

    >>> check("R502", {"score": Decimal("-2.00")})
    '得分 -2 分，应不低于 0 分。请更正得分。'
    """
    template = _CHECKS[f"{code} {facts['sentence']}" if "sentence" in facts else code]
    said = {key: plain(v) if isinstance(v, Decimal) else v for key, v in facts.items()}
    return template.format(**said)


def blank(label: str) -> str:
    """A cell that is needed, and empty."""
    return f"{label}为空"


def lit(light: str) -> str:
    """A light as a cell shows it.

    >>> lit("红")
    '红灯'
    """
    return f"{light}灯"


def so_far(said: str) -> str:
    """The same about what was done so far, and not in the whole year.

    >>> so_far("实际完成值为空")
    '完成值为空'
    """
    return said.replace("实际完成值", "完成值")


def no_total(most: Decimal) -> str:
    """A total that cannot be one.

    >>> no_total(Decimal("100"))
    '总分应在 0 至 100 之间'
    """
    return f"总分应在 0 至 {plain(most)} 之间"


def percent(ratio: Decimal) -> str:
    """What to type for a number that may be a percentage: a cell shown as 85% holds 0.85.

    >>> percent(Decimal("0.85"))
    '实际完成值是数 0.85，看不出是不是 85%，请填文字 85% 或 85(%)'
    """
    meant = plain(rounded(ratio * 100, 4))
    return f"实际完成值是数 {plain(ratio)}，看不出是不是 {meant}%，请填文字 {meant}% 或 {meant}(%)"


def unreadable(label: str, cell: Cell[Any]) -> str:
    """A cell that could not be read.

    >>> from workbooks.forms import State
    >>> unreadable("分值", Cell(State.UNREADABLE, trouble=Trouble.NOT_A_NUMBER))
    '分值读不成数'
    """
    return f"{label}公式出错" if cell.trouble is Trouble.ERROR_VALUE else f"{label}读不成数"

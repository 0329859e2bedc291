"""What may be filled in on a template: where, in which format, and what Excel says and suggests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from workbooks.drawing.layout import CAUSE_KEYS, CAUSES, MONTH_CELL, MONTHS
from workbooks.drawing.template_layout import IndicatorTable, Prepared
from workbooks.forms import (
    Category,
    Cell,
    MonitoringReport,
    Possibility,
    SelfEvaluation,
    Subcategory,
    TargetDeclaration,
)
from workbooks.values.dataclass import dataclass, field

TEXT = "@"  # or Excel would take =2.00(次/周) for a formula
_WAN_YUAN, _YUAN, _DATE = "0.00", "#,##0.00", "yyyy-mm-dd"
_CATEGORIES = [kind.value for kind in Category if kind is not Category.OTHER]
_SUBCATEGORIES = [
    *(k.value for k in Subcategory if k not in (Subcategory.COST, Subcategory.OTHER)),
]
_NO_BUDGET = "预算为 0 时请直接填写预算执行得分。"
_POSSIBILITIES = [one.value for one in Possibility if one is not Possibility.OTHER]
_TIERS = ["达成指标", "部分达成", "未达成"]
_NATURES = ["经常性专项业务费", "其他经常性项目", "一次性项目"]
_PROJECT_CATEGORIES = ["特定目标类", "其他运转类", "其他人员类"]


@dataclass(frozen=True, slots=True)
class Input:
    """Unlocked cells: an A1 address or range, a number format, and XlsxWriter's validation."""

    cells: str
    format: str
    rule: Mapping[str, Any] = field(default_factory=dict)


def inputs(prepared: Prepared) -> Iterator[Input]:
    """Everything that a clerk may fill in."""
    form, table = prepared.form, prepared.table
    yield Input("A2", TEXT, _told("年度", "把括号里的空格改成年份，如（2024年度）。"))
    match form:
        case SelfEvaluation():
            yield from _evaluation_heads(form)
            yield from _groups(table)
            yield from _scored(table)
        case TargetDeclaration():
            yield from _declaration_heads(form)
            yield from _groups(table)
        case MonitoringReport():
            yield from _monitoring_heads(form, prepared.goal)
            yield from _groups(table)
            yield from _monitored(table)
        case _:
            assert_never(form)


def _told(title: str, message: str) -> dict[str, Any]:
    return {"validate": "any", "input_title": title, "input_message": message}


def _suggested(title: str, message: str, words: list[str]) -> dict[str, Any]:
    """A list to choose from; anything else may be typed as well."""
    return {**_told(title, message), "validate": "list", "source": words, "show_error": False}


def _asked(title: str, message: str, rule: Mapping[str, Any], error: str) -> dict[str, Any]:
    """A rule that lets through what somebody insists on."""
    refused = {"error_type": "warning", "error_title": title, "error_message": error}
    return {**_told(title, message), **rule, **refused}


def _money(unit: str, title: str, more: str = "") -> dict[str, Any]:
    rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    message = f"只填数字，单位为{unit}；没有的填 0。{more}"
    return _asked(title, message, rule, f"这里应填不小于 0 的数，单位为{unit}。")


def _evaluation_heads(form: SelfEvaluation) -> Iterator[Input]:
    for cell in (form.project_name, form.supervising_department, form.implementing_unit):
        yield Input(cell.address, TEXT, _told(cell.label, "填全称，与申报表一致。"))
    for cell in (form.expected_goal, form.actual_outcome):
        yield Input(cell.address, "", _told(cell.label, "与年初申报的目标逐条对应。"))
    for fund in (form.funding.total, *form.funding.parts):
        for amount in (fund.initial_budget, fund.annual_budget, fund.executed):
            more = _NO_BUDGET if amount is form.funding.total.annual_budget else ""
            yield Input(amount.address, _WAN_YUAN, _money("万元", amount.label, more))
        message = "自动计算：全年执行数 ÷ 全年预算数。按元计算的结果略有不同的，可以直接改写。"
        yield Input(fund.rate.address, _WAN_YUAN, _told(fund.rate.label, message))
    total = form.funding.total
    message = f"自动计算：执行率 × 分数，最多得满分；可以直接改写。{_NO_BUDGET}"
    yield Input(total.score.address, _WAN_YUAN, _told("预算执行得分", message))
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    told = _asked("分数", "预算执行的分值，一般为 10 分。", rule, "这里应填 0 至 100 的数。")
    yield Input(total.points.address, _WAN_YUAN, told)


def _declaration_heads(form: TargetDeclaration) -> Iterator[Input]:
    for cell in (form.project_name, form.supervising_department, form.implementing_unit):
        yield Input(cell.address, TEXT, _told(cell.label, "填全称，与预算批复一致。"))
    for cell, words in (
        (form.project_nature, _NATURES),
        (form.project_category, _PROJECT_CATEGORIES),
    ):
        yield Input(cell.address, TEXT, _suggested(cell.label, "可以选，也可以自己填。", words))
    for cell in (form.start_date, form.end_date):
        yield Input(cell.address, _DATE, _told(cell.label, "填日期，如 2025-01-01。"))
    for goal, message in (
        (form.overall_goal, "项目全部完成时要达到的目标。"),
        (form.annual_goal, "本年度要达到的目标，与下面的指标对应。"),
    ):
        yield Input(goal.address, "", _told(goal.label, message))
    for fund in (*form.funding.project, *form.funding.annual):
        yield Input(fund.amount.address, _YUAN, _money("元", _title(fund.amount)))


def _monitoring_heads(form: MonitoringReport, goal: str) -> Iterator[Input]:
    for cell in (form.project_name, form.supervising_department, form.implementing_unit):
        yield Input(cell.address, TEXT, _told(cell.label, "填全称，与申报表一致。"))
    rule = {"validate": "list", "source": [str(month) for month in range(1, 13)]}
    message = "填截至第几个月，如 7 表示 1-7 月；栏目名称和进度预警随它变。"
    asked = _asked("监控月份", message, rule, "这里应填 1 至 12 的整数。")
    yield Input(MONTH_CELL, MONTHS, asked)
    yield Input(goal, "", _told("年度总体目标", "与年初申报的目标一致。"))
    for fund in (form.funding.total, *form.funding.parts):
        for amount in (fund.initial_budget, fund.executed, fund.forecast):
            yield Input(amount.address, _WAN_YUAN, _money("万元", amount.label))


def _monitored(table: IndicatorTable) -> Iterator[Input]:
    """The columns that only a monitoring report has."""
    done = "填到这个月为止的数值和单位，如 14.00(场)，单位与年度指标值一致；定性指标写进展。"
    yield Input(table.column("actual"), TEXT, _told("执行情况", done))
    told = _told("全年预计完成情况", "预计到年底完成多少，数值和单位，如 24.00(场)。")
    yield Input(table.column("forecast"), TEXT, told)
    for key, cause in zip(CAUSE_KEYS, CAUSES, strict=True):
        ticked = _suggested(cause, "有这方面的原因就选 ✔，可以选几栏；没有的空着。", ["✔"])
        yield Input(table.column(key), TEXT, ticked)
    told = _told("原因说明", "进度落后的，写明原因和改进措施；没有偏差的空着。")
    yield Input(table.column("note"), "", told)
    likely = _suggested("完成目标可能性", "选一项；亮红灯的请核实能不能完成。", _POSSIBILITIES)
    yield Input(table.column("possibility"), TEXT, likely)
    yield Input(table.column("remark"), TEXT, _told("备注", "没有的空着。"))


def _title(cell: Cell[Any]) -> str:
    return cell.label.partition(":")[2] or cell.label


def _groups(table: IndicatorTable) -> Iterator[Input]:
    """The columns that all forms have."""
    same = "可以选，也可以自己填；与上一行相同的可以空着。"
    category = _suggested("一级指标", same, _CATEGORIES)
    subcategory = _suggested("二级指标", same, _SUBCATEGORIES)
    target = "写明符号、数值和单位，如 ≥15.00(条)、=2.00(次/周)、≤5.00(%)；定性指标直接写文字。"
    yield Input(table.column("category"), TEXT, category)
    yield Input(table.column("subcategory"), TEXT, subcategory)
    yield Input(table.column("name"), TEXT, _told("三级指标", "一行写一个指标。"))
    yield Input(table.column("target"), TEXT, _told("年度指标值", target))


def _scored(table: IndicatorTable) -> Iterator[Input]:
    """The columns that only a self-evaluation has."""
    points, score = (f"{table.columns[key]}{table.first}" for key in ("points", "score"))
    actual = "填数值和单位，如 33.00(条)；定性指标选达成指标、部分达成或未达成。"
    yield Input(table.column("actual"), TEXT, _suggested("实际完成值", actual, _TIERS))
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    told = _asked(
        "分值", "只填数字；全部分值与预算执行合计 100 分。", rule, "分值应为 0 至 100 的数。"
    )
    yield Input(table.column("points"), _WAN_YUAN, told)
    within = f"=AND(ISNUMBER({score}),{score}>=0,{score}<={points})"
    told = _asked(
        "得分",
        "按测算得分自动填写。可以改低，并写明偏差原因；不应改高。",
        {"validate": "custom", "value": within},
        "得分应为 0 至「分值」之间的数。",
    )
    yield Input(table.column("score"), _WAN_YUAN, told)
    told = _told("偏差原因分析及改进措施", "得分低于分值的，写明原因和改进措施；没有扣分的空着。")
    yield Input(table.column("note"), "", told)

"""Where everything of a form stands on a sheet like the official one: boxes, not yet a file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from workbooks.drawing.boxes import Box, Content, Layout, Sheet, Style, wide_enough
from workbooks.form_kinds import kind_of
from workbooks.forms import (
    Cell,
    DeclaredFund,
    Form,
    FundKind,
    Indicator,
    MonitoringReport,
    SelfEvaluation,
    TargetDeclaration,
)
from workbooks.grid import Area
from workbooks.values.dataclass import replace

_PROJECT_LABELS = {
    FundKind.TOTAL: "项目资金总额：",
    FundKind.FISCAL_APPROPRIATION: "其中：财政资金",
    FundKind.OTHER_FUNDS: "其他资金",
}
_ANNUAL_LABELS = {
    FundKind.TOTAL: "年度资金申请总额：",
    FundKind.FISCAL_APPROPRIATION: "其中：当年财政拨款",
    FundKind.CARRYOVER: "上年结转资金",
    FundKind.OTHER_FUNDS: "其他资金",
}
_DECLARED_COLUMNS = {"category": (2, 2), "subcategory": (3, 3), "name": (4, 5), "target": (6, 6)}


def _declaration(form: TargetDeclaration) -> Layout:
    """A declaration, blank or filled, as the boxes of a new sheet."""
    sheet = Sheet(9.5, 12.5, 14.0, 22.5, 7.0, 19.0)
    sheet.head(form.title, form.fiscal_year, kind_of(form).title)
    _declared_heads(sheet, form)
    _declared_funding(sheet, form)
    sheet.goals(
        "项目\n绩效\n目标",
        ("项目总目标", form.overall_goal.text),
        ("年度总体目标", form.annual_goal.text),
        borders=(3, 4, 2),
    )
    header = sheet.row
    sheet.put(1, 1, "绩效\n指标", Style.LABEL, rows=len(form.indicators) + 1)
    names = ("一级指标", "二级指标", "三级指标", "年度(/项目)指标值")
    sheet.line(
        *(
            (*place, name, Style.LABEL)
            for place, name in zip(_DECLARED_COLUMNS.values(), names, strict=True)
        )
    )
    sheet.indicators(form.indicators, _DECLARED_COLUMNS)
    return sheet.layout(form.sheet, header)


def _declared_heads(sheet: Sheet, form: TargetDeclaration) -> None:
    sheet.line(
        (1, 1, "项目名称", Style.LABEL),
        (2, 2, form.project_name, Style.VALUE),
        (3, 3, "项目性质", Style.LABEL),
        (4, 4, form.project_nature, Style.VALUE),
        (5, 5, "项目类别", Style.LABEL),
        (6, 6, form.project_category, Style.VALUE),
    )
    for left, left_cell, right, right_cell in (
        ("主管部门", form.supervising_department, "实施单位", form.implementing_unit),
        ("计划开始日期", form.start_date, "计划完成日期", form.end_date),
    ):
        sheet.line(
            (1, 1, left, Style.LABEL),
            (2, 3, left_cell, Style.VALUE),
            (4, 4, right, Style.LABEL),
            (5, 6, right_cell, Style.VALUE),
        )


def _declared_funding(sheet: Sheet, form: TargetDeclaration) -> None:
    unit = form.funding.money_unit.value or "元"
    rows = max(len(form.funding.project), len(form.funding.annual))
    sheet.put(1, 1, f"项目资金\n（{unit}）", Style.LABEL, rows=rows)
    for project, annual in zip(
        _padded(form.funding.project, rows), _padded(form.funding.annual, rows), strict=True
    ):
        if project:
            name = project.name.text or _PROJECT_LABELS.get(project.kind, "")
            sheet.put(2, 2, name, Style.TEXT)
            sheet.put(3, 3, project.amount, Style.VALUE)
        else:
            sheet.put(2, 2, "", Style.TEXT)
            sheet.put(3, 3, "", Style.VALUE)
        if annual:
            name = annual.name.text or _ANNUAL_LABELS.get(annual.kind, "")
            sheet.put(4, 5, name, Style.TEXT)
            sheet.put(6, 6, annual.amount, Style.VALUE)
        else:
            sheet.put(4, 5, "", Style.TEXT)
            sheet.put(6, 6, "", Style.VALUE)
        sheet.row += 1


def _padded(funds: tuple[DeclaredFund, ...], rows: int) -> Iterator[DeclaredFund | None]:
    """The lines, with room after the second where the shorter half has fewer."""
    missing = rows - len(funds)
    yield from funds[:2]
    yield from [None] * missing
    yield from funds[2:]


_FUND_LABELS = {
    FundKind.TOTAL: "年度资金总额：",
    FundKind.FISCAL_APPROPRIATION: "其中：当年财政拨款",
    FundKind.CARRYOVER: "上年结转资金",
    FundKind.OTHER_FUNDS: "其他资金",
}
_COLUMNS = {
    "category": "一级指标",
    "subcategory": "二级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "points": "分值",
    "score": "得分",
    "note": "偏差原因分析\n及改进措施",
}
_WIDTHS = (8.0, 11.0, 20.0, 11.0, 10.5, 6.0, 7.5)  # and the notes' column beside them


def lay_out(form: Form) -> Layout:
    """A form, blank or filled, as the boxes of a new sheet.

    Source of the look: the forms that 上海市市场监督管理局行政服务中心 published for 2024 and 2025.
    A monitoring report follows 项目支出绩效目标执行监控表 of the central departments, whose three
    columns of 完成目标可能性 are one here.
    """
    match form:
        case SelfEvaluation():
            return _self_evaluation(form)
        case TargetDeclaration():
            return _declaration(form)
        case MonitoringReport():
            return _monitoring(form)
        case _:
            assert_never(form)


def _self_evaluation(form: SelfEvaluation) -> Layout:
    notes = (row.note.text for row in form.indicators)
    sheet = Sheet(*_WIDTHS, wide_enough(14.5, notes))
    sheet.head(form.title, form.fiscal_year, kind_of(form).title)
    sheet.line((1, 2, "项目名称", Style.LABEL), (3, 8, form.project_name, Style.VALUE))
    sheet.line(
        (1, 2, "主管部门", Style.LABEL),
        (3, 3, form.supervising_department, Style.VALUE),
        (4, 4, "实施单位", Style.LABEL),
        (5, 8, form.implementing_unit, Style.VALUE),
    )
    _funding(sheet, form)
    sheet.goals(
        "年度\n总体\n目标",
        ("预期目标", form.expected_goal.text),
        ("实际完成情况", form.actual_outcome.text),
        # Blank, the room goes to what was done: it is told at three times the length.
        borders=(4, 3) if form.expected_goal.text or form.actual_outcome.text else (3,),
    )
    header = sheet.row
    sheet.line(*((i, i, name, Style.LABEL) for i, name in enumerate(_COLUMNS.values(), 1)))
    sheet.indicators(form.indicators, {key: (i, i) for i, key in enumerate(_COLUMNS, 1)})
    sheet.line(
        (1, 5, "总分", Style.LABEL),
        (6, 6, form.total_points, Style.VALUE),
        (7, 7, form.total_score, Style.VALUE),
        (8, 8, "", Style.VALUE),
    )
    sheet.line((1, 5, "评分等级", Style.LABEL), (6, 8, form.rating, Style.VALUE))
    return sheet.layout(form.sheet, header)


def _funding(sheet: Sheet, form: SelfEvaluation) -> None:
    funds = (form.funding.total, *form.funding.parts)
    unit = form.funding.money_unit.value or "万元"
    sheet.put(1, 1, f"项目资金\n（{unit}）", Style.LABEL, rows=len(funds) + 1)
    names = ("", "年初预算数", "全年预算数", "全年执行数", "分数", "执行率(%)", "得分")
    sheet.line(*((i, i, name, Style.LABEL) for i, name in enumerate(names, 2)))
    for fund in funds:
        sheet.line(
            (2, 2, fund.name.text or _FUND_LABELS.get(fund.kind, ""), Style.TEXT),
            (3, 3, fund.initial_budget, Style.VALUE),
            (4, 4, fund.annual_budget, Style.VALUE),
            (5, 5, fund.executed, Style.VALUE),
            (6, 6, fund.points, Style.VALUE),
            (7, 7, _percent(fund.rate), Style.VALUE),
            (8, 8, fund.score, Style.VALUE),
        )


def _percent(rate: Cell[Decimal]) -> Cell[Decimal]:
    """A ratio as it is printed under 执行率(%)."""
    return rate if rate.value is None else rate._replace(value=rate.value.scaleb(2))


CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
"""偏差原因 that can be ticked, each in a column of its own."""
CAUSE_KEYS = tuple(f"cause{number}" for number in range(len(CAUSES)))
_MONITORED = {
    "category": "一级指标",
    "subcategory": "二级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "{months}\n执行情况",
    "forecast": "全年预计\n完成情况",
    **dict(zip(CAUSE_KEYS, CAUSES, strict=True)),
    "note": "原因说明",
    "possibility": "完成目标\n可能性",
    "remark": "备注",
}
MONITORED_COLUMNS = tuple(_MONITORED)
"""The columns of a monitoring report's table, from left to right."""
MONTH_CELL = "L3"
"""Where the month is typed, from which the heads take theirs."""
MONTHS = '"1-"0"月"'
"""How it is shown."""
_FIRST_CAUSE, _NOTE = 7, 12
_MONITORED_WIDTHS = (8.0, 11.0, 20.0, 11.5, 11.5, 11.5, 5.5, 5.5, 5.5, 5.5, 5.5, 23.0, 9.0, 8.0)
_MONITORED_MONEY = {
    "initial_budget": (4, 5),
    "executed": (6, 8),
    "rate": (9, 11),
    "forecast": (12, 14),
}


def months(month: int | None) -> str:
    """The months that a monitoring report tells of, as its heads print them.

    >>> months(7), months(None)
    ('1-7月', '当前')
    """
    return "当前" if month is None else f"1-{month}月"


def _monitoring(form: MonitoringReport) -> Layout:
    sheet = Sheet(*_MONITORED_WIDTHS)
    sheet.head(form.title, form.fiscal_year, kind_of(form).title)
    month = form.period.value
    sheet.line(
        (1, 2, "项目名称", Style.LABEL),
        (3, 6, form.project_name, Style.VALUE),
        (7, 11, "监控月份", Style.LABEL),
    )
    known = "" if month is None else Decimal(month)
    sheet.boxes.append(Box(Area(sheet.row - 1, 12, sheet.row - 1, 14), known, Style.VALUE, MONTHS))
    sheet.line(
        (1, 2, "主管部门", Style.LABEL),
        (3, 6, form.supervising_department, Style.VALUE),
        (7, 11, "实施单位", Style.LABEL),
        (12, 14, form.implementing_unit, Style.VALUE),
    )
    _monitored_funding(sheet, form)
    sheet.put(1, 2, "年度总体目标", Style.LABEL)
    sheet.line((3, 14, form.overall_goal.text, Style.PROSE))
    _monitored_heads(sheet, months(month))
    header = sheet.row - 1
    columns = {key: (i, i) for i, key in enumerate(_MONITORED, 1)}
    sheet.indicators(form.indicators, columns, _monitored_content)
    return replace(sheet.layout(form.sheet, header), heads=2, upright=False)


def _monitored_funding(sheet: Sheet, form: MonitoringReport) -> None:
    funds = (form.funding.total, *form.funding.parts)
    unit = form.funding.money_unit.value or "万元"
    to_date = months(form.period.value)
    names = ("年初预算数", f"{to_date}执行数", f"{to_date}执行率(%)", "全年预计执行数")
    sheet.put(1, 1, f"项目资金\n（{unit}）", Style.LABEL, rows=len(funds) + 1)
    heads = zip(_MONITORED_MONEY.values(), names, strict=True)
    sheet.line((2, 3, "", Style.LABEL), *((*place, name, Style.LABEL) for place, name in heads))
    for fund in funds:
        told = replace(fund, rate=_percent(fund.rate))
        sheet.line(
            (2, 3, fund.name.text or _FUND_LABELS.get(fund.kind, ""), Style.TEXT),
            *((*at, getattr(told, key), Style.VALUE) for key, at in _MONITORED_MONEY.items()),
        )


def _monitored_heads(sheet: Sheet, to_date: str) -> None:
    """Two rows: 偏差原因分析 stands above its columns."""
    under = range(_FIRST_CAUSE, _NOTE + 1)
    for column, name in enumerate(_MONITORED.values(), 1):
        if column not in under:
            sheet.put(column, column, name.format(months=to_date), Style.LABEL, rows=2)
    sheet.line((_FIRST_CAUSE, _NOTE, "偏差原因分析", Style.LABEL))
    causes = list(enumerate(_MONITORED.values(), 1))[_FIRST_CAUSE - 1 : _NOTE]
    sheet.line(*((column, column, name, Style.LABEL) for column, name in causes))


def _monitored_content(row: Indicator, key: str) -> Content:
    if key == "remark":
        return row.others[0] if row.others else ""
    if key not in CAUSE_KEYS:
        cell: Cell[object] = getattr(row, key)
        return cell
    cause = _MONITORED[key]
    return next((cell.text for cell in row.causes if cell.label.endswith(cause)), "")

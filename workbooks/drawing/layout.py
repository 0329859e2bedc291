"""Where everything of a declaration stands; the self-evaluation is in `layout`."""

from __future__ import annotations

from collections.abc import Iterator

from workbooks.drawing.boxes import Layout, Sheet, Style
from workbooks.forms import DeclaredFund, FundKind, TargetDeclaration

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
_COLUMNS = {"category": (2, 2), "subcategory": (3, 3), "name": (4, 5), "target": (6, 6)}


def declaration(form: TargetDeclaration) -> Layout:
    """A declaration, blank or filled, as the boxes of a new sheet."""
    sheet = Sheet(9.5, 12.5, 14.0, 17.5, 12.0, 19.0)
    sheet.head(form.title, form.fiscal_year, "财政项目支出绩效目标申报表")
    _heads(sheet, form)
    _funding(sheet, form)
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
        *((*place, name, Style.LABEL) for place, name in zip(_COLUMNS.values(), names, strict=True))
    )
    sheet.indicators(form.indicators, _COLUMNS)
    return sheet.layout(form.sheet, header)


def _heads(sheet: Sheet, form: TargetDeclaration) -> None:
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


def _funding(sheet: Sheet, form: TargetDeclaration) -> None:
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

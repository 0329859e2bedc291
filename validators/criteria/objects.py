"""The parts of a form that a criterion can look at, by the names that its row writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, assert_never

from validators.criteria.conditions import Subject
from validators.filing import AnyFiling, Declaration, Filing, Monitoring
from workbooks.forms import (
    ABSENT,
    Category,
    Cell,
    Form,
    FundKind,
    Indicator,
    MoneyUnit,
    SelfEvaluation,
    State,
    Subcategory,
    TargetDeclaration,
)
from workbooks.grid import address, position
from workbooks.values.dataclass import dataclass
from workbooks.values.target import Actual, Target
from workbooks.values.terms import clean


@dataclass(frozen=True, slots=True)
class Place:
    """An object of one form: where it stands, what it says, and what it belongs to."""

    cell: Cell[Any]
    subject: Subject
    name: str


_EVALUATION, _DECLARATION = (SelfEvaluation,), (TargetDeclaration,)
_BOTH: tuple[type[Form], ...] = (*_EVALUATION, *_DECLARATION)


@dataclass(frozen=True, slots=True)
class Object:
    """What a criterion looks at: `needs` are the paths that the engine looks at first.

    `places` gives every place of it in a form; none where the form has no such place at all.
    `in_rows`: whether it stands in the rows of the indicator table, of which 范围 chooses some.
    `is_number`: whether it may be one, so that 数值 can be asked; `is_count` that it is nothing
    else. `forms` are the kinds that have it.
    """

    name: str
    needs: tuple[str, ...]
    places: Callable[[AnyFiling, str], Iterator[Place]]
    in_rows: bool = False
    is_number: bool = False
    is_count: bool = False
    forms: tuple[type[Form], ...] = _BOTH


EVERYWHERE = "全部"

_SUBCATEGORIES = {
    "数量": (Subcategory.QUANTITY,),
    "质量": (Subcategory.QUALITY,),
    "时效": (Subcategory.TIMELINESS,),
    "经济效益": (Subcategory.ECONOMIC,),
    "社会效益": (Subcategory.SOCIAL,),
    "生态效益": (Subcategory.ECOLOGICAL,),
    "可持续影响": (Subcategory.SUSTAINABILITY,),
    "满意度": (Subcategory.SERVICE_RECIPIENTS,),
}
_CATEGORIES = {
    "产出": Category.OUTPUT,
    "效益": Category.BENEFIT,
    "满意度": Category.SATISFACTION,
}
SCOPES = (EVERYWHERE, "成本", *_SUBCATEGORIES, "产出", "效益")
"""What 范围 may say."""


def within(row: Indicator, scope: str) -> bool:
    """Whether a row of the indicator table is of a 范围."""
    if scope == EVERYWHERE:
        return True
    if scope == "成本":
        return row.is_cost
    if row.is_cost:
        return False
    if row.category.value is not None and row.category.value is _CATEGORIES.get(scope):
        return True
    return row.subcategory.value in _SUBCATEGORIES.get(scope, ())


def _number(value: object) -> Decimal | None:
    if isinstance(value, Decimal | int):
        return Decimal(value)
    return value.value if isinstance(value, Target | Actual) else None


def _place(cell: Cell[Any], name: str) -> Place:
    return Place(cell, Subject(cell.text, _number(cell.value)), name)


def _head(
    name: str, *fields: str, is_number: bool = False, forms: tuple[type[Form], ...] = _BOTH
) -> Object:
    """A field of the head, under whichever name the kind of form has it."""

    def places(filing: AnyFiling, scope: str) -> Iterator[Place]:
        cells = (getattr(filing.form, field, ABSENT) for field in fields)
        yield from (_place(c, c.label or name) for c in cells if c.state is not State.ABSENT)

    return Object(name, fields, places, is_number=is_number, forms=forms)


def _money(name: str, *columns: str, forms: tuple[type[Form], ...] = _BOTH) -> Object:
    """An amount of the line 年度资金总额: as it is written, and its number in 万元."""

    def places(filing: AnyFiling, scope: str) -> Iterator[Place]:
        cells: list[Cell[Decimal]]
        match filing:
            case Declaration():
                lines = filing.form.funding.annual
                cells = [fund.amount for fund in lines if fund.kind is FundKind.TOTAL]
            case Filing() | Monitoring():
                cells = [getattr(filing.form.funding.total, column) for column in columns]
            case _:
                assert_never(filing)
        unit = filing.form.funding.money_unit.value
        for cell in cells:
            if cell.state is not State.ABSENT:
                yield Place(cell, Subject(cell.text, _in_wan_yuan(cell.value, unit)), name)

    return Object(name, (), places, is_number=True, forms=forms)


def _rate(name: str) -> Object:
    """执行率 of the line 年度资金总额, its number in percent."""

    def places(filing: AnyFiling, scope: str) -> Iterator[Place]:
        match filing:
            case Declaration():
                return
            case Filing() | Monitoring():
                cell = filing.form.funding.total.rate
            case _:
                assert_never(filing)
        if cell.state is not State.ABSENT:
            percent = None if cell.value is None else cell.value.scaleb(2)
            yield Place(cell, Subject(cell.text, percent), name)

    return Object(name, (), places, is_number=True, forms=_EVALUATION)


def _in_wan_yuan(amount: Decimal | None, unit: MoneyUnit | None) -> Decimal | None:
    """Nothing where the form does not say which money its amounts are."""
    if amount is None or unit is None:
        return None
    return amount * unit.yuan / MoneyUnit.WAN_YUAN.yuan


def _column(
    name: str, field: str, *, is_number: bool = False, forms: tuple[type[Form], ...] = _BOTH
) -> Object:
    def places(filing: AnyFiling, scope: str) -> Iterator[Place]:
        rows = (row for row, _ in filing.rows if within(row, scope))
        yield from (_place(getattr(row, field), row.called) for row in rows)

    needs = (f"row.{field}",)
    return Object(name, needs, places, in_rows=True, is_number=is_number, forms=forms)


def _further(name: str, *words: str) -> Object:
    """A further column of the indicator table, by a word of its head.

    A row keeps only what stands in such columns; where others have one, it left it blank. Of
    several indicators in one row the first has it for all.
    """

    def said(row: Indicator) -> list[Cell[str]]:
        return [c for c in row.others if any(word in clean(c.label) for word in words)]

    def places(filing: AnyFiling, scope: str) -> Iterator[Place]:
        having = [row for row in filing.form.indicators if said(row)]
        lines = {_line(row) for row in having}
        for row, _ in filing.rows:
            if having and within(row, scope):
                blank = [] if _line(row) in lines else [_blank_in(said(having[0])[0], row)]
                yield from (_place(cell, row.called) for cell in said(row) or blank)

    return Object(name, (), places, in_rows=True)


def _line(row: Indicator) -> int:
    """The row of the sheet in which an indicator stands; 0 where that cannot be told."""
    beside = row.name.address or row.target.address
    return position(beside)[0] if beside else 0


def _blank_in(column: Cell[str], row: Indicator) -> Cell[str]:
    """The blank cell of a row in the column of another row's."""
    here = address(_line(row), position(column.address)[1]) if _line(row) else ""
    return Cell(State.BLANK, label=column.label, address=here)


def _other(name: str, *words: str) -> Object:
    """A line of the form that no rule of ours looks at, by a word of its label."""

    def places(filing: AnyFiling, scope: str) -> Iterator[Place]:
        for cell in filing.form.understanding.others:
            if any(word in clean(cell.label) for word in words):
                yield _place(cell, cell.label)

    return Object(name, (), places)


def _count(name: str) -> Object:
    """How many indicators there are of a 范围: of the whole form, and so without a cell.

    One that is said not to apply (不适用) is not missing.
    """

    def places(filing: AnyFiling, scope: str) -> Iterator[Place]:
        form = filing.form
        rows = (*form.indicators, *form.understanding.not_applicable)
        count = sum(within(row, scope) for row in rows)
        subject = Subject(str(count), Decimal(count))
        yield Place(Cell(State.READ, str(count), label=name), subject, scope)

    return Object(name, (), places, in_rows=True, is_number=True, is_count=True)


OBJECTS: Mapping[str, Object] = {
    one.name: one
    for one in (
        _head("年度", "fiscal_year", is_number=True),
        _head("项目名称", "project_name"),
        _head("主管部门", "supervising_department"),
        _head("实施单位", "implementing_unit"),
        _head("项目性质", "project_nature", forms=_DECLARATION),
        _head("项目类别", "project_category", forms=_DECLARATION),
        _head("开始日期", "start_date", forms=_DECLARATION),
        _head("完成日期", "end_date", forms=_DECLARATION),
        _head("年度目标", "annual_goal", "expected_goal"),
        _head("项目总目标", "overall_goal", forms=_DECLARATION),
        _head("实际完成情况", "actual_outcome", forms=_EVALUATION),
        _other("政策依据", "政策依据", "立项依据", "设立依据"),
        _other("测算依据", "测算依据", "测算过程", "测算说明"),
        _money("年度资金总额", "annual_budget"),
        _money("年初预算数", "initial_budget", forms=_EVALUATION),
        _money("全年执行数", "executed", forms=_EVALUATION),
        _rate("执行率"),
        _head("总分", "total_score", is_number=True, forms=_EVALUATION),
        _head("评分等级", "rating", forms=_EVALUATION),
        _count("指标个数"),
        _column("一级指标", "category"),
        _column("二级指标", "subcategory"),
        _column("指标名称", "name"),
        _column("指标值", "target", is_number=True),
        _column("完成值", "actual", is_number=True, forms=_EVALUATION),
        _column("分值", "points", is_number=True),
        _column("得分", "score", is_number=True, forms=_EVALUATION),
        _column("偏差原因", "note", forms=_EVALUATION),
        _further("指标解释", "解释", "指标说明", "内涵"),
        _further("评分标准", "标准", "办法", "细则"),
        _further("指标依据", "依据", "来源"),
        _further("备注", "备注"),
    )
}
"""Every object by its name, in the order of the list in the workbook."""

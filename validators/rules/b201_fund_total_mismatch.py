"""年度资金总额不等于各项来源之和。

## 依据

资金栏的勾稽关系：年度资金总额＝当年财政拨款＋上年结转资金＋其他资金；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

总额与来源对不上，执行率和得分就没有可靠的基础。金额是四舍五入后填写的，每个非零的数都可能有末位半个单位的误差，相差不超过这些误差之和的不算；各项来源都空着的不判断，部分空着的按没有计算。下面几行正好合成上面一行的，看作它的明细，不重复相加。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 其中：当年财政拨款 | 50.00 | 50.00 | 49.40 | - | 98.80 | - |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 其中：当年财政拨款 | 50.00 | 50.00 | 49.50 | - | 99.00 | - |

## 怎么改

对照预算批复和决算，更正总额或来源中填错的一项；执行率、得分如受影响，一并更正。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.filing import Filing, Monitoring, fund_name
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.form_kinds import kind_of
from workbooks.forms import Cell, MonitoringReport, SelfEvaluation, State
from xlfuncs.funding import MONEY_COLUMNS, TO_DATE_COLUMNS, part_gap, parts_of

RULE = Rule(
    code="B201",
    name="fund-total-mismatch",
    severity=Severity.ERROR,
    forms=(SelfEvaluation, MonitoringReport),
    needs=(
        "funding.total.annual_budget",
        "funding.total.executed",
        "funding.parts.annual_budget",
        "funding.parts.executed",
    ),
    message="「{name}」的{label}为 {total} {unit}，各项来源合计 {summed} {unit}，相差 {difference} {unit}。何者有误，本表看不出来，请核对后更正。",
    source="资金栏的勾稽关系；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("B203",),
)


def check(filing: Filing | Monitoring) -> Iterator[Hit | Undecided]:
    """Each column of money whose parts are given and do not make the total."""
    funding = filing.form.funding
    lines, plain, choices = parts_of(funding)
    blank: list[Cell[Decimal]] = []
    columns: tuple[str, ...] = TO_DATE_COLUMNS if kind_of(filing.form).to_date else MONEY_COLUMNS
    if funding.total.initial_budget.address == funding.total.annual_budget.address:
        columns = columns[1:]  # one column for both
    for column in columns:
        total, cells = getattr(funding.total, column), [getattr(x, column) for x in lines]
        parts = [cells[at] for at in plain]
        if any(cell.state is State.UNREADABLE for cell in (total, *parts)):
            continue
        gaps = [part_gap(total.value, [cells[at].value for at in x]) for x in choices]
        if all(gap is None for gap in gaps):
            blank += [total] if total.blank else [cell for cell in parts if cell.blank]
        elif gaps[0] and all(gaps):
            facts = {"name": fund_name(funding.total), "label": total.label}
            facts |= {"total": total.value, "summed": total.value - gaps[0]}
            yield total, facts | {"difference": abs(gaps[0]), "unit": funding.money_unit.value}
    if blank:
        yield Undecided(tuple(blank))

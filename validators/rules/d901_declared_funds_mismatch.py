"""申报的资金总额不等于各项来源之和。

## 依据

资金栏的勾稽关系：项目资金总额＝财政资金＋其他资金，年度资金申请总额＝当年财政拨款＋上年结转资金＋其他资金；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

申报金额是批复预算的依据。金额是四舍五入后填写的，每个非零的数都可能有末位半个单位的误差，相差不超过这些误差之和的不算；总额空着或各项来源都空着的不判断，有一项来源空着的只在各项合计超过总额时提出。

## 不合格

申报表：

| 栏目 | 填写 |
|---|---|
| 当年财政拨款 | 480,000.00 |

## 合格

申报表：

| 栏目 | 填写 |
|---|---|
| 当年财政拨款 | 480,000.00 |
| 上年结转资金 | 20,000.00 |

## 怎么改

对照预算申报，更正总额或来源中填错的一项。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.filing import Declaration, fund_name
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import FundKind, TargetDeclaration
from xlfuncs.funding import sum_gap

RULE = Rule(
    code="D901",
    name="declared-funds-mismatch",
    severity=Severity.ERROR,
    forms=(TargetDeclaration,),
    needs=("funding.project.amount", "funding.annual.amount"),
    message="「{name}」为 {total} {unit}，各项来源合计 {summed} {unit}，相差 {difference} {unit}。何者有误，本表看不出来，请核对后更正。",
    source="资金栏的勾稽关系；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("B201", "D905"),
)


def check(filing: Declaration) -> Iterator[Hit | Undecided]:
    """Each half of the funds whose total and parts are given and differ."""
    funding = filing.form.funding
    for half, total_path in ((funding.project, "project_total"), (funding.annual, "amount")):
        total = next((fund for fund in half if fund.kind is FundKind.TOTAL), None)
        amounts = [fund.amount for fund in half if fund is not total]
        parts = [amount.value for amount in amounts if amount.value is not None]
        if total is None or total.amount.value is None:
            if any(parts):
                yield Undecided((total.amount,)) if total else Undecided(paths=(total_path,))
            continue
        gap = sum_gap(total.amount.value, parts)
        if not parts or not gap:
            continue
        if gap > 0 and len(parts) < len(amounts):
            yield Undecided(tuple(amount for amount in amounts if amount.value is None))
            continue
        facts = {"name": fund_name(total), "total": total.amount.value}
        facts |= {"summed": sum(parts, Decimal(0)), "difference": abs(gap)}
        yield total.amount, facts | {"unit": funding.money_unit.value}

"""把花了多少钱当作数量指标。

## 依据

各地绩效评价复核工作底稿，条款待核。

## 为什么

数量指标说的是做了多少事。支付了多少资金，资金表已经写明，预算执行率已经评分，再作数量指标就重复了。只看整个项目的资金支付、拨付、支出；发放给个人的补贴有人数可写的，不判断。
本规则在试行：单独列出，不计入错误、警告和提示，不随退回修改发给单位。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 资金支付数量 | ≥40(万元) | 45(万元) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

改写为场次、人数、件数等项目做成的事。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, Subcategory, TargetDeclaration
from workbooks.prose.indicator_names import is_payment
from workbooks.values.measure_words import MONEY_UNITS
from workbooks.values.units import one_name

RULE = Rule(
    code="I316",
    name="payment-as-quantity",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("row.target",),
    message="「{name}」写的是花了多少钱，不是做了多少事，资金表已经写明。请核实，改为项目的数量指标。",
    source="各地绩效评价复核工作底稿，条款待核",
    since="0.1.0",
    related=("B212", "I311"),
    trial=True,
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Rows under 数量指标 that are a payment in money."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is None or row.subcategory.value is not Subcategory.QUANTITY:
            continue
        if one_name(target.unit) in MONEY_UNITS and is_payment(row.name.text):
            yield row.name, {"name": row.called}

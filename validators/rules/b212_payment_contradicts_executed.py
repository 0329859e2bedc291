"""指标里写的支付金额多于全年执行数。

## 依据

各地绩效评价复核工作底稿，条款待核。

## 为什么

指标里写支付了多少，资金表里写执行了多少，说的是同一笔钱；支付的不会比执行的多。只比整个项目的支付金额，舍入以内的差额不算。
本规则在试行：单独列出，不计入错误、警告和提示，不随退回修改发给单位。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 效益指标 | 社会效益指标 | 资金支付金额 | ≥55(万元) | 60(万元) | 30 | 30 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

核对全年执行数和指标的实际完成值，改正写错的一处。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.indicator_names import is_payment
from workbooks.prose.stated_money import money_reached
from xlfuncs.funding import exceeds, from_yuan

RULE = Rule(
    code="B212",
    name="payment-contradicts-executed",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual", "funding.total.executed", "funding.money_unit"),
    message="「{name}」的「{label}」是“{actual}”，全年执行数只有 {executed} {unit}。何者有误，本表看不出来，请核实。",
    source="各地绩效评价复核工作底稿，条款待核",
    since="0.1.0",
    related=("B213", "I316"),
    trial=True,
)


def check(filing: Filing) -> Iterator[Hit]:
    """Payments of the whole project above what was executed."""
    funding = filing.form.funding
    executed, unit = funding.total.executed.value, funding.money_unit.value
    for row, _ in filing.rows:
        paid = money_reached(row)
        if paid is None or executed is None or unit is None or not is_payment(row.name.text):
            continue
        if exceeds(from_yuan(paid, unit), executed):
            facts = {"name": row.called, "actual": row.actual.text, "executed": executed}
            yield row.actual, facts | {"unit": unit.value}

"""成本的实际数多于全年执行数。

## 依据

各地绩效评价复核工作底稿，条款待核。

## 为什么

成本花掉的钱都在全年执行数里，一项成本不会比全部执行数还多。人均、每件的成本，节约额、补贴标准和社会成本、生态环境成本不在此列；舍入以内的差额不算。
本规则在试行：单独列出，不计入错误、警告和提示，不随退回修改发给单位。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 10 | 10 | |
| 产出指标 | 成本指标 | 培训费用 | ≤50(万元) | 49.8(万元) | 10 | 10 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 10 | 10 | |
| 产出指标 | 成本指标 | 培训费用 | ≤50(万元) | 49.5(万元) | 10 | 10 | |

## 怎么改

核对全年执行数和成本的实际完成值，改正写错的一处；用其他年度的钱支付的，请在偏差原因中说明。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.stated_money import is_cost_of_project, money_reached
from xlfuncs.funding import exceeds, from_yuan

RULE = Rule(
    code="B213",
    name="cost-above-executed",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual", "funding.total.executed", "funding.money_unit"),
    message="「{name}」是成本指标，「{label}」是“{actual}”，全年执行数只有 {executed} {unit}。何者有误，本表看不出来，请核实。",
    source="各地绩效评价复核工作底稿，条款待核",
    since="0.1.0",
    related=("B212", "D905"),
    trial=True,
)


def check(filing: Filing) -> Iterator[Hit]:
    """A cost of the whole project above all that was executed."""
    funding = filing.form.funding
    executed, unit = funding.total.executed.value, funding.money_unit.value
    for row, _ in filing.rows:
        spent = money_reached(row)
        if spent is None or executed is None or unit is None or not is_cost_of_project(row):
            continue
        if exceeds(from_yuan(spent, unit), executed):
            facts = {"name": row.called, "actual": row.actual.text, "executed": executed}
            yield row.actual, facts | {"unit": unit.value}

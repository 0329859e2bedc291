"""钱没有花多少，各项指标却几乎得满分。

## 依据

各地绩效评价复核工作底稿，条款待核。

## 为什么

预算执行率不到一半，产出、效益、满意度却都得满分：不是预算编高了，就是成绩写多了。执行率不到 50%、指标得分达到分值 95% 的提出（两个数由评分办法定）。
本规则在试行：单独列出，不计入错误、警告和提示，不随退回修改发给单位。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 5.00 | 10.00 | 10.00 | 1.00 |
| 其中：当年财政拨款 | 50.00 | 50.00 | 5.00 | - | 10.00 | - |

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 全年业务培训已按计划办完，经费在年底前没有支付，因发票未到。 |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 25.00 | 10.00 | 50.00 | 5.00 |
| 其中：当年财政拨款 | 50.00 | 50.00 | 25.00 | - | 50.00 | - |

| 栏目 | 填写 |
|---|---|
| 实际完成情况 | 全年业务培训已按计划办完，经费在年底前没有支付，因发票未到。 |

## 怎么改

核对各项指标的完成情况和全年执行数；确实用较少的钱办成的，在自评中说明。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import SelfEvaluation
from xlfuncs.whole_form import row_scored

RULE = Rule(
    code="R511",
    name="results-far-above-spending",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("funding.total.annual_budget", "funding.total.executed", "indicators.score"),
    message="全年执行率只有 {rate:.2%}，各项指标却得了 {points} 分中的 {score} 分。请核实，钱没有花，事情是怎样办成的。",
    source="各地绩效评价复核工作底稿，条款待核",
    since="0.1.0",
    related=("B209", "B211"),
    trial=True,
)


def check(filing: Filing) -> Iterator[Hit | Undecided]:
    """Once a form, at the money that was executed."""
    rate, executed = filing.worth.execution.rate, filing.form.funding.total.executed
    pairs = _results(filing)
    points = sum((points for points, _ in pairs if points), ZERO)
    if points <= 0:
        yield Undecided(paths=("indicators.points",))
        return
    if rate is None or not 0 <= rate < filing.policy.little_spent:
        return
    score = sum((score or ZERO for points, score in pairs if points), ZERO)
    if score >= filing.policy.nearly_full * points:
        yield executed, {"rate": rate, "points": points, "score": score}


def _results(filing: Filing) -> list[tuple[Decimal | None, Decimal | None]]:
    """The points and the score of each row, or of the parts where only these have points."""
    rows = [row for row, _ in filing.rows if row_scored(row)]
    pairs = [(row.points.value, row.score.value) for row in rows]
    return pairs + [(part.points, part.score) for part in filing.parts]


ZERO = Decimal(0)

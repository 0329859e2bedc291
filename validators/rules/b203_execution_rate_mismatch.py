"""执行率与全年执行数÷全年预算数不符。

## 依据

执行率＝全年执行数÷全年预算数；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

执行率决定预算执行得分。金额常以元计算、以万元填写，执行率有人四舍五入、有人截断，所以只有填写金额的舍入范围内怎么算都得不到的执行率才算错：公开的质量发展专项经费 55.58÷55.72 填 99.74 不算错。各项来源的执行率一并核对；预算为 0 的不判断；超支而填 100% 的不算；按年初预算数算的由 B204 提出。

## 不合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 49.50 | 10.00 | 90.00 | 9.90 |

## 合格

| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 50.00 | 50.00 | 49.50 | 10.00 | 99.00 | 9.90 |

## 怎么改

重新计算执行率；金额填错的，更正金额。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing, Monitoring, fund_name
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.form_kinds import kind_of
from workbooks.forms import MonitoringReport, SelfEvaluation
from xlfuncs.execution import execution_rate, percentage_points, rate_fits, rate_on_initial

RULE = Rule(
    code="B203",
    name="execution-rate-mismatch",
    severity=Severity.ERROR,
    forms=(SelfEvaluation, MonitoringReport),
    needs=("funding.total.annual_budget", "funding.total.executed", "funding.total.rate"),
    message={
        "wrong": "「{name}」执行率为 {rate:.2%}，按全年执行数 {executed} {unit} ÷ 全年预算数 {budget} {unit}，应为 {expected_rate:.2%}，相差 {difference} 个百分点。请更正执行率或金额，何者有误，本表看不出来。",
        "to_date": "「{name}」执行率为 {rate:.2%}，按执行数 {executed} {unit} ÷ 预算数 {budget} {unit}，应为 {expected_rate:.2%}，相差 {difference} 个百分点。请更正执行率或金额，何者有误，本表看不出来。",
        "ratio": "「{name}」执行率填的是 {text}，该栏按百分数填写，应填 {expected_rate:.2%}。请更正执行率。",
    },
    source="执行率＝全年执行数÷全年预算数；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("B204", "B205"),
)


def check(filing: Filing | Monitoring) -> Iterator[Hit | Undecided]:
    """Each line whose rate no amounts that are written like these can give."""
    funding, wrong = filing.form.funding, "wrong"
    if kind_of(filing.form).to_date:
        wrong = "to_date"
    total = funding.total
    computed = (total.annual_budget.value or 0) > 0 and total.executed.value is not None
    if total.rate.blank and computed:
        yield Undecided((funding.total.rate,))
    for line in (funding.total, *funding.parts):
        budget, executed, rate = line.annual_budget.value, line.executed.value, line.rate.value
        if budget is None or executed is None or rate is None:
            continue
        expected = execution_rate(budget, executed)
        if expected is None or rate_fits(rate, budget, executed):
            continue
        if rate_on_initial(rate, line.initial_budget.value, budget, executed):
            continue  # B204
        as_ratio = rate_fits(rate.scaleb(2), budget, executed)
        facts = {"name": fund_name(line), "rate": rate, "expected_rate": expected}
        facts |= {"sentence": "ratio" if as_ratio else wrong, "text": line.rate.text}
        facts |= {"executed": executed, "budget": budget, "unit": funding.money_unit.value}
        yield line.rate, facts | {"difference": percentage_points(rate, expected)}

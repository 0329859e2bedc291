"""目标的文字和指标值、预算对不上。

## 依据

自评表「预期目标」、申报表「年度总体目标」应与年度指标值、预算一致；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

目标的文字和指标表是同一个目标的两种写法。数不一样，年末就不知道按哪个评。只在明确说的是同一件事、单位相同时才提出。

## 不合格

| 栏目 | 填写 |
|---|---|
| 预期目标 | 全年组织业务培训不少于12场，提高窗口人员的业务能力。 |

## 合格

| 栏目 | 填写 |
|---|---|
| 预期目标 | 全年组织业务培训不少于10场，提高窗口人员的业务能力。 |

## 怎么改

核对年初批复的绩效目标和预算，把两处改成一致。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.narrative_amounts import Caveat
from workbooks.prose.narrative_matching import differing, target_figures
from workbooks.prose.stated_money import told_otherwise

RULE = Rule(
    code="T803",
    name="goal-amount-differs",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("expected_goal", "annual_goal", "funding.money_unit", "row.target"),
    message={
        "target": "「{label}」写“{quote}”，「{name}」年度指标值“{target}”，两处的数不同。何者有误，本表看不出来，建议核对并改为一致。",
        "budget": "「{label}」写“{quote}”，「项目资金」各栏中没有这个数。何者有误，本表看不出来，建议核对并改为一致。",
    },
    source="目标栏目与年度指标值、预算一致的要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("T801", "B208"),
)

_OF_GOALS = (Caveat.PLAN, Caveat.BOUND, Caveat.LIMIT)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Targets unlike the one figure that the goal surely gives of them; a budget unlike the funds."""
    form = filing.form
    match form:
        case SelfEvaluation():
            goal = form.expected_goal
        case TargetDeclaration():
            goal = form.annual_goal
        case MonitoringReport():
            return  # it is about what was done, and its targets stand
        case _:
            assert_never(form)
    year, project = form.fiscal_year.value, form.project_name.text
    figures = target_figures(form.indicators)
    for figure, said in differing(goal.text, figures, _OF_GOALS, project, year):
        row = form.indicators[figure.index]
        facts = {"sentence": "target", "label": goal.label, "quote": said.quote}
        yield row.target, facts | {"name": row.called, "target": row.target.text}
    if told := told_otherwise(goal.text, form.funding, year):
        yield goal, {"sentence": "budget", "label": goal.label, "quote": told.quote}

"""同一件事既作产出又作效益。

## 依据

各地绩效评价复核工作底稿，条款待核。

## 为什么

产出是做了什么，效益是带来什么。名称相近（默认相同的部分达到 80%）、指标值也一样的，是同一件事算了两次。名称和指标值完全相同的由 I310 提出。
本规则在试行：单独列出，不计入错误、警告和提示，不随退回修改发给单位。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 业务培训场次 | ≥11(场) | 12(场) | 20 | 20 | |
| 效益指标 | 社会效益指标 | 业务培训场次数 | ≥11(场) | 12(场) | 30 | 30 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 业务培训场次 | ≥11(场) | 12(场) | 20 | 20 | |
| 效益指标 | 社会效益指标 | 下基层宣传场次 | ≥11(场) | 12(场) | 30 | 30 | |

## 怎么改

效益指标改写为做成之后带来的变化。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import Category, Indicator, SelfEvaluation, TargetDeclaration
from workbooks.prose.indicator_names import core
from workbooks.values.terms import clean

RULE = Rule(
    code="I318",
    name="same-output-and-benefit",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("row.target",),
    message="「{name}」与产出指标「{other}」名称相近，年度指标值“{target}”相同，像是同一件事算了两次。请核实，效益指标写带来的变化。",
    source="各地绩效评价复核工作底稿，条款待核",
    since="0.1.0",
    related=("I310",),
    trial=True,
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Benefits with the name and the target of an output, or nearly so."""
    rows = [row for row, _ in filing.rows if row.name.value and row.target.value]
    outputs: dict[str, list[Indicator]] = {}
    for row in rows:
        if row.category.value is Category.OUTPUT:
            outputs.setdefault(clean(row.target.text), []).append(row)
    for benefit in (row for row in rows if row.category.value is Category.BENEFIT):
        for output in outputs.get(clean(benefit.target.text), ()):
            if _alike(benefit.name.text, output.name.text, filing.policy.names_alike):
                facts = {"name": benefit.called, "other": output.called}
                yield benefit.name, facts | {"target": benefit.target.text}


def _alike(one: str, other: str, least: Decimal) -> bool:
    names = core(one), core(other)
    if names[0] == names[1] or min(map(len, names)) < 4:
        return False
    return SequenceMatcher(None, *names).ratio() >= least

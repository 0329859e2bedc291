"""比率指标的年度指标值没有写 %。

## 依据

「年度指标值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

“≥95”是 95% 还是 95 人，看的人要猜。写成 0.95 的小数，满意度按五分或十分评的（≥4.5），指标名称里写明（%）的，单位是分、‰ 的，不在此列。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训合格率 | ≥95 | 96 | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训合格率 | ≥95% | 96% | 20 | 20 | |

## 怎么改

在年度指标值后写上 %。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, TargetDeclaration
from workbooks.prose.indicator_names import core, is_percentage

RULE = Rule(
    code="I307",
    name="rate-without-percent",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("row.target",),
    message="「{name}」是比率，「{label}」填的是“{target}”，没有写 %。请核实并补上单位。",
    together="{items} 项是比率，没有写 %：{places}。请核实并补上单位。",
    each="“{target}”",
    source="「年度指标值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I305", "I308"),
)

_RATIO = 1
_SCALE = 10
"""Up to here a bare number may be a ratio, and 满意度 may be rated on a scale of five or ten."""


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Rates with a bare number that can only be a percentage."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is None or target.value is None or target.unit:
            continue
        highest = _SCALE if core(row.name.text).endswith("度") else _RATIO
        if target.value > highest and is_percentage(row.name.text):
            facts = {"name": row.called, "label": row.target.label}
            yield row.target, facts | {"target": target.text}

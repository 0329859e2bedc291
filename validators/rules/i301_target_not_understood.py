"""年度指标值里有数，却读不成一个明确的指标值。

## 依据

「年度指标值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

“≥约90%”“≥10场，≥200人”一类的写法，看不出完成多少才算完成，得分也无从核对。“12月底前”“第三季度”是时间，“1:8”是比例，不在此列。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥约10(场) | 10(场) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

每项指标只写一个符号、一个数和单位；有两个数的，拆成两项指标。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.leftovers import is_placeholder
from workbooks.values.regex import regex
from workbooks.values.terms import clean

_RATIO = regex(r"[^\d:]{0,6}\d+(?:\.\d+)?:\d+(?:\.\d+)?[^\d:]{0,4}")

RULE = Rule(
    code="I301",
    name="target-not-understood",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("row.target",),
    message="「{name}」的「{label}」填的是“{target}”，里面有数，但读不成一个明确的指标值，这项指标的完成情况没有核对。请核实，只写一个数，如“≥5%”“≤50万元”，按本指标的单位填写。",
    source="「年度指标值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I308", "S106"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Targets with an amount that is not one clear bound; a placeholder is S106."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is None or target.understood or is_placeholder(target.text):
            continue
        if _RATIO.fullmatch(clean(target.text)):
            continue
        yield row.target, {"name": row.called, "label": row.target.label, "target": target.text}

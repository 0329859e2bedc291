"""同一项指标填了两次。

## 依据

各地绩效目标审核通行口径，条款待核。

## 为什么

名称和年度指标值都相同的指标，同一件事计了两次分。名称相同、指标值不同的，可能是分项，不判断。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 10 | 10 | |
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 10 | 10 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 线上培训场次 | ≥10(场) | 10(场) | 10 | 10 | |
| 产出指标 | 数量指标 | 线下培训场次 | ≥10(场) | 10(场) | 10 | 10 | |

## 怎么改

删去重复的一项，分值并入其他指标；不是同一件事的，把名称写得不同。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.leftovers import is_placeholder
from workbooks.values.terms import clean

RULE = Rule(
    code="I310",
    name="duplicate-indicator",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("row.target",),
    message="「{name}」在前面的「{subcategory}」中已有一项，名称和年度指标值“{target}”都相同。请核实是否重复填列；不是同一件事的，请把名称写得不同。",
    source="各地绩效目标审核通行口径，条款待核",
    since="0.1.0",
    related=("I312",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Each row whose name and target stood in an earlier one; placeholders are S106."""
    seen: dict[tuple[str, str], str] = {}
    for row, _ in filing.rows:
        if row.name.value is None or row.target.value is None or is_placeholder(row.name.text):
            continue
        name, target = clean(row.name.text), clean(row.target.text)
        place = row.subcategory.text or row.category.text
        if (name, target) in seen:
            facts = {"name": row.called, "target": row.target.text}
            yield row.name, facts | {"subcategory": seen[name, target]}
        seen.setdefault((name, target), place)

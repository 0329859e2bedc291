"""指标只说“明显”“提升”，却用百分比考核。

## 依据

各地绩效评价复核工作底稿，条款待核。

## 为什么

“社会效益明显 ≥95%”没有说哪个数的 95%，谁也算不出来，填多少都对。名称写明率、度、比例、数量的，说得清，不在此列。
本规则在试行：单独列出，不计入错误、警告和提示，不随退回修改发给单位。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 效益指标 | 社会效益指标 | 社会效益明显 | ≥95(%) | 95(%) | 30 | 30 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 效益指标 | 社会效益指标 | 政策知晓率提升 | ≥5(%) | 6(%) | 30 | 30 | |

## 怎么改

写明考察什么数，例如“政策知晓率”“投诉量下降比例”；说不出数的，写成定性指标，分三档评。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, TargetDeclaration
from workbooks.prose.indicator_names import is_hollow

RULE = Rule(
    code="I317",
    name="hollow-indicator",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("row.target",),
    message="「{name}」没有说明考察哪个数，「{label}」却写“{target}”，完成多少无从计算。请核实，写明考察的数，或改为定性指标。",
    source="各地绩效评价复核工作底稿，条款待核",
    since="0.1.0",
    related=("I301", "I313"),
    trial=True,
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Percentages of nothing that could be counted."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is None or target.unit != "%" or target.difference:
            continue
        if is_hollow(row.name.text):
            facts = {"name": row.called, "label": row.target.label}
            yield row.target, facts | {"target": target.text}
